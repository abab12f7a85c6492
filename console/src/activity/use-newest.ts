import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { read, readPages } from '../api/query.ts';

/** What is listed: its id says when it came. */
export interface Row {
  id: string;
}

interface Options {
  /** For a list that shows so many, and nothing older. */
  limit?: number | undefined;
  /** How often it is looked again for what the stream does not tell of. */
  lookMs?: number | undefined;
  /** The id in the path. */
  of?: number | undefined;
}

const PAGE = 50;

/**
 * A list, the newest first. The newest page is kept as it is by the stream; what is older is read once, page by page, so that a list of
 * thousands is not read again with each change.
 */
export function useNewest<One extends Row>(
  path:
    | '/platform/v1/activity'
    | '/platform/v1/deliveries'
    | '/platform/v1/plugins/{id}/deliveries',
  filter: object,
  { limit, lookMs, of }: Options = {},
) {
  // Of several paths at once the types are more than can be followed. All answer pages of rows.
  const list = path as '/platform/v1/activity';
  const query = { ...filter, limit: limit ?? PAGE };
  const placed = <Query extends object>(asked: Query) =>
    ({ query: asked, ...(of !== undefined && { path: { id: String(of) } }) }) as { query: Query };
  const head = useQuery({ ...read(list, placed(query)), refetchInterval: lookMs ?? false });
  const newest = head.data?.data as unknown as One[] | undefined;
  const { past, restart } = useFallen(newest);
  const [start, setStart] = useState<string>();
  const older = useInfiniteQuery({
    ...readPages(list, placed({ ...query, ...(start !== undefined && { cursor: start }) })),
    enabled: start !== undefined,
    placeholderData: undefined,
    meta: { isStill: true },
  });
  const before = older.data as unknown as One[] | undefined;
  if (restart && start !== undefined) setStart(undefined);
  const cursor = head.data?.next_cursor ?? null;
  const rows = useMemo(
    () => inOrder([newest ?? [], past, start === undefined ? [] : (before ?? [])]),
    [newest, past, before, start],
  );
  const isMore = start === undefined ? cursor !== null : older.isPending || older.hasNextPage;
  const canGoOn = limit === undefined && isMore;
  const goOn = () => {
    if (start !== undefined) older.fetchNextPage();
    else if (cursor !== null) setStart(cursor);
  };
  const last = newest?.at(-1)?.id ?? '';
  /** Whether the stream keeps it as it is, as part of the newest page. */
  const isKept = ({ id }: Row) => id >= last;
  return { head, older, rows, canGoOn, goOn, isGoingOn: older.isFetching, isKept };
}

/** Those that were among the newest and are not any more, since others came: they were read, and are shown still. */
function useFallen<One extends Row>(newest: One[] | undefined) {
  const [before, setBefore] = useState(newest);
  const [past, setPast] = useState<One[]>([]);
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

function inOrder<One extends Row>(lists: readonly (readonly One[])[]): One[] {
  const known = new Map<string, One>();
  for (const row of lists.flat()) if (!known.has(row.id)) known.set(row.id, row);
  return [...known.values()].sort((one, other) => (one.id < other.id ? 1 : -1));
}
