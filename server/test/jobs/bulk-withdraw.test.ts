import { beforeAll, beforeEach, expect, test } from 'vitest';
import { claimJobs } from '../../src/jobs/claim.ts';
import { WITHDRAWN_AT_ONCE, withdrawSome } from '../../src/jobs/withdraw.ts';
import { sql } from '../../src/lib/db.ts';
import { newId } from '../../src/lib/ids.ts';
import { createTestDatabase } from '../support/database.ts';
import { installListener, type TestInstall } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

const EACH = 2 * WITHDRAWN_AT_ONCE + 200;

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let server: TestServer;
let install: TestInstall;
let event: string;
let events = 0;

// Nobody delivers here: what is left is withdrawn when a test says so.
beforeAll(async () => {
  database = await createTestDatabase();
  server = await startTestServer({ database });
  return async () => {
    await server.close();
    await database.drop();
  };
});

// As many that are queued, in lanes and claimed, as were set aside.
beforeEach(async () => {
  event = `withdrawn_${++events}`;
  const told = [{ name: 'plugin_uninstalled', url: 'http://127.0.0.1:8090/bye' }];
  install = await installListener(server, event, 'http://127.0.0.1:8090/hook');
  const { slug, id } = install.plugin;
  const put = await server.api('PUT', `/platform/v1/plugins/${id}/manifest`, {
    name: slug,
    slug,
    events: [{ name: event, url: 'http://127.0.0.1:8090/hook' }, ...told],
  });
  expect(put.status, put.text).toBe(201);
  const eventId = newId();
  await server.db.query(sql`
    insert into events (id, space_id, name, payload, occurred_at)
    values (${eventId}, ${install.spaceId}, ${event}, '{}', now())`);
  const insert = (ids: string[], status: string, reason: string | null) =>
    server.db.query(sql`
      insert into jobs (install_id, id, install_generation, plugin_id, event_id, name, identifier, status, parked_reason)
      select ${install.id}, id, 1, ${id}, ${eventId}, ${event}, 'one', ${status}, ${reason}
      from unnest(${ids}::uuid[]) as given (id)`);
  const [queued, parked] = [
    Array.from({ length: EACH }, newId),
    Array.from({ length: EACH }, newId),
  ];
  await insert(queued, 'queued', null);
  await insert(parked, 'parked', 'suspended');
  await server.db.query(sql`
    insert into job_queue (install_id, job_id, event_id, endpoint_id, identifier, in_lane, followed, state)
    select ${install.id}, given.id, ${eventId}, e.id, 'one', true, n = 1, case n when 1 then 'ready' else 'blocked' end
    from unnest(${queued}::uuid[]) with ordinality as given (id, n), endpoints e
    where e.plugin_id = ${id} and e.event_name = ${event}`);
});

const path = (what = '') => `/platform/v1/installs/${install.id}${what}`;

async function uninstall(): Promise<void> {
  expect((await server.api('DELETE', path())).status).toBe(204);
}

async function withdrawn(): Promise<number> {
  const rows = await server.db.query(sql`
    select 1 from jobs where install_id = ${install.id} and name = ${event} and status = 'cancelled'
      and settled_reason = 'uninstalled' and parked_reason is null`);
  return rows.length;
}

const left = (): Promise<{ name: string }[]> =>
  server.db.query(sql`
    select j.name from job_queue q join jobs j on j.install_id = q.install_id and j.id = q.job_id
    where q.install_id = ${install.id}`);

test('thousands of jobs of an uninstalled install are withdrawn in slices, the first with the answer', async () => {
  await uninstall();
  let before = await withdrawn();
  expect(before).toBe(2 * WITHDRAWN_AT_ONCE);
  while (await withdrawSome(server.db)) {
    const after = await withdrawn();
    expect(after - before).toBeLessThanOrEqual(2 * WITHDRAWN_AT_ONCE);
    before = after;
  }
  expect(before).toBe(2 * EACH);
  expect(await left()).toEqual([{ name: 'plugin_uninstalled' }]);
});

test('what is claimed of them meanwhile is known to be of an uninstalled install', async () => {
  await uninstall();
  const lease = { worker_id: 1, seconds: 40 };
  const limits = { rooms: [], defaultRoom: 100, most: 100, lease };
  const { jobs: claimed } = await claimJobs(server.db, limits);
  const of = claimed.filter(({ install_id }) => install_id === Number(install.id));
  expect(new Set(of.map(({ install_status }) => install_status))).toEqual(new Set(['uninstalled']));
  while (await withdrawSome(server.db));
});

test.each(['restored', 'installed again'])(
  'one that is %s before the last slice has nothing of them left',
  async (how) => {
    await uninstall();
    expect(await withdrawn()).toBeLessThan(2 * EACH);
    const answer =
      how === 'restored'
        ? await server.api('POST', path('/restore'))
        : await server.api('POST', `/platform/v1/spaces/${install.spaceId}/installs`, {
            plugin_id: install.plugin.id,
          });
    expect(answer.status, answer.text).toBeLessThan(300);
    expect(await withdrawn()).toBe(2 * EACH);
    expect(await left()).toEqual([{ name: 'plugin_uninstalled' }]);
    expect(await withdrawSome(server.db)).toBe(false);
  },
);

test('one of which more are left than an answer may wait for is restored once workers are done', async () => {
  await server.db.query(sql`
    insert into jobs (install_id, id, install_generation, plugin_id, event_id, name, status, parked_reason)
    select j.install_id, gen_random_uuid(), 1, j.plugin_id, j.event_id, j.name, 'parked', 'suspended'
    from jobs j where j.install_id = ${install.id} and j.status in ('queued', 'parked')`);
  await uninstall();
  const early = await server.api('POST', path('/restore'));
  expect([early.status, early.body.code]).toEqual([409, 'wrong_state']);
  expect(await withdrawn()).toBe(2 * WITHDRAWN_AT_ONCE);
  while (await withdrawSome(server.db));
  expect((await server.api('POST', path('/restore'))).status).toBe(200);
});

test('workers go on by themselves', async () => {
  await uninstall();
  const worker = await startTestServer({
    database,
    delivery: true,
    env: { PLUGBOARD_POLL_MS: '20' },
  });
  await waitFor(async () => (await withdrawn()) === 2 * EACH, {
    describe: 'all jobs to be withdrawn',
  });
  await worker.close();
});
