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
