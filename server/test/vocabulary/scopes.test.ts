import { beforeAll, expect, test } from 'vitest';
import { createSpace, installPlugin, registerPlugin } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const path = (name: string) => `/platform/v1/scopes/${encodeURIComponent(name)}`;
const put = (name: string, description = 'Read locations') =>
  server.api('PUT', path(name), { description });
const remove = (name: string) => server.api('DELETE', path(name));

test('a scope is created, read, listed, replaced and removed', async () => {
  const created = await put('locations:read/all');
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({
    name: 'locations:read/all',
    description: 'Read locations',
  });
  expect((await server.api('GET', path('locations:read/all'))).body).toEqual(created.body);
  expect((await server.api('GET', '/platform/v1/scopes')).body.data).toContainEqual(created.body);
  const replaced = await put('locations:read/all', 'Read all');
  expect(replaced.status).toBe(200);
  expect(replaced.body.description).toBe('Read all');
  expect((await remove('locations:read/all')).status).toBe(204);
  const gone = await server.api('GET', path('locations:read/all'));
  expect(gone.body.code).toBe('scope_not_found');
  expect((await remove('locations:read/all')).status).toBe(404);
});

test.each(['with space', 'a,b', 'quo"te', 'back\\slash', 'ä', 'x'.repeat(129)])(
  'a scope cannot be called "%s"',
  async (name) => {
    const refused = await put(name);
    expect(refused.status).toBe(422);
    expect(refused.body.errors[0].pointer).toBe('/name');
    expect((await remove(name)).status).toBe(404);
  },
);

test.each(['plugin', 'token.refresh'])('%s belongs to the Plugin API', async (name) => {
  expect((await put(name)).status).toBe(403);
  expect((await remove(name)).status).toBe(403);
});

test('a scope that something needs cannot be removed', async () => {
  await put('needed');
  const eventType = { description: 'x', required_scope: 'needed' };
  await server.api('PUT', '/platform/v1/event_types/scoped', eventType);
  const plugin = await registerPlugin(server, { scopes: ['needed'] });
  const spaceId = await createSpace(server);
  const install = await installPlugin(server, plugin, spaceId, { scopes: ['needed'] });

  const refused = await remove('needed');
  expect(refused.status).toBe(409);
  expect(refused.body.code).toBe('in_use');
  expect(refused.body.detail).toContain('scoped');
  expect(refused.body.detail).toContain(plugin.slug);
  expect(refused.body.detail).toContain('1 installs');

  await server.api('DELETE', '/platform/v1/event_types/scoped');
  expect((await remove('needed')).status).toBe(409);
  await server.api('DELETE', `/platform/v1/installs/${install.id}`);
  expect((await remove('needed')).status).toBe(409);
  await server.api('PUT', `/platform/v1/plugins/${plugin.slug}/manifest`, {
    name: plugin.slug,
    slug: plugin.slug,
  });
  expect((await remove('needed')).status).toBe(204);
});
