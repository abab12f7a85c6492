import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { registerPlugin, type TestPlugin } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import {
  call,
  createPerson,
  createScene,
  type Headers,
  hostHeaders,
  MISSING,
  type Person,
  type Scene,
  setStatus,
} from './scene.ts';

let server: TestServer;
let scene: Scene;
let visitor: Person;
const plugins: Record<string, TestPlugin> = {};
beforeAll(async () => {
  server = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  scene = await createScene(server, {}, { plan_level: 1 });
  visitor = await createPerson(server);
  const all: Record<string, [status: string, manifest: object]> = {
    Basic: ['approved', { categories: ['demo'], placements: { sidebar: {} } }],
    Dear: ['approved', { plan_level: 2, placements: { toolbar: true } }],
    Exact: ['approved', { plan_level: 1, field_type_ids: [1] }],
    New: ['created', {}],
    Waiting: ['in_review', {}],
    Refused: ['rejected', {}],
    Hidden: ['approved_unlisted', {}],
    Ours: ['created', {}],
  };
  for (const [name, [status, manifest]] of Object.entries(all)) {
    const plugin = await registerPlugin(server, { name, author: 'Some Company', ...manifest });
    await setStatus(server, plugin.id, status);
    plugins[name] = plugin;
  }
  await server.db.query(sql`
    update plugins set origin = 'org' where id = ${plugins.Ours?.id as number}`);
  return () => server.close();
});

async function names(query = '', headers: Headers = visitor.headers): Promise<string[]> {
  const { status, body } = await call(server, headers, 'GET', `/apps${query}`);
  expect(status).toBe(200);
  return body.apps.map((app: { name: string }) => app.name);
}

test('the catalog has what is approved and what is the organization’s, by name', async () => {
  const expected = ['Basic', 'Dear', 'Exact', 'Ours'];
  expect(await names()).toEqual(expected);
  expect(await names('', hostHeaders(server))).toEqual(expected);
  expect(await names('', scene.pluginHeaders)).toEqual([scene.plugin.slug]);
});

test.each<[string, string[]]>([
  ['?category=demo', ['Basic']],
  ['?category=dem', []],
  ['?type=sidebar', ['Basic']],
  ['?type=toolbar', ['Dear']],
  ['?type=field_type', ['Exact']],
  ['?type=sidebar&category=demo', ['Basic']],
  ['?page=2&per_page=3', ['Ours']],
  ['?page=3&per_page=3', []],
  ['?unknown=1', ['Basic', 'Dear', 'Exact', 'Ours']],
])('%s gives %j', async (query, expected) => {
  expect(await names(query)).toEqual(expected);
});

test('for a space it has only what the space has the plan for', async () => {
  const query = `?space_id=${scene.spaceId}`;
  expect(await names(query, scene.editor.headers)).toEqual(['Basic', 'Exact', 'Ours']);
  const foreign = await call(server, visitor.headers, 'GET', `/apps${query}`);
  expect([foreign.status, foreign.body]).toEqual([404, MISSING]);
});

test('a page says how long the list is', async () => {
  const { headers } = await call(server, visitor.headers, 'GET', '/apps?per_page=2');
  expect([headers.get('total'), headers.get('per-page')]).toEqual(['4', '2']);
  const many = await call(server, visitor.headers, 'GET', '/apps?per_page=1000');
  expect(many.headers.get('per-page')).toBe('100');
  const plain = await call(server, visitor.headers, 'GET', '/apps');
  expect(plain.headers.get('per-page')).toBe('25');
  const beyond = await call(server, visitor.headers, 'GET', '/apps?page=100000&per_page=100');
  expect([beyond.body.apps, beyond.headers.get('total')]).toEqual([[], '4']);
});

test.each(['page=0', 'page=-1', 'page=x', 'per_page=0', 'per_page=1e9', 'page=100001', 'type=x'])(
  '?%s is refused by its name',
  async (query) => {
    const { status, body } = await call(server, visitor.headers, 'GET', `/apps?${query}`);
    expect([status, Object.keys(body)]).toEqual([422, [query.split('=')[0]]]);
  },
);

test('a plugin is found by who may know of it', async () => {
  const statusFor = async (headers: Headers, name: string) => {
    const { id } = plugins[name] as TestPlugin;
    return (await call(server, headers, 'GET', `/apps/${id}`)).status;
  };
  for (const name of ['Basic', 'Hidden', 'Ours'])
    expect(await statusFor(visitor.headers, name)).toBe(200);
  for (const name of ['New', 'Waiting', 'Refused']) {
    expect(await statusFor(visitor.headers, name)).toBe(404);
    expect(await statusFor(hostHeaders(server), name)).toBe(200);
  }
  expect(await statusFor(scene.pluginHeaders, 'Basic')).toBe(404);
  // One that is installed where they are.
  const installed = `/apps/${scene.plugin.slug}`;
  expect((await call(server, scene.editor.headers, 'GET', installed)).status).toBe(200);
  expect((await call(server, visitor.headers, 'GET', installed)).status).toBe(404);
  const itself = await call(server, scene.pluginHeaders, 'GET', installed);
  expect(itself.body.app.use_app_bridge).toBe(false);
});

test('a plugin is found by its owner and slug', async () => {
  const { id, slug } = plugins.Basic as TestPlugin;
  const found = await call(server, visitor.headers, 'GET', `/apps/some-company@${slug}`);
  expect(found.body.app.id).toBe(id);
  const other = await call(server, visitor.headers, 'GET', `/apps/other@${slug}`);
  expect([other.status, other.body]).toEqual([404, MISSING]);
});
