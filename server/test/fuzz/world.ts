import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../src/lib/db.ts';
import { CALLBACK, exchange, letIn, refresh } from '../oauth/authorization.ts';
import { createPerson as createOperator } from '../space-api/scene.ts';
import { createTestDatabase } from '../support/database.ts';
import {
  addMember,
  type Browser,
  createPerson,
  signIn,
  type TestPerson,
} from '../support/people.ts';
import {
  createSpace,
  installPlugin,
  login,
  registerPlugin,
  requestToken,
  type TestInstall,
  type TestPlugin,
} from '../support/plugins.ts';
import { clientOf, spawnServer } from '../support/processes.ts';
import type { TestServer } from '../support/server.ts';
import { createPool, EVENTS, type Pool } from './pool.ts';

const SCOPE = 'things.read';

/** Somebody who sends requests. */
export interface Actor {
  name: string;
  /** What they can authenticate as, in the words of the document. */
  schemes: string[];
  headers: Record<string, string>;
  /** Whose things they may see, where they may see one tenant's only. */
  tenant?: 'a' | 'b';
  /** Whose tokens, grants and plugins are their own. */
  person?: number;
}

/** A server with two tenants, everybody who calls it, and what they know. */
export interface World {
  server: TestServer;
  actors: Actor[];
  browser: Browser;
  pool: Pool;
  /** What belongs to the tenant that the host leaves alone: tenant A's people ask for it, and are to learn nothing. */
  foreign: Pool;
  plugin: TestPlugin;
  workerUrl: string;
  /** Tokens end: from time to time there are new ones, and new consents. */
  renew(): Promise<void>;
}

/** In the names of what belongs to a tenant: no actor of the other may read it. */
export const CANARIES = { a: 'canary-of-a', b: 'canary-of-b' };

interface Tenant {
  spaceId: number;
  admin: TestPerson;
  editor: TestPerson;
  install: TestInstall;
  tokens: { admin: string; editor: string };
}

/** Starts a server on its own database, and fills it. All ends with the test. */
export async function createWorld(): Promise<World> {
  const { server, workerUrl } = await start();
  await server.api('PUT', `/platform/v1/scopes/${SCOPE}`, { description: 'See things' });
  for (const name of EVENTS) {
    await server.api('PUT', `/platform/v1/event_types/${name}`, { description: name });
  }
  const plugin = await registerPlugin(server, manifest(workerUrl));
  const a = await tenant(server, plugin, CANARIES.a);
  const b = await tenant(server, plugin, CANARIES.b);
  const operator = await createOperator(server, true);
  const browser = await signIn(server, a.admin.id);
  const editorBrowser = await signIn(server, a.editor.id);
  const [pool, foreign] = [poolOf(plugin, a), poolOf(plugin, b)];
  const person = (name: string, token: string, id: number, of?: 'a' | 'b'): Actor => ({
    name,
    schemes: ['personalToken'],
    headers: { authorization: token },
    person: id,
    ...(of && { tenant: of }),
  });
  const hostKey = (await server.api('POST', '/platform/v1/host_keys', { name: 'fuzz' })).body.key;
  const { clientId, clientSecret } = plugin;
  const ofPlugin: Actor = { name: 'plugin', schemes: ['pluginToken'], headers: {} };
  const ofInstall: Actor = {
    name: 'install of A',
    schemes: ['pluginToken', 'userToken'],
    headers: {},
    tenant: 'a',
  };
  const ofUser: Actor = {
    name: 'plugin for a user',
    schemes: ['userToken'],
    headers: {},
    tenant: 'a',
  };
  const actors: Actor[] = [
    { name: 'host', schemes: ['hostKey'], headers: { authorization: `Bearer ${hostKey}` } },
    person('admin of A', a.tokens.admin, a.admin.id, 'a'),
    person('editor of A', a.tokens.editor, a.editor.id, 'a'),
    person('admin of B', b.tokens.admin, b.admin.id, 'b'),
    person('operator', operator.token, operator.id),
    {
      name: 'browser of A',
      schemes: ['session'],
      headers: {
        cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        origin: server.config.publicUrl,
      },
      tenant: 'a',
      person: a.admin.id,
    },
    ofPlugin,
    ofInstall,
    ofUser,
    {
      name: 'client',
      schemes: ['clientBasic'],
      headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    },
    { name: 'nobody', schemes: [], headers: {} },
    {
      name: 'a wrong token',
      schemes: [],
      headers: { authorization: `Bearer pba_${'x'.repeat(43)}` },
    },
  ];

  const admin = { person: a.admin, spaceId: a.spaceId, browser };
  const editor = { person: a.editor, spaceId: a.spaceId, browser: editorBrowser };
  const first = await exchange(server, plugin, await letIn(admin, plugin));
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  async function renew(): Promise<void> {
    ofPlugin.headers = bearer(await login(server, plugin));
    const install = { grant_type: 'plugin_install', install_id: a.install.id };
    ofInstall.headers = bearer((await requestToken(server, plugin, install)).body.access_token);
    const fresh = await refresh(server, plugin, first.body.refresh_token);
    expect(fresh.status, fresh.text).toBe(200);
    ofUser.headers = bearer(fresh.body.access_token);
    // A consent that may be withdrawn, and a code that may be exchanged.
    pool.add('codes', await letIn(editor, plugin));
    const { headers } = actors.find(({ name }) => name === 'editor of A') as Actor;
    const { body } = await server.api('GET', '/v1/oauth_grants', undefined, headers);
    for (const { id } of body.oauth_grants) pool.add(`oauth_grants@${a.editor.id}`, id);
  }
  await renew();
  return { server, actors, browser, pool, foreign, plugin, workerUrl, renew };
}

