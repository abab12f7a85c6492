import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { read, readPages } from '../api/query.ts';
import { paths } from '../paths.ts';
import { SpacesPage } from './spaces.tsx';

/** Where people come to: their space where they have one, their plugins where they have no space, else what there is to choose from. */
export function StartPage() {
  const navigate = useNavigate();
  const { data: me, isError } = useQuery(read('/platform/v1/me', {}));
  const { data, hasNextPage } = useInfiniteQuery(
    readPages('/platform/v1/me/spaces', { query: { limit: 50 } }),
  );
  const only = data?.length === 1 && !hasNextPage ? data[0] : undefined;
  const isDeveloperAlone = data?.length === 0 && me?.is_developer === true;
  useEffect(() => {
    // A document of its own, which says whose pages may be shown in it.
    if (only !== undefined) location.replace(paths.space(only.id));
    else if (isDeveloperAlone) navigate({ to: paths.plugins(), replace: true } as never);
  }, [only, isDeveloperAlone, navigate]);
  const isKnown = data !== undefined && (me !== undefined || isError);
  return !isKnown || only !== undefined || isDeveloperAlone ? null : <SpacesPage />;
}
