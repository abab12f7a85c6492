import { type Db, type Sql, sql } from '../lib/db.ts';

/** Which plugins: of one person, or of the organization. */
export type Ownership = { kind: 'partner'; ownerId: number } | { kind: 'org' };

/** Whose a plugin is from its registration on. */
export type Origin = Ownership | { kind: 'host' };

/** For a statement that knows the plugin as `plugins p`. */
export const ownedBy = (ownership: Ownership): Sql =>
  ownership.kind === 'org'
    ? sql`p.origin = 'org'`
    : sql`p.origin = 'partner' and p.owner_id = ${ownership.ownerId}`;

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
