import { type Db, empty, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';
import { type HeldKey, type ItemTable, joinedItem, LIVE, type Wanted } from './item-table.ts';

const heldKeys = recordset<HeldKey>('w', { h: 'bigint', k: 'text' });

/**
 * Locks the rows of the keys until the end of the transaction. Where there is none, one of version 0 is made, so that nobody else can
 * make it meanwhile: it has to be removed or given a version before the transaction ends.
 */
export async function reserveKeys(tx: Db, table: ItemTable, keys: HeldKey[]): Promise<void> {
  // An update that never happens: it locks the row that is there, without writing a new version of it.
  await tx.query(sql`
    insert into ${table.items} as t (${table.holder}, key, value, version)
    select w.h, w.k, 'null', 0
    from ${heldKeys.of(keys)}
    order by w.h, w.k collate "C"
    on conflict (${table.holder}, key) do update set version = t.version where false`);
}

/** A key to load; `v` with its value, which may be large. */
export interface Loaded extends Wanted {
  v: boolean;
}

const loadedKeys = recordset<Loaded>('w', { n: 'integer', h: 'bigint', k: 'text', v: 'boolean' });

/** What is under the loaded key of the same `n`. */
export interface LoadedItem {
  n: number;
  /** The database's time, in the row with `n` 0. */
  now: Date | null;
  /** Null where it was not asked for, or where all values together exceed `maxBytes`. */
  value: string | null;
  /** Null where there is no item. */
  version: number | null;
  unique_value: string | null;
  expires_at: Date | null;
  /** All values asked for fit into `maxBytes`, and so were read. */
  fits: boolean;
}

/**
 * Loads the items of the given keys, with a row for every key. The size of a large value is known without reading it, so that too many
 * of them are not even read.
 */
export function loadItems(
  tx: Db,
  table: ItemTable,
  keys: Loaded[],
  maxBytes: number,
): Promise<LoadedItem[]> {
  return tx.query<LoadedItem>(sql`
    select i.n, case when i.n = 0 then now() end as now,
      case when i.v and i.bytes <= ${maxBytes} then i.value end as value,
      i.version, i.unique_value, i.expires_at, i.bytes <= ${maxBytes} as fits
    from (
      select w.n, w.v, t.value, t.version, t.unique_value, t.expires_at,
        coalesce(sum(octet_length(t.value)) filter (where w.v) over (), 0) as bytes
      from ${loadedKeys.of(keys)}
      left join ${joinedItem(table)} and t.version > 0) i`);
}

/** An item as it shall be; `e` is an ISO 8601 time. */
export interface ItemWrite extends HeldKey {
  v: string;
  w: number;
  u: string | undefined;
  e: string | undefined;
}

const itemWrites = recordset<ItemWrite>('w', {
  h: 'bigint',
  k: 'text',
  v: 'text',
  w: 'bigint',
  u: 'text',
  e: 'timestamptz',
});

/**
 * Makes items what they shall be. Their rows must be locked ({@link reserveKeys}), and unique values that they take from each other freed
 * before ({@link freeUniqueValues}): the index would see both for a moment.
 */
export async function upsertItems(tx: Db, table: ItemTable, items: ItemWrite[]): Promise<void> {
  await tx.query(sql`
    insert into ${table.items} as t
      (${table.holder}, key, value, version, unique_value, expires_at)
    select w.h, w.k, w.v, w.w, w.u, w.e
    from ${itemWrites.of(items)}
    order by w.h, w.k collate "C"
    on conflict (${table.holder}, key) do update set
      value = excluded.value, version = excluded.version, unique_value = excluded.unique_value,
      expires_at = excluded.expires_at, updated_at = now()`);
}

/** Removes rows that are locked, reserved ones too. */
export async function deleteItems(tx: Db, table: ItemTable, keys: HeldKey[]): Promise<void> {
  await tx.query(sql`
    delete from ${table.items} t
    using ${heldKeys.of(keys)}
    where t.${table.holder} = w.h and t.key = w.k`);
}

/** Lets go of the unique values of items that are about to be written anew; their rows must be locked. */
export async function freeUniqueValues(tx: Db, table: ItemTable, keys: HeldKey[]): Promise<void> {
  await tx.query(sql`
    update ${table.items} t set unique_value = null
    from ${heldKeys.of(keys)}
    where t.${table.holder} = w.h and t.key = w.k`);
}

/** Makes the transaction the only one that may hand out unique values to the holder. */
export async function lockUniqueValues(tx: Db, table: ItemTable, holderId: number): Promise<void> {
  const name = `plugboard ${table.items.text} unique ${holderId}`;
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}

/** Which of the values are held by an item of the holder. */
export async function selectTakenValues(
  tx: Db,
  table: ItemTable,
  holderId: number,
  values: string[],
): Promise<string[]> {
  const rows = await tx.query<{ value: string }>(sql`
    select w.u as value
    from json_array_elements_text(${JSON.stringify(values)}) as w (u)
    join ${table.items} t on t.${table.holder} = ${holderId} and t.unique_value = w.u`);
  return rows.map((row) => row.value);
}

/** An item of a page. */
export interface ListedItem {
  key: string;
  /** Null from the item on with which the page exceeds `maxBytes`. */
  value: string | null;
  version: number;
  expires_at: Date | null;
}

/** Which items to list: of those with the prefix and behind `after`, `limit` from `offset` on. */
export interface ListedPage {
  offset: number;
  limit: number;
  after: string;
  prefix: string;
  /** Where the keys that begin with the prefix end; undefined when it is the end of all keys. */
  prefixEnd: string | undefined;
  /** Most that all values of the page may have, in bytes. */
  maxBytes: number;
}

/** A page of items, ordered by key. */
export function listItems(
  db: Db,
  table: ItemTable,
  holderId: number,
  page: ListedPage,
): Promise<ListedItem[]> {
  const end = page.prefixEnd === undefined ? empty : sql`and t.key < ${page.prefixEnd}`;
  return db.query<ListedItem>(sql`
    select t.key, t.version, t.expires_at,
      case when sum(octet_length(t.value)) over (order by t.key) <= ${page.maxBytes}
        then t.value end as value
    from (
      select key, value, version, expires_at from ${table.items} t
      where t.${table.holder} = ${holderId} and t.key > ${page.after} and t.key >= ${page.prefix} ${end}
        and ${LIVE}
      order by t.key offset ${page.offset} limit ${page.limit}) t
    order by t.key`);
}

/** Removes items whose time is over, at most `limit`; those that someone is using are left for the next time. */
export async function deleteExpiredItems(db: Db, table: ItemTable, limit: number): Promise<number> {
  const rows = await db.query(sql`
    delete from ${table.items} t
    using (
      select e.${table.holder}, e.key from ${table.items} e where e.expires_at <= now()
      order by e.expires_at limit ${limit} for update skip locked) e
    where t.${table.holder} = e.${table.holder} and t.key = e.key
    returning 1`);
  return rows.length;
}

/** Removes all items of these holders and answers how many. */
export async function deleteItemsOf(
  tx: Db,
  table: ItemTable,
  holderIds: number[],
): Promise<number> {
  const rows = await tx.query<{ count: number }>(sql`
    with locked as (
      select ${table.holder}, key from ${table.items} where ${table.holder} = any(${holderIds})
      order by ${table.holder}, key for update),
    deleted as (
      delete from ${table.items} t using locked l
      where t.${table.holder} = any(${holderIds})
        and t.${table.holder} = l.${table.holder} and t.key = l.key
      returning 1)
    select count(*) as count from deleted`);
  return rows[0]?.count ?? 0;
}

/** Lets every statement of the transaction see the same moment. */
export async function readFromSnapshot(tx: Db): Promise<void> {
  await tx.query(sql`set transaction isolation level repeatable read, read only`);
}
