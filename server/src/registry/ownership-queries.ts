import { type Db, type Sql, sql } from '../lib/db.ts';

/** Which plugins: of one person, or of the organization. */
export type Ownership = { kind: 'partner'; ownerId: number } | { kind: 'org' };

/** For a statement that knows the plugin as `plugins p`. */
export const ownedBy = (ownership: Ownership): Sql =>
  ownership.kind === 'org'
    ? sql`p.is_org_app`
    : sql`p.owner_id = ${ownership.ownerId} and not p.is_org_app`;

/** Until commit nobody changes it, and with `forGood` nobody installs it either. */
export async function lockOwnedPlugin(
  tx: Db,
  ownership: Ownership,
  id: number,
  forGood: boolean,
): Promise<boolean> {
  const strength = forGood ? sql`for update` : sql`for no key update`;
  const rows = await tx.query(sql`
    select 1 from plugins p where p.id = ${id} and ${ownedBy(ownership)} ${strength}`);
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
