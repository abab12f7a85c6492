import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { call, createPerson, type Headers, hostHeaders, type Person } from '../space-api/scene.ts';
import {
  createSpace,
  defineEventType,
  installPlugin,
  registerPartnerPlugin,
  reviewDraft,
  submitDraft,
  type TestPlugin,
} from '../support/plugins.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let developer: Person;
let operator: Person;
beforeAll(async () => {
  server = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  developer = await createPerson(server);
  operator = await createPerson(server, true);
  return () => server.close();
});

const on = async (
  { id }: TestPlugin,
  method: string,
  path: string,
  body?: object,
  headers: Headers = hostHeaders(server),
): Promise<Answer> => {
  const url = `${server.url}/platform/v1/plugins/${id}${path}`;
  const answer = await send(url, method, body, headers);
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer;
};

const draft = async (plugin: TestPlugin, fields: object): Promise<number> => {
  const body = { name: plugin.slug, slug: plugin.slug, ...fields };
  const answer = await on(plugin, 'PUT', '/manifest', body, developer.headers);
  return answer.body.release.number;
};

const submit = async (plugin: TestPlugin, number: number, body?: object) =>
  (await on(plugin, 'POST', `/releases/${number}/submit`, body, developer.headers)).body.release;

const approve = (plugin: TestPlugin, number: number, message = 'Fine') =>
  on(plugin, 'POST', `/releases/${number}/review`, { verdict: 'approve', message });

const introOf = async ({ slug }: TestPlugin) =>
  (await server.api('GET', `/v1/apps/${slug}`)).body.app.intro;

/** One that everybody is on, with an install. */
async function published(): Promise<TestPlugin> {
  const plugin = await registerPartnerPlugin(server, developer.headers, { intro: 'one' });
  await reviewDraft(server, plugin);
  await installPlugin(server, plugin, await createSpace(server));
  return plugin;
}

test('a release that is to be rolled out later is published by its approval, and reaches nobody', async () => {
  const plugin = await published();
  const { current_release: current } = (await on(plugin, 'GET', '')).body;
  await defineEventType(server, 'door_opened');
  const events = [{ name: 'door_opened', url: 'https://plugin.example.com/door' }];
  const number = await draft(plugin, { slug: 'slug-of-later', intro: 'two', events });
  expect(await submit(plugin, number, { roll_out: 'later' })).toMatchObject({
    ...{ number, state: 'in_review', roll_out: 'later', submitted_by: developer.id },
  });
  const { body } = await approve(plugin, number);
  expect(body.release).toMatchObject({ number, state: 'published', current: false });
  expect(body.plugin).toMatchObject({ current_release: current, slug: plugin.slug, intro: 'one' });
  expect(await introOf(plugin)).toBe('one');
  const updates = await server.db.query(sql`
    select 1 from events e join installs i on i.space_id = e.space_id
    where i.plugin_id = ${plugin.id} and e.name = 'plugin_updated'`);
  expect(updates).toEqual([]);
  // What it would call is known, and nobody was called.
  const [endpoint] = (await on(plugin, 'GET', '/endpoints')).body.data;
  expect(endpoint).toMatchObject({ event_name: 'door_opened', failures: 0 });
  const listed = (await on(plugin, 'GET', '/releases')).body.data;
  expect(listed).toMatchObject([
    { number, state: 'published', current: false, roll_out: 'later' },
    { number: current, state: 'published', current: true, roll_out: 'at_once' },
  ]);
  // What it names is in use.
  const removed = await server.api('DELETE', '/platform/v1/event_types/door_opened');
  expect([removed.status, removed.body.code]).toEqual([409, 'in_use']);
});

test('what its developer changes next is based on it, and what the host publishes goes on from what everybody is on', async () => {
  const plugin = await published();
  const number = await draft(plugin, { intro: 'two', author: 'A developer' });
  await submit(plugin, number, { roll_out: 'later' });
  await approve(plugin, number);
  const seen = await on(plugin, 'GET', '/manifest', undefined, developer.headers);
  expect(seen.body).toMatchObject({ intro: 'two', author: 'A developer' });
  expect(await draft(plugin, { intro: 'two', author: 'A developer' })).toBe(number);
  const path = `/partner_apps/${plugin.id}`;
  await call(server, developer.headers, 'PUT', path, { app: { website: 'https://example.com/' } });
  const next = await on(plugin, 'GET', '/manifest', undefined, developer.headers);
  expect(next.body).toMatchObject({ intro: 'two', website: 'https://example.com/' });
  expect((await on(plugin, 'GET', '/manifest')).body.intro).toBe('one');
  const host = { name: plugin.slug, slug: plugin.slug, intro: 'one', categories: ['doors'] };
  const put = await on(plugin, 'PUT', '/manifest', host);
  expect(put.body.changes).toContainEqual({
    ...{ kind: 'detail_changed', member: 'categories', from: [], to: ['doors'] },
  });
  expect(await introOf(plugin)).toBe('one');
  const rebased = await on(plugin, 'GET', '/manifest', undefined, developer.headers);
  expect(rebased.body).toMatchObject({
    ...{ intro: 'two', website: 'https://example.com/', categories: ['doors'] },
  });
  const newest = (await on(plugin, 'GET', '/releases?limit=1')).body.data[0].number;
  await submit(plugin, newest);
  await approve(plugin, newest);
  expect(await introOf(plugin)).toBe('two');
});

