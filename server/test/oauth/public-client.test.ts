import { describe, expect, test } from 'vitest';
import { createSpace, createUser, installPlugin, type TestPlugin } from '../support/plugins.ts';
import type { TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import {
  answerOf,
  authorizePath,
  CALLBACK,
  consentForm,
  createVisitor,
  decide,
  exchange,
  letIn,
  newPkce,
  post,
  publicTokensFor,
  registerClient,
  setUpConsent,
  userInfo,
  type Visitor,
} from './authorization.ts';
import { basic, basicOf, expectOAuthError } from './token-endpoint.ts';

let server: TestServer;
let plugin: TestPlugin;
let confidential: TestPlugin;
let visitor: Visitor;
setUpConsent((given) => ({ server, plugin: confidential, publicPlugin: plugin, visitor } = given));

const { verifier, challenge } = newPkce();

async function codeGrant(): Promise<Record<string, string>> {
  const code = await letIn(visitor, plugin, {
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  return {
    grant_type: 'authorization_code',
    code,
    redirect_uri: CALLBACK,
    code_verifier: verifier,
  };
}

describe('a public client that sends a secret is refused', () => {
  const attempts = (): [string, Record<string, string>, Record<string, string>][] => [
    ['its own', { client_id: plugin.clientId, client_secret: plugin.clientSecret }, {}],
    ['another', { client_id: plugin.clientId, client_secret: 'x'.repeat(43) }, {}],
    ['its own by Basic', {}, { authorization: basic(plugin.clientId, plugin.clientSecret) }],
    ['none by Basic', {}, { authorization: basicOf(`${plugin.clientId}:`) }],
    [
      'its own by Basic, its id in the body',
      { client_id: plugin.clientId },
      { authorization: basic(plugin.clientId, plugin.clientSecret) },
    ],
  ];

  test.each([0, 1, 2, 3, 4])('%i', async (index) => {
    const [what, credentials, headers] = attempts()[index] as ReturnType<typeof attempts>[0];
    for (const path of ['/oauth/token', '/a/auth/v0/token']) {
      const grant = await codeGrant();
      const refused = await post(server, path, { ...grant, ...credentials }, headers);
      expectOAuthError(refused, 401, 'invalid_client');
      const right = await post(server, path, { ...grant, client_id: plugin.clientId });
      expect(right.status, what).toBe(200);
    }
  });
});

describe('an id alone', () => {
  test('is no authentication for a client with a secret, and like that of an unknown one', async () => {
    const grant = await codeGrant();
    const answers = await Promise.all(
      [confidential.clientId, 'nobody', '0'.repeat(32)].map((client_id) =>
        post(server, '/oauth/token', { ...grant, client_id }),
      ),
    );
    for (const answer of answers) {
      expectOAuthError(answer, 401, 'invalid_client');
      expect(answer.text).toBe(answers[0]?.text);
    }
  });

  test('is not one beside an Authorization header of another kind', async () => {
    const grant = { ...(await codeGrant()), client_id: plugin.clientId };
    for (const authorization of ['', 'Bearer x', 'Basic', 'Digest a']) {
      const answer = await post(server, '/oauth/token', grant, { authorization });
      expectOAuthError(answer, 401, 'invalid_client');
    }
  });
});

describe('a grant that is not for public clients is refused:', () => {
  test.each([
    { grant_type: 'client_credentials' },
    { grant_type: 'client_credentials', scope: 'plugin token.refresh' },
  ])('%o', async (grant) => {
    const answer = await post(server, '/oauth/token', { ...grant, client_id: plugin.clientId });
    expectOAuthError(answer, 400, 'unauthorized_client');
  });

  test('a token of an installer', async () => {
    const install = await installPlugin(server, plugin, await createSpace(server), {
      user_id: await createUser(server),
    });
    const answer = await post(server, '/oauth/token', {
      grant_type: 'plugin_install',
      install_id: String(install.id),
      client_id: plugin.clientId,
    });
    expectOAuthError(answer, 400, 'unauthorized_client');
  });
});

test('a public client’s tokens outlive its secrets, which only sign', async () => {
  const own = await registerClient(server, { client_type: 'public' });
  await installPlugin(server, own, visitor.spaceId);
  const { refresh } = await publicTokensFor(server, visitor, own);
  const path = `/platform/v1/plugins/${own.id}/secrets`;
  await server.api('POST', path, {});
  expect((await server.api('DELETE', `${path}/1`)).status).toBe(204);
  const answer = await post(server, '/oauth/token', {
    grant_type: 'refresh_token',
    refresh_token: refresh,
    client_id: own.clientId,
  });
  expect(answer.status, answer.text).toBe(200);
});

describe('what kind of client a plugin is', () => {
  const path = (one: TestPlugin) => `/platform/v1/plugins/${one.id}`;

  test('is shown, confidential and without a profile by default', async () => {
    const shown = (one: TestPlugin) => server.api('GET', path(one));
    expect((await shown(confidential)).body).toMatchObject({
      client_type: 'confidential',
      compatibility: null,
    });
    expect((await shown(plugin)).body).toMatchObject({ client_type: 'public' });
    const list = await server.api('GET', '/platform/v1/plugins');
    const listed = list.body.data.find(({ id }: { id: number }) => id === plugin.id);
    expect(listed).toMatchObject({ client_type: 'public', compatibility: null });
  });

  test('is changed, one setting apart from the other', async () => {
    const own = await registerClient(server, { compatibility: 'storyblok' });
    const change = async (patch: object) => (await server.api('PATCH', path(own), patch)).body;
    expect(await change({ client_type: 'public' })).toMatchObject({
      client_type: 'public',
      compatibility: 'storyblok',
    });
    expect(await change({ compatibility: null })).toMatchObject({
      client_type: 'public',
      compatibility: null,
    });
    expect(await change({})).toMatchObject({ client_type: 'public', compatibility: null });
  });

  test('is not the way around a secret: one that gets a secret loses the tokens it had without', async () => {
    const own = await registerClient(server);
    const visitor = await createVisitor(server);
    await installPlugin(server, own, visitor.spaceId);
    await server.api('PATCH', path(own), { client_type: 'public' });
    const { verifier: code_verifier, challenge: code_challenge } = newPkce();
    const code = await letIn(visitor, own, { code_challenge, code_challenge_method: 'S256' });
    const redeemed = { code_verifier, client_secret: undefined };
    const { access_token: access } = (await exchange(server, own, code, redeemed)).body;
    const lives = async () => (await userInfo(server, access)).status === 200;
    expect(await lives()).toBe(true);
    await server.api('PATCH', path(own), { client_type: 'confidential' });
    await waitFor(async () => !(await lives()), { describe: 'the token to be dead' });
  });

  test('is not part of the manifest', async () => {
    const manifest = await server.api('GET', `${path(plugin)}/manifest`);
    expect(manifest.body).not.toHaveProperty('client_type');
    const put = await server.api('PUT', `${path(plugin)}/manifest`, {
      ...manifest.body,
      client_type: 'public',
    });
    expect(put.status).toBe(422);
    expect((await server.api('GET', path(plugin))).body.client_type).toBe('public');
  });

  test.each([
    [{ client_type: 'secret' }, '/client_type'],
    [{ client_type: null }, '/client_type'],
    [{ client_type: ['public'] }, '/client_type'],
    [{ compatibility: 'envoy' }, '/compatibility'],
    [{ compatibility: '' }, '/compatibility'],
  ])('cannot be %j', async (fields, pointer) => {
    const created = await server.api('POST', '/platform/v1/plugins', {
      name: 'X',
      slug: 'x-client',
      ...fields,
    });
    expect([created.status, created.body.errors[0].pointer]).toEqual([422, pointer]);
    const changed = await server.api('PATCH', path(plugin), fields);
    expect([changed.status, changed.body.errors[0].pointer]).toEqual([422, pointer]);
  });

  test('of a plugin that does not exist cannot be changed', async () => {
    const answer = await server.api('PATCH', '/platform/v1/plugins/999999', {});
    expect([answer.status, answer.body.code]).toEqual([404, 'plugin_not_found']);
  });
});

test('a public client on the user’s machine is never let in unasked: another program may say that it is this one', async () => {
  const registered = 'http://127.0.0.1:4000/callback';
  const native = await registerClient(server, {
    client_type: 'public',
    oauth_redirect_uri: registered,
  });
  const visitor = await createVisitor(server);
  const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
  await letIn(visitor, native, { redirect_uri: registered, ...pkce });
  for (const redirect_uri of [registered, 'http://127.0.0.1:6666/callback']) {
    const asked = { space_id: String(visitor.spaceId), redirect_uri, ...pkce };
    const again = await visitor.browser.get(authorizePath(native, asked));
    expect(consentForm(again).fields.decision).toBeUndefined();
    const answer = answerOf(await decide(visitor.browser, again, 'allow'), redirect_uri);
    expect(answer.get('code')).not.toBeNull();
  }
});
