import { expect } from 'vitest';
import { PORTAL_VIEWS, type PortalView } from '../../src/auth/portal-views.ts';
import { packRequest } from '../../src/jobs/request-record.ts';
import { sha256 } from '../../src/lib/crypto.ts';
import { sql } from '../../src/lib/db.ts';
import { newSecret } from '../../src/lib/ids.ts';
import { insertDeveloper } from '../../src/users/developer-queries.ts';
import { openPortal } from '../portal/world.ts';
import { createPerson as createOperator, signIn } from '../space-api/scene.ts';
import { collaborate, giveTo } from '../support/collaborators.ts';
import { addMember, createPerson, type TestPerson } from '../support/people.ts';
import {
  asPlugin,
  createSpace,
  emit,
  installPlugin,
  login,
  registerPlugin,
  requestToken,
  type TestInstall,
  type TestPlugin,
} from '../support/plugins.ts';
import { send, type TestServer } from '../support/server.ts';

/** In everything that belongs to tenant A: nobody else may ever read it. */
export const CANARY = 'canary-of-tenant-a';

export const EVENT = 'visitor_arrived';
const SCOPE = 'visitors.read';
// Without it Envoy's clients are not told who is there, and nothing would be tried.
const EMPLOYEES = 'employees.read';

export const STRANGERS = [
  'nobody',
  'another plugin',
  "the same plugin's other install",
  'a member of another tenant',
  'an admin of another tenant',
  'an admin of another tenant, signed in',
  "another plugin's developer",
  "another plugin's developer, signed in",
  'a revoked host key',
  'a revoked token',
  'a session that has ended',
  'an uninstalled install',
  "a portal of another tenant's space",
  'a portal of another install of the space',
  'a portal of another identifier in the space',
  'a portal token that has expired',
  "a link's session in a portal of another tenant's space",
  'a session of a portal that has expired',
] as const;
export type Stranger = (typeof STRANGERS)[number];

/** Those of them who look at another part of the same space. */
export const BESIDE: readonly Stranger[] = [
  'a portal of another install of the space',
  'a portal of another identifier in the space',
];

/** People who may call for tenant A, or for its plugin: each by personal token and signed in. */
export const PEOPLE = ['operator', 'admin', 'member', 'developer', 'viewer'] as const;
export type Person = (typeof PEOPLE)[number];
export const KINDS = ['personal token', 'session'] as const;
export type Kind = (typeof KINDS)[number];

/** What a caller sends of themselves. */
export type Headers = Record<string, string | undefined>;

export interface Scene {
  server: TestServer;
  /** What tenant A has, by the segment of a path before its id. */
  belongings: Record<string, string | number>;
  admin: TestPerson;
  plugin: TestPlugin;
  install: TestInstall;
  /** Tenant A's own. */
  pluginToken: string;
  /** Of the plugin, for the admin. */
  userToken: string;
  adminToken: string;
  /** How each authenticates. */
  strangers: Record<Stranger, Headers>;
  /** Of tenant A's admin, for one view each. */
  portals: Record<PortalView, Headers>;
  /** Of the same, who came by a link. */
  portalSession: Headers;
  people: Record<Person, Record<Kind, Headers>>;
}

interface Tenant {
  spaceId: number;
  admin: TestPerson;
  editor: TestPerson;
  install: TestInstall;
}

