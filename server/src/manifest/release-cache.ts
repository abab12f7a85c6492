import type { Db } from '../lib/db.ts';
import { selectReleases } from './queries.ts';
import type { Manifest } from './schema.ts';

/** Parsed manifests by release; a release never changes, so they are kept without an age. */
export interface Manifests {
  /** Reads those that are missing. */
  load(db: Db, releases: { plugin_id: number; release: number }[]): Promise<void>;
  has(pluginId: number, release: number): boolean;
  /** @throws Error when it was not loaded. */
  get(pluginId: number, release: number): Manifest;
}

const MAX_CACHED = 10_000;

/** An empty cache of at most 10,000 releases. When it is full it starts anew with those that are asked for. */
export function createManifests(): Manifests {
  const manifests = new Map<string, Manifest>();
  return {
    async load(db, releases) {
      const missing = releases.filter(
        ({ plugin_id, release }) => !manifests.has(keyOf(plugin_id, release)),
      );
      if (missing.length === 0) return;
      const full = manifests.size + missing.length > MAX_CACHED;
      if (full) manifests.clear();
      for (const row of await selectReleases(db, full ? releases : missing)) {
        manifests.set(keyOf(row.plugin_id, row.number), row.manifest);
      }
    },
    has: (pluginId, release) => manifests.has(keyOf(pluginId, release)),
    get(pluginId, release) {
      const manifest = manifests.get(keyOf(pluginId, release));
      if (manifest === undefined)
        throw new Error(`Release ${release} of plugin ${pluginId} is not loaded`);
      return manifest;
    },
  };
}

const keyOf = (pluginId: number, release: number): string => `${pluginId}:${release}`;
