import { beforeAll, describe, expect, test } from 'vitest';
import { basic, expectOAuthError, postToken } from '../oauth/token-endpoint.ts';
import { createPerson, type TestPerson } from '../support/people.ts';
import { createSpace, installPlugin, registerPlugin, type TestPlugin } from '../support/plugins.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const api = (method: string, id: number | string, path = '', body?: object) =>
  server.api(method, `/platform/v1/plugins/${id}${path}`, body);

const notices = async ({ id }: TestPlugin): Promise<{ kind: string; message: string }[]> =>
  (await api('GET', id, '/notices')).body.data;

describe('suspending', () => {
  test('is shown wherever the plugin is, until it is resumed', async () => {
    const plugin = await registerPlugin(server);
    const { role, ...before } = (await api('GET', plugin.id)).body;
    expect(role).toBeNull();
    expect(before).toMatchObject({ suspended_at: null, suspended_reason: null });
    const suspended = await api('POST', plugin.slug, '/suspend', { reason: 'It leaks names' });
    expect(suspended.status, suspended.text).toBe(200);
    expect(suspended.body.suspended_reason).toBe('It leaks names');
    expect(Date.parse(suspended.body.suspended_at)).toBeGreaterThan(0);
    const { data } = (await server.api('GET', '/platform/v1/plugins?limit=100')).body;
    expect(data.find((one: { id: number }) => one.id === plugin.id)).toEqual({
      ...suspended.body,
      role: null,
      unread_notices: 0,
    });
    const resumed = await api('POST', plugin.id, '/resume');
    expect(resumed.status).toBe(200);
    expect({ ...resumed.body, updated_at: before.updated_at }).toEqual(before);
  });

  test('twice is once; another reason replaces the first', async () => {
    const plugin = await registerPlugin(server);
    const first = (await api('POST', plugin.id, '/suspend')).body;
    expect((await api('POST', plugin.id, '/suspend')).body).toEqual(first);
    const why = (await api('POST', plugin.id, '/suspend', { reason: 'Now we know' })).body;
    expect([why.suspended_at, why.suspended_reason]).toEqual([first.suspended_at, 'Now we know']);
    expect((await notices(plugin)).map(({ kind }) => kind)).toEqual([
      'plugin_suspended',
      'plugin_suspended',
    ]);
  });

  test('tells the developer why, and that it is over', async () => {
    const plugin = await registerPlugin(server);
    await api('POST', plugin.id, '/suspend', { reason: 'It leaks names' });
    await api('POST', plugin.id, '/resume');
    await api('POST', plugin.id, '/resume');
    const [last, first, ...more] = await notices(plugin);
    expect([last?.kind, first?.kind, more]).toEqual(['plugin_resumed', 'plugin_suspended', []]);
    expect(first?.message).toContain('It leaks names');
  });

  test('is refused for a plugin that there is not, and for a reason that is none', async () => {
    for (const way of ['suspend', 'resume']) {
      const { status, body } = await api('POST', 'nobody', `/${way}`);
      expect([status, body.code]).toEqual([404, 'plugin_not_found']);
    }
    const plugin = await registerPlugin(server);
    for (const body of [
      { reason: '' },
      { reason: 'x'.repeat(501) },
      { reason: 'Turned\u202e around' },
      { why: 'x' },
      { reason: 1 },
    ]) {
      expect((await api('POST', plugin.id, '/suspend', body)).status).toBe(422);
    }
    expect((await api('GET', plugin.id)).body.suspended_at).toBeNull();
  });

  test('leaves installs as they are, and lets nobody make one', async () => {
    const plugin = await registerPlugin(server);
    const { id, spaceId } = await installPlugin(server, plugin, await createSpace(server));
    const install = (await server.api('GET', `/platform/v1/installs/${id}`)).body;
    await api('POST', plugin.id, '/suspend');
    expect((await server.api('GET', `/platform/v1/installs/${id}`)).body).toEqual({
      ...install,
      attention: ['plugin_suspended'],
    });
    await server.api('DELETE', `/platform/v1/installs/${id}`);
    const again = await server.api('POST', `/platform/v1/spaces/${spaceId}/installs`, {
      plugin_id: plugin.id,
    });
    expect([again.status, again.body.code]).toEqual([409, 'plugin_suspended']);
    expect(again.body.errors[0].pointer).toBe('/plugin_id');
  });
});

