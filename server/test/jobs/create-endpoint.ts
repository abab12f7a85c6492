import { type Database, sql } from '../../src/lib/db.ts';

/** The endpoint of a plugin, with installs 1 and 2 of two plugins in space 1: as little as jobs need that nobody sends. */
export async function createEndpoint(db: Database): Promise<number> {
  await db.query(sql`insert into spaces (id, name) values (1, 'Space')`);
  await db.query(sql`
    with p as (insert into plugins (id, slug, client_id, origin, current_release)
      values (1, 'p1', 'c1', 'host', 1), (2, 'p2', 'c2', 'host', 1) returning id)
    insert into releases (plugin_id, number, state, published_at, manifest)
    select id, 1, 'published', now(), '{}' from p`);
  await db.query(
    sql`insert into installs (id, space_id, plugin_id, status) values (1, 1, 1, 'active'), (2, 1, 2, 'active')`,
  );
  const [row] = await db.query<{ id: number }>(sql`
    with e as (
      insert into endpoints (plugin_id, event_name, url) values (1, 'visit', 'http://x.test/') returning id)
    insert into release_endpoints (plugin_id, release, event_name, endpoint_id)
    select 1, 1, 'visit', id from e returning endpoint_id as id`);
  return row?.id as number;
}