test('the first release of a plugin is on at once, and so is one of which nothing is said', async () => {
  const plugin = await registerPartnerPlugin(server, developer.headers, { intro: 'one' });
  await submit(plugin, 1, { roll_out: 'later' });
  expect((await approve(plugin, 1)).body.plugin.current_release).toBe(1);
  const number = await draft(plugin, { intro: 'two' });
  expect(await submit(plugin, number)).toMatchObject({ roll_out: 'at_once' });
  // Once is enough.
  expect(await submit(plugin, number, { roll_out: 'later' })).toMatchObject({
    roll_out: 'at_once',
  });
  await approve(plugin, number);
  expect(await introOf(plugin)).toBe('two');
  const url = `${server.url}/platform/v1/plugins/${plugin.id}/releases/${number}/submit`;
  const odd = await send(url, 'POST', { roll_out: 'never' }, developer.headers);
  expect([odd.status, odd.body.code]).toEqual([422, 'invalid']);
});

test('a developer is told what came of a review', async () => {
  const plugin = await registerPartnerPlugin(server, developer.headers);
  const number = await submitDraft(server, plugin);
  const review = `/releases/${number}/review`;
  await on(plugin, 'POST', review, { verdict: 'reject', message: 'Not that' }, operator.headers);
  const next = await draft(plugin, { intro: 'Better' });
  await submit(plugin, next);
  await approve(plugin, next, 'Welcome');
  const notices = await on(plugin, 'GET', '/notices', undefined, developer.headers);
  expect(notices.body.data).toMatchObject([
    { kind: 'release_approved', message: `Release ${next} was approved: Welcome` },
    { kind: 'release_rejected', message: `Release ${number} was rejected: Not that` },
  ]);
});

test('reviewers find what waits, what waits longest first, and nobody else does', async () => {
  const waiting = async () => {
    const { data } = (await server.api('GET', '/platform/v1/releases?state=in_review')).body;
    return data.map(({ plugin }: { plugin: { id: number } }) => plugin.id);
  };
  expect(await waiting()).toEqual([]);
  const [known, first] = [
    await published(),
    await registerPartnerPlugin(server, developer.headers),
  ];
  const number = await draft(known, { slug: 'to-be', name: 'To be', author: 'Acme' });
  await submit(first, 1);
  await submit(known, number, { roll_out: 'later' });
  const page = async (query: string, headers = hostHeaders(server)) =>
    send(`${server.url}/platform/v1/releases?state=in_review${query}`, 'GET', undefined, headers);
  const one = await page('&limit=1', operator.headers);
  expect(one.body.data).toMatchObject([
    {
      plugin: { id: first.id, slug: first.slug },
      ...{ number: 1, is_first: true, roll_out: 'at_once' },
      submitted_by: { id: developer.id, friendly_name: 'User' },
    },
  ]);
  const two = await page(`&limit=1&cursor=${one.body.next_cursor}`);
  expect(two.body).toMatchObject({
    data: [
      {
        plugin: { id: known.id, slug: 'to-be', name: 'To be', author: 'Acme' },
        ...{ number, is_first: false, roll_out: 'later' },
      },
    ],
    next_cursor: null,
  });
  // Also once what a page ended with is decided.
  await approve(first, 1);
  expect((await page(`&cursor=${one.body.next_cursor}`)).body.data).toHaveLength(1);
  expect(await waiting()).toEqual([known.id]);
  const odd = await page('&cursor=MQ');
  expect([odd.status, odd.body.errors[0].pointer]).toEqual([422, '/cursor']);
  expect((await page('', developer.headers)).status).toBe(403);
});

test('plugins are found by where they stand, whose they are, and what they are called', async () => {
  const name = 'Needle & Thread';
  const plugin = await registerPartnerPlugin(server, developer.headers, { name, slug: 'sewing' });
  await reviewDraft(server, plugin, { unlisted: true });
  const space = await createSpace(server);
  const [install, other] = [
    await installPlugin(server, plugin, space),
    await installPlugin(server, plugin, await createSpace(server)),
  ];
  await server.api('DELETE', `/platform/v1/installs/${other.id}`);
  const list = async (query: string, headers = hostHeaders(server)) =>
    (await send(`${server.url}/platform/v1/plugins?limit=200&${query}`, 'GET', undefined, headers))
      .body.data;
  const found = async (query: string) =>
    (await list(query)).some(({ id }: { id: number }) => id === plugin.id);
  expect(await list('search=EEDLE%20%26')).toMatchObject([{ id: plugin.id }]);
  expect(await list('search=ewin')).toMatchObject([{ id: plugin.id }]);
  expect(await list('search=needle%25')).toEqual([]);
  expect(await found('status=approved_unlisted')).toBe(true);
  expect(await found('status=approved')).toBe(false);
  expect(await found('origin=partner')).toBe(true);
  expect(await found('origin=host')).toBe(false);
  expect(await list('search=sewing&with_installs=true')).toMatchObject([{ installs: 1 }]);
  expect((await list('search=sewing'))[0]).not.toHaveProperty('installs');
  expect(await list('search=sewing', (await createPerson(server)).headers)).toEqual([]);
  expect(install.id).toBeGreaterThan(0);
});
