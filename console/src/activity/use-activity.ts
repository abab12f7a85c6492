import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { read, readPages } from '../api/query.ts';
import type { ActivityEvent, ActivityFilter } from './types.ts';

const PATH = '/platform/v1/activity';
const PAGE = 50;
/** The stream tells of jobs: of what no plugin was given, looking again. */
const LOOK_MS = 30_000;

/**
 * What happened, the newest first. The newest page is kept as it is by the stream; what is older is read once, page by page, so that a list
 * of thousands is not read again with each change.
 *
 * @param limit for a list that shows so many, and nothing older.
 */
export function useActivity(filter: ActivityFilter, limit?: number) {
  const query = { ...filter, limit: limit ?? PAGE };
  const head = useQuery({ ...read(PATH, { query }), refetchInterval: LOOK_MS });
  const { past, restart } = useFallen(head.data?.data);
  const [start, setStart] = useState<string>();
  const older = useInfiniteQuery({
    ...readPages(PATH, { query: { ...query, ...(start !== undefined && { cursor: start }) } }),
    enabled: start !== undefined,
    placeholderData: undefined,
    meta: { isStill: true },
  });
  if (restart && start !== undefined) setStart(undefined);
  const cursor = head.data?.next_cursor ?? null;
  const events = useMemo(
    () => inOrder([head.data?.data ?? [], past, start === undefined ? [] : (older.data ?? [])]),
    [head.data, past, older.data, start],
  );
  const isMore = start === undefined ? cursor !== null : older.isPending || older.hasNextPage;
  const canGoOn = limit === undefined && isMore;
  const goOn = () => {
    if (start !== undefined) older.fetchNextPage();
    else if (cursor !== null) setStart(cursor);
  };
  const last = head.data?.data.at(-1)?.id ?? '';
  /** Whether the stream keeps it as it is, as part of the newest page. */
  const isKept = ({ id }: ActivityEvent) => id >= last;
  return { head, older, events, canGoOn, goOn, isGoingOn: older.isFetching, isKept };
}

/** Those that were among the newest and are not any more, since others came: they were read, and are shown still. */
function useFallen(newest: ActivityEvent[] | undefined) {
  const [before, setBefore] = useState(newest);
  const [past, setPast] = useState<ActivityEvent[]>([]);
  if (before === newest) return { past, restart: false };
  setBefore(newest);
  const last = newest?.at(-1)?.id ?? '';
  const first = before?.[0]?.id ?? '';
  // More came at once than are read at once: between those and what was there is a gap, so that it begins anew.
  const restart = last > first && past.length + (before?.length ?? 0) > 0;
  const fallen = (before ?? []).filter(({ id }) => id < last);
  if (restart) setPast([]);
  else if (fallen.length > 0 && newest?.length === PAGE) setPast([...fallen, ...past]);
  return { past, restart };
}

function inOrder(lists: readonly (readonly ActivityEvent[])[]): ActivityEvent[] {
  const known = new Map<string, ActivityEvent>();
  for (const event of lists.flat()) if (!known.has(event.id)) known.set(event.id, event);
  return [...known.values()].sort((one, other) => (one.id < other.id ? 1 : -1));
}

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
