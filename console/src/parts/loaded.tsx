import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../texts.tsx';
import { Skeleton } from '../ui/states.tsx';
import { Failure } from './failure.tsx';

interface LoadedProps<Data> {
  query: UseQueryResult<Data, Error>;
  /** How many lines its shape has. */
  rows?: number;
  children: (data: Data) => ReactNode;
}

/** What was read; its shape while it is loaded; or why it was not. */
export function Loaded<Data>({ query, rows = 3, children }: LoadedProps<Data>) {
  const { common } = useTexts();
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <Failure error={query.error} onRetry={() => query.refetch()} />;
  return <Skeleton rows={rows} label={common.loading} />;
}