async function start(): Promise<{ server: TestServer; workerUrl: string }> {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const worker = createServer((request, response) => {
    request.resume();
    // Now and then a reply that is none, so that jobs are tried again, parked and retried.
    const status = [200, 200, 200, 202, 400, 500][worker.requests++ % 6] as number;
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  }) as ReturnType<typeof createServer> & { requests: number };
  worker.requests = 0;
  await new Promise<void>((resolve) => worker.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    worker.closeAllConnections();
    worker.close();
  });
  const db: Database = openDatabase({ url: database.url, poolSize: 2, onError: () => undefined });
  onTestFinished(() => db.close());
  const spawned = await spawnServer({
    DATABASE_URL: database.url,
    PLUGBOARD_LOG_LEVEL: 'info',
    PLUGBOARD_RATE_LIMIT: '0',
    PLUGBOARD_SPACE_API_RATE_LIMIT: '0',
    PLUGBOARD_FAILED_LOGIN_LIMIT: '1000000',
    PLUGBOARD_RETRY_SCHEDULE: '0,0.5,1',
  });
  const server = Object.assign(
    clientOf(() => spawned.url),
    {
      db,
      config: { publicUrl: 'http://plugboard.test' },
    },
  );
  return {
    server: server as TestServer,
    workerUrl: `http://127.0.0.1:${(worker.address() as AddressInfo).port}`,
  };
}

const manifest = (workerUrl: string) => ({
  scopes: [SCOPE],
  placements: { sidebar: {} },
  embedded_app_url: `${workerUrl}/page`,
  oauth_redirect_uri: CALLBACK,
  enable_space_settings: true,
  events: EVENTS.map((name) => ({ name, url: `${workerUrl}/${name}` })),
  setup_steps: [
    { type: 'form', title: 'Form', fields: [{ key: 'greeting', type: 'text', label: 'Greeting' }] },
  ],
});

async function tenant(server: TestServer, plugin: TestPlugin, name: string): Promise<Tenant> {
  const spaceId = await createSpace(server, { name, plan_level: 5 });
  // Who has none sets a password by any body that fits, and with that ends their session and tokens, which the rest of the run needs.
  const password = 'seven herons at the lock';
  const admin = await createPerson(server, { friendly_name: name, password });
  const editor = await createPerson(server, { friendly_name: name });
  await addMember(server, spaceId, admin.id, 'admin');
  await addMember(server, spaceId, editor.id, 'editor');
  const fields = { user_id: admin.id, config: { note: name } };
  const install = await installPlugin(server, plugin, spaceId, fields);
  const tokens = { admin: await tokenOf(server, admin), editor: await tokenOf(server, editor) };
  return { spaceId, admin, editor, install, tokens };
}

async function tokenOf(server: TestServer, person: TestPerson): Promise<string> {
  const body = { user_id: person.id, name: 'fuzz' };
  return (await server.api('POST', '/platform/v1/personal_access_tokens', body)).body.token;
}

function poolOf(plugin: TestPlugin, { spaceId, admin, editor, install }: Tenant): Pool {
  const pool = createPool();
  pool.keep('spaces', spaceId);
  pool.keep('users', admin.id, editor.id);
  pool.keep('installs', install.id);
  pool.keep('plugins', plugin.id, plugin.slug);
  pool.keep('app_settings', plugin.clientId);
  pool.keep('app_provisions', plugin.id, plugin.slug);
  pool.keep('event_names', ...EVENTS);
  pool.keep('scopes', SCOPE);
  pool.keep('identifiers', 'lane:1', 'lane:2', null);
  for (const kind of ['releases', 'revisions', 'secrets']) pool.keep(kind, 1, 2, 3);
  pool.keep('slugs', plugin.slug);
  return pool;
}