/** Tenants with an install of the same plugin each, and everybody who might want to look over the fence. */
export async function setScene(server: TestServer): Promise<Scene> {
  await server.api('PUT', `/platform/v1/scopes/${SCOPE}`, { description: 'See visitors' });
  await server.api('PUT', `/platform/v1/scopes/${EMPLOYEES}`, { description: 'See who is there' });
  await server.api('PUT', `/platform/v1/event_types/${EVENT}`, { description: 'A visitor' });
  const plugin = await registerPlugin(server, manifest);
  const developer = await createPerson(server);
  await giveTo(server, plugin.id, developer.id);
  const viewer = await createPerson(server);
  await collaborate(server, plugin.id, viewer.id, 'viewer');
  const a = await tenant(server, plugin, CANARY);
  const b = await tenant(server, plugin, 'Tenant B');
  const c = await tenant(server, plugin, 'Tenant C');
  const quiet = await registerPlugin(server, {});
  const elsewhere = await installPlugin(server, quiet, a.spaceId);
  // Whose own name and account are not what the matrix looks for.
  const onlooker = await createPerson(server);
  await addMember(server, a.spaceId, onlooker.id, 'admin');
  const looking = { ...a, admin: onlooker };
  const other = await createPerson(server);
  await giveTo(server, (await registerPlugin(server, manifest)).id, other.id);
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const byToken = async (person: TestPerson) => bearer((await personalToken(server, person)).token);
  const strangers: Scene['strangers'] = {
    nobody: {},
    'another plugin': bearer(await login(server, await registerPlugin(server, manifest))),
    "the same plugin's other install": bearer(await installToken(server, b.install)),
    'a member of another tenant': await byToken(b.editor),
    'an admin of another tenant': await byToken(b.admin),
    'an admin of another tenant, signed in': await signIn(server, b.admin.id),
    "another plugin's developer": await byToken(other),
    "another plugin's developer, signed in": await signIn(server, other.id),
    'a revoked host key': bearer(await revokedHostKey(server)),
    'a revoked token': bearer(newSecret('access_token')),
    'a session that has ended': await endedSession(server, a.admin),
    'an uninstalled install': bearer(await installToken(server, c.install)),
    "a portal of another tenant's space": bearer(await portalToken(server, b, PORTAL_VIEWS)),
    'a portal of another install of the space': bearer(
      await portalToken(server, looking, BOUNDED, { install_id: elsewhere.id }),
    ),
    'a portal of another identifier in the space': bearer(
      await portalToken(server, looking, ['activity'], { identifier: 'another' }),
    ),
    'a portal token that has expired': bearer(await expiredPortalToken(server, a)),
    "a link's session in a portal of another tenant's space": await portalSession(server, b),
    'a session of a portal that has expired': await expiredPortalSession(server, a),
  };
  await server.api('DELETE', `/platform/v1/installs/${c.install.id}`);
  const bothWays = async (person: TestPerson) => ({
    'personal token': await byToken(person),
    session: await signIn(server, person.id),
  });
  const portals = await Promise.all(
    PORTAL_VIEWS.map(async (view) => [view, bearer(await portalToken(server, a, [view]))]),
  );
  const operator = await createOperator(server, true);
  const belongings = await belongingsOf(server, plugin, a);
  await collaborate(server, belongings.partner_apps as number, viewer.id, 'viewer');
  return {
    server,
    plugin,
    admin: a.admin,
    install: a.install,
    strangers,
    portals: Object.fromEntries(portals),
    portalSession: await portalSession(server, a),
    people: {
      operator: { 'personal token': operator.headers, session: await signIn(server, operator.id) },
      admin: await bothWays(a.admin),
      member: await bothWays(a.editor),
      developer: await bothWays(developer),
      viewer: await bothWays(viewer),
    },
    pluginToken: await login(server, plugin),
    userToken: await installToken(server, a.install),
    adminToken: (await personalToken(server, a.admin)).token,
    belongings: { ...belongings, collaborators: developer.id },
  };
}

async function endedSession(server: TestServer, person: TestPerson): Promise<Headers> {
  const headers = await signIn(server, person.id);
  await server.db.query(sql`
    update sessions set expires_at = now() - interval '1 second' where user_id = ${person.id}`);
  return headers;
}

const manifest = {
  scopes: [SCOPE, EMPLOYEES],
  placements: { sidebar: {} },
  embedded_app_url: 'http://localhost:4999/',
  oauth_redirect_uri: 'http://localhost:4999/callback',
  enable_space_settings: true,
  events: [{ name: EVENT, url: 'http://localhost:4999/worker' }],
  setup_steps: [
    {
      type: 'form',
      title: 'Settings',
      fields: [{ key: 'note', type: 'text', label: 'Note', required: true }],
    },
  ],
};

async function tenant(server: TestServer, plugin: TestPlugin, name: string): Promise<Tenant> {
  const spaceId = await createSpace(server, { name });
  const admin = await createPerson(server, { friendly_name: name });
  const editor = await createPerson(server, { friendly_name: name });
  await addMember(server, spaceId, admin.id, 'admin');
  await addMember(server, spaceId, editor.id, 'editor');
  const fields = { user_id: admin.id, config: { note: name } };
  return { spaceId, admin, editor, install: await installPlugin(server, plugin, spaceId, fields) };
}

async function personalToken(
  server: TestServer,
  person: TestPerson,
): Promise<{ id: number; token: string }> {
  const body = { user_id: person.id, name: person.friendlyName };
  const answer = await server.api('POST', '/platform/v1/personal_access_tokens', body);
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
}

