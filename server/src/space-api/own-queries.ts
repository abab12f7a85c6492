import { type Db, type Sql, sql } from '../lib/db.ts';
import type { Stretch } from './paging.ts';
import type { AppRow } from './plugin-object.ts';
import { count } from './queries.ts';

/** A plugin with its newest client secret, sealed. */
export interface OwnAppRow extends AppRow {
  sealed_secret: Buffer;
  secret_generation: number;
}

/** Which plugins: of one person, or of the organization. */
export type Ownership = { kind: 'partner'; ownerId: number } | { kind: 'org' };

const owned = (ownership: Ownership): Sql =>
  ownership.kind === 'org'
    ? sql`p.is_org_app`
    : sql`p.owner_id = ${ownership.ownerId} and not p.is_org_app`;

const OWN = sql`
  select p.id, p.slug, p.client_id, p.status, p.owner_id, o.friendly_name as owner_name, p.is_org_app,
    p.updated_at, r.manifest, s.sealed_secret, s.generation as secret_generation
  from plugins p
  join releases r on r.plugin_id = p.id and r.number = p.current_release
  join plugin_secrets s on s.plugin_id = p.id and s.expires_at is null
  left join users o on o.id = p.owner_id`;

export async function selectOwnApp(
  db: Db,
  ownership: Ownership,
  id: number,
): Promise<OwnAppRow | undefined> {
  const [row] = await db.query<OwnAppRow>(sql`${OWN} where p.id = ${id} and ${owned(ownership)}`);
  return row;
}

/** In the order in which they were made. */
export async function selectOwnApps(
  db: Db,
  ownership: Ownership,
  { limit, offset }: Stretch,
): Promise<{ rows: OwnAppRow[]; total: number }> {
  const [rows, total] = await Promise.all([
    db.query<OwnAppRow>(sql`
      ${OWN} where ${owned(ownership)} order by p.id limit ${limit} offset ${offset}`),
    count(db, sql`plugins p where ${owned(ownership)}`),
  ]);
  return { rows, total };
}

/** Until commit nobody changes it, and with `forGood` nobody installs it either. */
export async function lockOwnApp(
  tx: Db,
  ownership: Ownership,
  id: number,
  forGood: boolean,
): Promise<boolean> {
  const strength = forGood ? sql`for update` : sql`for no key update`;
  const rows = await tx.query(sql`
    select 1 from plugins p where p.id = ${id} and ${owned(ownership)} ${strength}`);
  return rows.length > 0;
}

/** Of the slugs that begin alike, those that are taken. */
export async function selectSlugsLike(db: Db, slug: string): Promise<Set<string>> {
  // Slugs have no character that means something in a pattern.
  const rows = await db.query<{ slug: string }>(sql`
    select slug from plugins where slug = ${slug} or slug like ${`${slug}-%`}`);
  return new Set(rows.map((row) => row.slug));
}

/** Who made a plugin, and that it uses Storyblok's clients. */
export async function updateOwner(tx: Db, id: number, ownership: Ownership): Promise<void> {
  const ownerId = ownership.kind === 'partner' ? ownership.ownerId : null;
  await tx.query(sql`
    update plugins set owner_id = ${ownerId}, is_org_app = ${ownership.kind === 'org'},
      compatibility = 'storyblok'
    where id = ${id}`);
}

/** Its releases, secrets, endpoints, grants and settings go with it. */
export async function deletePlugin(tx: Db, id: number): Promise<void> {
  await tx.query(sql`delete from plugin_storage_items where plugin_id = ${id}`);
  await tx.query(sql`delete from tokens where plugin_id = ${id}`);
  await tx.query(sql`delete from plugins where id = ${id}`);
}
