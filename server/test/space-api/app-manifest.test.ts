import { beforeAll, describe, expect, test } from 'vitest';
import { defineEventType } from '../support/plugins.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';
import { call, createPerson, hostHeaders, type Person } from './scene.ts';

const WORKER = 'https://plugin.example.com/worker';

let server: TestServer;
let owner: Person;
beforeAll(async () => {
  server = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  owner = await createPerson(server);
  await defineEventType(server, 'door_opened');
  for (const scope of ['doors.read', 'doors.write'])
    await server.api('PUT', `/platform/v1/scopes/${scope}`, { description: scope });
  return () => server.close();
});

const register = (app: object, path = '/partner_apps', headers = owner.headers) =>
  call(server, headers, 'POST', path, { app: { name: 'Doors', ...app } });

const change = (id: number, app: object) =>
  call(server, owner.headers, 'PUT', `/partner_apps/${id}`, { app });

async function registered(app: object): Promise<number> {
  const answer = await register(app);
  expect(answer.status, answer.text).toBe(201);
  return answer.body.app.id;
}

const manifestOf = async (id: number) => {
  const url = `${server.url}/platform/v1/plugins/${id}/manifest`;
  return (await send(url, 'GET', undefined, owner.headers)).body;
};

const manifest = {
  scopes: ['doors.read'],
  optional_scopes: ['doors.write'],
  categories: ['doors'],
  events: [{ name: 'door_opened', url: WORKER, filter: { door: [1] } }],
  setup_steps: [
    { type: 'form', title: 'Which', fields: [{ key: 'door', type: 'text', label: 'Door' }] },
  ],
  migration_url: WORKER,
};

describe('a manifest within a plugin object', () => {
  test('says what the object has no words for', async () => {
    const id = await registered({ intro: 'Doors', in_toolbar: true, manifest });
    expect(await manifestOf(id)).toMatchObject({
      ...{ ...manifest, intro: 'Doors' },
      placements: { sidebar: null, toolbar: true },
    });
    const kept = await change(id, { intro: 'All doors' });
    expect([kept.status, kept.headers.get('plugboard-ignored')]).toEqual([204, null]);
    expect(await manifestOf(id)).toMatchObject({ ...manifest, intro: 'All doors' });
    expect((await change(id, { manifest: { events: [] } })).status).toBe(204);
    expect(await manifestOf(id)).toMatchObject({ ...manifest, events: [], intro: 'All doors' });
    const shown = await call(server, owner.headers, 'GET', `/partner_apps/${id}`);
    expect(shown.body.app).not.toHaveProperty('manifest');
  });

  test('says less than the object itself', async () => {
    const said = { slug: 'doors-of-manifest', intro: 'Less', placements: { toolbar: true } };
    const id = await registered({ slug: 'doors-itself', in_toolbar: false, manifest: said });
    expect(await manifestOf(id)).toMatchObject({
      ...{ name: 'Doors', slug: 'doors-itself', intro: 'Less' },
      placements: { toolbar: false },
    });
    const other = await registered({ manifest: { slug: 'doors-by-manifest', name: 'Less' } });
    expect(await manifestOf(other)).toMatchObject({ name: 'Doors', slug: 'doors-by-manifest' });
  });

  test('of the organization is published at once', async () => {
    const answer = await register({ manifest }, '/org_apps', hostHeaders(server));
    const { id } = answer.body.app;
    const endpoints = await server.api('GET', `/platform/v1/plugins/${id}/endpoints`);
    expect(endpoints.body.data).toMatchObject([{ event_name: 'door_opened', url: WORKER }]);
  });

  test.each<[string, unknown, object]>([
    ['an unknown member', { colour: 'red' }, { manifest: [/^colour .*/] }],
    ['an inherited one', { constructor: 1 }, { manifest: [/^constructor .*/] }],
    ['no object', 'all', { manifest: ['must be an object'] }],
    ['null', null, { manifest: ['must be an object'] }],
    ['another form', { placements: 'all' }, { manifest: [/^placements must be/] }],
    [
      'an unknown event',
      { events: [{ name: 'x', url: WORKER }] },
      { manifest: [/^events\.0\.name/] },
    ],
    ['a scope that is not there', { scopes: ['x'] }, { manifest: [/^scopes\.0 is not a scope/] }],
    [
      'a filter that is none',
      { events: [{ name: 'door_opened', url: WORKER, filter: { a: [] } }] },
      { manifest: [/^events\.0\.filter\.a must/] },
    ],
    ['a URL that is none', { app_url: 'x' }, { manifest: [/^app_url/] }],
  ])('is refused with %s', async (_what, given, body) => {
    const id = await registered({});
    const before = await manifestOf(id);
    const expected = Object.fromEntries(
      Object.entries(body).map(([key, [message]]) => [
        key,
        [message instanceof RegExp ? expect.stringMatching(message) : message],
      ]),
    );
    for (const answer of [
      await register({ manifest: given }),
      await change(id, { manifest: given }),
    ])
      expect([answer.status, answer.body]).toEqual([422, expected]);
    expect(await manifestOf(id)).toEqual(before);
  });

  test('is told apart from what the object says itself, where that is wrong', async () => {
    const answer = await register({ app_url: 'x', manifest: { app_url: WORKER, website: 'x' } });
    expect(answer.body).toEqual({
      app_url: [expect.any(String)],
      manifest: [expect.stringMatching(/^website /)],
    });
    await registered({ slug: 'doors-taken' });
    const taken = await register({ manifest: { slug: 'doors-taken' } });
    expect([taken.status, taken.body]).toEqual([422, { manifest: ['slug is taken'] }]);
  });
});

describe('what of a plugin object is passed over', () => {
  test('is named, on writing back what was read', async () => {
    const answer = await register({ status: 'approved', id: 7 });
    expect([answer.status, answer.headers.get('plugboard-ignored')]).toEqual([201, 'status, id']);
    const { app } = answer.body;
    const written = await change(app.id, { ...app, intro: 'Back' });
    expect(written.status).toBe(204);
    expect(written.headers.get('plugboard-ignored')?.split(', ').sort()).toEqual([
      ...['id', 'oauth_identifier', 'oauth_secret', 'status', 'suspended_at'],
      ...['suspended_reason', 'updated_at', 'webhook_secret'],
    ]);
    expect((await manifestOf(app.id)).intro).toBe('Back');
  });

  test('beside it, too, and whatever it is called', async () => {
    const odd = { 'a, b': 1, 'é\r\nX-Other: 1': 2, [`${'x'.repeat(200)}`]: 3 };
    const { id } = (await register({})).body.app;
    const path = `/partner_apps/${id}`;
    const body = { publish: 1, app: odd };
    const answer = await call(server, owner.headers, 'PUT', path, body);
    expect(answer.headers.get('plugboard-ignored')).toBe(
      `publish, a%2C%20b, %C3%A9%0D%0AX-Other%3A%201, ${'x'.repeat(100)}`,
    );
    const many = Object.fromEntries([...Array(200).keys()].map((n) => [`member-${n}`, n]));
    const told = await call(server, owner.headers, 'PUT', path, { app: many });
    expect(told.headers.get('plugboard-ignored')?.split(', ')).toHaveLength(50);
  });
});
