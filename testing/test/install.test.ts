import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Credentials, type Plugboard, type Space, startPlugboard } from '../src/index.ts';
import { hearing } from './support/plugin.ts';

let plugboard: Plugboard;
let space: Space;
beforeAll(async () => {
  plugboard = await startPlugboard();
  space = await plugboard.space({ name: 'Acme', attributes: { time_zone: 'Europe/Zurich' } });
});
afterAll(() => plugboard.stop());

const MANIFEST = { events: [{ name: 'visit', url: '/hook?a=1' }] };

test('a plugin that says what it handles needs no manifest', async () => {
  const plugin = hearing(['visit', 'plugin_installed']);
  const install = await space.install(plugin, { config: { greeting: 'Hello' } });
  expect(await install.status()).toBe('active');
  expect(install.plugin.manifest.events).toMatchObject([
    { name: 'visit', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/events\/visit$/) },
    { name: 'plugin_installed' },
  ]);
  const event = await space.emit('visit', { name: 'Ada' }, { identifier: 'visit:1' });
  await event.job.settled();
  const heard = plugin.heard.find(({ body }) => body.meta.event === 'visit');
  expect(heard?.body).toMatchObject({
    meta: {
      config: { greeting: 'Hello' },
      install_id: String(install.id),
      job: { id: event.job.id, identifier: 'visit:1' },
      location: { attributes: { name: 'Acme', 'time-zone': 'Europe/Zurich' } },
    },
    payload: { name: 'Ada' },
  });
  expect(plugin.credentials).toEqual(install.credentials);
  expect(await install.config()).toEqual({ greeting: 'Hello' });
  await install.uninstall();
});

test('what was sent can be looked at, byte for byte', async () => {
  const plugin = hearing(['visit'], () => Response.json({ message: 'Hi' }, { status: 400 }));
  const install = await space.install(plugin);
  const event = await space.emit('visit', { name: 'Ada' });
  const job = event.jobs.find(({ installId }) => installId === install.id);
  expect(await job?.settled()).toMatchObject({ status: 'ignored', message: 'Hi' });
  const [delivery, ...others] = install.deliveries;
  expect(others).toEqual([]);
  expect(delivery).toMatchObject({
    method: 'POST',
    path: '/events/visit',
    body: plugin.heard[0]?.text,
    json: plugin.heard[0]?.body,
    arrived: true,
    reply: { status: 400, body: '{"message":"Hi"}' },
  });
  expect(delivery?.headers['webhook-id']).toBe(event.job.id);
  expect(plugin.heard[0]?.request.headers.get('webhook-id')).toBe(event.job.id);
  await install.uninstall();
});

const respond = async (request: IncomingMessage, response: ServerResponse) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  const { meta } = JSON.parse(text);
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ message: `${request.method} ${request.url} ${meta.event}` }));
};

test('a plugin may be a request listener of Node.js', async () => {
  const listener = (request: IncomingMessage, response: ServerResponse) =>
    void respond(request, response);
  const install = await space.install(listener, { manifest: MANIFEST });
  const event = await space.emit('visit', {});
  expect((await event.job.settled()).message).toBe('POST /hook?a=1 visit');
  await install.uninstall();
});

