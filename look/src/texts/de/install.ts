import type { install as en } from '../en/install.ts';

/** In German. */
export const install = {} satisfies typeof en;
