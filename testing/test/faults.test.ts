import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FetchPlugin, type Plugboard, type Space, startPlugboard } from '../src/index.ts';
import { callAs, type Heard, hearing, logIn, statusOfCall } from './support/plugin.ts';

let plugboard: Plugboard;
let space: Space;
beforeAll(async () => {
  plugboard = await startPlugboard();
});
afterAll(() => plugboard.stop());

async function installed(answer?: Parameters<typeof hearing>[1]) {
  space = await plugboard.space();
  const plugin = hearing(['visit'], answer);
  const install = await space.install(plugin);
  return { plugin, install };
}

test('a request may come twice, and counts once', async () => {
  const { plugin, install } = await installed(() => Response.json({ message: 'Hi' }));
  install.faults.duplicate();
  const { job } = await space.emit('visit', {});
  expect(await job.settled()).toMatchObject({ status: 'done', attempts: [{ number: 1 }] });
  expect(plugin.heard).toHaveLength(2);
  expect(plugin.heard[1]?.text).toBe(plugin.heard[0]?.text);
  const ids = plugin.heard.map(({ request }) => request.headers.get('webhook-id'));
  expect(ids).toEqual([job.id, job.id]);
  expect(install.deliveries).toHaveLength(2);
  await (await space.emit('visit', {})).job.settled();
  expect(plugin.heard).toHaveLength(3);
});

test('a plugin has heard of its install when that is done, and a fault is for the next request then', async () => {
  const plugin = hearing(['plugin_installed', 'visit']);
  space = await plugboard.space();
  const install = await space.install(plugin);
  expect(install.deliveries.map(({ json }) => json)).toMatchObject([
    { meta: { event: 'plugin_installed' } },
  ]);
  install.faults.duplicate();
  await (await space.emit('visit', {})).job.settled();
  expect(install.deliveries).toHaveLength(3);
});

test('a plugin that fails when it is installed is installed all the same', async () => {
  const plugin = hearing(['plugin_installed'], () => new Response(null, { status: 500 }));
  const install = await (await plugboard.space()).install(plugin);
  expect(install.deliveries).toMatchObject([{ reply: { status: 500 } }]);
});

test('a fault can be for one event, and others pass', async () => {
  space = await plugboard.space();
  const install = await space.install(hearing(['visit', 'leave']));
  install.faults.answer(503, { of: 'leave' });
  await (await space.emit('visit', {})).job.settled();
  const { job } = await space.emit('leave', {});
  expect((await job.attempted()).attempts).toMatchObject([{ status_code: 503 }]);
});

test('a request may come twice at the same moment', async () => {
  let under = 0;
  let most = 0;
  const { install } = await installed(async () => {
    most = Math.max(most, ++under);
    await new Promise((resolve) => setImmediate(resolve));
    under--;
    return new Response();
  });
  install.faults.duplicate({ atOnce: true });
  await (await space.emit('visit', {})).job.settled();
  expect([install.deliveries.length, most]).toEqual([2, 2]);
});

test('two requests may come in the other order', async () => {
  const { plugin, install } = await installed();
  install.faults.reorder();
  const first = await space.emit('visit', { n: 1 });
  const second = await space.emit('visit', { n: 2 });
  await Promise.all([first.job.settled(), second.job.settled()]);
  expect(plugin.heard.map(({ body }) => body.payload.n)).toEqual([2, 1]);
});

test('another may answer in the place of the plugin', async () => {
  const { plugin, install } = await installed();
  install.faults.answer(503, {
    headers: { 'retry-after': '600' },
    body: { message: 'Busy' },
    times: 2,
  });
  const { job } = await space.emit('visit', {});
  await job.attempted(1);
  expect(plugin.heard).toEqual([]);
  expect(install.deliveries).toMatchObject([
    { arrived: false, reply: { status: 503, body: '{"message":"Busy"}' } },
  ]);
  await expect(job.settled()).rejects.toThrow(/the next attempt is due in/);
  await plugboard.time.advance({ minutes: 20 });
  await job.attempted(2);
  await plugboard.time.advance({ minutes: 20 });
  expect((await job.settled()).attempts.map(({ status_code }) => status_code)).toEqual([
    503, 503, 200,
  ]);
});

