import { beforeEach, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { moveInstalls } from '../../src/roll-outs/move-installs.ts';
import { jobIn, jobWaits } from '../delivery/scene.ts';
import {
  createSpace,
  defineEventType,
  emit,
  installPlugin,
  registerPlugin,
  type TestInstall,
  type TestPlugin,
} from '../support/plugins.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let receiver: Receiver;
let plugin: TestPlugin;
/** On release 3, as everybody, which says what release 1 said; the other one is moved to release 2. */
let stays: TestInstall;
let moves: TestInstall;

beforeEach(async () => {
  server = await startTestServer({
    delivery: true,
    env: { PLUGBOARD_POLL_MS: '20', PLUGBOARD_RETRY_SCHEDULE: '0,3600' },
  });
  receiver = await startReceiver();
  await defineEventType(server, 'opened');
  await defineEventType(server, 'closed');
  plugin = await registerPlugin(server, { events: events('one', 1) });
  await put([...events('two', 2), { name: 'closed', url: `${receiver.url}/two/closed` }]);
  stays = await installPlugin(server, plugin, await createSpace(server));
  moves = await installPlugin(server, plugin, await createSpace(server));
  await put(events('one', 1));
  for (const { id } of [stays, moves]) await told(id, 3);
  receiver.requests.length = 0;
  return async () => {
    await server.close();
    await receiver.close();
  };
});

const events = (path: string, floor: number) => [
  { name: 'opened', url: `${receiver.url}/${path}`, filter: { floor: [floor] } },
  { name: 'plugin_updated', url: `${receiver.url}/${path}/updated` },
];

async function put(hears: object[]): Promise<void> {
  const { id, slug } = plugin;
  const manifest = { name: slug, slug, events: hears };
  const answer = await server.api('PUT', `/platform/v1/plugins/${id}/manifest`, manifest);
  expect(answer.status, answer.text).toBe(201);
}

const move = (release: number | null, ...installs: TestInstall[]) =>
  server.pool.transaction((tx) =>
    moveInstalls(
      tx,
      plugin.id,
      installs.map(({ id }) => id),
      release,
    ),
  );

/** The jobs of an event in the space of an install. */
const tell = async ({ spaceId }: TestInstall, name: string, floor: number) =>
  (await emit(server, spaceId, name, { payload: { floor } })).jobs.map(({ id }) => id);

/** Waits until the plugin has heard, and the job is over, that an install is on a release. */
async function told(installId: number, release: number): Promise<string> {
  const isIt = ({ body }: Receiver['requests'][number]) =>
    body.meta.event === 'plugin_updated' &&
    body.meta.install_id === String(installId) &&
    body.payload.release === release;
  for (let n = 1; ; n++) {
    const request = await receiver.nth(n);
    if (!isIt(request)) continue;
    await jobIn(server, request.body.meta.job.id, 'done');
    return request.path;
  }
}

const endpoints = async () =>
  (await server.api('GET', `/platform/v1/plugins/${plugin.id}/endpoints`)).body.data
    .filter((one: { event_name: string }) => one.event_name === 'opened')
    .map((one: { url: string; status: string }) => [
      one.url.slice(receiver.url.length),
      one.status,
    ]);

const path = async (id: string) => {
  const job = await jobIn(server, id, 'done');
  return new URL(job.attempts.at(-1).url).pathname;
};

test('each install hears what its release hears, where that is heard, and back', async () => {
  expect(await move(2, moves)).toEqual([moves.id]);
  expect(await told(moves.id, 2)).toBe('/two/updated');
  expect(await tell(stays, 'opened', 2)).toEqual([]);
  expect(await tell(moves, 'opened', 1)).toEqual([]);
  expect(await tell(stays, 'closed', 1)).toEqual([]);
  expect(await path((await tell(stays, 'opened', 1))[0] as string)).toBe('/one');
  expect(await path((await tell(moves, 'opened', 2))[0] as string)).toBe('/two');
  expect(await path((await tell(moves, 'closed', 1))[0] as string)).toBe('/two/closed');

  expect(await move(2, moves)).toEqual([]);
  expect(await move(null, moves, stays)).toEqual([moves.id]);
  expect(await told(moves.id, 3)).toBe('/one/updated');
  expect(await tell(moves, 'closed', 1)).toEqual([]);
  expect(await path((await tell(moves, 'opened', 1))[0] as string)).toBe('/one');
  expect(receiver.requests.filter(({ path }) => path.endsWith('/updated'))).toHaveLength(2);
});

test('what is queued goes where the install hears by then, and each URL has its own health', async () => {
  receiver.answer = (request) => (request.path === '/one' ? 500 : 200);
  const [waiting] = await tell(moves, 'opened', 1);
  const [other] = await tell(stays, 'opened', 1);
  await jobWaits(server, waiting as string, 'scheduled');
  await jobWaits(server, other as string, 'scheduled');
  await move(2, moves);
  expect(await endpoints()).toEqual([
    ['/one', 'failing'],
    ['/two', 'healthy'],
  ]);
  await server.api('POST', `/platform/v1/jobs/${waiting}/retry`);
  expect(await path(waiting as string)).toBe('/two');
  expect(await endpoints()).toEqual([
    ['/one', 'failing'],
    ['/two', 'healthy'],
  ]);
  const health = (of: TestInstall) => server.api('GET', `/platform/v1/installs/${of.id}/health`);
  expect((await health(stays)).body.endpoints[0].state).not.toBe('answers');
  expect((await health(moves)).body.endpoints.map((one: { state: string }) => one.state)).toEqual(
    Array(3).fill('answers'),
  );
});

test('what waits for a worker that was disabled goes on for installs that have another one, and for no others', async () => {
  const endpoint = `/platform/v1/plugins/${plugin.id}/endpoints`;
  const all = async (action: 'disable' | 'enable') => {
    const { body } = await server.api('GET', endpoint);
    for (const { event_name, url } of body.data) {
      if (event_name !== 'opened') continue;
      const path = `${endpoint}/opened/${action}?url=${encodeURIComponent(url)}`;
      const answer = await server.api('POST', path);
      expect(answer.status, answer.text).toBe(200);
    }
  };
  await all('disable');
  const [moved] = await tell(moves, 'opened', 1);
  const [parked] = await tell(stays, 'opened', 1);
  // Before a worker can set it aside once more.
  const queued = await server.pool.transaction(async (tx) => {
    await moveInstalls(tx, plugin.id, [moves.id], 2);
    return tx.query(sql`
      select q.job_id from job_queue q join jobs j on j.id = q.job_id where j.name = 'opened'`);
  });
  expect(queued).toEqual([{ job_id: moved }]);
  expect(await path(moved as string)).toBe('/two');
  await jobIn(server, parked as string, 'parked');

  // Both are disabled by then, and go on each at its own.
  await all('disable');
  const [again] = await tell(moves, 'opened', 2);
  await jobIn(server, again as string, 'parked');
  await all('enable');
  expect(await path(parked as string)).toBe('/one');
  expect(await path(again as string)).toBe('/two');
});

test('what the host publishes reaches those as well that are on an older release of their own', async () => {
  await move(2, moves);
  await told(moves.id, 2);
  receiver.requests.length = 0;
  await put(events('four', 4));
  expect(await told(stays.id, 4)).toBe('/four/updated');
  expect(await told(moves.id, 4)).toBe('/four/updated');
  for (const install of [stays, moves])
    expect(await path((await tell(install, 'opened', 4))[0] as string)).toBe('/four');
  expect((await endpoints()).map(([url]: [string]) => url)).toEqual(['/four']);
});

test('only a release that is published can be moved to', async () => {
  await expect(move(9, moves)).rejects.toThrow('no release');
});
