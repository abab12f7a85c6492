import { writeFile } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { RESUMED_AT_ONCE, RESUMED_FIRST, resumeSome } from '../../src/jobs/resume.ts';
import type { QueueRow } from '../../src/jobs/rows.ts';
import { resumeStrandedJobs } from '../../src/jobs/stranded.ts';
import { type Database, type Db, openDatabase, type Sql, sql } from '../../src/lib/db.ts';
import { groupBy } from '../../src/lib/group.ts';
import { newId } from '../../src/lib/ids.ts';
import { defineEventType, emit, installListener, type TestInstall } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const JOBS = 2500;
const SLICE = 200;
const LANES = 7;

let server: TestServer;
let install: TestInstall;
let event: string;
let events = 0;

// Nobody delivers here: what is queued stays to be looked at.
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  event = `parked_${++events}`;
  install = await installListener(server, event, 'http://127.0.0.1:8090/hook');
  return async () => {
    await server.db.query(sql`truncate job_queue, resumptions`);
    await server.db.query(sql`
      update jobs set status = 'cancelled', parked_reason = null where parked_reason is not null`);
  };
});

const post = (path: string) => server.api('POST', `/platform/v1${path}`);

/** Jobs that were set aside, in lanes by turns. */
async function park(
  reason: string,
  jobs = JOBS,
  { ids = Array.from({ length: jobs }, newId), generation = 1 } = {},
): Promise<void> {
  const eventId = newId();
  await server.db.query(sql`
    insert into events (id, space_id, name, payload, occurred_at)
    values (${eventId}, ${install.spaceId}, ${event}, '{}', now())`);
  await server.db.query(sql`
    insert into jobs (install_id, id, install_generation, plugin_id, event_id, name, identifier, status, parked_reason)
    select ${install.id}, id, ${generation}::integer, ${install.plugin.id}, ${eventId}, ${event}, 'lane ' || n % ${LANES}, 'parked', ${reason}
    from unnest(${ids}::uuid[]) with ordinality as given (id, n)`);
}

const parked = async (): Promise<number> =>
  (
    await server.db.query(
      sql`select 1 from jobs where parked_reason is not null and install_id = ${install.id}`,
    )
  ).length;
const queued = async (): Promise<string[]> => {
  const rows = await server.db.query<{ job_id: string }>(sql`
    select job_id from job_queue where install_id = ${install.id} order by seq`);
  return rows.map(({ job_id }) => job_id);
};
const resumptions = () =>
  server.db.query(sql`select endpoint_id, install_id, plugin_id, resumed from resumptions`);

type LaneRow = Pick<QueueRow, 'job_id' | 'state' | 'followed'> & { identifier: string };

/** Each job waits behind those of its lane that were there before, and one job of each lane is ready. */
async function expectOrdered(): Promise<void> {
  const rows = await server.db.query<LaneRow>(sql`
    select job_id, identifier, state, followed from job_queue where install_id = ${install.id} order by identifier, seq`);
  const lanes = groupBy(rows, ({ identifier }) => identifier);
  for (const lane of lanes.values()) {
    const ids = lane.map(({ job_id }) => job_id);
    expect(ids).toEqual(ids.toSorted());
    const states = lane.map(({ state }) => state);
    expect(states).toEqual(['ready', ...Array(lane.length - 1).fill('blocked')]);
    if (lane.length > 1) expect(lane[0]?.followed).toBe(true);
  }
}

/** Each way to resume, with what its jobs were parked for. */
const WAYS: Record<string, { reason: string; resume: () => Promise<unknown> }> = {
  'an endpoint that is enabled': {
    reason: 'endpoint_disabled',
    async resume() {
      const path = `/plugins/${install.plugin.id}/endpoints/${event}`;
      await post(`${path}/disable`);
      await park('endpoint_disabled');
      expect((await post(`${path}/enable`)).body).toMatchObject({ status: 'healthy' });
    },
  },
  'an endpoint that a release moved': {
    reason: 'endpoint_disabled',
    async resume() {
      await post(`/plugins/${install.plugin.id}/endpoints/${event}/disable`);
      await park('endpoint_disabled');
      const { slug, id } = install.plugin;
      const events = [{ name: event, url: 'http://127.0.0.1:8090/moved' }];
      const answer = await server.api('PUT', `/platform/v1/plugins/${id}/manifest`, {
        name: slug,
        slug,
        events,
      });
      expect(answer.status, answer.text).toBeLessThan(300);
    },
  },
  'an install that is resumed': {
    reason: 'suspended',
    async resume() {
      await post(`/installs/${install.id}/suspend`);
      await park('suspended');
      expect((await post(`/installs/${install.id}/resume`)).body).toMatchObject({
        status: 'active',
      });
    },
  },
  'a plugin that is resumed': {
    reason: 'plugin_suspended',
    async resume() {
      const { id } = install.plugin;
      expect((await post(`/plugins/${id}/suspend`)).status).toBe(200);
      await park('plugin_suspended');
      expect((await post(`/plugins/${id}/resume`)).status).toBe(200);
    },
  },
  'an install that is restored': {
    reason: 'suspended',
    async resume() {
      await server.api('DELETE', `/platform/v1/installs/${install.id}`);
      await park('suspended');
      expect((await post(`/installs/${install.id}/restore`)).status).toBe(200);
    },
  },
};

