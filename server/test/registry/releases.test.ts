import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { createLogger } from '../../src/log.ts';
import { selectReleases } from '../../src/manifest/queries.ts';
import type { Manifest } from '../../src/manifest/schema.ts';
import { openSecret } from '../../src/manifest/step-secrets.ts';
import { maintain } from '../../src/operations/maintenance.ts';
import { deleteVanishedEndpoints } from '../../src/registry/endpoint-queries.ts';
import {
  createSpace,
  defineEventType,
  emit,
  installPlugin,
  registerPlugin,
  type TestPlugin,
} from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await defineEventType(server, 'opened');
  await defineEventType(server, 'closed');
  return () => server.close();
});

const path = ({ id }: TestPlugin, rest: string) => `/platform/v1/plugins/${id}/${rest}`;

const put = (plugin: TestPlugin, fields: object, headers = {}) =>
  server.api('PUT', path(plugin, 'manifest'), { name: 'P', slug: plugin.slug, ...fields }, headers);

test('a new manifest is the next release, and the ones before stay as they were', async () => {
  const plugin = await registerPlugin(server);
  const first = await server.api('GET', path(plugin, 'manifest'));
  expect(first.headers.get('etag')).toBe('"1"');

  const released = await put(plugin, { name: 'Second' });
  expect(released.status).toBe(201);
  expect(released.headers.get('etag')).toBe('"2"');
  expect(released.body.release).toMatchObject({ number: 2, current: true });
  expect(released.body.plugin).toMatchObject({ name: 'Second', current_release: 2 });

  const one = await server.api('GET', path(plugin, 'releases/1'));
  expect(one.body).toMatchObject({ number: 1, current: false, manifest: first.body });
  const list = await server.api('GET', path(plugin, 'releases?limit=1'));
  expect(list.body.data).toEqual([released.body.release]);
  const rest = await server.api('GET', path(plugin, `releases?cursor=${list.body.next_cursor}`));
  expect(rest.body.data).toMatchObject([{ number: 1, current: false }]);
  expect(rest.body.next_cursor).toBeNull();
});

test('a manifest that says the same is no new release, in whatever order it says it', async () => {
  const plugin = await registerPlugin(server, {
    events: [{ name: 'opened', url: 'http://localhost:4999/o', filter: { a: [1], b: [2] } }],
  });
  const { body: manifest } = await server.api('GET', path(plugin, 'manifest'));
  manifest.events[0].filter = { b: [2], a: [1] };
  const same = await put(plugin, { ...manifest, $schema: 'https://example.com/s.json' });
  expect(same.status).toBe(200);
  expect(same.body.release.number).toBe(1);
  manifest.events[0].filter = { b: [2], a: [3] };
  expect((await put(plugin, manifest)).status).toBe(201);
});

test('a manifest is refused when there is a newer release than was read', async () => {
  const plugin = await registerPlugin(server);
  const accepted = await put(plugin, { name: 'A' }, { 'if-match': '"1"' });
  expect(accepted.status).toBe(201);
  const refused = await put(plugin, { name: 'B' }, { 'if-match': '"1"' });
  expect(refused.status).toBe(412);
  expect(refused.body.code).toBe('revision_mismatch');
  expect((await put(plugin, { name: 'B' }, { 'if-match': '"1", "2"' })).status).toBe(201);
  expect((await put(plugin, { name: 'C' }, { 'if-match': '*' })).status).toBe(201);
});

test('manifests put at the same time become releases one after the other', async () => {
  const plugin = await registerPlugin(server);
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) => put(plugin, { name: `Number ${index}` })),
  );
  const numbers = answers.map(({ body }) => body.release.number).sort();
  expect(numbers).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  const { body } = await server.api('GET', path(plugin, 'releases'));
  expect(body.data.filter((release: { current: boolean }) => release.current)).toHaveLength(1);
});

test('a release can rename the plugin, but not to a slug that is taken', async () => {
  const plugin = await registerPlugin(server);
  const other = await registerPlugin(server);
  const refused = await put(plugin, { slug: other.slug });
  expect(refused.status).toBe(409);
  expect(refused.body.errors[0].pointer).toBe('/slug');
  expect((await put(plugin, { slug: `${plugin.slug}-new` })).status).toBe(201);
  expect((await server.api('GET', `/platform/v1/plugins/${plugin.slug}`)).status).toBe(404);
  expect((await server.api('GET', `/platform/v1/plugins/${plugin.slug}-new`)).status).toBe(200);
});

test('a refused manifest changes nothing', async () => {
  const plugin = await registerPlugin(server);
  const before = await server.api('GET', path(plugin, 'manifest'));
  const refused = await put(plugin, { website: 'nowhere' });
  expect(refused.status).toBe(422);
  expect(refused.body.errors[0].pointer).toBe('/website');
  expect((await server.api('GET', path(plugin, 'manifest'))).body).toEqual(before.body);
});

test('a release tells every install that it was rolled out', async () => {
  const events = [{ name: 'plugin_updated', url: 'http://localhost:4999/updated' }];
  const plugin = await registerPlugin(server, { events });
  const install = await installPlugin(server, plugin, await createSpace(server));
  await put(plugin, { name: 'Next', events });
  const jobs = await server.api('GET', `/platform/v1/jobs?install_id=${install.id}`);
  expect(jobs.body.data.map((job: { name: string }) => job.name)).toEqual(['plugin_updated']);
});

