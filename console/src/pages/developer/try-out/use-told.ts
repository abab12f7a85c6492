import { useActivity } from '../../../activity/use-activity.ts';
import type { OwnInstall } from './types.ts';

/** What a development install was told, the newest first, as it comes. */
export type Told = ReturnType<typeof useActivity>;

/**
 * Sample events, and what befell the install itself. It is alone in its space, and of that is listed what it does not hear, too.
 */
export const useTold = ({ space_id }: OwnInstall): Told => useActivity({ space_id });
