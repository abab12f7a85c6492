import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { Issuer } from 'openid-client-5';
import { beforeAll, describe, expect, test } from 'vitest';
import { locationOf } from '../support/people.ts';
import { installPlugin, type TestPlugin } from '../support/plugins.ts';
import type { TestServer } from '../support/server.ts';
import { CALLBACK, createVisitor, decide, registerClient, type Visitor } from './authorization.ts';
import { startIssuer } from './issuer.ts';

let server: TestServer;
let plugin: TestPlugin;
let publicPlugin: TestPlugin;
let visitor: Visitor;
beforeAll(async () => {
  server = await startIssuer();
  plugin = await registerClient(server);
  publicPlugin = await registerClient(server, { client_type: 'public' });
  visitor = await createVisitor(server);
  await installPlugin(server, plugin, visitor.spaceId);
  await installPlugin(server, publicPlugin, visitor.spaceId);
  return () => server.close();
});

const SCOPE = 'entries.read entries.write';

/** Goes where a client sends the browser, agrees if asked, and answers where the browser is sent back to. */
async function consent(address: URL): Promise<URL> {
  expect(address.origin).toBe(server.url);
  const page = await visitor.browser.get(address.pathname + address.search);
  const last = page.status === 303 ? page : await decide(visitor.browser, page, 'allow');
  return new URL(locationOf(last));
}

const whoIs = async (access: string): Promise<number> => {
  const response = await fetch(`${server.url}/oauth/user_info`, {
    headers: { authorization: `Bearer ${access}` },
  });
  return ((await response.json()) as { user: { id: number } }).user.id;
};

describe('openid-client 6', () => {
  async function configurationOf(
    { clientId, clientSecret }: TestPlugin,
    authentication: openid.ClientAuth,
  ) {
    return openid.discovery(new URL(server.url), clientId, clientSecret, authentication, {
      algorithm: 'oauth2',
      execute: [openid.allowInsecureRequests],
    });
  }

  async function logIn(configuration: openid.Configuration) {
    const pkceCodeVerifier = openid.randomPKCECodeVerifier();
    const state = openid.randomState();
    const address = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: CALLBACK,
      scope: SCOPE,
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state,
    });
    return openid.authorizationCodeGrant(configuration, await consent(address), {
      pkceCodeVerifier,
      expectedState: state,
    });
  }

  test.each([
    ['client_secret_basic', openid.ClientSecretBasic],
    ['client_secret_post', openid.ClientSecretPost],
  ])('with %s logs in, refreshes, asks and revokes', async (_, authentication) => {
    const configuration = await configurationOf(plugin, authentication(plugin.clientSecret));
    const tokens = await logIn(configuration);
    expect(tokens.scope).toBe(SCOPE);
    expect(await whoIs(tokens.access_token)).toBe(visitor.person.id);
    for (let round = 0; round < 3; round++) {
      const next = await openid.refreshTokenGrant(configuration, tokens.refresh_token as string);
      expect(next.refresh_token).toBe(tokens.refresh_token);
      expect(await whoIs(next.access_token)).toBe(visitor.person.id);
    }
    const facts = await openid.tokenIntrospection(configuration, tokens.access_token);
    expect(facts).toMatchObject({ active: true, sub: String(visitor.person.id) });
    await openid.tokenRevocation(configuration, tokens.refresh_token as string);
    const after = await openid.tokenIntrospection(configuration, tokens.access_token);
    expect(after).toEqual({ active: false });
    const own = await openid.clientCredentialsGrant(configuration, { scope: 'plugin' });
    expect(own.expires_in).toBe(43_200);
  });

  test('as a public client takes the refresh token that is new each time', async () => {
    const configuration = await configurationOf(publicPlugin, openid.None());
    let { refresh_token: token } = await logIn(configuration);
    const seen = new Set([token]);
    for (let round = 0; round < 3; round++) {
      token = (await openid.refreshTokenGrant(configuration, token as string)).refresh_token;
      seen.add(token);
    }
    expect(seen.size).toBe(4);
  });

  test('reads a refusal as one', async () => {
    const configuration = await configurationOf(
      plugin,
      openid.ClientSecretPost(plugin.clientSecret),
    );
    const wrong = openid.authorizationCodeGrant(
      configuration,
      new URL(`${CALLBACK}?code=x&iss=${encodeURIComponent(server.url)}`),
    );
    await expect(wrong).rejects.toMatchObject({ error: 'invalid_grant', status: 400 });
  });
});