describe.each(Object.entries(WAYS))('thousands of parked jobs of %s', (_name, { resume }) => {
  test('are queued in slices, the first with the answer, and in their order', async () => {
    await resume();
    expect(await queued()).toHaveLength(RESUMED_FIRST);
    expect(await resumptions()).toMatchObject([{ resumed: RESUMED_FIRST }]);
    const sizes: number[] = [];
    for (;;) {
      const before = await parked();
      const slice = await resumeSome(server.db, SLICE);
      if (slice === undefined) break;
      expect(before - (await parked())).toBe(slice.resumed);
      sizes.push(slice.resumed);
    }
    expect(Math.max(...sizes)).toBeLessThanOrEqual(SLICE);
    expect(sizes.reduce((sum, size) => sum + size, RESUMED_FIRST)).toBe(JOBS);
    expect(await parked()).toBe(0);
    await expectOrdered();
  });
});

test('an event that comes meanwhile does not overtake what is still parked in its lane, whoever goes on with the slices', async () => {
  const other = openDatabase({ url: server.config.databaseUrl as string });
  onTestFinished(other.close);
  await WAYS['an endpoint that is enabled']?.resume();
  const created: string[] = [];
  let resuming = true;
  const emitting = (async () => {
    while (resuming) {
      const identifier = `lane ${created.length % LANES}`;
      created.push(
        (await emit(server, install.spaceId, event, { identifier })).jobs[0]?.id as string,
      );
    }
  })();
  const resumeAll = async (db: Database) => {
    while ((await resumeSome(db, SLICE)) !== undefined);
  };
  await Promise.all([resumeAll(server.db), resumeAll(other)]);
  resuming = false;
  await emitting;
  expect(created.length).toBeGreaterThan(0);
  expect(await parked()).toBe(0);
  expect(await resumptions()).toEqual([]);
  expect(await queued()).toHaveLength(JOBS + created.length);
  await expectOrdered();
});

test('one without an identifier, or of a type that keeps no order, does not wait for them', async () => {
  await WAYS['an endpoint that is enabled']?.resume();
  const { jobs } = await emit(server, install.spaceId, event);
  expect((await server.api('GET', `/platform/v1/jobs/${jobs[0]?.id}`)).body).toMatchObject({
    delivery: { state: 'ready' },
  });
  await defineEventType(server, event, { ordered: false });
  const unordered = await emit(server, install.spaceId, event, { identifier: 'lane 1' });
  expect(
    (await server.api('GET', `/platform/v1/jobs/${unordered.jobs[0]?.id}`)).body,
  ).toMatchObject({
    delivery: { state: 'ready' },
  });
});

test('a slice whose connection is lost leaves nothing half, and another process goes on', async () => {
  await WAYS['an install that is resumed']?.resume();
  await server.db.query(sql`
    create function kill_slice() returns trigger language plpgsql as $$ begin
      perform pg_terminate_backend(pg_backend_pid());
      return null;
    end $$`);
  await server.db.query(sql`
    create trigger kill_slice after insert on job_queue for each statement execute function kill_slice()`);
  const victim = openDatabase({
    url: server.config.databaseUrl as string,
    onError: () => undefined,
  });
  await expect(resumeSome(victim, SLICE)).rejects.toThrow();
  await victim.close();
  await server.db.query(sql`drop trigger kill_slice on job_queue`);
  expect(await queued()).toHaveLength(RESUMED_FIRST);
  expect(await parked()).toBe(JOBS - RESUMED_FIRST);
  while ((await resumeSome(server.db, SLICE)) !== undefined);
  expect(await queued()).toHaveLength(JOBS);
  await expectOrdered();
});

