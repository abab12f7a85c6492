import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { createTestDatabase } from '../support/database.ts';
import { emit, installListener, type TestInstall } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { hears, listen, open } from './listen.ts';

const EVENT = 'visitor_arrived';

// Two servers on one database: what happens at the one is heard at the other.
let first: TestServer;
let second: TestServer;
let install: TestInstall;
beforeAll(async () => {
  const database = await createTestDatabase();
  first = await startTestServer({ database });
  second = await startTestServer({ database });
  install = await installListener(first, EVENT, 'http://127.0.0.1:8090/hook');
  return async () => {
    await Promise.all([first.close(), second.close()]);
    await database.drop();
  };
});

const query = () => `install_id=${install.id}`;
const emitJob = async (at: TestServer): Promise<string> =>
  (await emit(at, install.spaceId, EVENT)).jobs[0]?.id as string;

test('what happens at one server is heard at another', async () => {
  const listener = await listen(second, query());
  const id = await emitJob(first);
  await hears(listener, (change) => change.id === id, 'the job of the other server');
  listener.close();
});

test('who comes back with the last id hears of what happened meanwhile, at any server', async () => {
  const listener = await listen(second, query());
  const known = await emitJob(first);
  await hears(listener, (change) => change.id === known, 'the first job');
  listener.close();
  const missed = [await emitJob(first), await emitJob(second)];
  const again = await open(first, query(), { 'last-event-id': listener.lastId() ?? '' });
  await waitFor(() => again.changes().length >= missed.length, { describe: 'what was missed' });
  expect(again.changes().map(({ id }) => id)).toEqual(missed);
  expect(again.heard.some(({ event }) => event === 'reset')).toBe(false);
  const next = await emitJob(second);
  await hears(again, (change) => change.id === next, 'what happens now');
  again.close();
});

test('who missed nothing is told nothing', async () => {
  const listener = await listen(second, query());
  listener.close();
  const again = await open(first, query(), { 'last-event-id': listener.lastId() ?? '' });
  await waitFor(() => again.lastId() !== undefined, { describe: 'the place' });
  expect(again.heard).toEqual([]);
  again.close();
});

/** The same moment, so many minutes before. */
const earlier = (id: string | undefined, minutes: number): string => {
  const [at, ...rest] = (id ?? '').split('-');
  return [Number(at) - minutes * 60_000, ...rest].join('-');
};

test('who comes back after more than a quarter of an hour has to read everything anew', async () => {
  const listener = await listen(second, query());
  listener.close();
  await first.db.query(sql`update stream_watches set since = since - interval '1 hour'`);
  for (const [minutes, isReset] of [
    [14, false],
    [16, true],
  ] as const) {
    const headers = { 'last-event-id': earlier(listener.lastId(), minutes) };
    const again = await open(first, query(), headers);
    await waitFor(() => again.lastId() !== undefined, { describe: 'the place' });
    expect([minutes, again.heard.some(({ event }) => event === 'reset')]).toEqual([
      minutes,
      isReset,
    ]);
    again.close();
  }
});

test('so does who was there before anything was written down, and who comes from elsewhere', async () => {
  const listener = await listen(second, query());
  listener.close();
  const id = listener.lastId();
  await first.db.query(sql`update stream_watches set since = now()`);
  const [at, place] = (id ?? '').split('-');
  const far = `${at}-${Number(place?.split('.')[0]) + 1_000_000}`;
  for (const after of [id, far, 'nonsense', '1-2-3', `${at}-`]) {
    const again = await open(first, query(), { 'last-event-id': after ?? '' });
    await waitFor(() => again.heard.length > 0, { describe: 'the reset' });
    expect([after, again.heard[0]?.event]).toEqual([after, 'reset']);
    again.close();
  }
});

test('a transaction that ends later than one that began after it is heard of', async () => {
  const listener = await listen(second, query());
  const insert = (status: string) => sql`
    insert into stream_changes (kind, watched_id, type, job_id, install_id, status)
    values ('install', ${install.id}, 'job.updated', ${crypto.randomUUID()}, ${install.id}, ${status})`;
  await first.pool.transaction(async (tx) => {
    await tx.query(insert('early'));
    await first.pool.query(insert('late'));
    await hears(listener, ({ status }) => status === 'late', 'the one that ended first');
    expect(listener.changes().some(({ status }) => status === 'early')).toBe(false);
  });
  await hears(listener, ({ status }) => status === 'early', 'the one that began first');
  const before = listener.lastId();
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(listener.changes().filter(({ status }) => status === 'late')).toHaveLength(1);
  expect(before).toBeDefined();
  listener.close();
});

test('who listens while PostgreSQL forgets what is watched reads anew', async () => {
  const listener = await listen(second, query());
  const resets = () => listener.heard.filter(({ event }) => event === 'reset').length;
  const before = resets();
  // As a crash does, after which every connection is another.
  await first.db.query(sql`truncate stream_watches, stream_changes`);
  await first.db.query(sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'plugboard listen'`);
  await waitFor(() => resets() > before, { describe: 'the reset' });
  const id = await emitJob(first);
  await hears(listener, (change) => change.id === id, 'what happens now');
  listener.close();
});
