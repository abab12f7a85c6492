import { beforeAll, expect, test } from 'vitest';
import { authorizePath, CALLBACK, createVisitor } from '../oauth/authorization.ts';
import { call, createPerson, type Person, signIn } from '../space-api/scene.ts';
import {
  registerPartnerPlugin,
  registerPlugin,
  reviewDraft,
  type TestPlugin,
} from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  return () => server.close();
});

const registeredBy = (owner: Person): Promise<TestPlugin> =>
  registerPartnerPlugin(server, owner.headers, { name: 'Theirs', oauth_redirect_uri: CALLBACK });

const originOf = async ({ id }: TestPlugin): Promise<string> =>
  (await server.api('GET', `/platform/v1/plugins/${id}`)).body.origin;

/** What a stranger, admin of a space of their own, is answered about a plugin. */
async function reach(plugin: TestPlugin): Promise<number[]> {
  const { person, spaceId, browser } = await createVisitor(server);
  const headers = await signIn(server, person.id);
  const consent = await browser.get(authorizePath(plugin, { space_id: String(spaceId) }));
  const seen = await call(server, headers, 'GET', `/apps/${plugin.slug}`);
  const installed = await call(server, headers, 'POST', `/spaces/${spaceId}/app_provisions`, {
    app_id: plugin.id,
  });
  return [consent.status, seen.status, installed.status];
}

test('a plugin says whose it is', async () => {
  const owner = await createPerson(server);
  const operator = await createPerson(server, true);
  const org = await call(server, operator.headers, 'POST', '/org_apps', { app: { name: 'Ours' } });
  expect(await originOf(await registerPlugin(server))).toBe('host');
  expect(await originOf(org.body.app)).toBe('org');
  expect(await originOf(await registeredBy(owner))).toBe('partner');
});

test("removing a developer leaves their plugin a partner's, which nobody gets without a review", async () => {
  const owner = await createPerson(server);
  const plugin = await registeredBy(owner);
  const before = await reach(plugin);
  for (const status of before) expect(status).toBeGreaterThanOrEqual(400);
  expect((await server.api('DELETE', `/platform/v1/users/${owner.id}`)).status).toBe(204);
  expect(await reach(plugin)).toEqual(before);
  expect(await originOf(plugin)).toBe('partner');
});

test("a developer who is removed leaves what was published, and nobody's draft", async () => {
  const owner = await createPerson(server);
  const plugin = await registeredBy(owner);
  await reviewDraft(server, plugin);
  await call(server, owner.headers, 'PUT', `/partner_apps/${plugin.id}`, { app: { name: 'New' } });
  const before = await reach(plugin);
  expect(before).toEqual([200, 200, 201]);
  await server.api('DELETE', `/platform/v1/users/${owner.id}`);
  expect(await reach(plugin)).toEqual(before);
  const somebody = await createPerson(server);
  const operator = await createPerson(server, true);
  for (const { headers } of [somebody, operator]) {
    const change = { app: { name: 'Taken over' } };
    const answer = await call(server, headers, 'PUT', `/partner_apps/${plugin.id}`, change);
    expect(answer.status).toBe(404);
  }
  const { body } = await call(server, somebody.headers, 'GET', `/apps/${plugin.id}`);
  expect(body.app.name).toBe('Theirs');
});

test('a plugin of the host gets no collaborators', async () => {
  const { id } = await createPerson(server);
  const { email } = (await server.api('GET', `/platform/v1/users/${id}`)).body;
  const path = `/platform/v1/plugins/${(await registerPlugin(server)).id}/collaborators`;
  const answers = [
    await server.api('PUT', `${path}/${id}`, { role: 'owner' }),
    await server.api('POST', path, { email, role: 'viewer' }),
  ];
  expect(answers.map(({ body }) => body.code)).toEqual(['wrong_state', 'wrong_state']);
  expect((await server.api('GET', path)).body.data).toEqual([]);
});
