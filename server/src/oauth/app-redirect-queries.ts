import { LIVE_INSTALL, RUNNING_RELEASE } from '../install-status.ts';
import { type Db, sql } from '../lib/db.ts';
import { type Stored, withManifest } from '../manifest/read.ts';
import type { Manifest } from '../manifest/schema.ts';

/** A plugin that a user let in, in a space where it still is. */
export interface Visit {
  space_id: number;
  client_id: string;
  slug: string;
  manifest: Manifest;
}

/** Whom the user let in and where, the latest first. */
export async function selectVisits(db: Db, userId: number): Promise<Visit[]> {
  const rows = await db.query<Stored<Visit>>(sql`
    select g.space_id, p.client_id, p.slug, r.manifest
    from grants g
    join installs i on i.space_id = g.space_id and i.plugin_id = g.plugin_id
    join plugins p on p.id = g.plugin_id
    join ${RUNNING_RELEASE}
    where g.user_id = ${userId} and g.revoked_at is null and ${LIVE_INSTALL}
    order by g.updated_at desc, g.id desc limit 100`);
  return rows.map(withManifest);
}
