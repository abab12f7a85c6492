import { expect, onTestFinished, test } from 'vitest';
import { LOOKED_AT_ONCE } from '../../src/events/backfill.ts';
import { sql } from '../../src/lib/db.ts';
import { selectWorkable } from '../../src/replays/queries.ts';
import { beginOverdue } from '../../src/replays/reading-queries.ts';
import { MOST_REPLAYED } from '../../src/replays/schema.ts';
import { createTestDatabase } from '../support/database.ts';
import { defineEventType } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { backfill, backfilled, heard, newest, openPast, readAll, stepOf } from './scene.ts';

async function start(options: Parameters<typeof startTestServer>[0] = {}): Promise<TestServer> {
  const server = await startTestServer(options);
  onTestFinished(server.close);
  return server;
}

const WORKING = { PLUGBOARD_POLL_MS: '20', PLUGBOARD_RETRY_SCHEDULE: '0,0,0' };

const jobsOf = ({ db }: TestServer, { id }: { id: number }) =>
  db.query<{ event_id: string }>(sql`
    select event_id from jobs where install_id = ${id} and backfill_id is not null order by event_id`);

test('a step that fails keeps up neither others, nor what is to be cleared up behind them', async () => {
  const shared = await createTestDatabase();
  onTestFinished(shared.drop);
  const api = await start({ database: shared });
  const begin = async () => {
    const past = await openPast(api);
    await past.tell({ identifier: 'a' });
    const install = await past.install();
    const { id } = await backfill(api, install);
    return { past, install, id: id as number };
  };
  const [broken, whole, ended] = [await begin(), await begin(), await begin()];
  const newer = await ended.past.tell({ identifier: 'a' });
  await api.api('DELETE', `/platform/v1/backfills/${ended.id}`);
  await api.db.query(sql`update replays set filter = 'what is this' where id = ${broken.id}`);
  await start({ database: shared, delivery: true, env: WORKING });
  expect(await backfilled(api, whole.install)).toMatchObject({ done: 1 });
  await ended.past.receiver.nth(1);
  expect(heard(ended.past.receiver)).toEqual([newer]);
  expect(await selectWorkable(api.db)).toEqual([broken.id]);
});

test('a name that is rare where much happens is found, with few events looked at in a step; until then nobody counts', async () => {
  const server = await start();
  const past = await openPast(server);
  const noise = 'past_noise';
  await defineEventType(server, noise);
  const first = await past.tell();
  await server.db.query(sql`
    insert into events (id, space_id, name, payload, occurred_at)
    select (lpad(to_hex((extract(epoch from now()) * 1000)::bigint), 12, '0') || '70008000' || lpad(to_hex(n), 8, '0') || '0000')::uuid,
      ${past.spaceId}, ${noise}, '{}', now()
    from generate_series(1, ${2 * LOOKED_AT_ONCE + 1}::integer) n`);
  const last = await past.tell();
  const install = await past.install();
  const { id, total } = await backfill(server, install);
  expect(total).toBeNull();
  expect(await readAll(server, id, 1)).toEqual([1, 1, 2]);
  expect((await jobsOf(server, install)).map(({ event_id }) => event_id)).toEqual([first, last]);
  expect(await newest(server, install)).toMatchObject({ total: 2, done: 0, state: 'running' });
});

test('of payloads that are long few are looked into at once', async () => {
  const server = await start();
  const past = await openPast(server);
  const url = `${past.receiver.url}/hook`;
  const { plugin, event, spaceId } = past;
  const manifest = {
    name: plugin.slug,
    slug: plugin.slug,
    events: [{ name: event, url, filter: { floor: [{ numeric: ['>', 5] }] } }],
  };
  const path = `/platform/v1/plugins/${plugin.id}/manifest`;
  expect((await server.api('PUT', path, manifest)).status).toBe(201);
  for (let more = 0; more < 5; more++) await past.tell();
  await server.db.query(sql`
    update events set payload = '{"floor":6,"more":"' || repeat('x', 3000000) || '"}' where space_id = ${spaceId}`);
  const install = await past.install();
  const { id } = await backfill(server, install);
  expect(await readAll(server, id, 1)).toEqual([2, 4, 5]);
  expect(await newest(server, install)).toMatchObject({ total: 5 });
});

test('a million jobs are the most, and what is left is told by the next', async () => {
  const shared = await createTestDatabase();
  onTestFinished(shared.drop);
  const server = await start({ database: shared });
  const past = await openPast(server);
  const ids = await past.tellEach(['a', 'b', 'c']);
  const install = await past.install();
  const { id } = await backfill(server, install);
  await server.db.query(sql`
    update replays set found = ${MOST_REPLAYED - 2}::integer where id = ${id}`);
  expect(await readAll(server, id, 1)).toEqual([MOST_REPLAYED]);
  expect((await jobsOf(server, install)).map(({ event_id }) => event_id)).toEqual(ids.slice(0, 2));
  expect(await newest(server, install)).toMatchObject({ total: 2 });
  await start({ database: shared, delivery: true, env: WORKING });
  await backfilled(server, install);
  const again = await backfill(server, install);
  expect(again.total).toBe(1);
  await backfilled(server, install);
  expect(heard(past.receiver).sort()).toEqual([...ids].sort());
});

test('for who holds a transaction open nobody waits longer than a minute', async () => {
  const server = await start({ delivery: true, env: WORKING });
  const past = await openPast(server);
  await past.tell({ identifier: 'a' });
  await server.pool.transaction(async (tx) => {
    await tx.query(sql`select pg_current_xact_id()`);
    const install = await past.install({ days: 1 });
    const { id } = await newest(server, install);
    const newer = await past.tell({ identifier: 'a' });
    const isSeen = () =>
      server.db.query(sql`select 1 from replays where id = ${id} and seen_active_at is not null`);
    await waitFor(async () => (await isSeen()).length > 0, { describe: 'the backfill to wait' });
    expect(past.receiver.requests).toEqual([]);
    await server.db.query(sql`
      update replays set seen_active_at = seen_active_at - interval '61 seconds' where id = ${id}`);
    expect(await backfilled(server, install)).toMatchObject({ total: 1, done: 1 });
    await past.receiver.nth(2);
    expect(heard(past.receiver)[1]).toBe(newer);
  });
});

test('one whose install is out of service rests, once nothing of it is under way', async () => {
  const server = await start();
  const past = await openPast(server);
  await past.tellEach(['a', 'b']);
  const install = await past.install({ days: 1 });
  const { id } = await newest(server, install);
  const act = (what: string) => server.api('POST', `/platform/v1/installs/${install.id}/${what}`);
  const isWorkable = async () => (await selectWorkable(server.db)).includes(id);
  expect(await isWorkable()).toBe(true);
  await act('suspend');
  expect(await isWorkable()).toBe(false);
  await server.db.query(sql`
    update replays set seen_active = '1', seen_active_at = now() - interval '2 minutes' where id = ${id}`);
  expect(await isWorkable()).toBe(true);
  expect(await beginOverdue(server.db)).toEqual([]);
  await server.db.query(sql`update replays set seen_active = null where id = ${id}`);
  await act('resume');
  for (let steps = 0; steps < 2; steps++) await stepOf(server, id, 1);
  await act('suspend');
  // What it has of the endpoint is to be given back.
  expect(await isWorkable()).toBe(true);
  await server.db.query(sql`update job_queue set state = 'held' where state = 'ready'`);
  await stepOf(server, id, 1);
  expect(await isWorkable()).toBe(false);
  await server.api('DELETE', `/platform/v1/installs/${install.id}`);
  expect(await isWorkable()).toBe(true);
});
