import { type Db, sql } from '../lib/db.ts';

/** A kind of the host's resources. */
export interface ResourceTypeRow {
  name: string;
  description: string | null;
  list_url: string;
  created_at: Date;
  updated_at: Date;
}

/** Resource types in the order of their names, those after the given one. */
export function selectResourceTypePage(
  db: Db,
  after: string,
  limit: number,
): Promise<ResourceTypeRow[]> {
  return db.query(sql`
    select name, description, list_url, created_at, updated_at
    from resource_types where name collate "C" > ${after} order by name collate "C" limit ${limit}`);
}

/** One of them, with what signs for it. */
export async function selectResourceType(
  db: Db,
  name: string,
): Promise<(ResourceTypeRow & { sealed_secret: Buffer }) | undefined> {
  const [row] = await db.query<ResourceTypeRow & { sealed_secret: Buffer }>(sql`
    select name, description, list_url, sealed_secret, created_at, updated_at from resource_types where name = ${name}`);
  return row;
}

/** Creates or replaces one; the secret of one that is there stays, unless it is to be replaced. */
export async function upsertResourceType(
  db: Db,
  {
    name,
    description,
    list_url,
    sealed_secret,
  }: Pick<ResourceTypeRow, 'name' | 'description' | 'list_url'> & { sealed_secret: Buffer },
  rotate: boolean,
): Promise<ResourceTypeRow & { created: boolean }> {
  const [row] = await db.query<ResourceTypeRow & { created: boolean }>(sql`
    insert into resource_types as t (name, description, list_url, sealed_secret)
    values (${name}, ${description}, ${list_url}, ${sealed_secret})
    on conflict (name) do update set description = excluded.description, list_url = excluded.list_url,
      sealed_secret = case when ${rotate}::boolean then excluded.sealed_secret else t.sealed_secret end,
      updated_at = now()
    returning name, description, list_url, created_at, updated_at, t.xmax = 0 as created`);
  return row as ResourceTypeRow & { created: boolean };
}

/** False when there is none of the name. */
export async function deleteResourceType(db: Db, name: string): Promise<boolean> {
  const rows = await db.query(sql`delete from resource_types where name = ${name} returning 1`);
  return rows.length > 0;
}
