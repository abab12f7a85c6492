import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { as, tellIn } from '../../notifications/scene.ts';
import { createPerson, type Person } from '../../space-api/scene.ts';
import { addMember } from '../../support/people.ts';
import { createSpace, emit, installListener } from '../../support/plugins.ts';
import {
  type Answer as PluginAnswer,
  type ReceivedRequest,
  type Receiver,
  startReceiver,
} from '../../support/receiver.ts';
import { type Answer, send, startTestServer, type TestServer } from '../../support/server.ts';
import { waitFor } from '../../support/wait-for.ts';
import { createPlugin, installIn } from '../fixtures.ts';
import { form, type SetupScene, sceneOf, setUpWith } from './scene.ts';

const OF_INSTALL = 8;
const OF_PERSON = 16;
const OF_PLUGIN = 32;
const OF_PROCESS = 128;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    delivery: true,
    env: { PLUGBOARD_RATE_LIMIT: '1000000' },
  });
  return () => server.close();
});
let plugin: Receiver;
let gate: ReturnType<typeof createGate>;
beforeEach(async () => {
  plugin = await startReceiver();
  gate = createGate();
  plugin.answer = (request) => gate.answer(request);
});
afterEach(async () => {
  gate.open();
  await plugin.close();
});

/** Holds the answers of these installs, or of all that set something up, until it is opened. */
function createGate() {
  const held: { installs: number[] | undefined } = { installs: undefined };
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const isHeld = ({ body: { meta } }: ReceivedRequest) =>
    meta.route !== undefined && (held.installs?.includes(Number(meta.install_id)) ?? true);
  return {
    held,
    open,
    answer: (request: ReceivedRequest): PluginAnswer =>
      isHeld(request)
        ? async (_request, response) => {
            await opened;
            response.end('[]');
          }
        : { status: 200, body: [] },
  };
}

const selecting = () => [
  form([
    { key: 'room', type: 'select', label: 'Room', options_url: `${plugin.url}/options` } as never,
  ]),
];

const ask = (scene: SetupScene) => scene.ask(0, 'options', { field: 0 });
const askAs = ({ token }: Person, { id }: SetupScene, signal?: AbortSignal): Promise<Response> =>
  fetch(`${server.url}/platform/v1/installs/${id}/setup/0/options`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{"field":0}',
    ...(signal !== undefined && { signal }),
  });

/** Begins as many calls, and waits until the plugin has them. */
async function hold(times: number, call: () => Promise<Answer>): Promise<Promise<Answer>[]> {
  const before = plugin.requests.length;
  const calls = Array.from({ length: times }, call);
  await waitFor(() => plugin.requests.length >= before + times, {
    describe: `${times} calls at the plugin`,
    progress: () => plugin.requests.length,
  });
  return calls;
}

const statusesOf = async (calls: Promise<Answer>[]) =>
  (await Promise.all(calls)).map(({ status }) => status);

const answered = (times: number, status = 200) => Array.from({ length: times }, () => status);

function expectFull(answer: Answer, of: string): void {
  expect([answer.status, answer.body.code]).toEqual([429, 'too_many_requests']);
  expect(answer.headers.get('retry-after')).toBe('1');
  expect(answer.body.detail).toContain(of);
}

async function admin(...scenes: SetupScene[]): Promise<Person> {
  const person = await createPerson(server);
  for (const { spaceId } of scenes) await addMember(server, spaceId, person.id, 'admin');
  return person;
}

/** The same plugin in a space of its own. */
const another = async ({ plugin: same }: SetupScene) =>
  sceneOf(server, same, await installIn(server, same, { spaceId: await createSpace(server) }));

test('of one install eight calls are under way; one more is refused, asks nobody, and those of other spaces go on', async () => {
  const scene = await setUpWith(server, selecting());
  const elsewhere = await another(scene);
  gate.held.installs = [scene.id];
  const calls = await hold(OF_INSTALL, () => ask(scene));
  expectFull(await ask(scene), `8 calls of the install ${scene.id} `);
  expect((await ask(elsewhere)).status).toBe(200);
  expect(plugin.requests).toHaveLength(OF_INSTALL + 1);
  gate.open();
  expect(await statusesOf(calls)).toEqual(answered(OF_INSTALL));
  const noted = await server.api('GET', `/platform/v1/route_calls?install_id=${scene.id}`);
  expect(noted.body.data).toHaveLength(OF_INSTALL);
});

test('a place is given back by an answer, by a refusal, and by one that cannot be used', async () => {
  const scene = await setUpWith(server, selecting());
  const ways: [number, object | string, number][] = [
    [200, [], 200],
    [412, { message: 'No' }, 422],
    [200, 'nothing of use', 502],
  ];
  for (const [status, body, expected] of ways) {
    plugin.answer = () => ({ status, body });
    for (let round = 0; round < 2; round++) {
      const calls = Array.from({ length: OF_INSTALL }, () => ask(scene));
      expect(await statusesOf(calls)).toEqual(answered(OF_INSTALL, expected));
    }
  }
});

test('a place is given back when the time for an answer is over', async () => {
  const hasty = await startTestServer({ env: { PLUGBOARD_ROUTE_TIMEOUT_MS: '300' } });
  try {
    const scene = await setUpWith(hasty, selecting());
    for (let round = 0; round < 2; round++) {
      const calls = Array.from({ length: OF_INSTALL }, () => ask(scene));
      expect(await statusesOf(calls)).toEqual(answered(OF_INSTALL, 502));
    }
  } finally {
    await hasty.close();
  }
});