test('a plugin may be made of its credentials', async () => {
  const plugin = hearing([], () => new Response());
  const given: Credentials[] = [];
  const factory = async (credentials: Credentials) => {
    given.push(credentials);
    return plugin;
  };
  const install = await space.install(factory, { manifest: MANIFEST });
  expect(given).toEqual([install.credentials]);
  expect(install.credentials.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const event = await space.emit('visit', {});
  expect((await event.job.settled()).status).toBe('done');
  await install.uninstall();
});

test('a plugin may be a service that runs somewhere', async () => {
  const service = createServer((request, response) => void respond(request, response));
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const { port } = service.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/below`;
  const install = await space.install(url, { manifest: MANIFEST });
  const event = await space.emit('visit', {});
  expect((await event.job.settled()).message).toBe('POST /below/hook?a=1 visit');
  await install.uninstall();
  service.close();
});

test('a plugin that says nothing of what it handles needs a manifest', async () => {
  await expect(space.install('http://127.0.0.1:9')).rejects.toThrow(/give its manifest/);
});

test.each([
  [undefined, /got undefined\. A plugin is/],
  [3, /got the number "3"/],
  [Promise.resolve(hearing(['visit'])), /got a Promise: await it/],
  [{ default: hearing(['visit']) }, /got a module: give its `default`/],
  [{ [Symbol.toStringTag]: 'Module', greeter: hearing([]) }, /a module: give one of .*\(greeter\)/],
  ['localhost:3000', /got "localhost:3000": an address begins with http:\/\//],
  [new URL('ftp://localhost'), /an address begins with/],
  [createServer(), /got an object of Server: it has no method fetch/],
  [{ events: [] }, /got an object with events: it has no method fetch/],
])('what is no plugin is refused with what came: %o', async (plugin, message) => {
  await expect(space.install(plugin as never, { manifest: MANIFEST })).rejects.toThrow(message);
});

test('a function of the credentials that gives no plugin is told what it gave', async () => {
  const given = space.install((() => undefined) as never, { manifest: MANIFEST });
  await expect(given).rejects.toThrow(/The function of the credentials gave undefined/);
});

test('an option that there is not is refused with those that there are', async () => {
  const options = { scope: ['visits.read'] } as never;
  await expect(space.install(hearing(['visit']), options)).rejects.toThrow(
    'space.install has no option "scope": it has manifest, config, scopes',
  );
});

test('a plugin that handles nothing is refused unless its manifest is given', async () => {
  await expect(space.install(hearing([]))).rejects.toThrow(/handles nothing.*last of the chain/);
  await (await space.install(hearing([]), { manifest: MANIFEST })).uninstall();
});

test('a route that no made manifest can name is refused unless a manifest is given', async () => {
  const routes = [
    { kind: 'options', name: 'rooms' },
    { kind: 'selected-values', name: 'rooms' },
    { kind: 'selected-values', name: 'desks' },
    { kind: 'validation', name: 'check' },
    { kind: 'migration', name: '' },
    { kind: 'notification-action', name: '' },
  ];
  const plugin = Object.assign(hearing(['visit']), { routes });
  await expect(space.install(plugin)).rejects.toThrow(
    /No manifest can be made for selected-values "desks", validation "check", as .*give the manifest/,
  );
  await (await space.install(plugin, { manifest: MANIFEST })).uninstall();
});

test('its status is that of now, such as once its set-up was submitted', async () => {
  const field = { key: 'greeting', type: 'text', label: 'Greeting', required: true };
  const manifest = {
    ...MANIFEST,
    setup_steps: [{ type: 'form', title: 'Words', fields: [field] }],
  };
  const install = await space.install(hearing([]), { manifest });
  expect(await install.status()).toBe('setup');
  await install.setUp.submit(0, { greeting: 'Hello' });
  expect(await install.status()).toBe('active');
  await install.uninstall();
});

test('a manifest is refused with where and why', async () => {
  const plugin = hearing([]);
  const manifest = { events: [{ name: 'visit' }] };
  await expect(space.install(plugin, { manifest })).rejects.toThrow(/\/events\/0/);
});

test('a manifest that nobody awaited is refused', async () => {
  const manifest = (async () => MANIFEST) as never;
  await expect(space.install(hearing([]), { manifest })).rejects.toThrow(
    'space.install got a Promise as manifest: give an object',
  );
});

test('a manifest may be made of the address of the plugin', async () => {
  const plugin = hearing([]);
  const install = await space.install(plugin, {
    manifest: (baseUrl) => ({
      name: 'Greeter',
      events: [{ name: 'visit', url: `${baseUrl}/hook` }],
    }),
  });
  const event = await space.emit('visit', {});
  await event.job.settled();
  expect(install.plugin.manifest.name).toBe('Greeter');
  expect(new URL(plugin.heard[0]?.request.url ?? '').pathname).toBe('/hook');
  await install.uninstall();
});

test('scopes are defined and granted, and the plugin may act for who installed it', async () => {
  const plugin = hearing([]);
  const manifest = { ...MANIFEST, scopes: ['visits.read'], optional_scopes: ['visits.write'] };
  const install = await space.install(plugin, { manifest });
  await (await space.emit('visit', {})).job.settled();
  expect(plugin.heard[0]?.body.meta.auth).toMatchObject({ token_type: 'Bearer' });
  const found = await plugboard.call('GET', `/platform/v1/installs/${install.id}`);
  expect(found).toMatchObject({ scopes: ['visits.read'] });
  await install.uninstall();
});

test('one plugin can be installed in several spaces', async () => {
  const plugin = hearing(['visit']);
  const other = await plugboard.space();
  const here = await space.install(plugin);
  const there = await other.install(plugin);
  expect(there.plugin.id).toBe(here.plugin.id);
  await (await other.emit('visit', {})).job.settled();
  expect(here.deliveries).toEqual([]);
  expect(there.deliveries).toHaveLength(1);
  await here.uninstall();
});

test('a form asks the plugin for its options', async () => {
  const plugin = hearing([], ({ body }) =>
    body.meta.route.endsWith('-options')
      ? Response.json([{ label: `Hello, ${body.meta.params.search}`, value: 1 }])
      : Response.json({ value: 'Front desk' }),
  );
  plugin.events = ['visit'];
  const install = await space.install(
    Object.assign(plugin, {
      routes: [
        { kind: 'options', name: 'greetings' },
        { kind: 'remote-value', name: 'desk' },
      ],
    }),
  );
  expect(await install.status()).toBe('active');
  expect((await install.setUp.options('greetings', { search: 'Ada' })).data).toMatchObject([
    { label: 'Hello, Ada', value: 1 },
  ]);
  expect(await install.setUp.remoteValue('desk')).toMatchObject({ value: 'Front desk' });
  const { options, selectedValues, remoteValue } = install.setUp;
  const wrong = [options('others'), selectedValues('others', 1), remoteValue('others')];
  for (const one of wrong) await expect(one).rejects.toThrow(/No field/);
  await install.uninstall();
});
