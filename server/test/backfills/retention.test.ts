import { expect, onTestFinished, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { firstIdOf } from '../../src/lib/ids.ts';
import { createLogger } from '../../src/log.ts';
import { maintain } from '../../src/operations/maintenance.ts';
import { clearUp } from '../../src/replays/backfill-work.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { lanesOf, newest, openPast, type Past, readAll, stepOf } from './scene.ts';

const DAY_MS = 86_400_000;
const RETENTION_DAYS = 7;

async function start(): Promise<TestServer> {
  const server = await startTestServer();
  onTestFinished(server.close);
  return server;
}

/** An id of ten days ago. */
function oldId(n: number): string {
  const noon = (Math.floor(Date.now() / DAY_MS) - 10 + 0.5) * DAY_MS;
  return firstIdOf(new Date(noon + n)).replace(/0000-0{12}$/, '8000-000000010000');
}

const round = ({ db, vault, config }: TestServer) =>
  maintain({
    db,
    vault,
    config: { ...config, retentionDays: RETENTION_DAYS },
    log: createLogger('silent'),
  });

const eventsOf = async ({ db }: TestServer, { spaceId, event }: Past) =>
  (
    await db.query<{ id: string }>(sql`
      select id from events where space_id = ${spaceId} and name = ${event} order by id`)
  ).map(({ id }) => id);

const queueOf = async ({ db }: TestServer, { id }: { id: number }) =>
  (
    await db.query<{ state: string; event_id: string }>(sql`
      select state, event_id from job_queue where install_id = ${id} order by seq`)
  ).map(({ state, event_id }) => [state, event_id]);

test('a day past retention goes, whatever a backfill has not sent of it: that has failed, and its lane goes on', async () => {
  const server = await start();
  const past = await openPast(server);
  const ids = await past.tellEach(['a', 'a', 'a', 'a']);
  const [first = '', second = '', third = ''] = ids;
  for (const [n, id] of [first, second].entries())
    await server.db.query(sql`
      update events set id = ${oldId(n)}, created_at = now() - interval '10 days' where id = ${id}`);
  const install = await past.install({ days: 30 });
  const { id } = await newest(server, install);
  for (let steps = 0; steps < 2; steps++) await stepOf(server, id, 0);
  const newer = await past.tell({ identifier: 'a' });
  const before = [...[0, 1].map(oldId), ...ids.slice(2), newer];
  const states = (count: number) => ['held', ...Array(count - 1).fill('blocked')];
  const inLane = (events: string[]) =>
    states(events.length).map((state, at) => [state, events[at]]);
  expect(await queueOf(server, install)).toEqual(inLane(before));
  await server.api('POST', `/platform/v1/installs/${install.id}/suspend`);
  await round(server);
  expect(await eventsOf(server, past)).toEqual(before.slice(2));
  expect(await queueOf(server, install)).toEqual(inLane(before.slice(2)));
  expect(await newest(server, install)).toMatchObject({ state: 'running', total: 4, failed: 2 });
  await server.api('POST', `/platform/v1/installs/${install.id}/resume`);
  await stepOf(server, id, 1);
  expect((await queueOf(server, install))[0]).toEqual(['ready', third]);
});

test('a backfill that is still being read ends rather than hold back a newer job until retention is over', async () => {
  const server = await start();
  const past = await openPast(server);
  await past.tell({ identifier: 'a' });
  const install = await past.install({ days: 1 });
  const newer = await past.tell({ identifier: 'a' });
  await server.db.query(sql`
    with queued as (
      update job_queue set event_id = ${oldId(0)}, job_id = ${oldId(0)} where event_id = ${newer})
    update jobs set event_id = ${oldId(0)}, id = ${oldId(0)} where event_id = ${newer}`);
  await server.db.query(sql`update events set id = ${oldId(0)} where id = ${newer}`);
  await server.api('POST', `/platform/v1/installs/${install.id}/suspend`);
  expect(await queueOf(server, install)).toEqual([['held', oldId(0)]]);
  await round(server);
  expect(await eventsOf(server, past)).toContain(oldId(0));
  expect(await newest(server, install)).toMatchObject({ state: 'cancelled' });
  await clearUp(server.db);
  expect(await queueOf(server, install)).toEqual([['ready', oldId(0)]]);
  await server.db.query(sql`delete from job_queue where install_id = ${install.id}`);
  await round(server);
  expect(await eventsOf(server, past)).not.toContain(oldId(0));
});

test('of a day past retention all goes, however much it is and for how many endpoints, and nothing that is newer', async () => {
  const server = await start();
  const past = await openPast(server, {}, 1);
  const [one, other] = past.events;
  // Of each a slice and more; more than half of them in one lane.
  await server.db.query(sql`
    insert into events (id, space_id, name, identifier, payload, occurred_at, created_at)
    select (left(${oldId(0)}, 24) || lpad(to_hex(n), 8, '0') || '0000')::uuid, ${past.spaceId},
      case when n % 2 = 0 then ${one as string} else ${other as string} end,
      case when n % 3 = 0 then 'lane:' || n else 'a' end, '{}', now(), now() - interval '10 days'
    from generate_series(1, 2200) n`);
  for (const name of past.events) await past.tell({ identifier: 'a', name });
  const install = await past.install({ days: 30 });
  const { id } = await newest(server, install);
  await readAll(server, id);
  expect(await newest(server, install)).toMatchObject({ total: 2202, failed: 0 });
  await server.api('POST', `/platform/v1/installs/${install.id}/suspend`);
  await round(server);
  expect(await lanesOf(server, install)).toEqual({ a: 'HELD BLOCKED' });
  expect(await newest(server, install)).toMatchObject({ total: 2202, failed: 2200 });
  expect(await eventsOf(server, past)).toHaveLength(1);
});
