import { Failure } from '../failures.ts';

/** The entity tag (RFC 9110 §8.8.3) of a resource that counts or names its revisions. */
export const etagOf = (revision: number | string): string => `"${revision}"`;

/**
 * Checks `If-Match` (RFC 9110 §13.1.1) against the present revision; without the header everything goes.
 *
 * @throws Failure `revision_mismatch`.
 */
export function refuseOtherRevision(ifMatch: string | undefined, revision: number | string): void {
  if (ifMatch === undefined) return;
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  if (tags.includes('*') || tags.includes(etagOf(revision))) return;
  throw new Failure(
    'revision_mismatch',
    `It is at revision ${revision} now; read it again and repeat the change`,
  );
}

/** Whether a reader has the present revision already (`If-None-Match`, RFC 9110 §13.1.2), so that 304 is the answer. */
export function isKnownRevision(ifNoneMatch: string | undefined, revision: string): boolean {
  const tags = (ifNoneMatch ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etagOf(revision));
}
