import { useQuery } from '@tanstack/react-query';
import { parseExactly } from '../api/exact.ts';
import { readExactly } from '../api/query.ts';
import type { Comparison } from './types.ts';

interface Compared {
  pluginId: number;
  /** The release that is compared. */
  number: number;
  /** To which one; by default the one that the server takes. */
  from?: number | undefined;
}

/** What a release changes, and whom it touches; what manifests say comes as it was written. */
export function useComparison({ pluginId, number, from }: Compared) {
  const params = {
    path: { id: String(pluginId), number: String(number) },
    query: from === undefined ? {} : { from },
  };
  return useQuery({
    ...readExactly('/platform/v1/plugins/{id}/releases/{number}/diff', params),
    placeholderData: undefined,
    select: ({ text }) => parseExactly(text) as Comparison,
  });
}
