import { beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { createGate } from '../support/gate.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import {
  outcomes,
  publishLater,
  rollBack,
  rollOut,
  rollOutScene,
  type Scene,
  until,
} from './scene.ts';

const INSTALLS = 6;
const env = { PLUGBOARD_POLL_MS: '20' };

let server: TestServer;
let receiver: Receiver;
let scene: Scene;
let release: number;

beforeAll(async () => {
  server = await startTestServer({ delivery: true, env });
  receiver = await startReceiver();
  return async () => {
    await server.close();
    await receiver.close();
  };
});

beforeEach(async () => {
  receiver.requests.length = 0;
  receiver.answer = () => ({ status: 200, body: { migrated: true } });
  scene = await rollOutScene(server, INSTALLS, {}, { greeting: 'Hello' });
  release = await publishLater(scene, { migration_url: `${receiver.url}/migrate` });
});

/** Of each install, the release of its own and its config. */
const installs = () =>
  server.db.query<{ release: number | null; config: string }>(sql`
    select release, config from installs where plugin_id = ${scene.plugin.id} order by id`);

const nobodyIsAtIt = (rollOutId: number) =>
  waitFor(
    async () => {
      const rows = await server.db.query(sql`
        select 1 from roll_outs where id = ${rollOutId} and claimed_until is null`);
      return rows.length > 0;
    },
    { describe: 'the worker to leave the roll-out' },
  );

test('of a plugin that is suspended while it is asked, nothing is moved until it is resumed', async () => {
  const gate = createGate();
  receiver.answer = () => async (_request, response) => {
    await gate.passed;
    response.end('{"migrated":true}');
  };
  const begun = await rollOut(scene, release, { percent: 100 });
  await receiver.nth(1);
  const path = `/platform/v1/plugins/${scene.plugin.id}`;
  expect((await server.api('POST', `${path}/suspend`, { reason: 'It leaks' })).status).toBe(200);
  const before = await installs();
  gate.open();
  await nobodyIsAtIt(begun.body.id);
  expect(await installs()).toEqual(before);
  const asked = receiver.requests.length;
  expect(asked).toBeLessThan(INSTALLS);
  expect((await server.api('POST', `${path}/resume`)).status).toBe(200);
  const done = await until(scene, begun, 'done');
  expect(done.counts).toMatchObject({ moved: INSTALLS, failed: 0 });
});

test('of a suspended plugin installs go back all the same', async () => {
  await until(scene, await rollOut(scene, release, { percent: 100 }), 'done');
  const path = `/platform/v1/plugins/${scene.plugin.id}`;
  await server.api('POST', `${path}/suspend`, {});
  const back = await server.api('POST', `${path}/releases/${release}/roll_back`, {});
  const done = await until(scene, back, 'rolled_back');
  expect(done.counts).toMatchObject({ rolled_back: INSTALLS });
});

test('a plugin that changes a config whenever it is asked about it ends what it keeps busy', async () => {
  const [one] = scene.installs as [number];
  let times = 0;
  receiver.answer = () => async (_request, response) => {
    await server.api('PATCH', `/platform/v1/installs/${one}/config`, {
      config: { times: ++times },
    });
    response.end('{"migrated":true}');
  };
  const settled = await until(
    scene,
    await rollOut(scene, release, { install_ids: [one] }),
    'waiting',
  );
  expect(settled.counts).toMatchObject({ moved: 0, failed: 1 });
  expect(receiver.requests).toHaveLength(5);
  expect((await outcomes(scene, settled.id))[0]?.message).toContain('changed');
  expect((await installs())[0]?.release).toBe(1);
});

test('while a plugin is asked, its roll-out can be turned round: what it answers then changes nothing', async () => {
  const gate = createGate();
  receiver.answer = () => async (_request, response) => {
    await gate.passed;
    response.end('{"migrated":true}');
  };
  const before = await installs();
  const begun = await rollOut(scene, release, { percent: 100 });
  await receiver.nth(1);
  expect((await rollBack(scene, release)).status).toBe(202);
  gate.open();
  await until(scene, begun, 'rolled_back');
  expect(await installs()).toEqual(before);
});

test('a plugin that sends on to another address is not followed, and its installs stay', async () => {
  receiver.answer = () => ({
    status: 307,
    headers: { location: `${receiver.url}/elsewhere` },
    body: '',
  });
  const [one] = scene.installs as [number];
  const settled = await until(
    scene,
    await rollOut(scene, release, { install_ids: [one] }),
    'waiting',
  );
  expect(settled.counts).toMatchObject({ moved: 0, failed: 1 });
  expect(receiver.requests.map(({ path }) => path)).toEqual(['/migrate']);
});

test('what a plugin answers to a try-out binds nobody: what it answers later counts, by the same rules', async () => {
  const before = await installs();
  receiver.answer = ({ body }) =>
    body.meta.params.dry_run
      ? { status: 200, body: { migrated: true } }
      : { status: 200, body: [] };
  const tried = await until(scene, await rollOut(scene, release, { dry_run: true }), 'done');
  expect(tried.counts).toMatchObject({ moved: INSTALLS, failed: 0 });
  expect(await installs()).toEqual(before);
  const done = await until(scene, await rollOut(scene, release, { percent: 100 }), 'done');
  expect(done.counts).toMatchObject({ moved: 0, failed: INSTALLS });
  expect((await installs()).map(({ config }) => config)).toEqual(
    before.map(({ config }) => config),
  );
});

test('of two browsers that roll out and back at once, all installs end at one release', async () => {
  const answers = await Promise.all([
    rollOut(scene, release, { percent: 100 }),
    rollOut(scene, release, { percent: 50 }),
    rollBack(scene, release),
    rollBack(scene, release),
  ]);
  for (const { status } of answers) expect([202, 409, 422]).toContain(status);
  const { body } = await scene.developer.call('GET', `/plugins/${scene.plugin.id}/roll_outs`);
  await waitFor(
    async () => {
      const now = await scene.developer.call('GET', `/plugins/${scene.plugin.id}/roll_outs`);
      return now.body.data.every((one: { state: string }) =>
        ['done', 'rolled_back', 'waiting'].includes(one.state),
      );
    },
    { describe: 'all to be over' },
  );
  expect(body.data).toHaveLength(1);
  await until(scene, await rollOut(scene, release, { percent: 100 }), 'done');
  expect((await installs()).map((one) => one.release)).toEqual(Array(INSTALLS).fill(null));
});
