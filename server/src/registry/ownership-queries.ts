import { type Db, type Sql, sql } from '../lib/db.ts';
import { collaborates } from '../reach.ts';

/** Which plugins: those that one person is a collaborator of, or the organization's. */
export type Ownership = { kind: 'partner'; userId: number } | { kind: 'org' };

/** Whose a plugin is from its registration on; a person who registers one is its first owner. */
export type Origin = Ownership | { kind: 'host' };

/** For a statement that knows the plugin as `plugins p`. */
export const ownedBy = (ownership: Ownership): Sql =>
  ownership.kind === 'org'
    ? sql`p.origin = 'org'`
    : collaborates(sql`${ownership.userId}::bigint`, sql`p.id`);

/** What the person is to the plugin, for a statement that knows it as `plugins p`; null for the organization's. */
export const roleBy = (ownership: Ownership): Sql =>
  ownership.kind === 'org'
    ? sql`null::text`
    : sql`(select c.role from collaborators c where c.plugin_id = p.id and c.user_id = ${ownership.userId})`;

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
