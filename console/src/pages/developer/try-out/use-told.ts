import { useActivity } from '../../../activity/use-activity.ts';
import { useTexts } from '../../../texts.tsx';
import type { OwnInstall } from './types.ts';

/** What a development install was told, the newest first, as it comes. */
export type Told = ReturnType<typeof useTold>;

/**
 * Sample events, whether they are heard or not, and what befell the install itself where the plugin hears of that. The install is alone in its
 * space: of one install the list would be without what it does not hear.
 */
export function useTold({ space_id }: OwnInstall) {
  const { lifecycle } = useTexts().status;
  const told = useActivity({ space_id });
  const isOwn = ({ name }: { name: string }) => Object.hasOwn(lifecycle, name);
  const isHeard = ({ decisions: [decision] }: (typeof told.rows)[number]) =>
    decision !== undefined && decision.decision !== 'not_subscribed';
  const rows = told.rows.filter((event) => !isOwn(event) || isHeard(event));
  return { ...told, rows, newest: rows.find((event) => !isOwn(event)) ?? rows[0] };
}
