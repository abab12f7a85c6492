import { createHmac } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import {
  addMember,
  call,
  createPerson,
  createScene,
  type Headers,
  hostHeaders,
  MISSING,
  type Scene,
  signIn,
} from '../space-api/scene.ts';
import { asPlugin, installPlugin, login, registerPlugin } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let scene: Scene;
beforeAll(async () => {
  server = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  scene = await createScene(server, { use_app_bridge: true });
  return () => server.close();
});

const ask = (headers: Headers, fields: object = {}, spaceId = scene.spaceId) =>
  call(server, headers, 'POST', `/spaces/${spaceId}/app_validations`, {
    app_id: scene.plugin.id,
    ...fields,
  });

/** What a plugin's backend does with a token (RFC 7515 §5.2), by nothing but HMAC. */
function verify(token: string, secret: string): Record<string, number | string> {
  const [header = '', payload = '', signature] = token.split('.');
  const mac = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url');
  expect(signature).toBe(mac);
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({
    alg: 'HS256',
    typ: 'JWT',
  });
  return JSON.parse(Buffer.from(payload, 'base64url').toString());
}

test('tells the plugin who looks at its page, for an hour', async () => {
  const answer = await ask(await signIn(server, scene.editor.id));
  expect(answer.status, answer.text).toBe(200);
  expect(Object.keys(answer.body)).toEqual(['token', 'ticket']);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const claims = verify(answer.body.token, scene.plugin.clientSecret);
  expect(claims).toEqual({
    app_id: scene.plugin.id,
    space_id: scene.spaceId,
    user_id: scene.editor.id,
    install_id: scene.installId,
    role: 'editor',
    aud: scene.plugin.clientId,
    iat: expect.any(Number),
    exp: expect.any(Number),
  });
  expect(Number(claims.exp) - Number(claims.iat)).toBe(3600);
  // A verifier whose clock is behind ours must not see a token from the future. (The clock that the server reads is this one.)
  expect(Number(claims.iat)).toBeLessThanOrEqual(Date.now() / 1000 - 60);
});

test('is made for people by their tokens, and for the host by a user it names', async () => {
  const role = async (headers: Headers, fields?: object) => {
    const { body } = await ask(headers, fields);
    const { user_id, role } = verify(body.token, scene.plugin.clientSecret);
    return [user_id, role];
  };
  expect(await role(scene.admin.headers)).toEqual([scene.admin.id, 'admin']);
  expect(await role(scene.admin.headers, { app_id: scene.plugin.slug })).toEqual([
    scene.admin.id,
    'admin',
  ]);
  const auditor = await createPerson(server);
  await addMember(server, scene.spaceId, auditor.id, 'auditor');
  expect(await role(hostHeaders(server), { user_id: auditor.id })).toEqual([auditor.id, 'auditor']);
  // Nobody else can name somebody else.
  expect(await role(auditor.headers, { user_id: scene.admin.id })).toEqual([auditor.id, 'auditor']);
});

test('is signed with the old secret until the plugin has shown the new one', async () => {
  const it = await createScene(server);
  const { plugin } = it;
  await login(server, plugin);
  const path = `/platform/v1/plugins/${plugin.id}/secrets`;
  const { body: rotated } = await server.api('POST', path, {});
  const token = async () =>
    (await ask(it.admin.headers, { app_id: plugin.id }, it.spaceId)).body.token;
  verify(await token(), plugin.clientSecret);
  await login(server, { ...plugin, clientSecret: rotated.client_secret });
  verify(await token(), rotated.client_secret);
});

test('is not made for what is not there, not live, or not theirs', async () => {
  const stranger = await createPerson(server);
  const elsewhere = await createScene(server);
  const uninstalled = await registerPlugin(server);
  const suspended = await registerPlugin(server);
  const { id } = await installPlugin(server, suspended, scene.spaceId);
  await server.api('POST', `/platform/v1/installs/${id}/suspend`);
  const cases: [Headers, object?][] = [
    [stranger.headers],
    [elsewhere.admin.headers],
    [hostHeaders(server), { user_id: stranger.id }],
    [hostHeaders(server), { user_id: 999_999 }],
    [scene.admin.headers, { app_id: uninstalled.id }],
    [scene.admin.headers, { app_id: suspended.id }],
    [scene.admin.headers, { app_id: elsewhere.plugin.id }],
    [scene.admin.headers, { app_id: 'no such' }],
  ];
  for (const [headers, fields] of cases) {
    const answer = await ask(headers, fields);
    expect([answer.status, answer.body], JSON.stringify(fields)).toEqual([404, MISSING]);
  }
  const nobody = await ask(hostHeaders(server));
  expect([nobody.status, nobody.body]).toEqual([422, { user_id: [expect.any(String)] }]);
  const nothing = await ask(scene.admin.headers, { app_id: null });
  expect([nothing.status, Object.keys(nothing.body)]).toEqual([422, ['app_id']]);
  expect((await ask(scene.pluginHeaders)).status).toBe(401);
  expect((await ask({})).status).toBe(401);
  const browser = await signIn(server, scene.admin.id);
  expect((await ask({ ...browser, origin: 'https://evil.test' })).status).toBe(403);
});

test('an App Bridge token opens nothing on the server', async () => {
  const { token } = (await ask(scene.admin.headers)).body;
  const bearer = { authorization: `Bearer ${token}` };
  const { spaceId, plugin, installId } = scene;
  for (const [method, path] of [
    ['GET', `/spaces/${spaceId}/app_provisions`],
    ['GET', `/spaces/${spaceId}/app_provisions/${plugin.id}`],
    ['POST', `/spaces/${spaceId}/app_validations`],
    ['GET', '/partner_apps'],
    ['GET', '/apps'],
    ['GET', '/oauth/user_info'],
  ] as const) {
    expect((await call(server, bearer, method, path)).status, path).toBe(401);
    expect((await call(server, { authorization: token }, method, path)).status, path).toBe(401);
  }
  expect((await asPlugin(server, token, 'GET', `/installs/${installId}/config`)).status).toBe(401);
  const host = await server.api('GET', '/platform/v1/spaces', undefined, bearer);
  expect(host.status).toBe(401);
});
