import { beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { collaborate } from '../support/collaborators.ts';
import { createTestDatabase } from '../support/database.ts';
import { createPerson, signIn } from '../support/people.ts';
import { defineEventType, emit } from '../support/plugins.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import {
  currentRelease,
  installAnew,
  notices,
  outcomes,
  publishLater,
  rollBack,
  rollOut,
  rollOutScene,
  type Scene,
  until,
} from './scene.ts';

const INSTALLS = 40;
const env = { PLUGBOARD_POLL_MS: '20' };

let server: TestServer;
let receiver: Receiver;
let scene: Scene;

beforeAll(async () => {
  server = await startTestServer({ delivery: true, env });
  receiver = await startReceiver();
  await defineEventType(server, 'opened');
  return async () => {
    await server.close();
    await receiver.close();
  };
});

beforeEach(async () => {
  scene = await rollOutScene(server, INSTALLS, hearing('one'), { greeting: 'Hello' });
});

const hearing = (path: string) => ({
  events: [{ name: 'opened', url: `${receiver.url}/${path}` }],
});

const releaseOne = () => publishLater(scene, hearing('two'));

/** How many installs are on each release. */
async function spread(): Promise<Record<number, number>> {
  const rows = await server.db.query<{ release: number; installs: number }>(sql`
    select coalesce(i.release, p.current_release) as release, count(*) as installs
    from installs i join plugins p on p.id = i.plugin_id where p.id = ${scene.plugin.id} group by 1`);
  return Object.fromEntries(rows.map(({ release, installs }) => [release, installs]));
}

const pinned = async (): Promise<number> =>
  (
    await server.db.query(sql`
      select 1 from installs where plugin_id = ${scene.plugin.id} and release is not null`)
  ).length;

async function config(installId: number): Promise<unknown> {
  return (await server.api('GET', `/platform/v1/installs/${installId}/config`)).body.config;
}

test('a release comes to some per cent, to more, to everybody, and all go back', async () => {
  const release = await releaseOne();
  expect(await currentRelease(scene)).toBe(1);
  const some = await until(scene, await rollOut(scene, release, { percent: 10 }), 'waiting');
  const first = (await outcomes(scene, some.id)).map(({ install_id }) => install_id);
  expect(some.counts).toMatchObject({ installs: first.length, moved: first.length, waiting: 0 });
  expect(first.length).toBeLessThan(INSTALLS / 2);

  const more = await until(scene, await rollOut(scene, release, { percent: 50 }), 'waiting');
  expect(more.id).toBe(some.id);
  const second = (await outcomes(scene, more.id)).map(({ install_id }) => install_id);
  expect(second).toEqual(expect.arrayContaining(first));
  expect(second.length).toBeGreaterThan(first.length);
  expect(await spread()).toEqual({ 1: INSTALLS - second.length, 2: second.length });
  const less = await rollOut(scene, release, { percent: 49 });
  expect([less.status, less.body.errors[0].pointer]).toEqual([422, '/percent']);

  const late = await installAnew(scene);
  const all = await until(scene, await rollOut(scene, release, { percent: 100 }), 'done');
  expect(all.counts).toMatchObject({ installs: INSTALLS + 1, moved: INSTALLS + 1, failed: 0 });
  expect([await currentRelease(scene), await pinned()]).toEqual([2, 0]);
  expect((await outcomes(scene, all.id)).map((one) => one.install_id)).toContain(late);

  const after = await installAnew(scene);
  const changed = scene.installs[0] as number;
  await server.api('PATCH', `/platform/v1/installs/${changed}/config`, {
    config: { greeting: 'Hi' },
  });
  const back = await until(scene, await rollBack(scene, release), 'rolled_back');
  expect(back.counts).toMatchObject({ rolled_back: INSTALLS, kept_config: 2, waiting: 0 });
  const kept = await outcomes(scene, back.id, 'kept_config');
  expect(kept.map(({ install_id }) => install_id)).toEqual([changed, after]);
  expect([await currentRelease(scene), await pinned()]).toEqual([1, 0]);
  expect(await config(changed)).toEqual({ greeting: 'Hi' });
  expect(await notices(scene)).toEqual(['rolled_back', 'roll_out_done', 'release_approved']);

  const again = await until(scene, await rollOut(scene, release, { percent: 100 }), 'done');
  expect([again.counts.moved, await currentRelease(scene)]).toEqual([INSTALLS + 2, 2]);
});

test('one install is first: its events go to the new worker, until it is taken back', async () => {
  const release = await releaseOne();
  const [one, other] = scene.installs as [number, number];
  const answer = await rollOut(scene, release, { install_ids: [one] });
  const moved = await until(scene, answer, 'waiting');
  expect(moved.counts).toMatchObject({ installs: 1, moved: 1 });
  expect(await pathFor(one)).toBe('/two');
  expect(await pathFor(other)).toBe('/one');
  await until(scene, await rollBack(scene, release), 'rolled_back');
  expect(await pathFor(one)).toBe('/one');
  expect(await currentRelease(scene)).toBe(1);
});