test('an endpoint that is disabled meanwhile keeps the rest parked', async () => {
  await WAYS['an endpoint that is enabled']?.resume();
  await resumeSome(server.db, SLICE);
  await post(`/plugins/${install.plugin.id}/endpoints/${event}/disable`);
  expect(await resumeSome(server.db, SLICE)).toMatchObject({ resumed: 0, isOver: true });
  expect(await parked()).toBe(JOBS - RESUMED_FIRST - SLICE);
});

test('no slice reads more jobs than it queues, nor does a look for stranded ones, however many wait', async () => {
  // Of a table as small as these slices PostgreSQL rather reads all.
  await park('attempts_exhausted', 20_000);
  await server.db.query(sql`analyze jobs`);
  await WAYS['an endpoint that is enabled']?.resume();
  const reads: number[] = [];
  const counted = countingReads(server.db, (read) => reads.push(read));
  let resumed = 0;
  for (;;) {
    const slice = await resumeSome(counted, SLICE);
    if (slice === undefined) break;
    resumed += slice.resumed;
  }
  expect(resumed).toBe(JOBS - RESUMED_FIRST);
  // Read, locked and written: each time its row is found again.
  expect(Math.max(...reads)).toBeLessThanOrEqual(4 * SLICE);

  await post(`/plugins/${install.plugin.id}/endpoints/${event}/disable`);
  await park('endpoint_disabled');
  reads.length = 0;
  await counted.transaction((tx) => resumeStrandedJobs({ ...counted, query: tx.query }));
  expect(reads).toHaveLength(1);
  expect(reads[0]).toBeLessThan(50);
});

test('a job that was parked meanwhile is found, whatever the clock that its id is of', async () => {
  await WAYS['an install that is resumed']?.resume();
  await resumeSome(server.db, SLICE);
  const early = '00000000-0000-7000-8000-000000000001';
  await park('suspended', 1, { ids: [early] });
  while ((await resumeSome(server.db, SLICE)) !== undefined);
  expect(await parked()).toBe(0);
  expect(await queued()).toContain(early);
});

test('what can no longer be delivered is withdrawn, and ends no resumption late', async () => {
  const { id } = install.plugin;
  await post(`/plugins/${id}/suspend`);
  await park('plugin_suspended', RESUMED_FIRST, { generation: 0 });
  await park('plugin_suspended', RESUMED_FIRST);
  await server.db.query(sql`delete from endpoints where plugin_id = ${id}`);
  expect((await post(`/plugins/${id}/resume`)).status).toBe(200);
  while ((await resumeSome(server.db, SLICE)) !== undefined);
  const ended = await server.db.query(sql`
    select settled_reason, count(*)::integer as jobs from jobs
    where install_id = ${install.id} and status = 'cancelled' group by 1 order by 1`);
  expect(ended).toEqual([
    { settled_reason: 'not_subscribed', jobs: RESUMED_FIRST },
    { settled_reason: 'reinstalled', jobs: RESUMED_FIRST },
  ]);
  expect(await resumptions()).toEqual([]);
});

test('what the install is not granted any more is withdrawn, and says so', async () => {
  await post(`/installs/${install.id}/suspend`);
  await park('suspended', 2);
  await server.api('PUT', `/platform/v1/installs/${install.id}/grant`, { scopes: [], events: [] });
  expect((await post(`/installs/${install.id}/resume`)).status).toBe(200);
  const ended = await server.db.query(sql`
    select status, settled_reason from jobs where install_id = ${install.id} and name = ${event}`);
  const withdrawn = { status: 'cancelled', settled_reason: 'not_granted' };
  expect(ended).toEqual([withdrawn, withdrawn]);
  expect(await queued()).toEqual([]);
});

