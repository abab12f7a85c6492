import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { createScene, grant, type Headers } from '../space-api/scene.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const ask = (headers: Headers, method: string, path: string): Promise<Answer> =>
  send(`${server.url}/platform/v1${path}`, method, undefined, headers);

test('people see what they let plugins do, in the words of the host, newest first, page by page', async () => {
  await server.api('PUT', '/platform/v1/scopes/rooms.read', { description: 'See rooms' });
  const scene = await createScene(server, { icon: 'https://plugin.example/icon.png' });
  const { admin, plugin, spaceId } = scene;
  const id = await grant(server, scene, admin.id);
  await server.db.query(sql`
    update grants set scopes = '{rooms.read,gone.scope}', updated_at = created_at + interval '1 day' where id = ${id}`);
  const other = { ...(await createScene(server)), plugin };
  const newer = await grant(server, other, admin.id);
  await grant(server, scene, scene.editor.id);

  const first = await ask(admin.headers, 'GET', '/grants?limit=1');
  expect(first.body.data).toMatchObject([{ id: newer, space_id: other.spaceId, scopes: [] }]);
  const next = await ask(admin.headers, 'GET', `/grants?limit=1&cursor=${first.body.next_cursor}`);
  const [shown] = next.body.data;
  expect(shown).toEqual({
    id,
    plugin_id: plugin.id,
    plugin_slug: plugin.slug,
    plugin_name: expect.any(String),
    plugin_icon: 'https://plugin.example/icon.png',
    space_id: spaceId,
    space_name: expect.any(String),
    scopes: [
      { name: 'rooms.read', description: 'See rooms' },
      { name: 'gone.scope', description: null },
    ],
    created_at: expect.any(String),
    last_used_at: expect.any(String),
  });
  expect(Date.parse(shown.last_used_at) - Date.parse(shown.created_at)).toBe(24 * 3600 * 1000);
  expect(next.body.next_cursor).toBeNull();
});

test('a consent that was taken back is gone, and nobody takes back that of somebody else', async () => {
  const scene = await createScene(server);
  const { admin, editor } = scene;
  const id = await grant(server, scene, admin.id);
  const foreign = await ask(editor.headers, 'DELETE', `/grants/${id}`);
  expect([foreign.status, foreign.body.code]).toEqual([404, 'grant_not_found']);
  expect((await ask(admin.headers, 'DELETE', `/grants/${id}`)).status).toBe(204);
  expect((await ask(admin.headers, 'GET', '/grants')).body.data).toEqual([]);
  expect((await ask(admin.headers, 'DELETE', `/grants/${id}`)).status).toBe(404);
  const path = `/platform/v1/audit?space_id=${scene.spaceId}&action=grant.revoked`;
  expect((await server.api('GET', path)).body.data).toHaveLength(1);
});
