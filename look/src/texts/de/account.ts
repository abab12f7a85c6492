import type { account as en } from '../en/account.ts';

/** In German. */
export const account = {} satisfies typeof en;
