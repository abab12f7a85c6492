import { beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import {
  createSpace,
  installPlugin,
  login,
  registerPlugin,
  type TestPlugin,
} from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import {
  addMember,
  call,
  createPerson,
  createScene,
  grant,
  type Headers,
  hostHeaders,
  MISSING,
  type Scene,
  signIn,
} from './scene.ts';

let server: TestServer;
let scene: Scene;
beforeAll(async () => {
  server = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  scene = await createScene(
    server,
    {
      name: 'Link checker',
      placements: { sidebar: {}, toolbar: true },
      embedded_app_url: 'https://example.com/app',
      dev_embedded_app_url: 'http://localhost:3000/app',
      oauth_redirect_uri: 'https://example.com/callback',
    },
    { name: 'Berlin', plan_level: 3, attributes: { domain: 'https://berlin.test' } },
  );
  return () => server.close();
});

describe('the pages to embed', () => {
  const embeds = (headers: Headers, query = '') =>
    call(server, headers, 'GET', `/spaces/${scene.spaceId}/embeds${query}`);

  test('are those of live plugins with a place and an address', async () => {
    const others: object[] = [
      {
        placements: { toolbar: true },
        embedded_app_url: 'https://example.com/tool',
        icon: '//example.com/i.png',
      },
      { placements: { sidebar: {} } },
      { embedded_app_url: 'https://example.com/nowhere' },
      { placements: { sidebar: {} }, dev_embedded_app_url: 'http://localhost:3000' },
    ];
    const installed: TestPlugin[] = [];
    for (const manifest of others) {
      const plugin = await registerPlugin(server, { ...manifest });
      await installPlugin(server, plugin, scene.spaceId);
      installed.push(plugin);
    }
    const suspended = await registerPlugin(server, { ...others[0] });
    const { id } = await installPlugin(server, suspended, scene.spaceId);
    await server.api('POST', `/platform/v1/installs/${id}/suspend`);

    const { status, body } = await embeds(scene.admin.headers);
    expect(status).toBe(200);
    const [tool] = installed as [TestPlugin];
    expect(body).toEqual({
      space: { id: scene.spaceId, name: 'Berlin' },
      user: { id: scene.admin.id, name: 'User', lang: 'en', is_admin: true },
      development: false,
      plugins: [
        {
          id: scene.plugin.id,
          slug: scene.plugin.slug,
          name: 'Link checker',
          icon: null,
          sidebar: true,
          toolbar: true,
          url: 'https://example.com/app',
          app_bridge: false,
          oauth: true,
          oauth_pending: true,
        },
        {
          id: tool.id,
          slug: tool.slug,
          name: tool.slug,
          icon: '//example.com/i.png',
          sidebar: false,
          toolbar: true,
          url: 'https://example.com/tool',
          app_bridge: false,
          oauth: false,
          oauth_pending: false,
        },
      ],
    });
  });

  test('come from where they are developed for members who want that', async () => {
    const developer = await createPerson(server);
    await addMember(server, scene.spaceId, developer.id);
    await server.db.query(sql`
      update space_members set development = true where user_id = ${developer.id}`);
    await server.db.query(sql`update users set lang = 'de' where id = ${developer.id}`);
    const { body } = await embeds(await signIn(server, developer.id));
    expect(body).toMatchObject({ development: true, user: { lang: 'de', is_admin: false } });
    await server.db.query(sql`update users set lang = null where id = ${developer.id}`);
    const headers = { 'accept-language': '*, nl;q=0.8, pt-BR' };
    const asBrowser = await embeds({ ...(await signIn(server, developer.id)), ...headers });
    expect(asBrowser.body.user.lang).toBe('pt-BR');
    const urls = body.plugins.map(({ url }: { url: string }) => url);
    expect(urls).toEqual([
      'http://localhost:3000/app',
      'https://example.com/tool',
      'http://localhost:3000',
    ]);
  });

  test('tell that consent is there', async () => {
    const pending = async (headers: Headers) =>
      (await embeds(headers)).body.plugins[0].oauth_pending;
    expect(await pending(scene.editor.headers)).toBe(true);
    const id = await grant(server, scene, scene.editor.id);
    expect(await pending(scene.editor.headers)).toBe(false);
    expect(await pending(scene.admin.headers)).toBe(true);
    await call(server, scene.editor.headers, 'DELETE', `/oauth_grants/${id}`);
    expect(await pending(scene.editor.headers)).toBe(true);
  });

  test('are given to the host for a member it names', async () => {
    const host = hostHeaders(server);
    const { body } = await embeds(host, `?user_id=${scene.editor.id}`);
    expect(body.user).toMatchObject({ id: scene.editor.id, is_admin: false });
    const stranger = await createPerson(server);
    const foreign = await embeds(host, `?user_id=${stranger.id}`);
    expect([foreign.status, foreign.body]).toEqual([404, MISSING]);
    const nobody = await embeds(host);
    expect([nobody.status, nobody.body]).toEqual([422, { user_id: [expect.any(String)] }]);
    // Nobody else can look as somebody else.
    const own = await embeds(scene.editor.headers, `?user_id=${scene.admin.id}`);
    expect(own.body.user.id).toBe(scene.editor.id);
  });

  test('are not for plugins, nor for strangers', async () => {
    expect((await embeds(scene.pluginHeaders)).status).toBe(401);
    const stranger = await createPerson(server);
    expect((await embeds(stranger.headers)).status).toBe(404);
    const operator = await createPerson(server, true);
    expect((await embeds(operator.headers)).body.user.is_admin).toBe(true);
  });
});

describe('spaces', () => {
  test('are those of the caller', async () => {
    const space = {
      id: scene.spaceId,
      name: 'Berlin',
      domain: 'https://berlin.test',
      plan_level: 3,
    };
    const other = await createSpace(server, { attributes: { domain: 7 } });
    for (const headers of [scene.admin.headers, scene.editor.headers, scene.pluginHeaders]) {
      const { body, headers: answered } = await call(server, headers, 'GET', '/spaces');
      expect(body).toEqual({ spaces: [space] });
      expect(answered.get('total')).toBe('1');
      const one = await call(server, headers, 'GET', `/spaces/${scene.spaceId}`);
      expect(one.body).toEqual({ space });
      const foreign = await call(server, headers, 'GET', `/spaces/${other}`);
      expect([foreign.status, foreign.body]).toEqual([404, MISSING]);
    }
    const host = await call(server, hostHeaders(server), 'GET', `/spaces/${other}`);
    expect(host.body.space).toMatchObject({ id: other, domain: null, plan_level: null });
  });
});

describe('who the caller is', () => {
  test('is told to people, and to plugins of whom they act for', async () => {
    const rows = await server.db.query<{
      id: number;
      email: string;
      friendly_name: string;
      lang: string | null;
      created_at: Date;
    }>(sql`select id, email, friendly_name, lang, created_at from users`);
    const { admin, editor } = scene;
    for (const [headers, id] of [
      [admin.headers, admin.id],
      [{ authorization: `Bearer ${editor.token}` }, editor.id],
      [await signIn(server, editor.id), editor.id],
      [scene.pluginHeaders, admin.id],
    ] as const) {
      const row = rows.find((one) => one.id === id);
      const { status, body, headers: answered } = await call(server, headers, 'GET', '/users/me');
      expect([status, answered.get('cache-control')]).toEqual([200, 'no-store']);
      expect(body).toEqual({
        user: {
          id,
          userid: row?.email,
          email: row?.email,
          friendly_name: row?.friendly_name,
          lang: row?.lang,
          created_at: row?.created_at.toISOString(),
          has_org: false,
          org: {},
          has_partner: false,
        },
      });
    }
  });

  test('is told to nobody else', async () => {
    const token = await login(server, scene.plugin);
    for (const headers of [
      {},
      hostHeaders(server),
      { authorization: `Bearer ${token}` },
      { authorization: 'pbp_unknown' },
      { ...(await signIn(server, scene.editor.id)), origin: undefined, authorization: 'Bearer x' },
    ]) {
      const { status, body, headers: answered } = await call(server, headers, 'GET', '/users/me');
      expect([status, body]).toEqual([401, { error: expect.any(String) }]);
      expect(answered.get('www-authenticate')).toMatch(/^Bearer/);
    }
  });
});

describe('consents', () => {
  test('are listed and taken back by whom they are of', async () => {
    const id = await grant(server, scene, scene.admin.id);
    const listed = await call(server, scene.admin.headers, 'GET', '/oauth_grants');
    expect(listed.body.oauth_grants).toEqual([
      {
        id,
        app_id: scene.plugin.id,
        slug: scene.plugin.slug,
        name: 'Link checker',
        space_id: scene.spaceId,
        space_name: 'Berlin',
        scopes: [],
        created_at: expect.any(String),
        updated_at: expect.any(String),
      },
    ]);
    expect((await call(server, scene.editor.headers, 'GET', '/oauth_grants')).body).toEqual({
      oauth_grants: [],
    });
    const revoke = (headers: Headers, name: unknown = id) =>
      call(server, headers, 'DELETE', `/oauth_grants/${name}`);
    expect((await revoke(scene.editor.headers)).status).toBe(404);
    expect((await revoke(scene.pluginHeaders)).status).toBe(401);
    expect((await revoke(scene.admin.headers, 'x')).status).toBe(404);
    const browser = await signIn(server, scene.admin.id);
    expect((await revoke({ ...browser, origin: 'https://evil.test' })).status).toBe(403);
    expect((await revoke(browser)).status).toBe(204);
    const again = await revoke(scene.admin.headers);
    expect([again.status, again.body]).toEqual([404, MISSING]);
  });
});

describe('app settings', () => {
  const path = (clientId?: string) =>
    `/spaces/${scene.spaceId}/app_settings${clientId === undefined ? '' : `/${clientId}`}`;
  const clientId = () => scene.plugin.clientId;

  test('are kept byte for byte, by the plugin itself and by members', async () => {
    const missing = await call(server, scene.pluginHeaders, 'GET', path());
    expect([missing.status, missing.body]).toEqual([404, MISSING]);
    const settings = '{"z":1.0,"a":null,"2":12345678901234567890}';
    const body = `{"app_setting":{"settings":${settings}}}`;
    const posted = await call(server, scene.pluginHeaders, 'POST', path(), body);
    expect(posted.status).toBe(200);
    expect(posted.text).toContain(`"settings":${settings}`);
    expect(Object.keys(posted.body.app_setting)).toEqual(['settings', 'created_at', 'updated_at']);
    for (const headers of [scene.pluginHeaders, scene.editor.headers, hostHeaders(server)]) {
      expect((await call(server, headers, 'GET', path(clientId()))).text).toBe(posted.text);
    }
    const put = await call(server, scene.admin.headers, 'PUT', path(clientId()), {
      app_setting: { settings: { new: true } },
    });
    expect(put.body.app_setting.settings).toEqual({ new: true });
    expect(put.body.app_setting.created_at).toBe(posted.body.app_setting.created_at);
    const named = await call(server, scene.admin.headers, 'POST', path(), {
      app_setting: { client_id: clientId(), settings: {} },
    });
    expect([named.status, named.body.app_setting.settings]).toEqual([200, {}]);
  });

  test('are of what is installed here alone', async () => {
    const other = await registerPlugin(server);
    const elsewhere = await createScene(server);
    const body = { app_setting: { settings: {} } };
    const cases: [Headers, string][] = [
      [scene.admin.headers, path(other.clientId)],
      [scene.admin.headers, path('nope')],
      [scene.pluginHeaders, path(elsewhere.plugin.clientId)],
      [elsewhere.pluginHeaders, path(clientId())],
      [elsewhere.admin.headers, path(clientId())],
    ];
    await installPlugin(server, other, elsewhere.spaceId);
    for (const [headers, url] of cases) {
      for (const method of ['GET', 'PUT', 'POST']) {
        const answer = await call(
          server,
          headers,
          method,
          url,
          method === 'GET' ? undefined : body,
        );
        expect([answer.status, answer.body], `${method} ${url}`).toEqual([404, MISSING]);
      }
    }
  });

  test('that are none are refused by field', async () => {
    const put = (body: unknown) => call(server, scene.admin.headers, 'POST', path(), body);
    const nobody = await put({ app_setting: { settings: {} } });
    expect([nobody.status, nobody.body]).toEqual([422, { client_id: ['is required'] }]);
    for (const settings of [null, [], 'x', 1]) {
      const answer = await put({ app_setting: { client_id: clientId(), settings } });
      expect([answer.status, Object.keys(answer.body)]).toEqual([422, ['settings']]);
    }
    const huge = { client_id: clientId(), settings: { x: 'x'.repeat(300_000) } };
    expect((await put({ app_setting: huge })).status).toBe(422);
    expect((await put({})).status).toBe(422);
  });

  test('go with the install', async () => {
    const it = await createScene(server);
    const url = `/spaces/${it.spaceId}/app_settings/${it.plugin.clientId}`;
    await call(server, it.admin.headers, 'PUT', url, { app_setting: { settings: { a: 1 } } });
    await server.api('DELETE', `/platform/v1/installs/${it.installId}`);
    expect((await call(server, it.admin.headers, 'GET', url)).status).toBe(404);
    await installPlugin(server, it.plugin, it.spaceId);
    expect((await call(server, it.admin.headers, 'GET', url)).status).toBe(404);
    await call(server, it.admin.headers, 'PUT', url, { app_setting: { settings: { a: 1 } } });
    await server.api('DELETE', `/platform/v1/installs/${it.installId}?erase=now`);
    expect(
      await server.db.query(sql`select 1 from app_settings where plugin_id = ${it.plugin.id}`),
    ).toEqual([]);
  });
});
