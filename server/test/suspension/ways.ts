import { expect } from 'vitest';
import { insertTokens } from '../../src/auth/token-queries.ts';
import { mintTokens } from '../../src/auth/tokens.ts';
import { type Operation, requestOf } from '../isolation/operations.ts';
import type { Scene } from '../isolation/scene.ts';
import { exchange, letIn } from '../oauth/authorization.ts';
import { addMember, type Browser, createPerson, signIn } from '../support/people.ts';
import { createSpace, requestToken } from '../support/plugins.ts';
import { type Answer, send, type TestServer } from '../support/server.ts';

const CALLBACK = 'http://localhost:4999/callback';
const PAGES = 'http://localhost:4999';

/** What the plugin has before it is suspended: a token of each kind, and what stands for it. */
export interface Belongings {
  scene: Scene;
  /** By the way it came about. */
  access: Record<'client credentials' | 'an install' | 'a consent' | 'meta.auth', string>;
  refresh: Record<'client credentials' | 'an install' | 'a consent', string>;
  admin: { browser: Browser; token: string };
  /** A person who knows of the plugin by the catalog alone. */
  stranger: { token: string };
}

/** One way in which a plugin acts or is shown, tried on one node: whether it is open. */
export type Way = (node: TestServer, belongings: Belongings) => Promise<boolean>;

/** Obtains every kind of token. */
export async function obtainAll(scene: Scene): Promise<Belongings> {
  const { server, plugin, install, admin } = scene;
  const own = await requestToken(server, plugin, {
    grant_type: 'client_credentials',
    scope: 'plugin token.refresh',
  });
  const ofInstall = await requestToken(server, plugin, {
    grant_type: 'plugin_install',
    install_id: install.id,
    scope: 'visitors.read token.refresh',
  });
  const browser = await signIn(server, admin.id);
  const visitor = { person: admin, spaceId: install.spaceId, browser };
  const code = await letIn(visitor, plugin, { redirect_uri: CALLBACK });
  const consented = await exchange(server, plugin, code, { redirect_uri: CALLBACK });
  for (const answer of [own, ofInstall, consented]) expect(answer.status, answer.text).toBe(200);
  const stranger = await createPerson(server);
  return {
    scene,
    access: {
      'client credentials': own.body.access_token,
      'an install': ofInstall.body.access_token,
      'a consent': consented.body.access_token,
      'meta.auth': await metaAuth(scene),
    },
    refresh: {
      'client credentials': own.body.refresh_token,
      'an install': ofInstall.body.refresh_token,
      'a consent': consented.body.refresh_token,
    },
    admin: { browser, token: await personalToken(server, admin.id) },
    stranger: { token: await personalToken(server, stranger.id) },
  };
}

// As it would ride in a job.
async function metaAuth({ server, plugin, install, admin }: Scene): Promise<string> {
  const { values, rows } = mintTokens({
    grant_type: 'meta_auth',
    plugin_id: plugin.id,
    secret_generation: 1,
    install_id: install.id,
    install_generation: 1,
    user_id: admin.id,
    scopes: ['visitors.read'],
    expires_in: 3600,
  });
  await insertTokens(server.db, rows);
  return values.access;
}

async function personalToken(server: TestServer, userId: number): Promise<string> {
  const body = { user_id: userId, name: 'mine' };
  return (await server.api('POST', '/platform/v1/personal_access_tokens', body)).body.token;
}

/** Every operation that takes a token of a plugin, by every kind of token that it takes. */
export function waysByToken(operations: Operation[]): Record<string, Way> {
  const ways = operations.flatMap((operation) =>
    kindsFor(operation).map((kind): [string, Way] => [
      `${operation.name}, by a token of ${kind}`,
      async (node, { scene, access }) => {
        const { path, body, type } = requestOf(operation, scene);
        const headers = { authorization: `Bearer ${access[kind]}`, 'content-type': type };
        return (await send(node.url + path, operation.method, body, headers)).status !== 401;
      },
    ]),
  );
  return Object.fromEntries(ways);
}

function kindsFor({ schemes }: Operation): (keyof Belongings['access'])[] {
  if (schemes.includes('pluginToken')) return ['client credentials'];
  return schemes.includes('userToken') ? ['an install', 'a consent', 'meta.auth'] : [];
}

const asClient = (
  node: TestServer,
  { scene: { plugin } }: Belongings,
  path: string,
  parameters: Record<string, string | number>,
): Promise<Answer> =>
  send(node.url + path, 'POST', {
    client_id: plugin.clientId,
    client_secret: plugin.clientSecret,
    ...parameters,
  });

