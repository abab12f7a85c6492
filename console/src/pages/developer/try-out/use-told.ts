import { useActivity } from '../../../activity/use-activity.ts';
import type { OwnInstall } from './types.ts';

/** What a development install was told, the newest first, as it comes. */
export type Told = ReturnType<typeof useActivity>;

/** Sample events, and what befell the install itself. */
export const useTold = ({ id, space_id }: OwnInstall): Told =>
  useActivity({ space_id, install_id: id });
