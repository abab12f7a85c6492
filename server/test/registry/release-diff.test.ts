import { beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { createPerson, type Headers, hostHeaders, type Person } from '../space-api/scene.ts';
import {
  createSpace,
  defineEventType,
  emit,
  installPlugin,
  registerPartnerPlugin,
  registerPlugin,
  reviewDraft,
  submitDraft,
  type TestPlugin,
} from '../support/plugins.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';
import { develop } from './development.ts';

const WORKER = 'https://plugin.example.com/worker';
const [OLD, NEW] = ['entries.read', 'entries.write'] as const;
const [HEARD, UNHEARD] = ['entry_changed', 'entry_removed'] as const;

let server: TestServer;
let developer: Person;
beforeAll(async () => {
  server = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  for (const scope of [OLD, NEW])
    await server.api('PUT', `/platform/v1/scopes/${scope}`, { description: scope });
  for (const name of [HEARD, UNHEARD]) await defineEventType(server, name);
  developer = await createPerson(server);
  return () => server.close();
});

const on = (
  { id }: TestPlugin,
  method: string,
  path: string,
  body?: object | string,
  headers: Headers = hostHeaders(server),
): Promise<Answer> => send(`${server.url}/platform/v1/plugins/${id}${path}`, method, body, headers);

/** The number of the release that came of it. */
async function put(plugin: TestPlugin, fields: object, headers?: Headers): Promise<Answer> {
  const body = { name: plugin.slug, slug: plugin.slug, ...fields };
  const answer = await on(plugin, 'PUT', '/manifest', body, headers);
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer;
}

const diff = async (plugin: TestPlugin, number: number, query = '', headers?: Headers) =>
  (await on(plugin, 'GET', `/releases/${number}/diff${query}`, undefined, headers)).body;

const text = (key: string, fields: object = {}) => ({ key, type: 'text', label: key, ...fields });
const password = (key: string, fields: object = {}) => text(key, { type: 'password', ...fields });
const required = { required: true };
const form = (...fields: object[]) => ({ type: 'form', title: 'Form', fields });
const judged = (...fields: object[]) => ({ ...form(...fields), validation_url: WORKER });
const popup = { type: 'popup', title: 'Agree', content_url: WORKER, validation_url: WORKER };

async function installed(plugin: TestPlugin, config: object, space: object = {}) {
  return installPlugin(server, plugin, await createSpace(server, space), { config });
}

interface Install {
  status: string;
  development: boolean;
  setup_open: boolean;
  permissions_pending: boolean;
}

const installsOf = async ({ id }: TestPlugin): Promise<Install[]> =>
  (await server.api('GET', `/platform/v1/installs?plugin_id=${id}&limit=100`)).body.data;

const backInSetup = (installs: Install[]): number =>
  installs.filter(({ status, setup_open }) => status !== 'setup' && setup_open).length;

test('what a release will touch is what it touches', async () => {
  const plugin = await registerPartnerPlugin(server, developer.headers);
  const before = {
    scopes: [OLD],
    events: [{ name: HEARD, url: WORKER }],
    setup_steps: [form(text('greeting', required))],
  };
  await put(plugin, before, developer.headers);
  await reviewDraft(server, plugin);
  const first = await installed(plugin, { greeting: 'a' }, { plan_level: 5 });
  await installed(plugin, { greeting: 'a', city: 'b' }, { plan_level: 1 });
  await installed(plugin, {});
  const suspended = await installed(plugin, { greeting: 'a' }, { plan_level: 3 });
  await server.api('POST', `/platform/v1/installs/${suspended.id}/suspend`);
  const ended = await installed(plugin, { greeting: 'a' });
  await server.api('DELETE', `/platform/v1/installs/${ended.id}`);
  await develop(server, developer, plugin.id);
  await emit(server, first.spaceId, HEARD);

  const next = {
    scopes: [OLD, NEW],
    plan_level: 3,
    events: [
      { name: HEARD, url: `${WORKER}/2` },
      { name: UNHEARD, url: WORKER },
      { name: 'plugin_installed', url: WORKER },
    ],
    setup_steps: [form(text('greeting', required), text('city', required))],
  };
  const { release, changes, touches } = (await put(plugin, next, developer.headers)).body;
  expect(touches).toEqual({
    installs: 4,
    spaces_to_agree: { spaces: 4, scopes: [NEW], events: [UNHEARD] },
    installs_back_to_setup: 2,
    installs_below_plan: 2,
    endpoints_moved: 1,
    jobs_waiting: 1,
  });
  expect(await diff(plugin, release.number, '', developer.headers)).toEqual({
    from: release.number - 1,
    to: release.number,
    changes,
    touches,
  });

  await reviewDraft(server, plugin);
  const after = (await installsOf(plugin)).filter(({ development }) => !development);
  const counted = after.filter(({ status }) => status !== 'uninstalled');
  expect(counted.length).toBe(touches.installs);
  expect(counted.filter((one) => one.permissions_pending).length).toBe(4);
  expect(backInSetup(after)).toBe(touches.installs_back_to_setup);
});

describe('installs that are back in set-up are those that have a step open then:', () => {
  test.each<[string, object[], object[], object]>([
    [
      'an optional field more',
      [form(text('a', required))],
      [form(text('a', required), text('b'))],
      { a: 1 },
    ],
    ['a field that is required now', [form(text('a'))], [form(text('a', required))], {}],
    ['one that is answered', [form(text('a'))], [form(text('a', required))], { a: 'x' }],
    ['one that is null', [form(text('a'))], [form(text('a', required))], { a: null }],
    ['a popup', [], [popup], { a: 'x' }],
    ['a form that is judged', [form(text('a'))], [judged(text('a', required))], { a: 'x' }],
    ['a password', [], [form(password('p', required))], {}],
    [
      'a field beside a password',
      [form(password('p', required))],
      [form(password('p', required), text('a', required))],
      { p: 'secret', a: 'x' },
    ],
    ['a step less', [popup], [], {}],
    ['a step that was open already', [popup], [popup, form(text('a'))], {}],
    [
      'another place and title',
      [form(text('a', required)), popup],
      [popup, { ...form(text('a', required)), title: 'New' }],
      {},
    ],
  ])('%s', async (_what, before, after, config) => {
    const plugin = await registerPlugin(server, { setup_steps: before });
    const install = await installed(plugin, config);
    // As if it had been active since a release that asked for nothing.
    const wasSetUp = backInSetup(await installsOf(plugin));
    const { touches } = (await put(plugin, { setup_steps: after })).body;
    expect(touches.installs).toBe(1);
    expect(touches.installs_back_to_setup).toBe(backInSetup(await installsOf(plugin)) - wasSetUp);
    expect(install.id).toBeGreaterThan(0);
  });

  test('a config that PostgreSQL cannot read is taken for one that answers', async () => {
    const plugin = await registerPlugin(server, { setup_steps: [form(text('a'))] });
    const install = await installed(plugin, {});
    const config = `/platform/v1/installs/${install.id}/config`;
    const odd = '{"config":{"a":"x","b":"\\u0000","c":"\\ud800"}}';
    expect((await server.api('PATCH', config, odd)).status).toBe(200);
    const { touches } = (await put(plugin, { setup_steps: [form(text('a', required))] })).body;
    expect(touches.installs_back_to_setup).toBe(0);
  });
});

test('a release is compared to what installs run, to any other, and by a reviewer to what was approved', async () => {
  const plugin = await registerPartnerPlugin(server, developer.headers);
  await put(plugin, { intro: 'one' }, developer.headers);
  const number = await submitDraft(server, plugin);
  const whole = await diff(plugin, number, '', developer.headers);
  expect(whole).toMatchObject({ from: null, to: number, touches: { installs: 0 } });
  expect(whole.changes).toContainEqual({
    ...{ kind: 'detail_changed', member: 'intro', from: null, to: 'one' },
  });
  await reviewDraft(server, plugin);
  await put(plugin, { intro: 'two' }, developer.headers);
  const later = (await put(plugin, { intro: 'three' }, developer.headers)).body.release.number;
  await on(plugin, 'POST', `/releases/${later}/submit`, { roll_out: 'later' }, developer.headers);
  const review = { verdict: 'approve', message: 'Fine' };
  const reviewed = await on(plugin, 'POST', `/releases/${later}/review`, review);
  expect(reviewed.status, reviewed.text).toBe(200);
  const last = (await put(plugin, { intro: 'four' }, developer.headers)).body.release.number;
  const intro = (from: string) => [{ kind: 'detail_changed', member: 'intro', from, to: 'four' }];
  const own = await diff(plugin, last, '', developer.headers);
  expect(own).toMatchObject({ from: number, changes: intro('one') });
  expect(await diff(plugin, last)).toMatchObject({ from: later, changes: intro('three') });
  const named = await diff(plugin, last, `?from=${later}`, developer.headers);
  expect(named).toMatchObject({ from: later, changes: intro('three') });
  const back = await diff(plugin, number, `?from=${later}`);
  expect(back.changes).toMatchObject([{ from: 'three', to: 'one' }]);
  expect((await diff(plugin, number, `?from=${number}`)).changes).toEqual([]);

  const refused = async (path: string, headers?: Headers) => {
    const { status, body } = await on(plugin, 'GET', path, undefined, headers);
    return [status, body.code];
  };
  expect(await refused(`/releases/${last}/diff?from=999`)).toEqual([404, 'release_not_found']);
  expect(await refused('/releases/999/diff')).toEqual([404, 'release_not_found']);
  expect(await refused(`/releases/${last}/diff?from=0`)).toEqual([422, 'invalid']);
  const stranger = (await createPerson(server)).headers;
  expect(await refused(`/releases/${last}/diff`, stranger)).toEqual([404, 'plugin_not_found']);
});

test('of a client secret only that it changed is told', async () => {
  const step = (client_secret?: string) => ({
    ...{ type: 'oauth2', title: 'Connect', authorize_url: WORKER, token_url: WORKER },
    ...{ client_id: 'client', validation_url: WORKER, client_secret },
  });
  const plugin = await registerPlugin(server, { setup_steps: [step('one-secret')] });
  const answer = await put(plugin, { setup_steps: [step('other-secret')] });
  expect(answer.body.changes).toEqual([
    { kind: 'step_secret_changed', step: 0, title: 'Connect', type: 'oauth2' },
  ]);
  expect(answer.text).not.toMatch(/(one|other)-secret/);
  const kept = await put(plugin, { intro: 'Kept', setup_steps: [step()] });
  expect(kept.body.changes).toMatchObject([{ kind: 'detail_changed', member: 'intro' }]);
  const same = await put(plugin, { intro: 'Kept', setup_steps: [step()] });
  expect([same.status, same.body.changes]).toEqual([200, []]);
});

test('of one plugin a few comparisons are made at a time, and what is refused has changed nothing', async () => {
  const plugin = await registerPlugin(server);
  const other = await registerPlugin(server);
  const asked = await server.db.transaction(async (tx) => {
    await tx.query(sql`lock table installs in access exclusive mode`);
    // One more than may be: whichever comes last is refused.
    const waiting = Array.from({ length: 17 }, () => on(plugin, 'GET', '/releases/1/diff'));
    const refused = await Promise.race(waiting);
    expect([refused.status, refused.body.code]).toEqual([429, 'too_many_requests']);
    const manifest = { name: 'Another', slug: plugin.slug };
    expect((await on(plugin, 'PUT', '/manifest', manifest)).status).toBe(429);
    const others = on(other, 'GET', '/releases/1/diff');
    return { waiting, others };
  });
  expect((await asked.others).status).toBe(200);
  const statuses = (await Promise.all(asked.waiting)).map(({ status }) => status);
  expect(statuses.toSorted()).toEqual([...Array(16).fill(200), 429]);
  expect((await on(plugin, 'GET', '')).body.current_release).toBe(1);
});
