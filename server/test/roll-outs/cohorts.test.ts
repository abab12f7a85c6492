import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { collaborate } from '../support/collaborators.ts';
import { createPerson, signIn } from '../support/people.ts';
import { createSpace, installPlugin } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { publishLater, rollOut, rollOutScene, type Scene, until } from './scene.ts';

const INSTALLS = 30;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ delivery: true, env: { PLUGBOARD_POLL_MS: '20' } });
  return () => server.close();
});

interface Step {
  percent: number;
  more: number;
}

const cohorts = async ({ developer, plugin }: Scene, release: number) => {
  const answer = await developer.call('GET', `/plugins/${plugin.id}/releases/${release}/cohorts`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body as { installs: number; on_release: number; steps: Step[] };
};

const moreAt = (steps: Step[], percent: number): number =>
  steps.findLast((step) => step.percent <= percent)?.more ?? 0;

const names = async ({ developer, plugin }: Scene, query: string) => {
  const answer = await developer.call('GET', `/plugins/${plugin.id}/installs${query}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body.data as { install_id: number; space_name: string; release: number }[];
};

test('each per cent brings as many installs as was said before', async () => {
  const scene = await rollOutScene(server, INSTALLS);
  const [first, gone, other] = scene.installs as [number, number, number];
  const release = await publishLater(scene, { intro: 'New' });
  await server.api('DELETE', `/platform/v1/installs/${gone}`);
  await server.db.query(sql`update installs set development = true where id = ${other}`);
  const before = await cohorts(scene, release);
  expect(before).toMatchObject({ installs: INSTALLS - 2, on_release: 0 });
  expect(before.steps.at(-1)?.more).toBe(INSTALLS - 2);
  for (const percent of [20, 60]) {
    const { on_release, steps } = await cohorts(scene, release);
    const some = await until(scene, await rollOut(scene, release, { percent }), 'waiting');
    expect(some.counts.moved).toBe(on_release + moreAt(steps, percent));
  }
  await until(scene, await rollOut(scene, release, { install_ids: [first] }), 'waiting');
  const after = await cohorts(scene, release);
  expect(moreAt(after.steps, 60)).toBe(0);
  expect(after.on_release + (after.steps.at(-1)?.more ?? 0)).toBe(INSTALLS - 2);
  await until(scene, await rollOut(scene, release, { percent: 100 }), 'done');
  expect(await cohorts(scene, release)).toEqual({
    installs: INSTALLS - 2,
    on_release: INSTALLS - 2,
    steps: [],
  });
});

test('a roll-out that was stopped goes on as it was', async () => {
  const scene = await rollOutScene(server, 3);
  const [first] = scene.installs as [number];
  const release = await publishLater(scene, { intro: 'New' });
  expect((await rollOut(scene, release, {})).status).toBe(422);
  const answer = await rollOut(scene, release, { install_ids: [first] });
  const { id } = await until(scene, answer, 'waiting');
  await scene.developer.call('POST', `/plugins/${scene.plugin.id}/roll_outs/${id}/stop`, {});
  const again = await until(scene, await rollOut(scene, release, {}), 'waiting');
  expect(again).toMatchObject({ id, percent: 0, counts: { moved: 1, waiting: 0 } });
});

test('installs are found by the name of their space, or by their id, by who develops the plugin', async () => {
  const scene = await rollOutScene(server, 2);
  const [first, second] = scene.installs as [number, number];
  const spaceId = await createSpace(server, { name: 'North Gate' });
  const { id: gate } = await installPlugin(server, scene.plugin, spaceId);
  const all = await names(scene, '');
  expect(all.map(({ install_id }) => install_id)).toEqual([first, second, gate]);
  expect(all.at(-1)).toEqual({
    install_id: gate,
    space_name: 'North Gate',
    status: 'active',
    release: 1,
  });
  const found = async (search: string) =>
    (await names(scene, `?search=${search}`)).map(({ install_id }) => install_id);
  expect(await found('north%20g')).toEqual([gate]);
  expect(await found(String(second))).toEqual([second]);
  expect(await found('nowhere')).toEqual([]);
  expect(await names(scene, '?limit=1')).toHaveLength(1);

  const viewer = await createPerson(server);
  await collaborate(server, scene.plugin.id, viewer.id, 'viewer');
  const stranger = await createPerson(server);
  const status = async (userId: number, path: string) => {
    const browser = await signIn(server, userId);
    return (await browser.call('GET', `/plugins/${scene.plugin.id}${path}`)).status;
  };
  for (const path of ['/installs', '/releases/1/cohorts']) {
    expect(await status(viewer.id, path)).toBe(200);
    expect(await status(stranger.id, path)).toBe(404);
  }
  expect(
    (await scene.developer.call('GET', `/plugins/${scene.plugin.id}/releases/9/cohorts`)).status,
  ).toBe(404);
});
