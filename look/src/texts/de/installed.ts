import type { installed as en } from '../en/installed.ts';

/** In German. */
export const installed = {} satisfies typeof en;