const BOUNDED: PortalView[] = ['settings', 'activity'];

async function portalToken(
  server: TestServer,
  { admin, spaceId }: Tenant,
  views: readonly PortalView[],
  bounds: { install_id?: number; identifier?: string } = {},
): Promise<string> {
  const body = { user_id: admin.id, space_id: spaceId, views, ...bounds };
  const answer = await server.api('POST', '/platform/v1/portal_tokens', body);
  expect(answer.status, answer.text).toBe(201);
  return answer.body.token;
}

async function expiredPortalToken(server: TestServer, of: Tenant): Promise<string> {
  const token = await portalToken(server, of, PORTAL_VIEWS);
  await server.db.query(sql`
    update portal_tokens set expires_at = now() - interval '1 second' where hash = ${sha256(token)}`);
  return token;
}

async function portalSession(
  server: TestServer,
  { admin, spaceId }: Pick<Tenant, 'admin' | 'spaceId'>,
): Promise<Headers> {
  const { cookies } = await openPortal(server, { person: admin, spaceId });
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return { cookie, origin: new URL(server.config.publicUrl).origin };
}

async function expiredPortalSession(server: TestServer, of: Tenant): Promise<Headers> {
  const headers = await portalSession(server, of);
  const value = headers.cookie?.split('=', 2)[1] ?? '';
  const rows = await server.db.query(sql`
    update portal_sessions set expires_at = now() - interval '1 second' where hash = ${sha256(value)} returning 1`);
  expect(rows).toHaveLength(1);
  return headers;
}

async function installToken(server: TestServer, install: TestInstall): Promise<string> {
  const parameters = { grant_type: 'plugin_install', install_id: install.id };
  const answer = await requestToken(server, install.plugin, parameters);
  expect(answer.status, answer.text).toBe(200);
  return answer.body.access_token;
}

async function revokedHostKey(server: TestServer): Promise<string> {
  const { body } = await server.api('POST', '/platform/v1/host_keys', { name: 'revoked' });
  await server.api('DELETE', `/platform/v1/host_keys/${body.id}`);
  return body.key;
}

/** Puts something to find into every corner of the tenant. */
async function belongingsOf(
  server: TestServer,
  plugin: TestPlugin,
  { spaceId, admin, install }: Tenant,
): Promise<Record<string, string | number>> {
  const { event, jobs } = await emit(server, spaceId, EVENT, {
    identifier: CANARY,
    payload: { name: CANARY },
  });
  const job = jobs[0]?.id as string;
  const token = await login(server, plugin);
  const commands = [{ action: 'set', key: CANARY, value: CANARY }];
  const done = [
    await asPlugin(server, token, 'POST', '/storage', { install_id: install.id, commands }),
    await asPlugin(server, token, 'PATCH', `/jobs/${job}`, {
      status_message: CANARY,
      attachments: [{ type: 'text', label: CANARY, value: CANARY }],
    }),
    await asPlugin(server, token, 'POST', `/installs/${install.id}/notifications`, {
      message: CANARY,
      actions: [{ label: CANARY, callback_url: 'http://localhost:4999/action' }],
    }),
  ];
  for (const answer of done) expect(answer.status, answer.text).toBeLessThan(300);
  await attempted(server, job);
  const notification = done[2]?.body.data.id as string;
  const hostKey = await server.api('POST', '/platform/v1/host_keys', { name: CANARY });
  const own = await personalToken(server, admin);
  const consent = await grant(server, plugin, admin, spaceId);
  return {
    spaces: spaceId,
    locations: spaceId,
    companies: spaceId,
    employees: admin.id,
    installs: install.id,
    plugins: plugin.slug,
    catalog: plugin.slug,
    endpoints: EVENT,
    releases: 1,
    secrets: 1,
    setup: 0,
    resource_types: await resourceType(server),
    revisions: 1,
    members: admin.id,
    users: admin.id,
    events: event.id,
    jobs: job,
    attempts: 1,
    replays: await replayOf(server, install),
    rehearsals: await rehearsalOf(server, plugin),
    roll_outs: await rollOutOf(server, plugin, install),
    backfills: await backfillOf(server, install),
    notifications: notification,
    actions: 0,
    developers: await developer(server, admin),
    developer_invitations: await invitation(server),
    event_types: EVENT,
    scopes: SCOPE,
    host_keys: hostKey.body.id,
    personal_access_tokens: own.id,
    app_provisions: plugin.id,
    app_settings: plugin.clientId,
    apps: await partnerApp(server, own.token),
    partner_apps: await partnerApp(server, own.token),
    org_apps: await partnerApp(server, own.token),
    oauth_grants: consent,
    grants: consent,
  };
}

