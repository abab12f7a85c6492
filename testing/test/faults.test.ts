import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Plugboard, type Space, startPlugboard } from '../src/index.ts';
import { type Heard, hearing, logIn, statusOfCall } from './support/plugin.ts';

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
  expect(install.deliveries[0]?.reply?.status).toBe(200);
  await plugboard.time.advance({ seconds: 5 });
  expect((await job.settled()).status).toBe('done');
  expect(plugin.heard).toHaveLength(2);
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
  await using hasty = await startPlugboard({ env: { PLUGBOARD_ATTEMPT_TIMEOUT_MS: '300' } });
  const there = await hasty.space();
  const install = await there.install(hearing(['visit']));
  install.faults.delay(600);
  const { job } = await there.emit('visit', {});
  expect((await job.attempted()).attempts).toMatchObject([{ stage: 'timeout' }]);
  await hasty.time.advance({ seconds: 5 });
  expect((await job.settled()).status).toBe('done');
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
  expect(install.calls.map(({ path, arrived, reply }) => [path, arrived, reply?.status])).toEqual([
    ['/a/auth/v0/token', true, 200],
    ['/api/v2/plugin-services/storage', false, 429],
    ['/api/v2/plugin-services/storage', true, 200],
    ['/api/v2/plugin-services/storage', true, 200],
  ]);
});
