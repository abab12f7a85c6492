import { Webhook } from 'standardwebhooks';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPerson } from '../../space-api/scene.ts';
import { type Receiver, startReceiver } from '../../support/receiver.ts';
import { send, startTestServer, type TestServer } from '../../support/server.ts';
import { form, type SetupScene, setUpWith } from './scene.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});
let host: Receiver;
beforeEach(async () => {
  host = await startReceiver({
    status: 200,
    body: '{"data":[{"label":"Blue","value":7.0}],"cursor":"c"}',
  });
});
afterEach(() => host.close());

let counter = 0;

/** A kind of resources of its own, and an install that lets people choose from it. */
async function choosing(): Promise<{ name: string; secret: string; scene: SetupScene }> {
  const name = `rooms_${++counter}`;
  const path = `/platform/v1/resource_types/${name}`;
  const { status, body } = await server.api('PUT', path, { list_url: `${host.url}/list` });
  expect([status, body.name]).toEqual([201, name]);
  const field = { key: 'room', type: 'resource_select', label: 'Room', resource: name };
  const scene = await setUpWith(server, [form([{ ...field, required: true } as never])], {
    install: { config: { secret: 'canary' } },
  });
  return { name, secret: body.signing_secret, scene };
}

test('resources of the host are asked for in the shape of a route, signed by a secret of their own', async () => {
  const { name, secret, scene } = await choosing();
  const found = await scene.ask(0, 'options', { field: 0, search: 'bl' });
  expect(found.text).toBe(
    '{"data":[{"label":"Blue","value":7.0,"is_disabled":false}],"cursor":"c","next_page":null}',
  );
  const { body, headers, text } = await host.nth(1);
  expect(body).toMatchObject({
    meta: {
      route: 'resources',
      install_id: String(scene.id),
      config: {},
      params: { resource: name, search: 'bl', location_id: String(scene.spaceId) },
      auth: null,
    },
    payload: {},
  });
  expect(text).not.toContain('canary');
  expect(headers['x-envoy-signature']).toBeUndefined();
  expect(() => new Webhook(secret).verify(text, headers)).not.toThrow();
  await scene.ask(0, 'options', { field: 0, cursor: 'c' });
  expect((await host.nth(2)).body.meta.params.cursor).toBe('c');
  const chosen = await scene.ask(0, 'selected_values', { field: 0, value: 7 });
  expect(chosen.body.data).toMatchObject([{ label: 'Blue', value: 7 }]);
  expect((await host.nth(3)).body.meta.params.value).toBe(7);
  const calls = await server.api('GET', `/platform/v1/route_calls?install_id=${scene.id}`);
  expect(calls.body.data).toMatchObject([
    { kind: 'resources', outcome: 'answered' },
    { kind: 'resources' },
    { kind: 'resources' },
  ]);
  expect((await scene.submit(0, { room: 7 })).body.status).toBe('active');
});

test('what the host does not know cannot be chosen', async () => {
  const { scene } = await choosing();
  const unknown = await scene.submit(0, { room: 'zzz' });
  expect([unknown.status, unknown.body.errors]).toEqual([
    422,
    [
      {
        pointer: '/payload/room',
        message: expect.stringContaining('choose one of its options'),
        keyword: 'enum',
      },
    ],
  ]);
  expect((await host.nth(1)).body.meta.params.value).toBe('zzz');
  host.answer = () => ({ status: 500, body: 'Oops' });
  const unasked = await scene.submit(0, { room: 7 });
  expect([unasked.status, unasked.body.code]).toEqual([502, 'host_unavailable']);
  expect(await scene.status()).toBe('setup');
});

test('a host that does not answer is what is at fault', async () => {
  const { scene } = await choosing();
  host.answer = () => ({ status: 200, body: 'Rooms' });
  const answer = await scene.ask(0, 'options', { field: 0 });
  expect([answer.status, answer.body.code]).toEqual([502, 'host_unavailable']);
});

test('resources that the host has not declared are not there', async () => {
  const field = { key: 'x', type: 'resource_select', label: 'X', resource: 'unknown' };
  const scene = await setUpWith(server, [form([field as never])]);
  const answer = await scene.ask(0, 'options', { field: 0 });
  expect([answer.status, answer.body.code]).toEqual([404, 'resource_type_not_found']);
});

test('a resource type is declared, moved, listed and removed, and its secret is shown once', async () => {
  const { name } = await choosing();
  const path = `/platform/v1/resource_types/${name}`;
  const moved = await server.api('PUT', path, { list_url: `${host.url}/elsewhere` });
  const { signing_secret: none, ...shown } = moved.body;
  expect([moved.status, none]).toEqual([200, null]);
  expect((await server.api('GET', path)).body).toEqual(shown);
  const listed = await server.api('GET', '/platform/v1/resource_types?limit=200');
  expect(listed.body.data).toContainEqual(shown);
  expect(listed.text).not.toContain('whsec_');
  const rotated = await server.api('PUT', path, { list_url: shown.list_url, rotate_secret: true });
  expect([rotated.status, rotated.body.signing_secret]).toEqual([
    200,
    expect.stringMatching(/^whsec_/),
  ]);
  expect((await server.api('DELETE', path)).body.code).toBe('in_use');
  const free = '/platform/v1/resource_types/nobodys';
  await server.api('PUT', free, { list_url: `${host.url}/list` });
  expect((await server.api('DELETE', free)).status).toBe(204);
  expect((await server.api('GET', free)).body.code).toBe('resource_type_not_found');
});

test('who writes a plugin sees which there are, and not where the host is asked', async () => {
  const path = '/platform/v1/resource_types/described_rooms';
  const description = 'Rooms of the house';
  const list_url = `${host.url}/described`;
  const made = await server.api('PUT', path, { description, list_url });
  expect(made.body).toMatchObject({ description, list_url });
  const { headers } = await createPerson(server);
  const seen = await send(`${server.url}${path}`, 'GET', undefined, headers);
  expect(seen.body).toMatchObject({ name: 'described_rooms', description, list_url: null });
  const listed = `${server.url}/platform/v1/resource_types?limit=200`;
  const answer = await send(listed, 'GET', undefined, headers);
  expect(answer.body.data).toContainEqual(seen.body);
  expect(answer.text).not.toContain('127.0.0.1');
  expect((await send(`${server.url}${path}`, 'PUT', { list_url }, headers)).status).toBe(403);
  const without = await server.api('PUT', path, { list_url });
  expect(without.body.description).toBeNull();
});

test.each([
  ['members', 'https://product.example/x', 403],
  ['Rooms', 'https://product.example/x', 422],
  ['rooms', 'ftp://product.example/x', 422],
  ['rooms', 'https://product.example:22/x', 422],
  ['rooms', 'javascript:alert(1)', 422],
])('a resource type cannot be %s at %s', async (name, list_url, status) => {
  const answer = await server.api('PUT', `/platform/v1/resource_types/${name}`, { list_url });
  expect(answer.status, answer.text).toBe(status);
});
