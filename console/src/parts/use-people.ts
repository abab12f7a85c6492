import { useQuery } from '@tanstack/react-query';
import { read } from '../api/query.ts';

/** The names of the members of a space by their ids; undefined for who is none any more, and while they are loaded. */
export function usePeople(spaceId: number): (id: number | null) => string | undefined {
  const params = { path: { id: spaceId }, query: { limit: 200 } };
  const { data } = useQuery(read('/platform/v1/spaces/{id}/members', params));
  const names = new Map(data?.data.map(({ user_id, friendly_name }) => [user_id, friendly_name]));
  return (id) => (id === null ? undefined : names.get(id));
}
