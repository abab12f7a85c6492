import { completeManifest, type Manifest } from './schema.ts';

/**
 * A manifest as a release keeps it. One that was stored before a field existed gets that field's fallback: whoever reads manifests need
 * not know when a field came. Client secrets of OAuth2 steps are sealed in it (`step-secrets.ts`).
 */
export const readManifest = (stored: string): Manifest => completeManifest(JSON.parse(stored));

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
