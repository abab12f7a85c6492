import { beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { createSpace, requestToken, reviewDraft } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import {
  addMember,
  call,
  createPerson,
  createScene,
  hostHeaders,
  MISSING,
  type Person,
  signIn,
} from './scene.ts';

let server: TestServer;
let owner: Person;
let stranger: Person;
let operator: Person;
beforeAll(async () => {
  server = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  owner = await createPerson(server);
  stranger = await createPerson(server);
  operator = await createPerson(server, true);
  return () => server.close();
});

const register = async (app: object, person = owner) =>
  call(server, person.headers, 'POST', '/partner_apps', { app });

async function registered(app: object = {}, person = owner) {
  const answer = await register({ name: 'Plugin', ...app }, person);
  expect(answer.status, answer.text).toBe(201);
  return answer.body.app;
}

const full = {
  name: 'Link checker',
  slug: 'link-checker',
  icon: 'https://example.com/icon.png',
  plan_level: 1,
  preview_video: 'https://example.com/video',
  app_url: 'https://example.com',
  description: 'Checks links',
  intro: 'Links',
  screenshot: '//example.com/shot.png',
  website: 'https://example.com/about',
  author: 'A developer',
  field_type_ids: [4],
  embedded_app_url: 'https://example.com/app',
  dev_embedded_app_url: 'http://localhost:3000',
  oauth_redirect_uri: 'https://example.com/callback',
  dev_oauth_redirect_uri: 'http://localhost:3000/callback',
  in_sidebar: true,
  in_toolbar: true,
  sidebar_icon: 'https://example.com/side.png',
  enable_space_settings: true,
  use_app_bridge: true,
};

describe('a plugin of somebody', () => {
  test('is registered with its credentials, which work', async () => {
    const { status, body } = await register(full);
    expect(status).toBe(201);
    expect(body.app).toEqual({
      ...full,
      id: expect.any(Number),
      status: 'created',
      updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      oauth_identifier: expect.any(String),
      oauth_secret: expect.any(String),
      webhook_secret: `whsec_${Buffer.from(body.app.oauth_secret).toString('base64')}`,
      suspended_at: null,
      suspended_reason: null,
    });
    const { id, slug, oauth_identifier: clientId, oauth_secret: clientSecret } = body.app;
    const plugin = { id, slug, clientId, clientSecret };
    const token = await requestToken(server, plugin, { grant_type: 'client_credentials' });
    expect(token.status).toBe(200);
    const profile = await server.db.query(sql`
      select c.user_id, c.role, p.origin, p.compatibility
      from plugins p join collaborators c on c.plugin_id = p.id where p.id = ${id}`);
    expect(profile).toEqual([
      { user_id: owner.id, role: 'owner', origin: 'partner', compatibility: 'storyblok' },
    ]);
  });

  test('has a slug of its name when none is given, and never another one’s', async () => {
    const slugs = [];
    for (const name of ['Föö & Bar!', 'foo bar', 'Foo--Bar', '123', '日本', 'x'.repeat(100)]) {
      slugs.push((await registered({ name })).slug);
    }
    expect(slugs).toEqual([
      'foo-bar',
      'foo-bar-2',
      'foo-bar-3',
      'plugin-123',
      'plugin',
      'x'.repeat(95),
    ]);
    const both = await Promise.all([1, 2, 3].map(() => register({ name: 'At once' })));
    expect(both.map(({ status }) => status)).toEqual([201, 201, 201]);
    const taken = await register({ name: 'Foo', slug: 'foo-bar' });
    expect([taken.status, taken.body]).toEqual([422, { slug: ['is taken'] }]);
    expect((await registered({ slug: 'some-company@of-somebody' })).slug).toBe('of-somebody');
  });

  test('is seen, changed and removed by its owner alone', async () => {
    const { id } = await registered({ name: 'Private' });
    const path = `/partner_apps/${id}`;
    const listed = await call(server, owner.headers, 'GET', '/partner_apps/');
    expect(listed.body.apps.map((app: { id: number }) => app.id)).toContain(id);
    for (const person of [stranger, operator]) {
      const apps = await call(server, person.headers, 'GET', '/partner_apps');
      expect(apps.body).toEqual({ apps: [] });
      for (const [method, body] of [['GET'], ['PUT', { app: { name: 'Mine' } }], ['DELETE']]) {
        const answer = await call(server, person.headers, String(method), path, body);
        expect([answer.status, answer.body]).toEqual([404, MISSING]);
      }
      const submitted = await call(server, person.headers, 'POST', '/app_submissions', {
        app_id: id,
      });
      expect([submitted.status, submitted.body]).toEqual([404, MISSING]);
    }
    expect((await call(server, hostHeaders(server), 'GET', path)).status).toBe(401);
    const { pluginHeaders } = await createScene(server);
    expect((await call(server, pluginHeaders, 'GET', path)).status).toBe(401);
    expect((await call(server, owner.headers, 'GET', path)).body.app.name).toBe('Private');
  });

  test('is changed by what is said; what others see stays as it is', async () => {
    const app = await registered({ in_sidebar: true, sidebar_icon: 'https://example.com/i.png' });
    const path = `/partner_apps/${app.id}`;
    const change = async (given: object) => {
      const { status, text } = await call(server, owner.headers, 'PUT', path, { app: given });
      expect([status, text]).toEqual([204, '']);
      return (await call(server, owner.headers, 'GET', path)).body.app;
    };
    const { updated_at: _, ...before } = app;
    const changed = await change({ name: 'Renamed', in_toolbar: true, intro: 'New' });
    expect(changed).toMatchObject({ ...before, name: 'Renamed', in_toolbar: true, intro: 'New' });
    expect(changed.updated_at > app.updated_at).toBe(true);
    // What was read can be written back.
    expect(await change(changed)).toEqual(changed);
    expect(await change({ intro: null, in_sidebar: false })).toMatchObject({
      intro: null,
      in_sidebar: false,
      sidebar_icon: null,
    });
    const draft = { number: 3, state: 'draft', current: false };
    const releases = await server.api('GET', `/platform/v1/plugins/${app.id}/releases`);
    expect(releases.body.data).toMatchObject([draft]);
    await reviewDraft(server, app);
    await change({ name: 'Renamed again', slug: 'renamed-again' });
    const seen = await call(server, stranger.headers, 'GET', `/apps/${app.id}`);
    expect(seen.body.app).toMatchObject({ name: 'Renamed', slug: app.slug, status: 'approved' });
    expect((await call(server, stranger.headers, 'GET', '/apps/renamed-again')).status).toBe(404);
    await reviewDraft(server, app);
    expect((await call(server, stranger.headers, 'GET', '/apps/renamed-again')).status).toBe(200);
  });

  test('cannot get the slug of another one, published or not', async () => {
    const { slug } = await registered({ name: 'First come' });
    for (const isPublished of [false, true]) {
      const app = await registered({ name: 'Second come' });
      if (isPublished) await reviewDraft(server, app);
      const path = `/partner_apps/${app.id}`;
      const answer = await call(server, owner.headers, 'PUT', path, { app: { slug } });
      expect([answer.status, answer.body]).toEqual([422, { slug: ['is taken'] }]);
    }
  });

  test('keeps what only the Platform API can say', async () => {
    const { id } = await registered();
    const url = `/platform/v1/plugins/${id}/manifest`;
    const { body: manifest } = await server.api('GET', url);
    expect(manifest.name).toBe('Plugin');
    const oauth2 = {
      type: 'oauth2',
      title: 'Connect',
      authorize_url: 'https://example.com/authorize',
      token_url: 'https://example.com/token',
      client_id: 'client',
      client_secret: 'kept secret',
      validation_url: 'https://example.com/connected',
    };
    await server.api('PUT', url, { ...manifest, categories: ['demo'], setup_steps: [oauth2] });
    await call(server, owner.headers, 'PUT', `/partner_apps/${id}`, { app: { intro: 'Changed' } });
    expect((await server.api('GET', url)).body).toMatchObject({
      intro: null,
      categories: ['demo'],
    });
    await reviewDraft(server, { id });
    const { body: after } = await server.api('GET', url);
    expect(after).toMatchObject({ intro: 'Changed', categories: ['demo'] });
    const [row] = await server.db.query<{ manifest: string }>(sql`
      select manifest from releases where plugin_id = ${id} order by number desc limit 1`);
    expect(row?.manifest).toMatch(/sealed_client_secret/);
  });

  test('is removed once it is installed nowhere', async () => {
    const { id } = await registered();
    await reviewDraft(server, { id });
    const path = `/partner_apps/${id}`;
    const spaceId = await createSpace(server);
    await addMember(server, spaceId, owner.id, 'admin');
    const provisions = `/spaces/${spaceId}/app_provisions`;
    await call(server, owner.headers, 'POST', provisions, { app_id: id });
    const used = await call(server, owner.headers, 'DELETE', path);
    expect([used.status, used.body]).toEqual([422, { base: [expect.any(String)] }]);
    await call(server, owner.headers, 'DELETE', `${provisions}/${id}`);
    const removed = await call(server, owner.headers, 'DELETE', path);
    expect([removed.status, removed.text]).toEqual([204, '']);
    expect((await call(server, owner.headers, 'GET', path)).status).toBe(404);
    expect((await server.api('GET', `/platform/v1/plugins/${id}`)).status).toBe(404);
    expect(await server.db.query(sql`select 1 from installs where plugin_id = ${id}`)).toEqual([]);
  });

  test('is put up for review', async () => {
    const { id } = await registered();
    const submit = () => call(server, owner.headers, 'POST', '/app_submissions', { app_id: id });
    for (const answer of [await submit(), await submit()]) {
      expect([answer.status, answer.body.app.status]).toEqual([201, 'in_review']);
    }
    const review = async (verdict: string) => {
      const { body } = await server.api('GET', `/platform/v1/plugins/${id}/releases?limit=1`);
      const path = `/platform/v1/plugins/${id}/releases/${body.data[0].number}/review`;
      return server.api('POST', path, { verdict, message: 'Looked at' });
    };
    expect((await review('reject')).body.plugin.status).toBe('rejected');
    expect((await submit()).body.app.status).toBe('in_review');
    expect((await review('approve')).body.plugin.status).toBe('approved');
    const late = await submit();
    expect([late.status, late.body]).toEqual([422, { base: [expect.any(String)] }]);
  });
});

describe('what is wrong with a plugin is told by field:', () => {
  test.each<[string, unknown, string]>([
    ['no name', {}, 'name'],
    ['an empty name', { name: '' }, 'name'],
    ['an upper-case slug', { name: 'x', slug: 'Greeter' }, 'slug'],
    ['a slug that looks like an id', { name: 'x', slug: '12' }, 'slug'],
    ['a flag that is none', { name: 'x', in_sidebar: 'yes' }, 'in_sidebar'],
    ['a list that is none', { name: 'x', field_type_ids: 'all' }, 'field_type_ids'],
    ['field types that are none', { name: 'x', field_type_ids: [0] }, 'field_type_ids'],
    ['a plan below none', { name: 'x', plan_level: -1 }, 'plan_level'],
    ['a long intro', { name: 'x', intro: 'x'.repeat(501) }, 'intro'],
    ['no app', undefined, 'app'],
  ])('%s', async (_, app, field) => {
    const answer = await call(server, owner.headers, 'POST', '/partner_apps', { app });
    expect(answer.status).toBe(422);
    expect(answer.body).toEqual({ [field]: [expect.any(String)] });
  });

  const urls = [
    'website',
    'preview_video',
    'app_url',
    'embedded_app_url',
    'dev_embedded_app_url',
    'oauth_redirect_uri',
    'dev_oauth_redirect_uri',
    'icon',
    'screenshot',
    'sidebar_icon',
  ];
  const hostile = [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox(1)',
    'file:///etc/passwd',
    '//',
    '"><img src=x onerror=alert(1)>',
    'https://user:pw@example.com/',
  ];
  test.each(hostile)('%j for a URL', async (url) => {
    const app = Object.fromEntries(urls.map((name) => [name, url]));
    const body = { app: { name: 'x', in_sidebar: true, ...app } };
    const answer = await call(server, owner.headers, 'POST', '/partner_apps', body);
    expect(answer.status).toBe(422);
    expect(Object.keys(answer.body).sort()).toEqual([...urls].sort());
  });

  test('a redirect URI that libraries never send, with the one that they do', async () => {
    for (const name of ['oauth_redirect_uri', 'dev_oauth_redirect_uri']) {
      const answer = await register({ name: 'x', [name]: 'https://Example.com' });
      expect([answer.status, answer.body]).toEqual([
        422,
        { [name]: [expect.stringContaining('use https://example.com/')] },
      ]);
    }
  });

  test('only images may lack a scheme', async () => {
    for (const name of ['website', 'embedded_app_url', 'app_url', 'oauth_redirect_uri']) {
      const answer = await register({ name: 'x', [name]: '//evil.test' });
      expect([answer.status, Object.keys(answer.body)]).toEqual([422, [name]]);
    }
  });
});

test('markup in a text is data', async () => {
  const markup = '<img src=x onerror=alert(1)>';
  const app = await registered({ name: markup, intro: markup, description: markup });
  const answer = await call(server, owner.headers, 'GET', `/partner_apps/${app.id}`);
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(answer.body.app).toMatchObject({ name: markup, slug: 'img-src-x-onerror-alert-1' });
});

describe('a plugin of the organization', () => {
  test('is managed by operators and the host, and shown to everybody without its secret', async () => {
    const app = { name: 'Ours' };
    for (const person of [owner, stranger]) {
      const { status, body } = await call(server, person.headers, 'POST', '/org_apps', { app });
      expect([status, body]).toEqual([403, { error: expect.any(String) }]);
    }
    const byOperator = await call(server, operator.headers, 'POST', '/org_apps', { app });
    const byHost = await call(server, hostHeaders(server), 'POST', '/org_apps', { app });
    expect([byOperator.status, byHost.status]).toEqual([201, 201]);
    const { id, oauth_secret } = byOperator.body.app;
    expect(oauth_secret).toEqual(expect.any(String));
    const path = `/org_apps/${id}`;
    for (const what of ['/org_apps', path]) {
      const seen = await call(server, stranger.headers, 'GET', what);
      expect(seen.status).toBe(200);
      expect(seen.text).not.toMatch(/_secret|oauth_identifier/);
      expect((await call(server, operator.headers, 'GET', what)).text).toContain(oauth_secret);
    }
    for (const [method, body] of [['PUT', { app }], ['DELETE']]) {
      const answer = await call(server, stranger.headers, String(method), path, body);
      expect(answer.status).toBe(403);
    }
    expect((await call(server, operator.headers, 'GET', `/partner_apps/${id}`)).status).toBe(404);
    const changed = await call(server, operator.headers, 'PUT', path, { app: { intro: 'New' } });
    expect(changed.status).toBe(204);
    expect((await call(server, hostHeaders(server), 'DELETE', path)).status).toBe(204);
  });

  test('can be installed by every admin', async () => {
    const { body } = await call(server, operator.headers, 'POST', '/org_apps', {
      app: { name: 'For all' },
    });
    const { spaceId, admin } = await createScene(server);
    const path = `/spaces/${spaceId}/app_provisions`;
    const answer = await call(server, admin.headers, 'POST', path, { app_id: body.app.id });
    expect(answer.status).toBe(201);
  });
});

test('another site cannot register a plugin with somebody’s session', async () => {
  const browser = await signIn(server, owner.id);
  const body = { app: { name: 'Forged' } };
  const own = await call(server, browser, 'POST', '/partner_apps', body);
  expect(own.status).toBe(201);
  const forged = [
    { ...browser, origin: 'https://evil.test' },
    { ...browser, origin: 'null' },
    { ...browser, origin: undefined },
    { ...browser, 'sec-fetch-site': 'cross-site' },
  ];
  for (const headers of forged) {
    const answer = await call(server, headers, 'POST', '/partner_apps', body);
    expect([answer.status, answer.body]).toEqual([403, { error: expect.any(String) }]);
  }
  const text = { ...browser, 'content-type': 'text/plain' };
  const plain = await call(server, text, 'POST', '/partner_apps', JSON.stringify(body));
  expect([plain.status, plain.body]).toEqual([415, { error: expect.any(String) }]);
});
