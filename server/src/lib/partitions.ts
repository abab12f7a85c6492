import { type Db, limitIdleTime, raw, sql } from './db.ts';
import { firstIdOf } from './ids.ts';

/** The tables that have a partition for each day. Jobs come first, so that nobody retries one whose event has been dropped. */
export const PARTITIONED = [
  'jobs',
  'attempts',
  'job_attachments',
  'event_decisions',
  'events',
] as const;

/** One of {@link PARTITIONED}. */
export type PartitionedTable = (typeof PARTITIONED)[number];

/** What its partitions are cut by: the id of a job or an event, which begins with the time it was made. */
const CUT_BY: Record<PartitionedTable, string> = {
  jobs: 'id',
  attempts: 'job_id',
  job_attachments: 'job_id',
  event_decisions: 'event_id',
  events: 'id',
};

/** A job's row is written again, and longer, when it is settled: where its page has room, its indexes need no new entries. As for `jobs_default`. */
const STORAGE: Partial<Record<string, string>> = { jobs: 'with (fillfactor = 28)' };
const DAY_MS = 86_400_000;

/** A day as the ids of its events and jobs have it: from the first on, before the last. */
export interface DayOfIds {
  first: string;
  before: string;
}

/** The ids of a day. */
export const idsOf = (day: Date): DayOfIds => ({
  first: firstIdOf(day),
  before: firstIdOf(addDays(day, 1)),
});

/** The first id of the day of the least of these: of the days before it PostgreSQL makes nothing ready. */
export const firstIdOfDays = (ids: readonly string[]): string =>
  firstIdOf(dayOf(ids.reduce((least, id) => (id < least ? id : least))));

/** The day that is so many days later. */
export const addDays = (day: Date, days: number): Date => new Date(day.getTime() + days * DAY_MS);

/** Which day it is (UTC) by the clock of the database: a machine whose clock is wrong must neither make nor drop days. */
export async function selectToday(db: Db): Promise<Date> {
  const [row] = await db.query<{ today: Date }>(
    sql`select date_trunc('day', now(), 'UTC') as today`,
  );
  return (row as { today: Date }).today;
}

/** The days for which a table has a partition, in order. */
export async function partitionDays(db: Db, table: PartitionedTable): Promise<Date[]> {
  const partitions = await db.query<{ name: string }>(sql`
    select c.relname as name from pg_catalog.pg_inherits i
    join pg_catalog.pg_class c on c.oid = i.inhrelid
    where i.inhparent = to_regclass(${table}) order by 1`);
  return partitions.flatMap(({ name }) => {
    const [, year, month, day] = /_(\d{4})(\d\d)(\d\d)$/.exec(name) ?? [];
    return year === undefined ? [] : [new Date(`${year}-${month}-${day}T00:00:00Z`)];
  });
}

const nameOf = (table: string, day: Date): string =>
  `${table}_${day.toISOString().slice(0, 10).replaceAll('-', '')}`;

/**
 * The days before `end` of which a table has rows in its default partition: there they landed while no worker ran that would have made
 * their day's, or because the clock of who made their ids is wrong.
 */
export async function daysInDefault(db: Db, table: PartitionedTable, end: Date): Promise<Date[]> {
  const days: Date[] = [];
  for (let from = new Date(0); from < end; from = addDays(days.at(-1) as Date, 1)) {
    const id = await firstInDefault(db, table, from);
    const day = id === undefined ? end : dayOf(id);
    if (day >= end) break;
    days.push(day);
  }
  return days;
}

function dayOf(id: string): Date {
  const time = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  return new Date(time - (time % DAY_MS));
}

async function firstInDefault(
  db: Db,
  table: PartitionedTable,
  from: Date,
): Promise<string | undefined> {
  const id = raw(CUT_BY[table]);
  const [row] = await db.query<{ id: string }>(sql`
    select ${id} as id from ${raw(table)}_default where ${id} >= ${firstIdOf(from)} order by ${id} limit 1`);
  return row?.id;
}

/** Rows of a day in the default partition, counted up to `most`. */
export async function countInDefault(
  db: Db,
  table: PartitionedTable,
  day: Date,
  most: number,
): Promise<number> {
  const [row] = await db.query<{ count: number }>(sql`
    select count(*) as count
    from (select 1 from ${raw(table)}_default where ${isOf(table, day)} limit ${most}) as r`);
  return row?.count ?? 0;
}

function isOf(table: PartitionedTable, day: Date) {
  const id = raw(CUT_BY[table]);
  const { first, before } = idsOf(day);
  return sql`${id} >= ${first} and ${id} < ${before}`;
}

/** Locks a table against everybody until the transaction ends. Only one in each: who uses two of them in another order would be in a deadlock. */
export async function lockPartitions(tx: Db, table: PartitionedTable): Promise<void> {
  await limitIdleTime(tx);
  await tx.query(sql`lock table only ${raw(table)} in access exclusive mode`);
}

/**
 * Makes the partition of a day, with the lock of {@link lockPartitions}.
 *
 * @throws Error where the default partition has rows of that day.
 */
export async function createPartition(tx: Db, table: PartitionedTable, day: Date): Promise<void> {
  // DDL takes no parameters; names and bounds are made here, of fixed names and dates.
  const { first, before } = idsOf(day);
  await tx.query(sql`
    create table ${raw(nameOf(table, day))} partition of ${raw(table)}
    for values from ('${raw(first)}') to ('${raw(before)}') ${raw(STORAGE[table] ?? '')}`);
}

/** Makes the partition of a day with the rows that the default partition has of it, and with the same lock. */
export async function createPartitionFromDefault(
  tx: Db,
  table: PartitionedTable,
  day: Date,
): Promise<void> {
  const rest = raw(`${table}_default`);
  await tx.query(sql`alter table ${raw(table)} detach partition ${rest}`);
  await createPartition(tx, table, day);
  const columns = raw((await writableColumns(tx, table)).join(', '));
  await tx.query(sql`
    with moved as (delete from ${rest} where ${isOf(table, day)} returning ${columns})
    insert into ${raw(nameOf(table, day))} (${columns}) overriding system value select ${columns} from moved`);
  await tx.query(sql`alter table ${raw(table)} attach partition ${rest} default`);
}

// All but those that PostgreSQL computes of the others.
async function writableColumns(db: Db, table: PartitionedTable): Promise<string[]> {
  const columns = await db.query<{ name: string }>(sql`
    select attname as name from pg_catalog.pg_attribute
    where attrelid = to_regclass(${table}) and attnum > 0 and not attisdropped and attgenerated = ''
    order by attnum`);
  return columns.map(({ name }) => name);
}

/** Drops the partition of a day, with the lock of {@link lockPartitions}. */
export async function dropPartition(tx: Db, table: PartitionedTable, day: Date): Promise<void> {
  await tx.query(sql`drop table ${raw(nameOf(table, day))}`);
}

/** Removes rows of a day from the default partition, at most `limit`. Answers how many. */
export async function deleteFromDefault(
  db: Db,
  table: PartitionedTable,
  day: Date,
  limit: number,
): Promise<number> {
  const rest = raw(`${table}_default`);
  const rows = await db.query(sql`
    delete from ${rest} where ctid = any (array(
      select ctid from ${rest} where ${isOf(table, day)} limit ${limit}))
    returning 1`);
  return rows.length;
}
