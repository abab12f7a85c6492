import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import {
  type BackfilledInstall,
  selectBackfilledInstall,
} from '../../src/replays/backfill-queries.ts';
import { type ReadSoFar, readSlice } from '../../src/replays/reading.ts';
import { beginReading } from '../../src/replays/reading-queries.ts';
import { lockRunning, type RunningReplay } from '../../src/replays/work-queries.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { actingOn, backfill, lanesOf, openPast, type Past, stepOf } from './scene.ts';

// What comes between two statements of a step, which are taken one by one here.

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const act = actingOn(() => server);

/** One that is about to read, with its install as the step has found it. */
async function aboutToRead() {
  const past = await openPast(server);
  await past.tellEach(['a', 'a', 'b']);
  const install = await past.install();
  const { id } = await backfill(server, install);
  await server.db.query(sql`update replays set until = now() where id = ${id}`);
  const found = await selectBackfilledInstall(server.db, install.id);
  return { past, install, id: id as number, found: found as BackfilledInstall };
}

const read = (id: number, found: BackfilledInstall): Promise<ReadSoFar> =>
  server.pool.transaction(async (tx) =>
    readSlice(tx, (await lockRunning(tx, id)) as RunningReplay, found),
  );

test.each([
  [
    'install is suspended',
    (_past: Past, id: number) => act(`/installs/${id}/suspend`),
    (_past: Past, id: number) => act(`/installs/${id}/resume`),
  ],
  [
    'plugin is suspended',
    ({ plugin }: Past) => act(`/plugins/${plugin.id}/suspend`, { reason: 'Maintenance' }),
    ({ plugin }: Past) => act(`/plugins/${plugin.id}/resume`),
  ],
  [
    'install is uninstalled, and restored to its set-up',
    (_past: Past, id: number) =>
      server.db.query(sql`update installs set status = 'setup' where id = ${id}`),
    (_past: Past, id: number) =>
      server.db.query(sql`update installs set status = 'active' where id = ${id}`),
  ],
])('where the %s while a step reads, what it reads waits and is not lost', async (_, stop, go) => {
  const { past, install, id, found } = await aboutToRead();
  await stop(past, install.id);
  expect(await read(id, found)).toMatchObject({ is_read: true });
  expect(await lanesOf(server, install)).toEqual({ a: 'HELD BLOCKED', b: 'HELD' });
  expect(await stepOf(server, id, 2)).toMatchObject({ queued: 0 });
  await go(past, install.id);
  await server.db.query(sql`update replays set is_read = true where id = ${id}`);
  expect(await stepOf(server, id, 2)).toMatchObject({ queued: 2 });
  expect(await lanesOf(server, install)).toEqual({ a: 'READY BLOCKED', b: 'READY' });
});

test('reading does not begin before the install was seen active for a second, however soon the next step is', async () => {
  const past = await openPast(server);
  await past.tell();
  const { id } = await backfill(server, await past.install());
  await stepOf(server, id, 0);
  await server.pool.transaction(async (tx) => {
    const seenAgo = (ms: number) =>
      tx.query(sql`
        update replays set seen_active_at = now() - ${ms}::integer * interval '1 millisecond' where id = ${id}`);
    await seenAgo(999);
    expect(await beginReading(tx, id)).toBeNull();
    await seenAgo(1000);
    expect(await beginReading(tx, id)).not.toBeNull();
  });
});

test('of an install that is uninstalled while a step is about to read nothing is read', async () => {
  const { install, id, found } = await aboutToRead();
  await act(`/installs/${install.id}`, undefined, 'DELETE');
  expect(await read(id, found)).toMatchObject({ after_id: null, is_read: false });
  const jobs = sql`select 1 from jobs where install_id = ${install.id} and backfill_id = ${id}`;
  expect(await server.db.query(jobs)).toEqual([]);
});

test('a space that is removed while a step reads leaves nothing behind', async () => {
  const { past, install, id, found } = await aboutToRead();
  const waiters = () =>
    server.db.query(sql`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
  const remove = async () => {
    await act(`/installs/${install.id}`, undefined, 'DELETE');
    await act(`/spaces/${past.spaceId}`, undefined, 'DELETE');
  };
  let removed: Promise<void> | undefined;
  await server.pool.transaction(async (tx) => {
    const running = (await lockRunning(tx, id)) as RunningReplay;
    expect(await readSlice(tx, running, found)).toMatchObject({ is_read: true });
    removed = remove();
    await waitFor(async () => (await waiters()).length > 0, { describe: 'who removes it to wait' });
  });
  await removed;
  const { id: of } = install;
  for (const left of [
    sql`select 1 from job_queue where install_id = ${of}`,
    sql`select 1 from jobs where install_id = ${of}`,
    sql`select 1 from replays where install_id = ${of}`,
  ])
    expect(await server.db.query(left)).toEqual([]);
});

test('a step does not wait for who has the install, and reads once they are done', async () => {
  const { install, id, found } = await aboutToRead();
  await server.pool.transaction(async (tx) => {
    await tx.query(sql`select 1 from installs where id = ${install.id} for update`);
    expect(await read(id, found)).toMatchObject({ after_id: null, is_read: false });
  });
  expect(await read(id, found)).toMatchObject({ is_read: true });
});
