import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.ts';
import { read } from '../../../api/query.ts';
import type { Tried } from './types.ts';

/** The release that a development install runs, with its manifest; of none where it runs nothing. */
export function useRunning({ plugin, install: { release } }: Tried) {
  const path = { id: String(plugin.id), number: String(release ?? 0) };
  const asked = read('/platform/v1/plugins/{id}/releases/{number}', { path });
  return useQuery({ ...asked, enabled: release !== null });
}

/** Names of the events that a manifest hears. */
export const heardBy = (manifest: Schemas['Manifest'] | undefined): string[] =>
  (manifest?.events ?? []).map(({ name }) => name);