test('a reply may get lost: the plugin is asked again for what it has done', async () => {
  const { plugin, install } = await installed();
  install.faults.loseReply();
  const { job } = await space.emit('visit', {});
  expect((await job.attempted()).attempts).toMatchObject([{ stage: 'response' }]);
  expect(install.deliveries).toMatchObject([{ arrived: true, lost: true, reply: { status: 200 } }]);
  await plugboard.time.advance({ seconds: 5 });
  expect((await job.settled()).status).toBe('done');
  expect(plugin.heard).toHaveLength(2);
  expect(install.deliveries.map(({ lost }) => lost)).toEqual([true, false]);
});

const isSigned = ({ request, text }: Heard, secret: string): boolean =>
  request.headers.get('x-envoy-signature') ===
  createHmac('sha256', secret).update(text).digest('base64');

test('signatures may be wrong', async () => {
  const { plugin, install } = await installed((heard, { credentials }) =>
    isSigned(heard, credentials?.secret ?? '')
      ? new Response()
      : new Response('Wrong signature', { status: 401 }),
  );
  install.faults.wrongSignature();
  const { job } = await space.emit('visit', {});
  expect((await job.attempted()).attempts).toMatchObject([{ status_code: 401 }]);
  const [forged] = plugin.heard as [Heard];
  const { headers } = forged.request;
  const keyed = createHmac('sha256', install.credentials.secret);
  keyed.update(`${job.id}.${headers.get('webhook-timestamp')}.${forged.text}`);
  expect(headers.get('webhook-signature')).not.toBe(`v1,${keyed.digest('base64')}`);
  await plugboard.time.advance({ seconds: 5 });
  expect((await job.settled()).status).toBe('done');
});

test('a request may take so long that Plugboard gives up', async () => {
  await using hasty = await startPlugboard({
    env: {
      PLUGBOARD_ATTEMPT_TIMEOUT_MS: '300',
      PLUGBOARD_RETRY_SCHEDULE: `0${',60'.repeat(99)}`,
    },
  });
  const there = await hasty.space();
  const install = await there.install(hearing(['visit']));
  install.faults.delay(600);
  const { job } = await there.emit('visit', {});
  expect((await job.attempted()).attempts).toMatchObject([{ stage: 'timeout' }]);
  // On a slow machine one that is not held up may take too long, too.
  for (let n = 2; (await job.state()).status !== 'done'; n++) {
    await hasty.time.advance({ minutes: 1 });
    await job.attempted(n);
  }
});

test('tokens may end: the next call is refused', async () => {
  const { install } = await installed();
  const { credentials } = install;
  const token = await logIn(credentials);
  const ask = (as: string) => statusOfCall(credentials, as);
  expect(await ask(token)).toBe(200);
  await install.faults.expireTokens();
  expect(await ask(token)).toBe(401);
  expect(await ask(await logIn(credentials))).toBe(200);
});

test('faults are of one install', async () => {
  const { plugin, install } = await installed();
  const other = await plugboard.space();
  await other.install(plugin);
  install.faults.answer(500);
  await (await other.emit('visit', {})).job.settled();
  expect(plugin.heard).toHaveLength(1);
  install.faults.clear();
  expect((await (await space.emit('visit', {})).job.settled()).status).toBe('done');
});

test('what makes no sense is refused', async () => {
  const { install } = await installed();
  expect(() => install.faults.answer(100)).toThrow(/from 200 to 599/);
  expect(() => install.faults.delay(-1)).toThrow(/milliseconds/);
  expect(() => install.faults.duplicate({ times: 0 })).toThrow(/times must be/);
  expect(() => install.faults.loseReply({ time: 2 } as never)).toThrow(
    'loseReply has no option "time": it has times, of',
  );
  expect(() => install.callFaults.loseReply({ of: '/' })).toThrow(/a part of the path/);
});

