import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../texts.tsx';
import { Button } from '../ui/button.tsx';
import { Skeleton } from '../ui/states.tsx';
import { Failure } from './failure.tsx';
import styles from './paged.module.css';

interface PagedProps<One> {
  query: UseInfiniteQueryResult<One[], Error>;
  empty: ReactNode;
  rows?: number;
  children: (items: One[]) => ReactNode;
}

/** A list that is read page by page: its shape, its end, what to do where it is empty. */
export function Paged<One>({ query, empty, rows = 6, children }: PagedProps<One>) {
  const { common } = useTexts();
  const { data: items } = query;
  if (items === undefined) {
    if (query.isError) return <Failure error={query.error} onRetry={() => query.refetch()} />;
    return <Skeleton rows={rows} label={common.loading} />;
  }
  return (
    <div aria-busy={query.isFetching || undefined}>
      {/* The first pages of a search may be empty, and later ones not. */}
      {items.length === 0 && !query.hasNextPage ? empty : children(items)}
      {query.isFetchNextPageError && (
        <Failure error={query.error as Error} onRetry={() => query.fetchNextPage()} />
      )}
      {query.hasNextPage && !query.isFetchNextPageError && (
        <p className={styles.more}>
          <Button isBusy={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
            {common.showMore}
          </Button>
        </p>
      )}
    </div>
  );
}
