import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { readPages } from '../api/query.ts';
import { paths } from '../paths.ts';
import { SpacesPage } from './spaces.tsx';

/** Where people come to: their space where they have one, else those to choose from. */
export function StartPage() {
  const { data, hasNextPage } = useInfiniteQuery(
    readPages('/platform/v1/me/spaces', { query: { limit: 50 } }),
  );
  const only = data?.length === 1 && !hasNextPage ? data[0] : undefined;
  useEffect(() => {
    // A document of its own, which says whose pages may be shown in it.
    if (only !== undefined) location.replace(paths.space(only.id));
  }, [only]);
  return data === undefined || only !== undefined ? null : <SpacesPage />;
}
