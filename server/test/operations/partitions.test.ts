import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { createVault } from '../../src/lib/crypto.ts';
import { type Database, openDatabase, raw, sql } from '../../src/lib/db.ts';
import { firstIdOf } from '../../src/lib/ids.ts';
import { lockPartitions, PARTITIONED, type PartitionedTable } from '../../src/lib/partitions.ts';
import { DatabaseUnavailable } from '../../src/lib/unavailable.ts';
import type { Logger } from '../../src/log.ts';
import { maintain } from '../../src/operations/maintenance.ts';
import { createTestDatabase } from '../support/database.ts';
import { startFaultyWay } from '../support/faulty-way.ts';
import { startOldestPostgres } from '../support/oldest-postgres.ts';
import { TEST_SECRET_KEY } from '../support/server.ts';
import { ending } from '../support/wait-for.ts';

const DAY_MS = 86_400_000;
const RETENTION_DAYS = 7;
const vault = createVault([TEST_SECRET_KEY]);
const config = readConfig({ PLUGBOARD_RETENTION_DAYS: String(RETENTION_DAYS) });

let db: Database;
let close: () => Promise<void>;
let logged: { task?: string; err?: Error }[];
const log = {
  error: (line: { task?: string }) => logged.push(line),
  warn: () => undefined,
  info: () => undefined,
} as unknown as Logger;
const round = () => maintain({ db, vault, config, log });

async function open(): Promise<boolean> {
  const database = await createTestDatabase();
  db = openDatabase({ url: database.url });
  close = async () => {
    await db.close();
    await database.drop();
  };
  return true;
}

async function openOldest(): Promise<boolean> {
  const postgres = await startOldestPostgres();
  if (postgres === undefined) return false;
  db = openDatabase({ url: postgres.url });
  close = async () => {
    await db.close();
    await postgres.stop();
  };
  return true;
}

beforeEach(() => {
  logged = [];
  close = async () => undefined;
});
afterEach(() => close());

/** The first moment of a day by the database's clock, seen from its today. */
async function dayAt(days: number): Promise<Date> {
  const [row] = await db.query<{ day: Date }>(sql`
    select date_trunc('day', now(), 'UTC') + ${days} * interval '1 day' as day`);
  return row?.day as Date;
}

const idIn = (day: Date, n: number): string =>
  firstIdOf(new Date(day.getTime() + n * 1000)).replace(/0000-0{12}$/, '8000-000000000001');

/** Rows of a day in each of the tables, as an event with its job leaves them. */
async function happen(days: number, n = 1): Promise<string> {
  const id = idIn(await dayAt(days), n);
  await db.transaction(async (tx) => {
    await tx.query(sql`
      insert into events (id, space_id, name, payload, occurred_at) values (${id}, 1, 'e', '{"n":1.0}', now())`);
    await tx.query(sql`
      insert into event_decisions (event_id, install_id, plugin_id, decision, job_id)
      values (${id}, 1, 1, 'delivered', ${id})`);
    await tx.query(sql`
      insert into jobs (install_id, id, install_generation, plugin_id, event_id, name, status, settled_at)
      values (1, ${id}, 1, 1, ${id}, 'e', 'failed', now())`);
    await tx.query(sql`
      insert into attempts (install_id, job_id, number, stage, url, started_at, duration_ms)
      values (1, ${id}, 1, 'answered', 'http://a', now(), 1)`);
    await tx.query(sql`
      insert into job_attachments (install_id, job_id, attachment) values (1, ${id}, '{}')`);
  });
  return id;
}

const queue = (id: string) =>
  db.query(sql`
    insert into job_queue (install_id, job_id, event_id, endpoint_id, in_lane, state)
    values (1, ${id}, ${id}, 1, false, 'ongoing')`);

/** What a table has, each row with everything in it. */
async function rowsOf(table: string): Promise<string[]> {
  const rows = await db.query<{ row: string }>(sql`
    select row_to_json(t)::text as row from ${raw(table)} t order by 1`);
  return rows.map(({ row }) => row);
}

async function contents(suffix = ''): Promise<Record<string, string[]>> {
  const tables = PARTITIONED.map(async (table) => [table, await rowsOf(table + suffix)] as const);
  return Object.fromEntries(await Promise.all(tables));
}

const counts = (all: Record<string, string[]>) =>
  Object.fromEntries(Object.entries(all).map(([table, rows]) => [table, rows.length]));
const each = (count: number) => Object.fromEntries(PARTITIONED.map((table) => [table, count]));

async function partitions(table: PartitionedTable): Promise<string[]> {
  const rows = await db.query<{ name: string }>(sql`
    select inhrelid::regclass::text as name from pg_inherits where inhparent = ${table}::regclass order by 1`);
  return rows.map(({ name }) => name);
}

/** The clock of this process, as far off as that. */
function setClock(days: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * DAY_MS });
  onTestFinished(() => {
    vi.useRealTimers();
  });
}

