import { useQuery } from '@tanstack/react-query';
import { read } from '../api/query.ts';
import type { ActivityEvent, ActivityFilter } from './types.ts';
import { useNewest } from './use-newest.ts';

const PATH = '/platform/v1/activity';
/** The stream tells of jobs: of what no plugin was given, looking again. */
const LOOK_MS = 30_000;

/**
 * What happened, the newest first.
 *
 * @param limit for a list that shows so many, and nothing older.
 */
export const useActivity = (filter: ActivityFilter, limit?: number) =>
  useNewest<ActivityEvent>(PATH, filter, { limit, lookMs: LOOK_MS });

/**
 * One event as it is now.
 *
 * @param place the plugin or install whose decisions alone are shown.
 */
export function useEvent(
  event: ActivityEvent,
  place: Pick<ActivityFilter, 'install_id' | 'plugin_id'>,
  isLive: boolean,
): ActivityEvent {
  const query = { ...place, space_id: event.space_id, event_id: event.id };
  const { data } = useQuery({ ...read(PATH, { query }), enabled: isLive });
  const found = data?.data[0];
  return isLive && found?.id === event.id ? found : event;
}
