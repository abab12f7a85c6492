import { writeFile } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { RESUMED_AT_ONCE, resumeSome } from '../../src/jobs/resume.ts';
import { type Database, type Db, openDatabase, type Sql, sql } from '../../src/lib/db.ts';
import { groupBy } from '../../src/lib/group.ts';
import { newId } from '../../src/lib/ids.ts';
import { defineEventType, emit, installListener, type TestInstall } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const JOBS = 2 * RESUMED_AT_ONCE + 500;
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
  return () => server.db.query(sql`truncate job_queue, lanes, resumptions`).then(() => undefined);
});

const post = (path: string) => server.api('POST', `/platform/v1${path}`);

/** Jobs that were set aside, in lanes by turns. */
async function park(reason: string, jobs = JOBS): Promise<void> {
  const ids = Array.from({ length: jobs }, newId);
  const eventId = newId();
  await server.db.query(sql`
    insert into events (id, space_id, name, payload, occurred_at)
    values (${eventId}, ${install.spaceId}, ${event}, '{}', now())`);
  await server.db.query(sql`
    insert into jobs (install_id, id, install_generation, plugin_id, event_id, name, identifier, status, parked_reason)
    select ${install.id}, id, 1, ${install.plugin.id}, ${eventId}, ${event}, 'lane ' || n % ${LANES}, 'parked', ${reason}
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

/** Each job waits behind those of its lane that were there before, and one job of each lane is ready. */
async function expectOrdered(): Promise<void> {
  const rows = await server.db.query<{ job_id: string; identifier: string; state: string }>(sql`
    select job_id, identifier, state from job_queue where install_id = ${install.id} order by identifier, seq`);
  const lanes = groupBy(rows, ({ identifier }) => identifier);
  for (const lane of lanes.values()) {
    const ids = lane.map(({ job_id }) => job_id);
    expect(ids).toEqual(ids.toSorted());
    const states = lane.map(({ state }) => state);
    expect(states).toEqual(['ready', ...Array(lane.length - 1).fill('blocked')]);
  }
  const counted = await server.db.query<{ jobs: number }>(sql`
    select jobs from lanes where install_id = ${install.id} order by identifier`);
  expect(counted.reduce((sum, { jobs }) => sum + jobs, 0)).toBe(rows.length);
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
    expect(await queued()).toHaveLength(RESUMED_AT_ONCE);
    expect(await resumptions()).toMatchObject([{ resumed: RESUMED_AT_ONCE }]);
    const sizes: number[] = [];
    for (;;) {
      const before = await parked();
      const slice = await resumeSome(server.db, SLICE);
      if (slice === undefined) break;
      expect(before - (await parked())).toBe(slice.resumed);
      sizes.push(slice.resumed);
    }
    expect(Math.max(...sizes)).toBeLessThanOrEqual(SLICE);
    expect(sizes.reduce((sum, size) => sum + size, RESUMED_AT_ONCE)).toBe(JOBS);
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
  expect(await queued()).toHaveLength(RESUMED_AT_ONCE);
  expect(await parked()).toBe(JOBS - RESUMED_AT_ONCE);
  while ((await resumeSome(server.db, SLICE)) !== undefined);
  expect(await queued()).toHaveLength(JOBS);
  await expectOrdered();
});

test('an endpoint that is disabled meanwhile keeps the rest parked', async () => {
  await WAYS['an endpoint that is enabled']?.resume();
  await resumeSome(server.db, SLICE);
  await post(`/plugins/${install.plugin.id}/endpoints/${event}/disable`);
  expect(await resumeSome(server.db, SLICE)).toMatchObject({ resumed: 0, isOver: true });
  expect(await parked()).toBe(JOBS - RESUMED_AT_ONCE - SLICE);
});

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
  expect(slices).toBe(Math.floor(jobs / RESUMED_AT_ONCE) + 1);
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
