import { beforeAll, expect, test } from 'vitest';
import { registerPlugin } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const post = (slug: string, action: string, body?: object) =>
  server.api('POST', `/platform/v1/plugins/${slug}/${action}`, body);

const catalog = async (): Promise<string[]> => {
  const { body } = await server.api('GET', '/v1/apps');
  return body.apps.map((app: { slug: string }) => app.slug);
};

test('a plugin is submitted, approved, and then in the catalog until it is rejected', async () => {
  const { slug } = await registerPlugin(server);
  expect((await post(slug, 'submit')).body.status).toBe('in_review');
  expect(await catalog()).toEqual([]);
  expect((await post(slug, 'review', { status: 'approved' })).body.status).toBe('approved');
  expect(await catalog()).toEqual([slug]);
  expect((await post(slug, 'review', { status: 'rejected' })).body.status).toBe('rejected');
  expect(await catalog()).toEqual([]);
});

test('an unlisted one is not in the catalog, and is found by its slug', async () => {
  const { slug } = await registerPlugin(server);
  await post(slug, 'review', { status: 'approved_unlisted' });
  expect(await catalog()).not.toContain(slug);
  expect((await server.api('GET', `/v1/apps/${slug}`)).body.app.slug).toBe(slug);
});

test('what is approved cannot be submitted, what was rejected can', async () => {
  const { slug } = await registerPlugin(server);
  await post(slug, 'review', { status: 'approved' });
  const refused = await post(slug, 'submit');
  expect([refused.status, refused.body.code]).toEqual([409, 'wrong_state']);
  await post(slug, 'review', { status: 'rejected' });
  expect((await post(slug, 'submit')).body.status).toBe('in_review');
});

test('other verdicts and unknown plugins are refused', async () => {
  const { slug } = await registerPlugin(server);
  expect((await post(slug, 'review', { status: 'created' })).status).toBe(422);
  expect((await post('no-such', 'review', { status: 'approved' })).status).toBe(404);
});