test('calls of the plugin can go wrong, too', async () => {
  const { install } = await installed();
  const { credentials } = install;
  const token = await logIn(credentials);
  const call = () => statusOfCall(credentials, token);
  install.callFaults.answer(429, { headers: { 'retry-after': '1' } });
  expect(await call()).toBe(429);
  install.callFaults.loseReply();
  await expect(call()).rejects.toThrow();
  install.callFaults.delay(1);
  expect(await call()).toBe(200);
  const went = install.calls.map(({ path, arrived, lost, reply }) => [
    path.split('/').at(-1),
    { arrived, lost },
    reply?.status,
  ]);
  expect(went).toEqual([
    ['token', { arrived: true, lost: false }, 200],
    ['storage', { arrived: false, lost: false }, 429],
    ['storage', { arrived: true, lost: true }, 200],
    ['storage', { arrived: true, lost: false }, 200],
  ]);
});

test('what goes wrong with calls leaves log-ins alone, unless they are named', async () => {
  const { install } = await installed();
  const { credentials } = install;
  install.callFaults.answer(503);
  const token = await logIn(credentials);
  expect(await statusOfCall(credentials, token)).toBe(503);
  install.callFaults.loseReply({ of: 'token' });
  expect(await statusOfCall(credentials, token)).toBe(200);
  await expect(logIn(credentials)).rejects.toThrow();
});

test('what goes wrong with calls can be for some of them, by their path', async () => {
  const { install } = await installed();
  const { credentials } = install;
  const token = await logIn(credentials);
  install.callFaults.answer(503, { of: 'jobs' });
  install.callFaults.answer(429, { of: 'plugin-services/storage' });
  expect(await statusOfCall(credentials, token)).toBe(429);
  expect(await statusOfCall(credentials, token)).toBe(200);
  expect((await callAs(credentials, token, 'PATCH', '/jobs/1', {})).status).toBe(503);
});

const FORM = {
  type: 'form',
  title: 'Room',
  validation_url: '/validation/room',
  fields: [
    { key: 'about', type: 'info', label: 'About', text: 'Rooms' },
    {
      key: 'room',
      type: 'mapping',
      label: 'Room',
      left_options: [{ label: 'West', value: 1 }],
      right_field: { type: 'select', options_url: '/options/rooms' },
    },
  ],
};

test('a fault of what the manifest has not is refused with what it has', async () => {
  space = await plugboard.space();
  const manifest = { events: [{ name: 'visit', url: '/events/visit' }], setup_steps: [FORM] };
  const { faults, plugin } = await space.install(hearing([]), { manifest });
  expect(() => faults.answer(503, { of: 'vist' })).toThrow(
    /neither an event nor a route vist; there is visit, step-0-validation, step-0-field-1-options, migration/,
  );
  faults.answer(503, { of: 'step-0-field-1-options' });
  faults.answer(503, { of: 'visit' });
  const path = `/platform/v1/plugins/${plugin.id}`;
  await plugboard.call('PUT', `${path}/manifest`, {
    ...plugin.manifest,
    events: [{ name: 'plugin_updated', url: 'http://127.0.0.1:59999/' }],
  });
  // Of a release that the test made by itself.
  faults.answer(503, { of: 'plugin_updated' });
});

test.each([
  ['http://127.0.0.1:9', /attempt 1: answered 500 connect ECONNREFUSED 127\.0\.0\.1:9/],
  [
    failing(() => Promise.reject(new TypeError('No printer'))),
    /fetch threw: TypeError: No printer/,
  ],
  // As of an address with several others, such as `localhost`.
  [
    failing(() => Promise.reject(new AggregateError([new Error('No IPv6'), new Error('No IPv4')]))),
    /fetch threw: No IPv6; No IPv4/,
  ],
  [failing(() => undefined), /the plugin's fetch returned undefined, not a Response/],
  [failing(() => ({ status: 200 })), /returned an object with status, not a Response/],
])('waiting says why a plugin did not answer: %o', async (plugin, why) => {
  space = await plugboard.space();
  await space.install(plugin, { manifest: { events: [{ name: 'visit', url: '/hook' }] } });
  const { job } = await space.emit('visit', {});
  await expect(job.settled()).rejects.toThrow(why);
});

/** A plugin that answers nothing that could be sent. */
function failing(fetch: () => unknown): FetchPlugin {
  return { fetch: fetch as FetchPlugin['fetch'] };
}
