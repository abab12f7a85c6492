import type { notifications as en } from '../en/notifications.ts';

/** In German. */
export const notifications = {} satisfies typeof en;
