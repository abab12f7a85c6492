import { type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { readPages } from '../api/query.ts';
import type { Install } from './install-state.tsx';

/** As many as a page may have: one request serves all who ask, in nearly every space. */
const MOST = 200;

/** All installs of a space, uninstalled ones too, page after page until they are whole; undefined: of none. */
export function useInstalls(spaceId: number | undefined): UseInfiniteQueryResult<Install[], Error> {
  const query = useInfiniteQuery({
    ...readPages('/platform/v1/spaces/{id}/installs', {
      path: { id: spaceId ?? 0 },
      query: { limit: MOST },
    }),
    enabled: spaceId !== undefined,
  });
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  const isToReadOn = hasNextPage && !isFetching && !isError;
  useEffect(() => {
    // Others may have asked for the same page.
    if (isToReadOn) fetchNextPage({ cancelRefetch: false });
  }, [isToReadOn, fetchNextPage]);
  return query;
}
