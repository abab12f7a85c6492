import { beforeAll, describe, expect, test } from 'vitest';
import { call, createPerson, hostHeaders, type Person } from '../space-api/scene.ts';
import {
  registerPartnerPlugin,
  registerPlugin,
  reviewDraft,
  submitDraft,
  type TestPlugin,
} from '../support/plugins.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let owner: Person;
let operator: Person;
beforeAll(async () => {
  server = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  owner = await createPerson(server);
  operator = await createPerson(server, true);
  return () => server.close();
});

const register = (app: object = {}): Promise<TestPlugin> =>
  registerPartnerPlugin(server, owner.headers, { ...app });

const change = async ({ id }: TestPlugin, app: object): Promise<void> => {
  const answer = await call(server, owner.headers, 'PUT', `/partner_apps/${id}`, { app });
  expect(answer.status, answer.text).toBe(204);
};

const release = (
  { id }: TestPlugin,
  path: string,
  headers: Record<string, string | undefined> = hostHeaders(server),
  body?: object,
) =>
  send(
    `${server.url}/platform/v1/plugins/${id}/releases${path}`,
    body === undefined ? 'GET' : 'POST',
    body,
    headers,
  );

const review = (
  plugin: TestPlugin,
  number: number,
  fields: object,
  headers = hostHeaders(server),
) => release(plugin, `/${number}/review`, headers, { message: 'Looked at', ...fields });

const catalog = async (): Promise<string[]> => {
  const { body } = await server.api('GET', '/v1/apps?per_page=100');
  return body.apps.map((app: { slug: string }) => app.slug);
};

const statusOf = async ({ id }: TestPlugin): Promise<string> =>
  (await server.api('GET', `/platform/v1/plugins/${id}`)).body.status;