describe.each([
  ['the endpoint first', ['endpoint', 'install']],
  ['the install first', ['install', 'endpoint']],
])('while an endpoint and an install are resumed at once, %s', (_name, order) => {
  test('a new job of a lane waits for what both have of it', async () => {
    const enable = `/plugins/${install.plugin.id}/endpoints/${event}`;
    await post(`${enable}/disable`);
    await post(`/installs/${install.id}/suspend`);
    for (const reason of ['suspended', 'endpoint_disabled', 'suspended', 'endpoint_disabled'])
      await park(reason, 500);
    const begin = {
      endpoint: () => post(`${enable}/enable`),
      install: () => post(`/installs/${install.id}/resume`),
    };
    for (const one of order) expect((await begin[one as keyof typeof begin]()).status).toBe(200);
    let created = 0;
    for (;;) {
      await emit(server, install.spaceId, event, { identifier: `lane ${created++ % LANES}` });
      if ((await resumeSome(server.db, SLICE)) === undefined) break;
    }
    expect(await parked()).toBe(0);
    expect(await resumptions()).toEqual([]);
    expect(await queued()).toHaveLength(2000 + created);
    await expectNewestLast(created);
  });
});

/** In no lane is a job that came meanwhile before one that was parked. */
async function expectNewestLast(created: number): Promise<void> {
  const newest = await server.db.query<{ id: string }>(sql`
    select id from jobs where install_id = ${install.id} order by id desc limit ${created}`);
  const late = new Set(newest.map(({ id }) => id));
  const rows = await server.db.query<{ job_id: string; identifier: string }>(sql`
    select job_id, identifier from job_queue where install_id = ${install.id} order by seq`);
  for (const lane of groupBy(rows, ({ identifier }) => identifier).values()) {
    const isLate = lane.map(({ job_id }) => late.has(job_id));
    expect(isLate).toEqual(isLate.toSorted());
    const ids = lane.map(({ job_id }) => job_id).filter((id) => late.has(id));
    expect(ids).toEqual(ids.toSorted());
  }
}

/** The database, each of whose transactions tells how many rows of jobs it read. */
function countingReads(db: Database, tell: (read: number) => void): Database {
  const count = async (tx: Db): Promise<number> => {
    const [row] = await tx.query<{ read: number }>(sql`
      select coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::integer as read
      from pg_stat_xact_user_tables where relname ~ '^jobs_'`);
    return row?.read ?? 0;
  };
  return {
    ...db,
    transaction: (work) =>
      db.transaction(async (tx) => {
        const before = await count(tx);
        const result = await work(tx);
        tell((await count(tx)) - before);
        return result;
      }),
  };
}

// `npm run trust:bulk` asks for many, and for the record.
const { TRUST_JOBS = '3000', TRUST_RECORD } = process.env;

test('however many there are, each statement is about one slice, and the event loop goes on between', async () => {
  const jobs = Number(TRUST_JOBS);
  const statements: { ms: number; rows: number }[] = [];
  const timed = timing(server.db, (statement) => statements.push(statement));
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const path = `/plugins/${install.plugin.id}/endpoints/${event}`;
  await post(`${path}/disable`);
  for (let left = jobs; left > 0; left -= 10_000)
    await park('endpoint_disabled', Math.min(left, 10_000));
  const askedAt = performance.now();
  expect((await post(`${path}/enable`)).status).toBe(200);
  const answeredIn = performance.now() - askedAt;
  delay.enable();
  const startedAt = performance.now();
  let slices = 1;
  for (;;) {
    const slice = await resumeSome(timed);
    if (slice === undefined) break;
    expect(slice.resumed).toBeLessThanOrEqual(RESUMED_AT_ONCE);
    slices++;
  }
  delay.disable();
  const took = performance.now() - startedAt;
  expect(slices).toBe(Math.floor((jobs - RESUMED_FIRST) / RESUMED_AT_ONCE) + 2);
  expect(Math.max(...statements.map(({ rows }) => rows))).toBeLessThanOrEqual(RESUMED_AT_ONCE);
  expect(await queued()).toHaveLength(jobs);
  await expectOrdered();
  if (TRUST_RECORD === undefined) return;
  const longestStatement = Math.max(...statements.map(({ ms }) => ms));
  const record = {
    jobs,
    slices,
    answeredIn,
    took,
    longestStatement,
    longestDelay: delay.max / 1e6,
  };
  await writeFile(TRUST_RECORD, JSON.stringify(record));
});

/** The database, each of whose statements is told with its time and rows. */
function timing(db: Database, tell: (statement: { ms: number; rows: number }) => void): Database {
  const timed = (on: Db): Db => ({
    async query<Row>(statement: Sql) {
      const startedAt = performance.now();
      const rows = await on.query<Row>(statement);
      tell({ ms: performance.now() - startedAt, rows: rows.length });
      return rows;
    },
  });
  return { ...db, ...timed(db), transaction: (work) => db.transaction((tx) => work(timed(tx))) };
}
