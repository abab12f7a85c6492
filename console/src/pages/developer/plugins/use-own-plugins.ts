import { useInfiniteQuery } from '@tanstack/react-query';
import { type Item, readPages } from '../../../api/query.ts';

/** The plugins in which whoever looks has a part: operators are listed all others, too. */
export function useOwnPlugins() {
  const query = useInfiniteQuery(readPages('/platform/v1/plugins', { query: { limit: 200 } }));
  return { ...query, data: query.data?.filter(isOwn) } as typeof query;
}

/** Whether whoever was answered has a part in it. */
const isOwn = ({ role }: Item<'/platform/v1/plugins'>): boolean => role !== null;
