import { createPlugin, refuse, text } from '@plugboard/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Credentials,
  type Install,
  type Plugboard,
  type Space,
  signedRequest,
  startPlugboard,
} from '../src/index.ts';

/** A plugin that prints badges: no visitor gets two. */
const createBadges = () =>
  createPlugin({ onError: () => undefined })
    .on('visit', async ({ payload, config, job, storage }) => {
      const { visitor } = payload as { visitor: string };
      const { greeting = 'Hello' } = config as { greeting?: string };
      const badge = await storage.setUniqueNum(`badge:${visitor}`, { min: 1, max: 999 });
      return job.done(`${greeting}, ${visitor}`, {
        attachments: [text('Badge', String(badge.value))],
        effects: storage.set('last', visitor),
      });
    })
    .options('greetings', async ({ search }) => ({
      data: ['Hello', 'Welcome']
        .filter((one) => one.startsWith(search ?? ''))
        .map((one) => ({ label: one, value: one })),
      cursor: null,
    }))
    .selectedValues('greetings', async ({ value }) => {
      if (value !== 'Hello') return refuse('That greeting is gone');
      return { label: 'Hello', value };
    });

let plugboard: Plugboard;
let space: Space;
let install: Install;
beforeAll(async () => {
  plugboard = await startPlugboard();
  space = await plugboard.space();
  install = await space.install(createBadges(), { config: { greeting: 'Welcome' } });
});
afterAll(() => plugboard.stop());

const visit = async (visitor: string) => (await space.emit('visit', { visitor })).job;

test('a plugin of the SDK is installed as it is', async () => {
  const settled = await (await visit('Ada')).settled();
  expect(settled).toMatchObject({
    status: 'done',
    message: 'Welcome, Ada',
    attachments: [{ type: 'text', label: 'Badge' }],
  });
  expect(await install.storage()).toMatchObject({ last: 'Ada', 'badge:Ada': expect.any(Number) });
});

test('its routes are asked as a form asks them', async () => {
  expect((await install.setUp.options('greetings', { search: 'W' })).data).toMatchObject([
    { label: 'Welcome', value: 'Welcome' },
  ]);
  await expect(install.setUp.selectedValues('greetings', 'Hi')).rejects.toThrow(/greeting is gone/);
});

test('it goes on where its token has ended', async () => {
  await (await visit('Grace')).settled();
  await install.faults.expireTokens();
  expect((await (await visit('Edsger')).settled()).attempts).toHaveLength(1);
  await plugboard.time.advance({ hours: 12 });
  expect((await (await visit('Barbara')).settled()).attempts).toHaveLength(1);
});

test('its calls are made again where they could not be answered', async () => {
  install.callFaults.answer(503, { headers: { 'retry-after': '0' } });
  expect(await (await visit('Donald')).settled()).toMatchObject({ message: 'Welcome, Donald' });
  expect(install.calls.map(({ reply }) => reply?.status)).toContain(503);
});

test('a job that its plugin settles by a call is settled once its attempt has ended, too', async () => {
  let answer: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const other = await plugboard.space();
  await other.install(
    createPlugin().on('visit', async ({ job }) => {
      await job.update({ status: 'done', message: 'Printed' });
      await answered;
      return job.ongoing();
    }),
  );
  const { job } = await other.emit('visit', {});
  const waiting = [job.settled(), job.attempted()];
  await expect.poll(() => job.state()).toMatchObject({ status: 'done', isUnderWay: true });
  answer();
  for (const { status, message, attempts } of await Promise.all(waiting)) {
    expect([status, message, attempts.map(({ status_code }) => status_code)]).toEqual([
      'done',
      'Printed',
      [202],
    ]);
  }
});

test('it refuses what Plugboard has not signed', async () => {
  install.faults.wrongSignature();
  const job = await visit('Mallory');
  expect((await job.attempted()).attempts).toMatchObject([{ status_code: 401 }]);
  expect(await install.storage()).not.toHaveProperty('badge:Mallory');
  await plugboard.time.advance({ seconds: 5 });
  expect((await job.settled()).status).toBe('done');
});

test('it hears a request that was made without a server', async () => {
  const plugin = createPlugin({ onError: () => undefined }).on('visit', ({ payload, job }) =>
    job.done(`Hello, ${(payload as { visitor: string }).visitor}`),
  );
  const request = () =>
    signedRequest({ secret: 'secret', event: 'visit', payload: { visitor: 'Ada' } });
  const response = await plugin.with({ secret: 'secret' }).fetch(request());
  expect([response.status, await response.json()]).toEqual([200, { message: 'Hello, Ada' }]);
  expect((await plugin.with({ secret: 'another' }).fetch(request())).status).toBe(401);
});

test('the url of a request that was made without a server decides which handler of a route hears it', async () => {
  const plugin = createPlugin({ secret: 'secret' })
    .options('rooms', ({ search }) => [{ label: `Room ${search}`, value: 1 }])
    .validate('connect', ({ payload }) => ({ given: payload }));
  const secret = 'secret';
  const options = signedRequest({
    secret,
    route: 'step-0-field-0-options',
    url: '/options/rooms',
    params: { search: 'west' },
  });
  expect(await (await plugin.fetch(options)).json()).toMatchObject([{ label: 'Room west' }]);
  const route = 'step-0-validation';
  const validation = signedRequest({ secret, route, url: '/connect', payload: { account: 7 } });
  expect(await (await plugin.fetch(validation)).json()).toEqual({ given: { account: 7 } });
});

test('it knows who looks at its page, and when they have looked for too long', async () => {
  const { credentials } = install;
  const plugin = createBadges().with(credentials);
  const token = await install.viewerToken({ userId: 7, role: 'editor' });
  const request = new Request('https://plugin.example', {
    headers: { sb_app_bridge_token: token },
  });
  const viewer = { spaceId: space.id, installId: install.id, userId: 7, role: 'editor' };
  expect(await plugin.viewer(request)).toMatchObject(viewer);
  const issuedAt = new Date(Date.now() - 2 * 3_600_000);
  const old = plugin.viewer(await install.viewerToken({ issuedAt }));
  await expect(old).rejects.toMatchObject({ code: 'expired_token' });
});

test('what a plugin does outside of handlers is done with the credentials that its function was given', async () => {
  const createCounting = (credentials: Credentials) => {
    const plugin = createPlugin(credentials).on('visit', async ({ job }) => {
      await plugin.storage.increment('visitors');
      return job.done();
    });
    return plugin;
  };
  const there = await plugboard.space();
  const manifest = { events: [{ name: 'visit', url: '/hook' }] };
  const counting = await there.install((given) => createCounting(given), { manifest });
  await (await there.emit('visit', {})).job.settled();
  expect(await createCounting(counting.credentials).storage.get('visitors')).toMatchObject({
    value: 1,
  });
});