const isActive = async (node: TestServer, token: string): Promise<boolean> =>
  (
    await send(
      `${node.url}/oauth/introspect`,
      'POST',
      { token },
      { authorization: `Bearer ${node.hostKey}` },
    )
  ).body.active;

function tokenWays(path: string): Record<string, Way> {
  const ask = async (node: TestServer, all: Belongings, parameters: Record<string, string>) =>
    (await asClient(node, all, path, parameters)).status === 200;
  const refreshing = ['client credentials', 'an install', 'a consent'] as const;
  return {
    [`POST ${path}, client_credentials`]: (node, all) =>
      ask(node, all, { grant_type: 'client_credentials' }),
    [`POST ${path}, plugin_install`]: (node, all) =>
      ask(node, all, { grant_type: 'plugin_install', install_id: String(all.scene.install.id) }),
    ...Object.fromEntries(
      refreshing.map((kind): [string, Way] => [
        `POST ${path}, refresh_token of ${kind}`,
        (node, all) =>
          ask(node, all, { grant_type: 'refresh_token', refresh_token: all.refresh[kind] }),
      ]),
    ),
  };
}

const slugsIn = (list: { slug: string }[]): string[] => list.map(({ slug }) => slug);

const person = (node: TestServer, token: string, method: string, path: string, body?: object) =>
  send(node.url + path, method, body, { authorization: token });

const space = ({ scene }: Belongings): string => `/v1/spaces/${scene.install.spaceId}`;

/** A page as the admin's browser gets it from a node. */
const page = (node: TestServer, { admin: { browser } }: Belongings, path: string) => {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return send(node.url + path, 'GET', undefined, { cookie, accept: 'text/html' });
};

const leadsToPlugin = (answer: Answer, { scene }: Belongings): boolean =>
  answer.headers.get('location') ===
  `/spaces/${scene.install.spaceId}/plugins/${scene.plugin.slug}`;

/** What clients ask with their secret, and what hosts ask about tokens. */
export const CLIENT_WAYS: Record<string, Way> = {
  ...tokenWays('/oauth/token'),
  ...tokenWays('/a/auth/v0/token'),
  'POST /oauth/token, authorization_code': async (node, all) => {
    const answer = await asClient(node, all, '/oauth/token', {
      grant_type: 'authorization_code',
      code: 'unknown',
    });
    return answer.body.error === 'invalid_grant';
  },
  'POST /oauth/revoke': async (node, all) =>
    (await asClient(node, all, '/oauth/revoke', { token: 'unknown' })).status === 200,
  'POST /oauth/introspect, by the plugin': async (node, all) =>
    (await asClient(node, all, '/oauth/introspect', { token: 'unknown' })).status === 200,
  ...Object.fromEntries(
    (['client credentials', 'an install', 'a consent', 'meta.auth'] as const).map(
      (kind): [string, Way] => [
        `POST /oauth/introspect, by the host about a token of ${kind}`,
        (node, { access }) => isActive(node, access[kind]),
      ],
    ),
  ),
};

