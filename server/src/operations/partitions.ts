import { hasQueuedOfDay } from '../jobs/queued-of-day.ts';
import type { Database, Db } from '../lib/db.ts';
import {
  addDays,
  countInDefault,
  createPartition,
  createPartitionFromDefault,
  daysInDefault,
  deleteFromDefault,
  dropPartition,
  idsOf,
  lockPartitions,
  PARTITIONED,
  type PartitionedTable,
  partitionDays,
  selectToday,
} from '../lib/partitions.ts';
import type { Logger } from '../log.ts';
import { letGoOfDay } from '../replays/retention.ts';
import { tryMaintenanceLock } from './queries.ts';

/** Where partitions are, and how long their days are kept. */
export interface PartitionDeps {
  db: Database;
  retentionDays: number;
  log: Logger;
}

const DAYS_AHEAD = 3;
/** Whatever a clock says, what a run destroys is little: people have some minutes to see it. */
const MOST_DROPPED = 3;
/** Of one day: moving them takes 2 s, in which nobody else can use the table. Where there are more, they stay where they are. */
const MOST_MOVED = 100_000;
const ROWS_AT_ONCE = 5000;
const MOST_TIMES = 100;

/**
 * Makes a table's partitions from today to three days ahead, and of each day that is kept and has rows in the default partition; drops
 * the days past retention. The database's clock says which. Each day is a transaction of its own.
 */
export async function maintainPartitions(
  deps: PartitionDeps,
  table: PartitionedTable,
): Promise<void> {
  const today = await selectToday(deps.db);
  const oldestKept = addDays(today, -(deps.retentionDays + 1));
  const inDefault = await daysInDefault(deps.db, table, addDays(today, DAYS_AHEAD + 1));
  await makeDays(deps, table, [
    ...daysFrom(today),
    ...inDefault.filter((day) => day >= oldestKept && day < today),
  ]);
  await dropDays(deps, table, oldestKept, inDefault);
}

/**
 * Makes the partitions from today to three days ahead where there are none yet: for a process that takes in what would lie in the default
 * partitions until a worker came. Of a day that has many rows there none can be made any more.
 */
export async function preparePartitions(deps: PartitionDeps): Promise<void> {
  const days = daysFrom(await selectToday(deps.db));
  for (const table of PARTITIONED) await makeDays(deps, table, days);
}

const daysFrom = (today: Date): Date[] =>
  Array.from({ length: DAYS_AHEAD + 1 }, (_, days) => addDays(today, days));

async function makeDays(deps: PartitionDeps, table: PartitionedTable, days: Date[]): Promise<void> {
  const existing = timesOf(await partitionDays(deps.db, table));
  for (const day of days) {
    if (!existing.has(day.getTime())) await makeDay(deps, table, day);
  }
}

const timesOf = (days: Date[]): Set<number> => new Set(days.map((day) => day.getTime()));

async function makeDay(
  { db, log }: PartitionDeps,
  table: PartitionedTable,
  day: Date,
): Promise<void> {
  const rows = await countInDefault(db, table, day, MOST_MOVED + 1);
  if (rows > MOST_MOVED) {
    log.warn({ table, day }, 'a day has too many rows in the default partition to be moved');
    return;
  }
  await asTheOnlyOne(db, async (tx) => {
    await lockPartitions(tx, table);
    if (timesOf(await partitionDays(tx, table)).has(day.getTime())) return;
    const isEmpty = (await countInDefault(tx, table, day, 1)) === 0;
    if (isEmpty) await createPartition(tx, table, day);
    else await createPartitionFromDefault(tx, table, day);
  });
  if (rows > 0) log.info({ table, day, rows }, 'rows moved out of the default partition');
}

async function dropDays(
  deps: PartitionDeps,
  table: PartitionedTable,
  oldestKept: Date,
  inDefault: Date[],
): Promise<void> {
  const partitions = (await partitionDays(deps.db, table)).filter((day) => day < oldestKept);
  const rest = inDefault.filter((day) => day < oldestKept);
  const days = [...timesOf([...partitions, ...rest])].sort((a, b) => a - b).map(toDay);
  let dropped = 0;
  for (const day of days) {
    if (dropped === MOST_DROPPED) return;
    if (await dropDay(deps, table, day, timesOf(partitions).has(day.getTime()))) dropped++;
  }
}

const toDay = (time: number): Date => new Date(time);

async function dropDay(
  { db, log }: PartitionDeps,
  table: PartitionedTable,
  day: Date,
  isPartition: boolean,
): Promise<boolean> {
  if (await hasQueuedOfDay(db, idsOf(day))) await letGoOfDay(db, idsOf(day));
  if (await isHeld(db, table, day)) return false;
  const isDropped = await asTheOnlyOne(db, async (tx) => {
    if (!isPartition) return true;
    await lockPartitions(tx, table);
    // Again, since a job may have been retried before the lock; now none can be.
    if (await isHeld(tx, table, day)) return false;
    await dropPartition(tx, table, day);
    return true;
  });
  if (isDropped !== true) return false;
  await emptyDefault(db, table, day);
  log.info({ table, day }, 'a day past retention dropped');
  return true;
}

/** A day is kept while a job of it is in the queue that no backfill waits for, and what hangs on jobs while the jobs are there, which can be retried. */
async function isHeld(db: Db, table: PartitionedTable, day: Date): Promise<boolean> {
  if (await hasQueuedOfDay(db, idsOf(day))) return true;
  return table !== 'jobs' && timesOf(await partitionDays(db, 'jobs')).has(day.getTime());
}

async function emptyDefault(db: Db, table: PartitionedTable, day: Date): Promise<void> {
  for (let times = 0; times < MOST_TIMES; times++) {
    if ((await deleteFromDefault(db, table, day, ROWS_AT_ONCE)) < ROWS_AT_ONCE) return;
  }
}

/** In a transaction, unless another process is at it. */
async function asTheOnlyOne<T>(db: Database, work: (tx: Db) => Promise<T>): Promise<T | undefined> {
  return db.transaction(async (tx) =>
    (await tryMaintenanceLock(tx)) ? await work(tx) : undefined,
  );
}
