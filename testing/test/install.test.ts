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
  expect(install.status).toBe('active');
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
  await expect(space.install(3 as never, { manifest: {} })).rejects.toThrow(/A plugin is/);
});

test('a manifest is refused with where and why', async () => {
  const plugin = hearing([]);
  const manifest = { events: [{ name: 'visit' }] };
  await expect(space.install(plugin, { manifest })).rejects.toThrow(/\/events\/0/);
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
  expect(install.status).toBe('active');
  expect((await install.setUp.options('greetings', { search: 'Ada' })).data).toMatchObject([
    { label: 'Hello, Ada', value: 1 },
  ]);
  expect(await install.setUp.remoteValue('desk')).toMatchObject({ value: 'Front desk' });
  await expect(async () => install.setUp.options('others')).rejects.toThrow(/No field/);
  await install.uninstall();
});