test('who goes away gives back no place before the plugin has answered, and then does', async () => {
  const scene = await setUpWith(server, selecting());
  const person = await admin(scene);
  const leaving = new AbortController();
  const calls = Array.from({ length: OF_INSTALL }, () => askAs(person, scene, leaving.signal));
  await plugin.nth(OF_INSTALL);
  leaving.abort();
  const ends = await Promise.allSettled(calls);
  expect(ends.map(({ status }) => status)).toEqual(ends.map(() => 'rejected'));
  expectFull(await ask(scene), `the install ${scene.id}`);
  gate.open();
  await waitFor(
    async () => {
      const round = await statusesOf(Array.from({ length: OF_INSTALL }, () => ask(scene)));
      return round.every((status) => status === 200);
    },
    { describe: 'all places' },
  );
});

test('a person has sixteen calls under way, wherever they are admin; others are asked for as before', async () => {
  const first = await setUpWith(server, selecting());
  const [second, third] = [
    await setUpWith(server, selecting()),
    await setUpWith(server, selecting()),
  ];
  const person = await admin(first, second, third);
  const askFor = (scene: SetupScene) =>
    send(
      `${server.url}/platform/v1/installs/${scene.id}/setup/0/options`,
      'POST',
      { field: 0 },
      {
        authorization: `Bearer ${person.token}`,
      },
    );
  gate.held.installs = [first.id, second.id];
  const calls = [
    ...(await hold(OF_PERSON / 2, () => askFor(first))),
    ...(await hold(OF_PERSON / 2, () => askFor(second))),
  ];
  expectFull(await askFor(third), `16 calls of the person ${person.id} `);
  expect((await ask(third)).status).toBe(200);
  gate.open();
  expect(await statusesOf(calls)).toEqual(answered(OF_PERSON));
});

test('a slow plugin leaves room for others, and all calls together leave deliveries to the same address alone', async () => {
  const told = await installListener(server, 'paper_out', `${plugin.url}/hook`);
  const calls: Promise<Answer>[] = [];
  const outsider = await setUpWith(server, selecting());
  const slow: number[] = [];
  gate.held.installs = slow;
  const holdAll = async (scene: SetupScene) => {
    slow.push(scene.id);
    calls.push(...(await hold(OF_INSTALL, () => ask(scene))));
  };
  for (let plugins = 0; plugins < OF_PROCESS / OF_PLUGIN; plugins++) {
    expect((await ask(outsider)).status).toBe(200);
    const scene = await setUpWith(server, selecting());
    await holdAll(scene);
    for (let installs = 1; installs < OF_PLUGIN / OF_INSTALL; installs++) {
      await holdAll(await another(scene));
    }
    expectFull(await ask(await another(scene)), `32 calls of the plugin ${scene.plugin.id} `);
  }
  expectFull(await ask(outsider), '128 calls of this process ');
  const { jobs } = await emit(server, told.spaceId, 'paper_out');
  await waitFor(
    async () =>
      (await server.api('GET', `/platform/v1/jobs/${jobs[0]?.id}`)).body.status === 'done',
    { describe: 'the delivery' },
  );
  gate.open();
  expect(await statusesOf(calls)).toEqual(answered(OF_PROCESS));
  expect((await ask(outsider)).status).toBe(200);
});

test('an action of a notification is under the same cap, and stays to be chosen', async () => {
  const same = await createPlugin(server, { setup_steps: selecting() });
  const told = await tellIn(server, same);
  const scene = sceneOf(server, same, { id: told.installId, space_id: told.spaceId });
  const actions = [{ label: 'Order paper', callback_url: `${plugin.url}/order` }];
  const id = await told.notify({ message: 'Out of paper', actions });
  const calls = await hold(OF_INSTALL, () => ask(scene));
  expectFull(
    await as(server, told.admin, 'POST', `/${id}/actions/0`, {}),
    `the install ${scene.id}`,
  );
  expect((await as(server, told.admin, 'GET', `/${id}`)).body.actions[0].status).toBe('open');
  gate.open();
  expect(await statusesOf(calls)).toEqual(answered(OF_INSTALL));
  expect((await as(server, told.admin, 'POST', `/${id}/actions/0`, {})).body.status).toBe('called');
});

test('a form may ask about more resources than calls may be under way', async () => {
  const name = 'rooms_of_a_long_form';
  const list_url = `${plugin.url}/list`;
  expect(
    (await server.api('PUT', `/platform/v1/resource_types/${name}`, { list_url })).status,
  ).toBe(201);
  plugin.answer = () => ({ status: 200, body: { data: [{ label: 'Blue', value: 7 }] } });
  const keys = Array.from({ length: 2 * OF_INSTALL + 1 }, (_, number) => `room_${number}`);
  const fields = keys.map((key) => ({ key, type: 'resource_select', label: key, resource: name }));
  const scene = await setUpWith(server, [form(fields as never)]);
  const payload = Object.fromEntries(keys.map((key) => [key, 7]));
  const unknown = await scene.submit(0, { ...payload, room_3: 8, room_16: 9 });
  expect(unknown.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
    '/payload/room_3',
    '/payload/room_16',
  ]);
  const { status, text } = await scene.submit(0, payload);
  expect(status, text).toBe(200);
  expect(plugin.requests).toHaveLength(2 * keys.length);
});