async function rehearsalOf(server: TestServer, { id }: TestPlugin): Promise<number> {
  const path = `/platform/v1/plugins/${id}/releases/1/rehearse`;
  const answer = await server.api('POST', path, {});
  expect(answer.status, answer.text).toBe(202);
  // Another one is to be refused for who asks, and not for this one.
  await server.api('DELETE', `/platform/v1/rehearsals/${answer.body.id}`);
  return answer.body.id;
}

/** One that is over. */
async function rollOutOf(
  server: TestServer,
  plugin: TestPlugin,
  install: TestInstall,
): Promise<number> {
  const [row] = await server.db.query<{ id: number }>(sql`
    insert into roll_outs (plugin_id, release, from_release, percent, dry_run, state, finished_at)
    values (${plugin.id}, 1, 1, 10, true, 'done', now()) returning id`);
  await server.db.query(sql`
    insert into roll_out_installs (roll_out_id, install_id, state, message)
    values (${row?.id ?? 0}, ${install.id}, 'failed', ${CANARY})`);
  return row?.id as number;
}

async function replayOf(server: TestServer, { id }: TestInstall): Promise<number> {
  const answer = await server.api('POST', '/platform/v1/replays', {
    filter: {
      install_id: id,
      status: ['done'],
      name: CANARY,
      since: '2026-01-01T00:00:00Z',
      until: '9999-01-01T00:00:00Z',
    },
    include_settled: true,
  });
  expect(answer.status, answer.text).toBe(202);
  return answer.body.id;
}

async function backfillOf(server: TestServer, { id }: TestInstall): Promise<number> {
  const path = `/platform/v1/installs/${id}/backfills`;
  const answer = await server.api('POST', path, { days: 1 });
  expect(answer.status, answer.text).toBe(202);
  // Nobody works on it here: another one is to be refused for who asks, and not for this one.
  await server.api('DELETE', `/platform/v1/backfills/${answer.body.id}`);
  return answer.body.id;
}

async function resourceType(server: TestServer): Promise<string> {
  const path = '/platform/v1/resource_types/rooms';
  const answer = await server.api('PUT', path, { list_url: `http://localhost:4999/${CANARY}` });
  expect(answer.status, answer.text).toBeLessThan(300);
  return 'rooms';
}

async function developer(server: TestServer, { id }: TestPerson): Promise<number> {
  await insertDeveloper(server.db, { userId: id, invitedBy: null });
  return id;
}

async function invitation(server: TestServer): Promise<number> {
  const email = `${CANARY}@plugboard.test`;
  const answer = await server.api('POST', '/platform/v1/developer_invitations', { email });
  expect(answer.status, answer.text).toBe(201);
  return answer.body.id;
}

let apps = 0;

async function partnerApp(server: TestServer, token: string): Promise<number> {
  const app = { name: CANARY, slug: `${CANARY}-${++apps}`, description: CANARY };
  const answer = await send(
    `${server.url}/v1/partner_apps`,
    'POST',
    { app },
    { authorization: token },
  );
  expect(answer.status, answer.text).toBe(201);
  return answer.body.app.id;
}

// Nobody delivers here.
async function attempted(server: TestServer, jobId: string): Promise<void> {
  const hash = Buffer.alloc(32);
  const request = packRequest({
    release: 1,
    configRevision: 1,
    secretGeneration: 1,
    timestamp: 0,
    spanId: '0'.repeat(16),
    userAgent: CANARY,
    isResend: false,
    bodyHash: hash,
    signatures: { envoy: hash.toString('base64'), webhook: [hash.toString('base64')] },
    token: null,
  });
  await server.db.query(sql`
    update jobs set first_stage = 'answered', first_status_code = 200, first_url = 'http://localhost:4999/worker',
      first_reply_body = ${CANARY}, first_started_at = now(), first_duration_ms = 1, first_request = ${request}
    where id = ${jobId}`);
}

async function grant(
  server: TestServer,
  plugin: TestPlugin,
  user: TestPerson,
  spaceId: number,
): Promise<number> {
  const [row] = await server.db.query<{ id: number }>(sql`
    insert into grants (plugin_id, user_id, space_id, scopes)
    values (${plugin.id}, ${user.id}, ${spaceId}, ${[SCOPE]}) returning id`);
  return row?.id as number;
}