describe.each([
  { on: 'the PostgreSQL of the tests', openOn: open },
  { on: 'the oldest PostgreSQL', openOn: openOldest },
])('on $on', ({ openOn }) => {
  test('workers that were away for a week come back: each row of it is in the partition of its day, once', async ({
    skip,
  }) => {
    if (!(await openOn())) return skip();
    for (let days = -RETENTION_DAYS; days <= 3; days++) await happen(days);
    const beyond = [await happen(4), await happen(400), await happen(40_000)];
    const before = await contents();
    expect(counts(await contents('_default'))).toEqual(each(RETENTION_DAYS + 4 + beyond.length));

    await round();
    expect(logged).toEqual([]);
    expect(await contents()).toEqual(before);
    expect(counts(await contents('_default'))).toEqual(each(beyond.length));
    for (const table of PARTITIONED) {
      expect((await partitions(table)).length).toBe(1 + RETENTION_DAYS + 1 + 3);
    }
    // What comes from now on finds its place, and so does the next round.
    await happen(-1, 2);
    await happen(3, 2);
    await happen(401, 2);
    await round();
    expect(logged).toEqual([]);
    expect(counts(await contents('_default'))).toEqual(each(beyond.length + 1));
    expect(counts(await contents())).toEqual(each(RETENTION_DAYS + 4 + beyond.length + 3));
  });

  test('after a month without workers no more than three days are dropped at a time, and none with a job in the queue', async ({
    skip,
  }) => {
    if (!(await openOn())) return skip();
    const ids: string[] = [];
    for (let days = -20; days <= -10; days++) ids.push(await happen(days));
    await queue(ids[0] as string);
    for (const left of [8, 5, 2, 1, 1]) {
      await round();
      expect(counts(await contents())).toEqual(each(left));
    }
    expect((await rowsOf('events'))[0]).toContain(ids[0]);
    await db.query(sql`delete from job_queue`);
    await round();
    expect(counts(await contents())).toEqual(each(0));
    expect(logged).toEqual([]);
  });
});

test('partitions past retention are dropped three at a time, but for days with a job in the queue', async () => {
  await open();
  // They are as old as that only by the retention time.
  const young = readConfig({ PLUGBOARD_RETENTION_DAYS: '30' });
  const ids: string[] = [];
  for (let days = -20; days <= -11; days++) ids.push(await happen(days));
  await maintain({ db, vault, config: young, log });
  await queue(ids[3] as string);
  expect(counts(await contents('_default'))).toEqual(each(0));
  for (const left of [7, 4, 1, 1]) {
    await round();
    expect(counts(await contents())).toEqual(each(left));
  }
  expect((await rowsOf('events'))[0]).toContain(ids[3]);
  expect(logged).toEqual([]);
});

test.each([40, -40])(
  'a worker whose clock is %i days off makes and destroys nothing',
  async (off) => {
    await open();
    for (let days = -RETENTION_DAYS; days <= 3; days++) await happen(days);
    await round();
    const before = { rows: await contents(), partitions: await partitions('jobs') };
    setClock(off);
    await round();
    expect({ rows: await contents(), partitions: await partitions('jobs') }).toEqual(before);
    expect(logged).toEqual([]);
  },
);

test.each(PARTITIONED)(
  'where the partitions of %s cannot be made, everything else is done',
  async (table) => {
    await open();
    const today = (await dayAt(0)).toISOString().slice(0, 10).replaceAll('-', '');
    await db.query(sql`create table ${raw(`${table}_${today}`)} (is_in text, the_way text)`);
    await db.query(sql`
    insert into idempotency_keys (caller, key, route, request_hash, created_at) values ('host_key:1', 'k', 'r', '', now() - interval '2 days')`);
    await round();
    expect(logged.map(({ task }) => task)).toEqual([`partitions of ${table}`]);
    for (const other of PARTITIONED) {
      expect((await partitions(other)).length).toBe(other === table ? 1 : 5);
    }
    expect(await db.query(sql`select from idempotency_keys`)).toEqual([]);
  },
);

test('where nothing that maintenance touches is there, each task is tried, and told of by its name', async () => {
  await open();
  for (const table of [...PARTITIONED, 'tokens', 'sessions', 'notifications', 'erased_installs']) {
    await db.query(sql`alter table ${raw(table)} rename to ${raw(`${table}_away`)}`);
  }
  await round();
  expect(logged.map(({ task }) => task)).toEqual(
    expect.arrayContaining([
      ...PARTITIONED.map((table) => `partitions of ${table}`),
      'expired tokens',
      'expired sessions',
      'old notifications',
      'stragglers of erased installs',
    ]),
  );
});

test('a process that is cut off while it holds a whole table is thrown out soon', async () => {
  const database = await createTestDatabase();
  const way = await startFaultyWay(database.url);
  const limits = { connectMs: 60_000, statementMs: 60_000, lockMs: 60_000 };
  const holder = openDatabase({ url: way.url, limits });
  const other = openDatabase({ url: database.url });
  onTestFinished(async () => {
    await way.close();
    await other.close();
    await database.drop();
  });
  const cut = await holder
    .transaction(async (tx) => {
      await lockPartitions(tx, 'jobs');
      const [row] = await tx.query<{ idle: string }>(sql`
        select current_setting('idle_in_transaction_session_timeout') as idle`);
      expect(row?.idle).toBe('5s');
      way.deafen();
      await ending(other.query(sql`select 1 from jobs limit 1`), 'the table to be let go');
      return tx.query(sql`select 1`);
    })
    .catch((error: unknown) => error);
  expect(cut).toBeInstanceOf(DatabaseUnavailable);
});
