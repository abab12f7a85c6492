import type { home as en } from '../en/home.ts';

/** In German. */
export const home = {} satisfies typeof en;
