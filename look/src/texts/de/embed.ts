import type { embed as en } from '../en/embed.ts';

/** In German. */
export const embed = {} satisfies typeof en;
