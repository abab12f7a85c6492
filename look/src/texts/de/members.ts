import type { members as en } from '../en/members.ts';

/** In German. */
export const members = {} satisfies typeof en;
