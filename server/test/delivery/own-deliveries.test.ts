import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createPerson, type Person } from '../space-api/scene.ts';
import { collaborate, giveTo } from '../support/collaborators.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';
import { jobIn, openScene, type Scene } from './scene.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ delivery: true });
});
afterAll(() => server.close());

async function pluginOf(owner: Person): Promise<Scene> {
  const scene = await openScene(server);
  onTestFinished(scene.receiver.close);
  await giveTo(server, scene.install.plugin.id, owner.id);
  return scene;
}

const list = async ({ headers }: Pick<Person, 'headers'>, query = '') => {
  const path = `${server.url}/platform/v1/deliveries${query}`;
  const answer = await send(path, 'GET', undefined, headers);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};
const idsOf = async (person: Pick<Person, 'headers'>, query = ''): Promise<string[]> =>
  (await list(person, query)).data.map(({ id }: { id: string }) => id);

async function delivered(scene: Scene, identifier: string): Promise<string> {
  const id = await scene.emit({ identifier });
  await jobIn(server, id, 'done', 1);
  return id;
}

test('what was sent to all plugins of somebody is one list, newest first, and nobody else’s', async () => {
  const [mine, stranger] = [await createPerson(server), await createPerson(server)];
  const first = await pluginOf(mine);
  const second = await pluginOf(mine);
  const others = await pluginOf(stranger);
  const jobs = [
    await delivered(first, 'visitor:1'),
    await delivered(second, 'visitor:2'),
    await delivered(first, 'visitor:3'),
  ];
  const foreign = await delivered(others, 'visitor:1');
  const newest = jobs.toReversed();
  expect(await idsOf(mine)).toEqual(newest);
  expect(await idsOf(stranger)).toEqual([foreign]);
  expect(await idsOf(await createPerson(server))).toEqual([]);
  const { data } = await list(mine);
  expect(data[1]).toMatchObject({
    plugin_id: second.install.plugin.id,
    plugin_slug: second.install.plugin.slug,
    space_name: 'Space',
    attempts_total: 1,
    last_attempt: { status_code: 200 },
  });

  const page = await list(mine, '?limit=2');
  const rest = await list(mine, `?limit=2&cursor=${page.next_cursor}`);
  const paged = [...page.data, ...rest.data].map(({ id }: { id: string }) => id);
  expect(paged).toEqual(newest);
  expect(rest.next_cursor).toBeNull();
});

test('it is narrowed like the list of one plugin, and no filter leads to what is not theirs', async () => {
  const [mine, stranger] = [await createPerson(server), await createPerson(server)];
  const scene = await pluginOf(mine);
  const others = await pluginOf(stranger);
  const job = await delivered(scene, 'visitor:1');
  await delivered(scene, 'visitor:2');
  await delivered(others, 'visitor:1');
  expect(await idsOf(mine, '?identifier=visitor:1')).toEqual([job]);
  expect(await idsOf(mine, `?install_id=${scene.install.id}&identifier=visitor:1`)).toEqual([job]);
  expect(await idsOf(mine, `?install_id=${others.install.id}`)).toEqual([]);
  expect(await idsOf(mine, `?event=${others.event}`)).toEqual([]);
  expect(await idsOf(mine, `?event=${scene.event}&status=done&limit=1`)).toHaveLength(1);
  expect(await idsOf(mine, '?status=failed')).toEqual([]);
  expect(await idsOf(mine, '?status=queued')).toEqual([]);
  expect(await idsOf(mine, '?since=2099-01-01T00:00:00Z')).toEqual([]);
});

test('a viewer sees them, an operator sees those of their own plugins, and a host key is nobody', async () => {
  const [owner, viewer] = [await createPerson(server), await createPerson(server)];
  const operator = await createPerson(server, true);
  const scene = await pluginOf(owner);
  await collaborate(server, scene.install.plugin.id, viewer.id, 'viewer');
  const job = await delivered(scene, 'visitor:1');
  expect(await idsOf(viewer)).toEqual([job]);
  expect(await idsOf(operator)).toEqual([]);
  expect((await server.api('GET', '/platform/v1/deliveries')).status).toBe(401);
});

test('one delivery says in which space it was', async () => {
  const owner = await createPerson(server);
  const scene = await pluginOf(owner);
  const job = await delivered(scene, 'visitor:1');
  const path = `${server.url}/platform/v1/jobs/${job}`;
  const { body } = await send(path, 'GET', undefined, owner.headers);
  expect(body).toMatchObject({ space_id: scene.install.spaceId, space_name: 'Space' });
});