/** Where people meet the plugin, without a call of its own. */
export const SHOWN_WAYS: Record<string, Way> = {
  'GET /v1/spaces/{space_id}/embeds': async (node, all) => {
    const { body } = await person(node, all.admin.token, 'GET', `${space(all)}/embeds`);
    return slugsIn(body.plugins).includes(all.scene.plugin.slug);
  },
  'GET /v1/spaces/{space_id}/app_provisions': async (node, all) => {
    const { body } = await person(node, all.admin.token, 'GET', `${space(all)}/app_provisions`);
    return body.app_provisions.some((one: { in_sidebar: boolean }) => one.in_sidebar);
  },
  'GET /v1/spaces/{space_id}/app_provisions/{app_id}': async (node, all) => {
    const path = `${space(all)}/app_provisions/${all.scene.plugin.id}`;
    const { body } = await person(node, all.admin.token, 'GET', path);
    return body.app_provision.in_sidebar && body.app.in_sidebar;
  },
  'POST /v1/spaces/{space_id}/app_provisions': async (node, all) => {
    const spaceId = await createSpace(node);
    const someone = await createPerson(node);
    await addMember(node, spaceId, someone.id);
    const token = await personalToken(node, someone.id);
    const body = { app_provision: { app_id: all.scene.plugin.id } };
    const path = `/v1/spaces/${spaceId}/app_provisions`;
    return (await person(node, token, 'POST', path, body)).status === 201;
  },
  'POST /v1/spaces/{space_id}/app_validations': async (node, all) => {
    const body = { app_id: all.scene.plugin.id };
    const path = `${space(all)}/app_validations`;
    return (await person(node, all.admin.token, 'POST', path, body)).status === 200;
  },
  'GET /v1/apps': async (node, all) => {
    const { body } = await person(node, all.stranger.token, 'GET', '/v1/apps?per_page=100');
    return slugsIn(body.apps).includes(all.scene.plugin.slug);
  },
  'GET /v1/apps, by the host': async (node, all) => {
    const { body } = await node.api('GET', '/v1/apps?per_page=100');
    return slugsIn(body.apps).includes(all.scene.plugin.slug);
  },
  'GET /v1/apps/{id}': async (node, all) => {
    const path = `/v1/apps/${all.scene.plugin.slug}`;
    return (await person(node, all.stranger.token, 'GET', path)).status === 200;
  },
  'GET /platform/v1/catalog': async (node, all) => {
    const { body } = await person(
      node,
      all.stranger.token,
      'GET',
      '/platform/v1/catalog?limit=200',
    );
    return slugsIn(body.data).includes(all.scene.plugin.slug);
  },
  'GET /platform/v1/catalog/{slug}': async (node, all) => {
    const path = `/platform/v1/catalog/${all.scene.plugin.slug}`;
    return (await person(node, all.stranger.token, 'GET', path)).status === 200;
  },
  'POST /platform/v1/spaces/{id}/installs': async (node, all) => {
    const path = `/platform/v1/spaces/${await createSpace(node)}/installs`;
    return (await node.api('POST', path, { plugin_id: all.scene.plugin.id })).status === 201;
  },
  'the page that asks for consent': async (node, all) => {
    const { plugin } = all.scene;
    const query = `client_id=${plugin.clientId}&response_type=code&space_id=${all.scene.install.spaceId}`;
    const answer = await page(node, all, `/oauth/authorize?${query}`);
    return answer.status === 303 && answer.headers.get('location')?.startsWith(CALLBACK) === true;
  },
  'a wrong request for consent, which is sent back to the plugin': async (node, all) => {
    const query = `client_id=${all.scene.plugin.clientId}`;
    return (await page(node, all, `/oauth/authorize?${query}`)).status === 303;
  },
  'the host page, which embeds the plugin’s': async (node, all) => {
    const answer = await page(node, all, `/spaces/${all.scene.install.spaceId}`);
    expect(answer.status, answer.text).toBe(200);
    return (answer.headers.get('content-security-policy') ?? '').includes(PAGES);
  },
  'the way back into the host page': async (node, all) =>
    leadsToPlugin(await page(node, all, '/oauth/app_redirect'), all),
  'the way back of a tool': async (node, all) =>
    leadsToPlugin(await page(node, all, '/oauth/tool_redirect'), all),
};

/** What people do without meeting the plugin, or to be rid of it: it stays open, and is tried elsewhere. */
export const NO_WAYS: ReadonlySet<string> = new Set([
  // What somebody consented to is theirs to see and to take back, and what is installed theirs to remove.
  'GET /v1/oauth_grants',
  'DELETE /v1/oauth_grants/{id}',
  'GET /platform/v1/grants',
  'DELETE /platform/v1/grants/{id}',
  // By its owner, who has to mend it.
  'POST /v1/app_submissions',
  'POST /platform/v1/images',
  // About whoever read them.
  'POST /platform/v1/plugins/{id}/notices/read',
  'GET /v1/org_apps',
  'POST /v1/org_apps',
  'POST /v1/org_apps/upload_image',
  'GET /v1/org_apps/{id}',
  'PUT /v1/org_apps/{id}',
  'DELETE /v1/org_apps/{id}',
  'POST /v1/org_apps/{id}/upload_image',
  'GET /v1/partner_apps',
  'POST /v1/partner_apps',
  'POST /v1/partner_apps/upload_image',
  'GET /v1/partner_apps/{id}',
  'PUT /v1/partner_apps/{id}',
  'DELETE /v1/partner_apps/{id}',
  'POST /v1/partner_apps/{id}/upload_image',
  'POST /platform/v1/plugins/{id}/development_install',
  'DELETE /platform/v1/plugins/{id}/development_install',
  'GET /platform/v1/plugins/{id}/development_installs',
  // Its job is set aside, as any other.
  'POST /platform/v1/sample_events',
  // About no plugin.
  'GET /platform/v1/brand',
  'GET /platform/v1/me',
  'GET /platform/v1/deliveries',
  'GET /platform/v1/quotas',
  'PATCH /platform/v1/me',
  'POST /platform/v1/me/password',
  'GET /platform/v1/me/spaces',
  'GET /platform/v1/me/spaces/{id}',
  'PATCH /platform/v1/me/spaces/{id}',
  'GET /.well-known/oauth-authorization-server',
  'GET /healthz',
  'GET /readyz',
  'GET /metrics',
  'GET /schemas/manifest.json',
  'GET /images/{name}',
]);
