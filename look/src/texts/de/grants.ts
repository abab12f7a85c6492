import type { grants as en } from '../en/grants.ts';

/** In German. */
export const grants = {} satisfies typeof en;
