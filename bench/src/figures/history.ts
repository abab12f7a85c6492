import type pg from 'pg';
import { openDatabase } from '../../../server/dist/lib/db.js';
import {
  addDays,
  createPartition,
  PARTITIONED,
  partitionDays,
  selectToday,
} from '../../../server/dist/lib/partitions.js';

/**
 * Copies what there is of today to so many days before it, each into the partition that the server makes for a day: what a server holds
 * after a month. Ids begin with their time, so each is dated back; nothing else of the tables has to be known.
 */
export async function copyToDaysBefore(
  pool: pg.Pool,
  databaseUrl: string,
  days: { from: number; to: number },
): Promise<void> {
  const db = openDatabase({ url: databaseUrl, onError: () => undefined });
  await pool.query(DATED_BACK);
  const today = await selectToday(db);
  for (let before = days.from; before <= days.to; before++) {
    const day = addDays(today, -before);
    for (const table of PARTITIONED) {
      const made = await partitionDays(db, table);
      if (!made.some((other) => other.getTime() === day.getTime())) {
        await db.transaction((tx) => createPartition(tx, table, day));
      }
      await pool.query(await copyOf(pool, table), [before, today]);
    }
  }
  await pool.query(`analyze ${PARTITIONED.join(', ')}`);
  await db.close();
}

// A UUID of version 7 begins with 48 bits of milliseconds.
const DATED_BACK = `
  create or replace function bench_dated_back(id uuid, days integer) returns uuid language sql immutable as $$
    select (lpad(to_hex(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint - days * 86400000::bigint), 12, '0')
      || substr(replace(id::text, '-', ''), 13))::uuid $$`;

/** Of the rows whose first id is of today. Columns that the database fills in are left to it. */
async function copyOf(pool: pg.Pool, table: string): Promise<string> {
  const { rows } = await pool.query<{ name: string; type: string }>(
    `select attname as name, atttypid::regtype::text as type from pg_attribute
    where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''
    order by attnum`,
    [table],
  );
  const { rows: keys } = await pool.query<{ key: string }>(
    "select substring(pg_get_partkeydef(to_regclass($1)) from '\\((\\w+)\\)') as key",
    [table],
  );
  const columns = rows.map(({ name }) => name).join(', ');
  const values = rows.map(({ name, type }) =>
    type === 'uuid' ? `bench_dated_back(${name}, $1)` : name,
  );
  const firstOfToday = `(lpad(to_hex((extract(epoch from $2::timestamptz) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid`;
  return `insert into ${table} (${columns}) select ${values.join(', ')} from ${table} where ${keys[0]?.key} >= ${firstOfToday}`;
}
