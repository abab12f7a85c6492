import { useQuery } from '@tanstack/react-query';
import { read } from '../../../api/query.ts';

/** Whether an install hears of anything that happens in its space; undefined while it is loaded. */
export function useHearing(id: number): boolean | undefined {
  const { data } = useQuery(read('/platform/v1/installs/{id}/permissions', { path: { id } }));
  return data && data.events.length > 0;
}