describe('oauth4webapi', () => {
  const options = { [oauth.allowInsecureRequests]: true };

  async function discover(): Promise<oauth.AuthorizationServer> {
    const issuer = new URL(server.url);
    const response = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...options });
    return oauth.processDiscoveryResponse(issuer, response);
  }

  test.each([
    ['client_secret_basic', oauth.ClientSecretBasic, () => plugin],
    ['client_secret_post', oauth.ClientSecretPost, () => plugin],
    ['none', oauth.None, () => publicPlugin],
  ] as const)('with %s logs in, checks iss and state, and refreshes', async (_, how, whose) => {
    const as = await discover();
    const { clientId, clientSecret } = whose();
    const client: oauth.Client = { client_id: clientId };
    const authentication = how(clientSecret);
    const verifier = oauth.generateRandomCodeVerifier();
    const state = oauth.generateRandomState();
    const address = new URL(as.authorization_endpoint as string);
    const parameters = {
      client_id: clientId,
      redirect_uri: CALLBACK,
      response_type: 'code',
      scope: SCOPE,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
    };
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
    const callback = oauth.validateAuthResponse(as, client, await consent(address), state);
    const answer = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      authentication,
      callback,
      CALLBACK,
      verifier,
      options,
    );
    const tokens = await oauth.processAuthorizationCodeResponse(as, client, answer);
    expect(await whoIs(tokens.access_token)).toBe(visitor.person.id);
    const renewed = await oauth.processRefreshTokenResponse(
      as,
      client,
      await oauth.refreshTokenGrantRequest(
        as,
        client,
        authentication,
        tokens.refresh_token as string,
        options,
      ),
    );
    expect(await whoIs(renewed.access_token)).toBe(visitor.person.id);
    await oauth.processRevocationResponse(
      await oauth.revocationRequest(as, client, authentication, renewed.access_token, options),
    );
  });
});

describe('openid-client 5', () => {
  test.each(['client_secret_basic', 'client_secret_post'] as const)(
    'with %s logs in, refreshes, asks and revokes',
    async (token_endpoint_auth_method) => {
      const issuer = await Issuer.discover(`${server.url}/.well-known/oauth-authorization-server`);
      expect(issuer.metadata.issuer).toBe(server.url);
      const client = new issuer.Client({
        client_id: plugin.clientId,
        client_secret: plugin.clientSecret,
        redirect_uris: [CALLBACK],
        response_types: ['code'],
        token_endpoint_auth_method,
      });
      const address = client.authorizationUrl({ scope: SCOPE, state: 'a state' });
      const callback = await consent(new URL(address));
      const parameters = client.callbackParams(callback.href);
      const tokens = await client.oauthCallback(CALLBACK, parameters, { state: 'a state' });
      expect(await whoIs(tokens.access_token as string)).toBe(visitor.person.id);
      const renewed = await client.refresh(tokens.refresh_token as string);
      expect(renewed.refresh_token).toBe(tokens.refresh_token);
      expect(await client.introspect(renewed.access_token as string)).toMatchObject({
        active: true,
        client_id: plugin.clientId,
      });
      await client.revoke(tokens.refresh_token as string);
      await expect(client.refresh(tokens.refresh_token as string)).rejects.toThrow(/invalid_grant/);
    },
  );
});
