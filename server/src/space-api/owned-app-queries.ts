import type { SealedSecret } from '../auth/client-secrets.ts';
import { type Db, type Sql, sql } from '../lib/db.ts';
import { WORKING_RELEASE } from '../manifest/queries.ts';
import { type Stored, withManifest } from '../manifest/read.ts';
import type { CollaboratorRole } from '../reach.ts';
import { type Ownership, ownedBy, roleBy } from '../registry/ownership-queries.ts';
import type { Stretch } from './numbered-pages.ts';
import type { AppRow } from './plugin-object.ts';
import { count, FIRST_OWNER } from './queries.ts';

/** A plugin with its newest client secret, sealed. */
export interface OwnAppRow extends AppRow, SealedSecret {
  /** What who asks is to it; null for the organization's. */
  role: CollaboratorRole | null;
  /** Since when it is being deleted; null for any other. */
  deleted_at: Date | null;
}

const own = (ownership: Ownership): Sql => sql`
  select p.id, p.slug, p.client_id, p.status, o.friendly_name as owner_name, p.origin,
    greatest(p.updated_at, r.created_at) as updated_at, p.suspended_at, p.suspended_reason, p.deleted_at,
    r.manifest, s.plugin_id, s.generation, s.sealed_secret, ${roleBy(ownership)} as role
  from plugins p
  join ${WORKING_RELEASE}
  join plugin_secrets s on s.plugin_id = p.id and s.expires_at is null
  ${FIRST_OWNER}
  where ${ownedBy(ownership)}`;

/** Undefined when there is none, and when it is not theirs. */
export async function selectOwnApp(
  db: Db,
  ownership: Ownership,
  id: number,
): Promise<OwnAppRow | undefined> {
  const [row] = await db.query<Stored<OwnAppRow>>(sql`${own(ownership)} and p.id = ${id}`);
  return row && withManifest(row);
}

/** In the order in which they were made. */
export async function selectOwnApps(
  db: Db,
  ownership: Ownership,
  { limit, offset }: Stretch,
): Promise<{ rows: OwnAppRow[]; total: number }> {
  const [rows, total] = await Promise.all([
    db.query<Stored<OwnAppRow>>(sql`
      ${own(ownership)} order by p.id limit ${limit} offset ${offset}`),
    count(db, sql`plugins p where ${ownedBy(ownership)}`),
  ]);
  return { rows: rows.map(withManifest), total };
}
