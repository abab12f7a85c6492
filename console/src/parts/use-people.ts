import { useQuery } from '@tanstack/react-query';
import { read } from '../api/query.ts';
import { useTexts } from '../texts.tsx';
import { useView } from './view.ts';

/**
 * The names of the members of a space by their ids; undefined for who is none any more, and while they are loaded. A view knows whoever looks
 * at it: all others are members to it.
 */
export function usePeople(spaceId: number): (id: number | null) => string | undefined {
  const isView = useView() !== undefined;
  const { embed } = useTexts();
  const params = { path: { id: spaceId }, query: { limit: 200 } };
  const { data } = useQuery({
    ...read('/platform/v1/spaces/{id}/members', params),
    enabled: !isView,
  });
  const { data: me } = useQuery({ ...read('/platform/v1/me', {}), enabled: isView });
  const names = new Map(data?.data.map(({ user_id, friendly_name }) => [user_id, friendly_name]));
  const inView = (id: number) => (id === me?.id ? me.friendly_name : embed.member);
  return (id) => {
    if (id === null) return undefined;
    return isView ? inView(id) : names.get(id);
  };
}
