import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from './client.ts';
import { parseExactly } from './exact.ts';
import { keyOf } from './query.ts';

const MANIFEST = '/platform/v1/plugins/{id}/manifest';
const pathOf = (plugin: number) => ({ path: { id: String(plugin) } });

/** A manifest as its developer reads it: numbers of many digits are whole. */
export interface ReadManifest {
  manifest: Record<string, unknown>;
  /** Number of the release that it is of. */
  release: number;
}

/** The manifest of a plugin, for `useQuery`. */
export const readManifest = (plugin: number) =>
  queryOptions({
    queryKey: [...keyOf(MANIFEST, pathOf(plugin)), 'with its release'],
    queryFn: async ({ signal }): Promise<ReadManifest> => {
      const asked = { params: pathOf(plugin), parseAs: 'text' as const, signal };
      const { data, response } = await api.GET(MANIFEST, asked);
      const [release] = /\d+/.exec(response.headers.get('etag') ?? '') ?? [];
      const manifest = parseExactly(data as unknown as string) as ReadManifest['manifest'];
      return { manifest, release: Number(release) };
    },
    // What was written as a number of many digits would be taken apart to be compared.
    structuralSharing: false,
  });

/** Writes a manifest in place of the one that was read. @throws ApiError */
export async function putManifest(
  plugin: number,
  { manifest, release }: ReadManifest,
): Promise<Schemas['ManifestPut']> {
  const { data } = await api.PUT(MANIFEST, {
    params: { ...pathOf(plugin), header: { 'if-match': `"${release}"` } },
    // The server judges it, whatever it is.
    body: manifest as never,
    bodySerializer: () => JSON.stringify(manifest),
  });
  return data as unknown as Schemas['ManifestPut'];
}
