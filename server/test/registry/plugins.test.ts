import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { login, registerPlugin } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const register = (body: unknown, headers = {}) =>
  server.api('POST', '/platform/v1/plugins', body, headers);

test('a registered plugin is found by id and by slug, and can log in', async () => {
  const { status, body } = await register({ name: 'Greeter', slug: 'greeter', author: 'Ada' });
  expect(status).toBe(201);
  const { plugin, credentials } = body;
  expect(plugin).toEqual({
    id: expect.any(Number),
    slug: 'greeter',
    name: 'Greeter',
    status: 'created',
    client_id: credentials.client_id,
    client_type: 'confidential',
    compatibility: null,
    origin: 'host',
    current_release: 1,
    suspended_at: null,
    suspended_reason: null,
    deleted_at: null,
    intro: null,
    author: 'Ada',
    icon: null,
    created_at: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
    updated_at: plugin.created_at,
  });
  // 256 bits
  expect(credentials.client_secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
  for (const key of [plugin.id, 'greeter']) {
    const found = await server.api('GET', `/platform/v1/plugins/${key}`);
    expect(found.body).toEqual({ ...plugin, role: null });
    expect(found.text).not.toContain(credentials.client_secret);
  }
  const { client_id: clientId, client_secret: clientSecret } = credentials;
  await login(server, { id: plugin.id, slug: 'greeter', clientId, clientSecret });
});

test('a slug is taken once, however many ask for it at once', async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => register({ name: 'Same', slug: 'same' })),
  );
  const refused = answers.filter(({ status }) => status === 409);
  expect(refused).toHaveLength(9);
  for (const { body } of refused) {
    expect(body.code).toBe('already_exists');
    expect(body.errors).toEqual([{ pointer: '/slug', message: 'is taken' }]);
  }
});

test('a registration that is repeated with its key gives the same secret, at once or later', async () => {
  const headers = { 'idempotency-key': 'register-once' };
  const body = { name: 'Once', slug: 'once' };
  const answers = await Promise.all(Array.from({ length: 5 }, () => register(body, headers)));
  answers.push(await register(body, headers));
  const [first] = answers;
  expect(first?.status).toBe(201);
  for (const answer of answers) expect(answer.body).toEqual(first?.body);

  const other = await register({ name: 'Once', slug: 'twice' }, headers);
  expect(other.status).toBe(409);
  expect(other.body.code).toBe('idempotency_key_reused');
});

test('a refused registration can be repeated with the same key', async () => {
  const headers = { 'idempotency-key': 'second-try' };
  expect((await register({ name: 'Bad', slug: 'BAD' }, headers)).status).toBe(422);
  expect((await register({ name: 'Bad', slug: 'good' }, headers)).status).toBe(201);
});

test('plugins are listed page by page', async () => {
  const slugs = await Promise.all([1, 2, 3].map(async () => (await registerPlugin(server)).slug));
  const listed: string[] = [];
  let path: string | null = '/platform/v1/plugins?limit=2';
  while (path !== null) {
    const { body } = await server.api('GET', path);
    expect(body.data.length).toBeLessThanOrEqual(2);
    listed.push(...body.data.map((plugin: { slug: string }) => plugin.slug));
    path = body.next_cursor && `/platform/v1/plugins?limit=2&cursor=${body.next_cursor}`;
  }
  expect(listed).toEqual(expect.arrayContaining(slugs));
  expect(new Set(listed).size).toBe(listed.length);
});

test('a cursor of no list is refused', async () => {
  for (const cursor of ['x', 'AA', Buffer.from('a\0').toString('base64url')]) {
    const refused = await server.api('GET', `/platform/v1/plugins?cursor=${cursor}`);
    expect(refused.status).toBe(422);
    expect(refused.body.errors[0].pointer).toBe('/cursor');
  }
});

test('neither secrets nor a third party’s are stored as they are', async () => {
  const THIRD_PARTY = 'third-party-secret-canary';
  const step = {
    type: 'oauth2',
    title: 'Connect',
    authorize_url: 'https://login.example.com/authorize',
    token_url: 'https://login.example.com/token',
    client_id: 'us',
    client_secret: THIRD_PARTY,
    validation_url: 'https://example.com/connected',
  };
  const { clientSecret } = await registerPlugin(server, { setup_steps: [step] });
  const [dump] = await server.db.query<{ text: string }>(sql`
    select concat((select string_agg(r::text, '') from releases r),
      (select string_agg(s::text || encode(s.sealed_secret, 'escape'), '') from plugin_secrets s),
      (select string_agg(p::text, '') from plugins p)) as text`);
  expect(dump?.text).toContain('login.example.com');
  expect(dump?.text).not.toContain(THIRD_PARTY);
  expect(dump?.text).not.toContain(clientSecret);
});