describe('a release', () => {
  test('is submitted, looked at and approved: that very one, whatever is written meanwhile', async () => {
    const plugin = await register({ intro: 'Good' });
    const number = await submitDraft(server, plugin);
    expect(await statusOf(plugin)).toBe('in_review');
    await change(plugin, { intro: 'Evil' });
    const looked = await release(plugin, `/${number}`);
    expect(looked.body).toMatchObject({ state: 'in_review', manifest: { intro: 'Good' } });
    const answer = await review(plugin, number, { verdict: 'approve' });
    expect(answer.body).toMatchObject({
      plugin: { status: 'approved', current_release: number, intro: 'Good' },
      release: { number, state: 'published', current: true, message: 'Looked at' },
    });
    expect((await release(plugin, '')).body.data).toMatchObject([
      { state: 'draft', current: false },
      { state: 'published', current: true },
    ]);
    expect(await catalog()).toContain(plugin.slug);
  });

  test('that is no longer, or not yet, in review cannot be decided about', async () => {
    const plugin = await register();
    const refused = async (number: number) => {
      const { status, body } = await review(plugin, number, { verdict: 'approve' });
      return [status, body.code];
    };
    expect(await refused(1)).toEqual([409, 'wrong_state']);
    const number = await submitDraft(server, plugin);
    await review(plugin, number, { verdict: 'reject' });
    expect(await refused(number)).toEqual([409, 'wrong_state']);
    expect(await refused(number + 1)).toEqual([404, 'release_not_found']);
    const own = await registerPlugin(server);
    expect((await review(own, 1, { verdict: 'reject' })).status).toBe(409);
  });

  test('is frozen while it is in review, and one at a time is', async () => {
    const plugin = await register();
    const number = await submitDraft(server, plugin);
    await change(plugin, { intro: 'Next' });
    const next = (await release(plugin, '?limit=1')).body.data[0].number;
    expect(next).toBeGreaterThan(number);
    const both = await release(plugin, `/${next}/submit`, owner.headers, {});
    expect([both.status, both.body.code]).toEqual([409, 'wrong_state']);
    const again = await release(plugin, `/${number}/submit`, owner.headers, {});
    expect([again.status, again.body.release.number]).toEqual([200, number]);
    await review(plugin, number, { verdict: 'reject' });
    expect((await release(plugin, `/${next}/submit`, owner.headers, {})).status).toBe(200);
  });

  test('that two decide about at once is decided once', async () => {
    const plugin = await register();
    const number = await submitDraft(server, plugin);
    const answers = await Promise.all([
      review(plugin, number, { verdict: 'approve' }),
      review(plugin, number, { verdict: 'reject' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test('that is rejected leaves an approved plugin approved, and tells its developer why', async () => {
    const plugin = await register({ intro: 'Good' });
    await reviewDraft(server, plugin);
    await change(plugin, { intro: 'Evil' });
    const number = await submitDraft(server, plugin);
    expect(await statusOf(plugin)).toBe('approved');
    await review(plugin, number, { verdict: 'reject', message: 'Not that' });
    expect(await statusOf(plugin)).toBe('approved');
    const seen = await server.api('GET', `/v1/apps/${plugin.slug}`);
    expect(seen.body.app).toMatchObject({ intro: 'Good', status: 'approved' });
    const told = await release(plugin, `/${number}`, owner.headers);
    expect(told.body).toMatchObject({ state: 'rejected', message: 'Not that', changed: ['intro'] });
    const own = await call(server, owner.headers, 'GET', `/partner_apps/${plugin.id}`);
    expect(own.body.app).toMatchObject({ intro: 'Evil', status: 'approved' });
  });

  test('whose slug was taken meanwhile is not published', async () => {
    const plugin = await register();
    await reviewDraft(server, plugin);
    await change(plugin, { slug: 'wanted' });
    const number = await submitDraft(server, plugin);
    await registerPlugin(server, { name: 'Faster', slug: 'wanted' });
    const answer = await review(plugin, number, { verdict: 'approve' });
    expect([answer.status, answer.body.code]).toEqual([409, 'already_exists']);
    expect((await release(plugin, `/${number}`)).body.state).toBe('in_review');
  });
});

test('an unlisted plugin is not in the catalog, and is found by its slug', async () => {
  const plugin = await register();
  await reviewDraft(server, plugin, { unlisted: true });
  expect(await catalog()).not.toContain(plugin.slug);
  expect((await server.api('GET', `/v1/apps/${plugin.slug}`)).body.app.slug).toBe(plugin.slug);
});

test('the host lists what is published, its own plugins, too', async () => {
  const own = await registerPlugin(server);
  const list = (plugin: TestPlugin, listed: boolean) =>
    server.api('PATCH', `/platform/v1/plugins/${plugin.id}`, { listed });
  expect(await catalog()).not.toContain(own.slug);
  expect((await list(own, true)).body.status).toBe('approved');
  expect(await catalog()).toContain(own.slug);
  expect((await list(own, false)).body.status).toBe('approved_unlisted');
  expect(await catalog()).not.toContain(own.slug);
  const draft = await list(await register(), true);
  expect([draft.status, draft.body.code]).toEqual([409, 'wrong_state']);
});

test('who may look and decide: the host and operators; a developer looks at their own and submits', async () => {
  const plugin = await register();
  const stranger = await createPerson(server);
  const verdict = { verdict: 'reject', message: 'No' };
  const statuses = async (headers: Person['headers']) => [
    (await release(plugin, '', headers)).status,
    (await release(plugin, '/1', headers)).status,
    (await release(plugin, '/1/submit', headers, {})).status,
    (await release(plugin, '/1/review', headers, verdict)).status,
  ];
  expect(await statuses(stranger.headers)).toEqual([404, 404, 404, 403]);
  expect(await statuses(owner.headers)).toEqual([200, 200, 200, 403]);
  expect(await statuses(operator.headers)).toEqual([200, 200, 200, 200]);
  const { body } = await release(plugin, '/1', operator.headers);
  expect(body).toMatchObject({ state: 'rejected', reviewed_by: operator.id });
});

test('what the host writes is published at once; a draft keeps what its developer changed', async () => {
  const plugin = await register({ intro: 'First' });
  const put = (fields: object) =>
    server.api('PUT', `/platform/v1/plugins/${plugin.id}/manifest`, {
      name: 'By the host',
      slug: plugin.slug,
      ...fields,
    });
  const own = async () =>
    (await call(server, owner.headers, 'GET', `/partner_apps/${plugin.id}`)).body.app;
  expect((await put({ intro: 'First' })).body).toMatchObject({
    plugin: { status: 'approved_unlisted', current_release: 2 },
    release: { state: 'published', current: true },
  });
  expect(await own()).toMatchObject({ name: 'By the host', intro: 'First' });
  await change(plugin, { intro: 'Second' });
  await put({ intro: 'Third', website: 'https://example.com/' });
  expect(await own()).toMatchObject({ intro: 'Second', website: 'https://example.com/' });
  const seen = await server.api('GET', `/v1/apps/${plugin.slug}`);
  expect(seen.body.app.intro).toBe('Third');
});

test('what the host wrote is not undone by approving what was submitted before it', async () => {
  const plugin = await register({ intro: 'First' });
  await reviewDraft(server, plugin);
  await change(plugin, { embedded_app_url: 'https://second.example.com/' });
  const number = await submitDraft(server, plugin);
  const path = `/platform/v1/plugins/${plugin.id}/manifest`;
  const manifest = { name: 'Mended by the host', slug: plugin.slug };
  expect((await server.api('PUT', path, manifest)).status).toBe(201);
  const refused = await review(plugin, number, { verdict: 'approve' });
  expect([refused.status, refused.body.code]).toEqual([409, 'wrong_state']);
  expect((await server.api('GET', path)).body).toMatchObject(manifest);

  // Its developer goes on from what the host wrote.
  expect((await review(plugin, number, { verdict: 'reject' })).status).toBe(200);
  await change(plugin, { embedded_app_url: 'https://second.example.com/' });
  await reviewDraft(server, plugin);
  expect((await server.api('GET', path)).body).toMatchObject({
    ...manifest,
    embedded_app_url: 'https://second.example.com/',
  });
});

test('other verdicts and unknown plugins are refused', async () => {
  const plugin = await register();
  const number = await submitDraft(server, plugin);
  expect((await review(plugin, number, { verdict: 'created' })).status).toBe(422);
  const none = { ...plugin, id: 999_999 };
  expect((await review(none, number, { verdict: 'approve' })).status).toBe(404);
});
