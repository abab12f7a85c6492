import type { activity as en } from '../en/activity.ts';

/** In German. */
export const activity = {} satisfies typeof en;
