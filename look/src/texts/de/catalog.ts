import type { catalog as en } from '../en/catalog.ts';

/** In German. */
export const catalog = {} satisfies typeof en;
