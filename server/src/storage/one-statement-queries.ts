import { type Db, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';
import { type HeldKey, type ItemTable, joinedItem, LIVE, type Wanted } from './item-table.ts';

const lookUps = recordset<Wanted>('w', { n: 'integer', h: 'bigint', k: 'text' });

/** The item under the wanted key of the same `n`. */
export interface FoundItem {
  n: number;
  value: string;
  /** Left out, like `expires_at`, where it was not asked for. */
  version?: number;
  expires_at?: Date | null;
}

/** Looks up many keys at once; only those that have an item are answered. `meta`: with `version` and `expires_at`. */
export function selectItems(
  db: Db,
  table: ItemTable,
  wanted: Wanted[],
  meta: boolean,
): Promise<FoundItem[]> {
  const columns = meta ? sql`t.value, t.version, t.expires_at` : sql`t.value`;
  return db.query<FoundItem>(sql`
    select w.n, ${columns}
    from ${lookUps.of(wanted)}
    join ${joinedItem(table)}`);
}

/** A value to store whatever is there: `w` is how many times it was set, `e` the seconds it lives. */
export interface BlindWrite extends HeldKey {
  v: string;
  w: number;
  e: number | undefined;
}

const blindWrites = recordset<BlindWrite>('w', {
  h: 'bigint',
  k: 'text',
  v: 'text',
  w: 'bigint',
  e: 'bigint',
});

/**
 * Stores values, each key at most once, and looks keys up, in one statement: both happen or neither. The look-up sees what was there
 * before. Rows are locked in the order of their keys, as by every statement that changes items, so that no two of them wait for each
 * other.
 */
export async function upsertAndSelect(
  db: Db,
  table: ItemTable,
  writes: BlindWrite[],
  wanted: Wanted[],
): Promise<Pick<FoundItem, 'n' | 'value'>[]> {
  const upsert = sql`
    insert into ${table.items} as t (${table.holder}, key, value, version, expires_at)
    select w.h, w.k, w.v, w.w, now() + w.e * interval '1 second'
    from ${blindWrites.of(writes)}
    order by w.h, w.k collate "C"
    on conflict (${table.holder}, key) do update set
      value = excluded.value,
      version = case when ${LIVE} then t.version + excluded.version else excluded.version end,
      unique_value = null,
      expires_at = excluded.expires_at,
      updated_at = now()`;
  if (wanted.length === 0) {
    await db.query(upsert);
    return [];
  }
  return db.query(sql`
    with written as (${upsert})
    select w.n, t.value
    from ${lookUps.of(wanted)}
    join ${joinedItem(table)}`);
}
