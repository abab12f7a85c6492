import { LIVE_INSTALL, RUNNING_RELEASE } from '../install-status.ts';
import { type Db, sql } from '../lib/db.ts';
import { type Stored, withManifest } from '../manifest/read.ts';
import type { Manifest } from '../manifest/schema.ts';

/** Somebody, and what they are in a space. */
export interface ViewerRow {
  id: number;
  name: string;
  /** What they chose (BCP 47); null for what their browser asks for. */
  lang: string | null;
  /** Null for somebody who is no member. */
  role: string | null;
  /** Plugin pages are shown to them from where they are being developed. */
  development: boolean;
}

/** Who looks at the plugins of a space. */
export async function selectViewer(
  db: Db,
  spaceId: number,
  userId: number,
): Promise<ViewerRow | undefined> {
  const [row] = await db.query<ViewerRow>(sql`
    select u.id, u.friendly_name as name, u.lang, m.role, coalesce(m.development, false) as development
    from users u left join space_members m on m.user_id = u.id and m.space_id = ${spaceId}
    where u.id = ${userId}`);
  return row;
}

/** A plugin that is live in a space. `granted`: the user lets it act for them there. */
export interface EmbedRow {
  id: number;
  slug: string;
  manifest: Manifest;
  granted: boolean;
}

/** What is live in a space, in the order in which it was installed. */
export async function selectEmbeds(db: Db, spaceId: number, userId: number): Promise<EmbedRow[]> {
  const rows = await db.query<Stored<EmbedRow>>(sql`
    select p.id, p.slug, r.manifest,
      exists (select from grants g where g.plugin_id = p.id and g.space_id = i.space_id
        and g.user_id = ${userId} and g.revoked_at is null) as granted
    from installs i join plugins p on p.id = i.plugin_id
    join ${RUNNING_RELEASE}
    where i.space_id = ${spaceId} and ${LIVE_INSTALL}
    order by i.id limit 1000`);
  return rows.map(withManifest);
}
