import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { read } from '../api/query.ts';

/** The number of the space whose page this is. */
export function useSpaceId(): number {
  const { space } = useParams({ strict: false });
  return Number(space);
}

/** The space whose page this is, as whoever is signed in belongs to it; undefined while it is loaded, or where they do not. */
export function useSpace() {
  const id = useSpaceId();
  const { data } = useQuery(read('/platform/v1/me/spaces/{id}', { path: { id } }));
  return data;
}
