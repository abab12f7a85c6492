import { type Db, raw, sql } from './db.ts';
import { firstIdOf } from './ids.ts';

/** The tables that have a partition for each day. */
export const PARTITIONED = [
  'events',
  'event_decisions',
  'jobs',
  'attempts',
  'job_attachments',
] as const;

/** One of {@link PARTITIONED}. */
export type PartitionedTable = (typeof PARTITIONED)[number];

/** A job's row is written again when it is settled: where its page has room, its indexes need no new entries. As for `jobs_default`. */
const STORAGE: Partial<Record<string, string>> = { jobs: 'with (fillfactor = 50)' };
const DAY_MS = 86_400_000;
const DAYS_AHEAD = 3;

/**
 * Makes a table's daily partitions from today to three days ahead; what exists already is left alone. Locks the table against everybody
 * until the transaction ends: so only one table in each, or whoever uses two of them in another order is in a deadlock with us.
 */
export async function ensurePartitions(tx: Db, table: PartitionedTable, now: Date): Promise<void> {
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const existing = new Set((await selectPartitions(tx, table)).map((row) => row.name));
  for (let day = 0; day <= DAYS_AHEAD; day++) {
    const from = new Date(today + day * DAY_MS);
    if (!existing.has(nameOf(table, from))) await createPartition(tx, table, from);
  }
}

/** Drops a table's partitions whose last day is older than `retentionDays`, with the lock of {@link ensurePartitions}. Answers their names. */
export async function dropOldPartitions(
  tx: Db,
  table: PartitionedTable,
  now: Date,
  retentionDays: number,
): Promise<string[]> {
  const dropped: string[] = [];
  const oldestKept = nameOf(table, new Date(now.getTime() - (retentionDays + 1) * DAY_MS));
  for (const { name } of await selectPartitions(tx, table)) {
    if (name >= oldestKept || !/_\d{8}$/.test(name)) continue;
    await tx.query(sql`drop table ${raw(name)}`);
    dropped.push(name);
  }
  return dropped;
}

// Names sort by day.
const nameOf = (table: string, day: Date): string =>
  `${table}_${day.toISOString().slice(0, 10).replaceAll('-', '')}`;

// DDL takes no parameters; names and bounds are made here, of fixed names and dates.
async function createPartition(db: Db, table: string, from: Date): Promise<void> {
  const until = new Date(from.getTime() + DAY_MS);
  await db.query(sql`
    create table if not exists ${raw(nameOf(table, from))} partition of ${raw(table)}
    for values from ('${raw(firstIdOf(from))}') to ('${raw(firstIdOf(until))}')
    ${raw(STORAGE[table] ?? '')}`);
}

function selectPartitions(db: Db, table: string): Promise<{ name: string }[]> {
  return db.query(sql`
    select c.relname as name from pg_inherits i
    join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
    where p.relname = ${table} order by 1`);
}