describe('the token endpoint', () => {
  const ask = ({ clientId }: TestPlugin, secret: string): Promise<Answer> =>
    postToken(server, {
      authorization: basic(clientId, secret),
      body: { grant_type: 'client_credentials' },
    });

  test('tells a suspended plugin why, and whoever does not have its secret nothing', async () => {
    const plugin = await registerPlugin(server);
    const nobody = { ...plugin, clientId: 'nobody' };
    await api('POST', plugin.id, '/suspend', { reason: 'It leaks names' });
    const told = await ask(plugin, plugin.clientSecret);
    expectOAuthError(told, 400, 'unauthorized_client');
    expect(told.body.error_description).toBe('The platform has suspended this plugin');
    const wrong = await ask(plugin, 'wrong');
    expectOAuthError(wrong, 401, 'invalid_client');
    expect(wrong.text).toBe((await ask(nobody, 'wrong')).text);
    await api('POST', plugin.id, '/resume');
    expect((await ask(plugin, plugin.clientSecret)).status).toBe(200);
  });

  test('does not count the right secret of a suspended plugin as a guess', async () => {
    const plugin = await registerPlugin(server);
    await api('POST', plugin.id, '/suspend');
    for (let n = 0; n <= server.config.failedLoginLimit; n++) {
      expectOAuthError(await ask(plugin, plugin.clientSecret), 400, 'unauthorized_client');
    }
  });
});

describe('its developer', () => {
  let person: TestPerson;
  let token: string;
  let app: { id: number; in_sidebar: boolean };
  const as = (method: string, path: string, body?: object) =>
    send(`${server.url}${path}`, method, body, { authorization: token });
  beforeAll(async () => {
    person = await createPerson(server);
    const body = { user_id: person.id, name: 'mine' };
    ({ token } = (await server.api('POST', '/platform/v1/personal_access_tokens', body)).body);
    const created = await as('POST', '/v1/partner_apps', {
      app: { name: 'Mine', in_sidebar: true },
    });
    expect(created.status, created.text).toBe(201);
    app = created.body.app;
    await api('POST', app.id, '/suspend', { reason: 'It leaks names' });
  });

  test('sees since when and why', async () => {
    const { body } = await as('GET', `/v1/partner_apps/${app.id}`);
    expect(body.app).toMatchObject({
      suspended_at: expect.any(String),
      suspended_reason: 'It leaks names',
    });
  });

  test('mends it, without changing where it shows by writing back what was read', async () => {
    const { body } = await as('GET', `/v1/partner_apps/${app.id}`);
    const mended = await as('PUT', `/v1/partner_apps/${app.id}`, {
      app: { ...body.app, intro: 'Mended' },
    });
    expect(mended.status, mended.text).toBe(204);
    const after = (await as('GET', `/v1/partner_apps/${app.id}`)).body.app;
    expect(after).toMatchObject({ intro: 'Mended', in_sidebar: true });
    expect(after.suspended_at).toBe(body.app.suspended_at);
  });

  test('neither resumes nor removes it', async () => {
    const resumed = await as('POST', `/platform/v1/plugins/${app.id}/resume`);
    expect(resumed.status).toBe(403);
    await as('PUT', `/v1/partner_apps/${app.id}`, { app: { name: 'Mine', suspended_at: null } });
    expect((await as('DELETE', `/v1/partner_apps/${app.id}`)).status).toBe(422);
    expect((await api('GET', app.id)).body.suspended_at).not.toBeNull();
  });
});