test('endpoints follow the subscriptions; one that jobs wait for stays until they are done', async () => {
  const worker = (name: string) => ({ name, url: `http://localhost:4999/${name}` });
  const plugin = await registerPlugin(server, { events: [worker('opened'), worker('closed')] });
  const { spaceId } = await installPlugin(server, plugin, await createSpace(server));
  await emit(server, spaceId, 'opened');
  const endpoints = async () => {
    const { body } = await server.api('GET', path(plugin, 'endpoints'));
    return body.data.map((one: { event_name: string; url: string }) => [one.event_name, one.url]);
  };
  await put(plugin, { events: [] });
  expect(await endpoints()).toEqual([['opened', 'http://localhost:4999/opened']]);
  await put(plugin, { events: [{ name: 'opened', url: 'http://localhost:4999/moved' }] });
  expect(await endpoints()).toEqual([['opened', 'http://localhost:4999/moved']]);
});

test('an endpoint that jobs waited for goes once nothing waits, and tells nobody anything meanwhile', async () => {
  const { db, vault, config } = server;
  const round = () => maintain({ db, vault, config, log: createLogger('silent') });
  const worker = (name: string) => ({ name, url: `http://localhost:4999/${name}` });
  const plugin = await registerPlugin(server, { events: [worker('opened'), worker('closed')] });
  const install = await installPlugin(server, plugin, await createSpace(server));
  const tell = async (name: string) =>
    (await emit(server, install.spaceId, name)).jobs[0]?.id as string;
  const over = await tell('opened');
  await server.api('POST', `/platform/v1/jobs/${over}/cancel`);
  const waiting = await tell('opened');
  await tell('closed');
  const names = async () =>
    (await server.api('GET', path(plugin, 'endpoints'))).body.data.map(
      (one: { event_name: string }) => one.event_name,
    );
  await put(plugin, { events: [worker('closed')] });
  await round();
  expect(await names()).toEqual(['closed', 'opened']);
  const refused = await server.api('POST', `/platform/v1/jobs/${over}/retry`);
  expect(refused.body).toMatchObject({ status: 409, code: 'wrong_state' });
  expect(refused.body.detail).toContain('subscribes');
  await server.api('POST', `/platform/v1/jobs/${waiting}/cancel`);
  await round();
  expect(await names()).toEqual(['closed']);
});

test('where much waits for a plugin nothing is looked through to end a subscription', async () => {
  const worker = (name: string) => ({ name, url: `http://localhost:4999/${name}` });
  const plugin = await registerPlugin(server, { events: [worker('opened'), worker('closed')] });
  const { spaceId } = await installPlugin(server, plugin, await createSpace(server));
  for (let jobs = 0; jobs < 3; jobs++) await emit(server, spaceId, 'closed');
  const gone = (most: number) => deleteVanishedEndpoints(server.db, plugin.id, most);
  await server.db.query(sql`
    delete from release_endpoints where plugin_id = ${plugin.id} and event_name = 'opened'`);
  expect(await gone(3)).toBe(0);
  expect(await gone(4)).toBe(1);
});

test('releases are read many at a time', async () => {
  const [one, two] = await Promise.all([registerPlugin(server), registerPlugin(server)]);
  await put(two, { name: 'Two' });
  const releases = await selectReleases(server.db, [
    { plugin_id: one.id, release: 1 },
    { plugin_id: two.id, release: 2 },
    { plugin_id: two.id, release: 3 },
  ]);
  expect(releases).toHaveLength(2);
  expect(releases).toContainEqual(
    expect.objectContaining({
      plugin_id: one.id,
      number: 1,
      manifest: expect.objectContaining({ name: one.slug }),
    }),
  );
  expect(releases).toContainEqual(
    expect.objectContaining({
      plugin_id: two.id,
      number: 2,
      manifest: expect.objectContaining({ name: 'Two' }),
    }),
  );
});

test.each(['0', '99', '-1', '1.5', 'x', '99999999999', '2147483648'])(
  'there is no release %s',
  async (number) => {
    const plugin = await registerPlugin(server);
    const missing = await server.api('GET', path(plugin, `releases/${number}`));
    expect(missing.status).toBe(404);
    expect(missing.body.code).toBe('release_not_found');
  },
);

test('the client secret of an OAuth2 step is kept as long as it goes to the same place', async () => {
  const step = {
    type: 'oauth2',
    title: 'Connect',
    authorize_url: 'https://login.example.com/authorize',
    token_url: 'https://login.example.com/token',
    client_id: 'us',
    validation_url: 'https://example.com/connected',
  };
  const plugin = await registerPlugin(server, {
    setup_steps: [{ ...step, client_secret: 'tell nobody' }],
  });
  const stored = async (): Promise<string | null> => {
    const [row] = await server.db.query<{ manifest: string }>(sql`
      select manifest from releases where plugin_id = ${plugin.id} order by number desc limit 1`);
    const manifest: Manifest = JSON.parse(row?.manifest ?? '{}');
    return openSecret(server.vault, plugin.id, manifest.setup_steps[0]);
  };
  const shown = await server.api('GET', path(plugin, 'manifest'));
  expect(shown.text).not.toMatch(/tell nobody|sealed/);

  const same = await put(plugin, shown.body);
  expect(same.status).toBe(200);
  const renamed = await put(plugin, { ...shown.body, setup_steps: [{ ...step, title: 'Link' }] });
  expect(renamed.status).toBe(201);
  expect(await stored()).toBe('tell nobody');

  const again = { ...step, title: 'Link', client_secret: 'tell nobody' };
  expect((await put(plugin, { ...shown.body, setup_steps: [again] })).status).toBe(200);
  const changed = { ...again, client_secret: 'tell somebody' };
  expect((await put(plugin, { ...shown.body, setup_steps: [changed] })).status).toBe(201);
  expect(await stored()).toBe('tell somebody');

  const elsewhere = { ...step, token_url: 'https://evil.example.com/token' };
  await put(plugin, { ...shown.body, setup_steps: [elsewhere] });
  expect(await stored()).toBeNull();
});
