import { useQuery } from '@tanstack/react-query';
import { read } from '../../../api/query.ts';
import type { Plugin } from '../plugin-state.tsx';

/** Whether a release has its plugin carry settings over. */
export function useMigrates({ id }: Plugin, release: number) {
  const path = { id: String(id), number: String(release) };
  return useQuery({
    ...read('/platform/v1/plugins/{id}/releases/{number}', { path }),
    // What is said of one release is nothing to be said of another.
    placeholderData: undefined,
    select: ({ manifest }) => typeof manifest.migration_url === 'string',
  });
}
