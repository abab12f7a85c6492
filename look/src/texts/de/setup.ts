import type { setup as en } from '../en/setup.ts';

/** In German. */
export const setup = {} satisfies typeof en;