async function pathFor(installId: number): Promise<string> {
  const install = await server.api('GET', `/platform/v1/installs/${installId}`);
  const before = receiver.requests.length;
  await emit(server, install.body.space_id, 'opened');
  return (await receiver.nth(before + 1)).path;
}

test('it stops when it is told to, and goes on when it is told to', async () => {
  const release = await releaseOne();
  const { id } = await until(scene, await rollOut(scene, release, { percent: 10 }), 'waiting');
  const path = `/plugins/${scene.plugin.id}/roll_outs/${id}/stop`;
  const stopped = await scene.developer.call('POST', path, {});
  expect([stopped.status, stopped.body.state]).toEqual([200, 'stopped']);
  expect((await scene.developer.call('POST', path, {})).status).toBe(200);
  const done = await until(scene, await rollOut(scene, release, { percent: 100 }), 'done');
  expect(done.id).toBe(id);
  expect((await scene.developer.call('POST', path, {})).body.code).toBe('wrong_state');
});

test('while it goes on nothing else reaches everybody, and there is no other one', async () => {
  const release = await releaseOne();
  const next = await publishLater(scene, hearing('three'));
  await until(scene, await rollOut(scene, release, { percent: 10 }), 'waiting');
  const path = `/platform/v1/plugins/${scene.plugin.id}`;
  const manifest = { name: scene.plugin.slug, slug: scene.plugin.slug };
  const refused = [
    await rollOut(scene, next, { percent: 10 }),
    await rollBack(scene, next),
    await server.api('PUT', `${path}/manifest`, manifest),
  ];
  expect(refused.map(({ status, body }) => [status, body.code])).toEqual(
    Array(3).fill([409, 'wrong_state']),
  );
  await until(scene, await rollBack(scene, release), 'rolled_back');
  const published = await server.api('PUT', `${path}/manifest`, manifest);
  expect(published.status, published.text).toBe(201);
  expect(await currentRelease(scene)).toBe(published.body.release.number);
  expect((await rollOut(scene, next, { percent: 10 })).body.code).toBe('wrong_state');
});

test('what was given to everybody at once goes back, too; the first release does not', async () => {
  expect((await rollBack(scene, 1)).body.code).toBe('wrong_state');
  const release = await publishLater(scene, hearing('two'), 'at_once');
  expect(await currentRelease(scene)).toBe(release);
  const back = await until(scene, await rollBack(scene, release), 'rolled_back');
  expect(back.counts.kept_config).toBe(INSTALLS);
  expect(await currentRelease(scene)).toBe(1);
});

test('only what is approved is rolled out, to installs of the plugin, by who may', async () => {
  const other = await rollOutScene(server, 1);
  const release = await releaseOne();
  const { plugin, developer } = scene;
  const path = `/plugins/${plugin.id}/releases`;
  const foreign = await rollOut(scene, release, { install_ids: [...other.installs] });
  expect([foreign.status, foreign.body.errors[0].pointer]).toEqual([422, '/install_ids/0']);
  expect((await rollOut(scene, release, {})).status).toBe(422);
  expect((await rollOut(scene, 1, { percent: 5 })).status).toBe(409);
  expect((await rollOut(scene, 99, { percent: 5 })).status).toBe(404);
  const name = plugin.slug;
  await developer.call('PUT', `/plugins/${plugin.id}/manifest`, { name, slug: name });
  const draft = await rollOut(scene, release + 1, { percent: 5, dry_run: true });
  expect([draft.status, draft.body.code]).toEqual([409, 'wrong_state']);

  const { id: viewerId } = await createPerson(server);
  await collaborate(server, plugin.id, viewerId, 'viewer');
  const viewer = await signIn(server, viewerId);
  const refused = async (browser: typeof viewer) => [
    (await browser.call('POST', `${path}/${release}/roll_out`, { percent: 5 })).status,
    (await browser.call('POST', `${path}/${release}/roll_back`, {})).status,
    (await browser.call('POST', `/plugins/${plugin.id}/roll_outs/1/stop`, {})).status,
    (await browser.call('GET', `/plugins/${plugin.id}/roll_outs`)).status,
  ];
  expect(await refused(viewer)).toEqual([403, 403, 403, 200]);
  expect(await refused(other.developer)).toEqual([404, 404, 404, 404]);
});

test('what one process has begun another one ends', async () => {
  const database = await createTestDatabase();
  const idle = await startTestServer({ database });
  const own = await rollOutScene(idle, 12);
  const release = await publishLater(own, { intro: 'New' });
  const begun = await rollOut(own, release, { percent: 100 });
  expect(begun.body.counts).toMatchObject({ moved: 0, waiting: 12 });
  const busy = await startTestServer({ database, delivery: true, env });
  const done = await until(own, begun, 'done');
  expect(done.counts).toMatchObject({ moved: 12, waiting: 0 });
  await busy.close();
  await idle.close();
  await database.drop();
});
