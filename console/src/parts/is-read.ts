import type { UseInfiniteQueryResult, UseQueryResult } from '@tanstack/react-query';

/** Whether it is known what a query brings, or that it brings nothing: not what was read before, of something else. */
export const isRead = ({
  data,
  isPlaceholderData,
  isError,
}: UseQueryResult<unknown> | UseInfiniteQueryResult<unknown>): boolean =>
  isError || (data !== undefined && !isPlaceholderData);
