import { RawJson } from '../lib/json.ts';
import { completeManifest, type Manifest, type Subscription } from './schema.ts';

/**
 * A manifest as a release keeps it. One that was stored before a field existed gets that field's fallback: whoever reads manifests need
 * not know when a field came. Client secrets of OAuth2 steps are sealed in it (`step-secrets.ts`).
 */
export function readManifest(stored: string): Manifest {
  const { events = [], ...manifest } = JSON.parse(stored);
  return completeManifest({ ...manifest, events: events.map(readSubscription) });
}

/** The text of a manifest for {@link readManifest}. */
export function storedManifest(manifest: Manifest): string {
  return JSON.stringify({ ...manifest, events: manifest.events.map(storedSubscription) });
}

// A filter is in there as a text: JSON in JSON would be read and printed anew, and PostgreSQL's `jsonb` cannot read each.
type StoredSubscription = Omit<Subscription, 'filter'> & { filter?: string | null };

const readSubscription = ({ filter, ...subscription }: StoredSubscription): Subscription => ({
  ...subscription,
  filter: typeof filter === 'string' ? new RawJson(filter) : null,
});

const storedSubscription = ({ filter, ...subscription }: Subscription): StoredSubscription => ({
  ...subscription,
  filter: filter?.text ?? null,
});

/** A row as the database gives it, its manifest still text. */
export type Stored<Row extends { manifest: Manifest }> = Omit<Row, 'manifest'> & {
  manifest: string;
};

/** For the rows of a statement that selects `r.manifest`. */
export const withManifest = <Row extends { manifest: string }>(
  row: Row,
): Omit<Row, 'manifest'> & { manifest: Manifest } => ({
  ...row,
  manifest: readManifest(row.manifest),
});
