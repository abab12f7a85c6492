import { beforeAll, expect, test } from 'vitest';
import type { PersonKind } from '../../src/auth/principals.ts';
import type { CallersAuth } from '../../src/auth/route-auth.ts';
import { listRoutes } from '../../src/describe-api.ts';
import { sql } from '../../src/lib/db.ts';
import { insertDeveloper } from '../../src/users/developer-queries.ts';
import { countEntries, UNRECORDED } from '../audit/unrecorded.ts';
import {
  addMember,
  createPerson,
  createScene,
  grant,
  type Headers,
  type Scene,
  setStatus,
  signIn,
} from '../space-api/scene.ts';
import { collaborate } from '../support/collaborators.ts';
import {
  asPlugin,
  defineEventType,
  emit,
  login,
  registerPartnerPlugin,
  registerPlugin,
  reviewDraft,
  submitDraft,
} from '../support/plugins.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';

const EVENT = 'visitor_arrived';
// One that anybody may install.
const PUBLIC_PLUGIN = 'for-everybody';
// Somebody who may be given a part in a plugin.
const THIRD = 'third@plugboard.test';

let server: TestServer;
let worker: Receiver;
let receiver: Receiver;
beforeAll(async () => {
  worker = await startReceiver({ status: 200, body: '{"value":"x"}' });
  receiver = await startReceiver();
  server = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  await defineEventType(server, EVENT);
  const { id } = await registerPlugin(server, { slug: PUBLIC_PLUGIN });
  await setStatus(server, id, 'approved');
  await server.api('POST', '/platform/v1/users', { email: THIRD, friendly_name: 'Third' });
  return async () => {
    await server.close();
    await worker.close();
    await receiver.close();
  };
});

const ROLES = ['admin', 'editor', 'a role of the host', 'operator', 'no member'] as const;
type Role = (typeof ROLES)[number];
const KINDS = ['personal token', 'session'] as const;
type Kind = (typeof KINDS)[number];

/** Who may, and what the others are told. The admin made what is named: it is theirs. `people` is what such a route may say. */
const RULES = {
  'admins and operators': {
    may: ['admin', 'operator'],
    others: 403,
    strangers: 404,
    people: [['admin'], ['admin', 'developer']],
  },
  'admins and operators, unseen by others': {
    may: ['admin', 'operator'],
    others: 404,
    strangers: 404,
    people: [['admin'], ['admin', 'developer']],
  },
  'members and operators': {
    may: ROLES.slice(0, 4),
    others: 404,
    strangers: 404,
    people: [['member']],
  },
  operators: { may: ['operator'], others: 403, strangers: 403, people: [[]] },
  'its owner and operators': {
    may: ['admin', 'operator'],
    others: 404,
    strangers: 404,
    people: [['developer']],
  },
  'its owner': {
    may: ['admin'],
    others: 404,
    strangers: 404,
    people: [['anybody'], ['developer']],
  },
  'its developer, and others are told what is wrong': {
    may: ['admin'],
    others: 422,
    strangers: 422,
    people: [['developer']],
  },
  'who is a member themselves': {
    may: ['admin', 'editor', 'a role of the host'],
    others: 404,
    strangers: 404,
    people: [['anybody']],
  },
  'everybody, for themselves': {
    may: ROLES,
    others: 403,
    strangers: 403,
    people: [['anybody'], ['developer']],
  },
} as const satisfies Record<string, Rule>;

interface Rule {
  may: readonly Role[];
  others: number;
  strangers: number;
  people: readonly (readonly PersonKind[])[];
}

interface Row {
  rule: keyof typeof RULES;
  /** Only these; a person by another is refused with 403. */
  kinds?: readonly Kind[];
  body?: (scene: Scene) => object | string;
  type?: string;
  /** What is named by `{id}`. */
  id?: (scene: Scene) => Promise<number | string>;
  /** What other parts of the path name. */
  names?: Record<string, string | number | ((scene: Scene) => string | number)>;
}

const provision = () => ({ public_config: 'theirs', space_level_settings: { written: true } });
const setting = ({ plugin }: Scene) => ({
  app_setting: { client_id: plugin.clientId, settings: { written: true } },
});
const REPLAYED = {
  status: ['failed'],
  since: '2026-01-01T00:00:00Z',
  until: '2026-01-02T00:00:00Z',
};
let slugs = 0;
const newApp = () => ({ app: { name: 'App', slug: `role-app-${++slugs}` } });
const image = {
  type: 'multipart/form-data; boundary=edge',
  body: () =>
    '--edge\r\ncontent-disposition: form-data; name="file"; filename="a.gif"\r\ncontent-type: image/gif\r\n\r\nGIF89a\x01\x00\x01\x00\x00\x00\x00;\r\n--edge--\r\n',
};

const SETUP = '/platform/v1/installs/{id}/setup/{step}';
const PROVISION = '/v1/spaces/{space_id}/app_provisions/{app_id}';
const SETTINGS = '/v1/spaces/{space_id}/app_settings';

const space = async ({ spaceId }: Scene) => spaceId;
const install = async ({ installId }: Scene) => installId;
const plugin = async (scene: Scene) => scene.plugin.id;
const admin = async (scene: Scene) => scene.admin.id;
const editor = ({ editor: { id } }: Scene) => id;
const described = () => ({ description: 'A word of the host' });
const event = ({ spaceId }: Scene) => ({ space_id: spaceId, name: EVENT, payload: {} });
const manifest = () => ({ name: 'App', slug: `role-app-${++slugs}` });
const nothing = () => ({});

/** What the host does before, so that there is something to do. */
const after =
  (path: (scene: Scene) => string, method = 'POST', body?: object) =>
  (id: (scene: Scene) => Promise<number | string>) =>
  async (scene: Scene) => {
    const { status, text } = await server.api(method, `/platform/v1${path(scene)}`, body);
    expect(status, text).toBeLessThan(300);
    return id(scene);
  };
const installPath = ({ installId }: Scene) => `/installs/${installId}`;
const configPath = (scene: Scene) => `${installPath(scene)}/config`;

/** The number of a release that nobody is on yet. */
const NEWER = 99;

/** Every operation that writes and takes people. */
const rows: Record<string, Row> = {
  'PUT /platform/v1/event_types/{name}': {
    rule: 'operators',
    names: { name: 'role_event' },
    body: described,
  },
  'DELETE /platform/v1/event_types/{name}': {
    rule: 'operators',
    id: after(() => '/event_types/role_gone', 'PUT', described())(plugin),
    names: { name: 'role_gone' },
  },
  'PUT /platform/v1/scopes/{name}': {
    rule: 'operators',
    names: { name: 'role.scope' },
    body: described,
  },
  'DELETE /platform/v1/scopes/{name}': {
    rule: 'operators',
    id: after(() => '/scopes/role.gone', 'PUT', described())(plugin),
    names: { name: 'role.gone' },
  },
  'POST /platform/v1/events': { rule: 'operators', body: event },
  'POST /platform/v1/events/batch': {
    rule: 'operators',
    body: (scene) => ({ events: [event(scene)] }),
  },
  'POST /platform/v1/host_keys': { rule: 'operators', body: () => ({ name: 'theirs' }) },
  'DELETE /platform/v1/host_keys/{id}': {
    rule: 'operators',
    id: async () => (await server.api('POST', '/platform/v1/host_keys', { name: 'x' })).body.id,
  },
  'POST /platform/v1/developer_invitations': {
    rule: 'operators',
    body: () => ({ email: `role-${++slugs}@plugboard.test` }),
  },
  'DELETE /platform/v1/developer_invitations/{id}': { rule: 'operators', id: invitation },
  'DELETE /platform/v1/developers/{user_id}': {
    rule: 'operators',
    names: { user_id: ({ admin: { id } }) => id },
    id: developer,
  },
  'POST /platform/v1/plugins': { rule: 'everybody, for themselves', body: manifest },
  'PATCH /platform/v1/plugins/{id}': {
    rule: 'operators',
    id: plugin,
    body: () => ({ client_type: 'public' }),
  },
  'DELETE /platform/v1/plugins/{id}': { rule: 'its owner and operators', id: partnerApp },
  'POST /platform/v1/images': { rule: 'everybody, for themselves', ...image },
  'POST /platform/v1/plugins/{id}/notices/read': {
    rule: 'its owner and operators',
    id: partnerApp,
    body: () => ({ until: 1 }),
  },
  'PUT /platform/v1/plugins/{id}/manifest': {
    rule: 'its owner and operators',
    id: partnerApp,
    body: manifest,
  },
  'POST /platform/v1/plugins/{id}/collaborators': {
    rule: 'its owner and operators',
    id: partnerAppOfTwo,
    body: () => ({ email: THIRD, role: 'developer' }),
  },
  'PUT /platform/v1/plugins/{id}/collaborators/{user_id}': {
    rule: 'its owner and operators',
    id: partnerAppOfTwo,
    names: { user_id: collaborator },
    body: () => ({ role: 'developer' }),
  },
  'DELETE /platform/v1/plugins/{id}/collaborators/{user_id}': {
    rule: 'its owner and operators',
    id: partnerAppOfTwo,
    names: { user_id: collaborator },
  },
  'POST /platform/v1/plugins/{id}/development_install': { rule: 'its owner', id: partnerApp },
  'DELETE /platform/v1/plugins/{id}/development_install': {
    rule: 'its owner',
    id: async (scene) => (await developed(scene)).plugin_id,
  },
  'POST /platform/v1/sample_events': {
    rule: 'its developer, and others are told what is wrong',
    id: async (scene) => (await developed(scene)).id,
    body: (scene) => ({ install_id: named.get(scene), name: EVENT, payload: {} }),
  },
  'POST /platform/v1/plugins/{id}/secrets': {
    rule: 'its owner and operators',
    id: partnerApp,
    body: nothing,
  },
  'DELETE /platform/v1/plugins/{id}/secrets/{generation}': {
    rule: 'its owner and operators',
    id: async (scene) => {
      const id = await partnerApp(scene);
      expect((await server.api('POST', `/platform/v1/plugins/${id}/secrets`, {})).status).toBe(201);
      return id;
    },
    names: { generation: 1 },
  },
  'POST /platform/v1/plugins/{id}/endpoints/{event_name}/enable': {
    rule: 'its owner and operators',
    id: publishedApp,
    names: { event_name: EVENT },
  },
  'POST /platform/v1/plugins/{id}/endpoints/{event_name}/disable': {
    rule: 'its owner and operators',
    id: publishedApp,
    names: { event_name: EVENT },
    body: nothing,
  },
  'POST /platform/v1/plugins/{id}/suspend': { rule: 'operators', id: plugin, body: nothing },
  'POST /platform/v1/plugins/{id}/resume': {
    rule: 'operators',
    id: after((scene) => `/plugins/${scene.plugin.id}/suspend`, 'POST', {})(plugin),
  },
  'PUT /platform/v1/plugins/{id}/retry_schedule': {
    rule: 'operators',
    id: plugin,
    body: () => ({ steps: [0] }),
  },
  'DELETE /platform/v1/plugins/{id}/retry_schedule': { rule: 'operators', id: plugin },
  'POST /platform/v1/sign_in_links': {
    rule: 'operators',
    body: ({ admin: { id } }) => ({ user_id: id }),
  },
  'POST /platform/v1/portal_links': {
    rule: 'operators',
    body: ({ admin: { id }, spaceId }) => ({ user_id: id, space_id: spaceId }),
  },
  'POST /platform/v1/portal_tokens': {
    rule: 'operators',
    body: ({ admin: { id }, spaceId }) => ({ user_id: id, space_id: spaceId, views: ['catalog'] }),
  },
  'POST /platform/v1/spaces': { rule: 'operators', body: () => ({ name: 'Theirs' }) },
  'PATCH /platform/v1/spaces/{id}': {
    rule: 'operators',
    id: space,
    body: () => ({ name: 'Theirs' }),
  },
  'DELETE /platform/v1/spaces/{id}': {
    rule: 'operators',
    id: after(installPath, 'DELETE')(space),
  },
  'POST /platform/v1/spaces/{id}/installs': {
    rule: 'admins and operators',
    id: space,
    body: () => ({ plugin_id: PUBLIC_PLUGIN }),
  },
  'PUT /platform/v1/spaces/{id}/members/{user_id}': {
    rule: 'admins and operators',
    id: space,
    names: { user_id: editor },
    body: () => ({ role: 'admin' }),
  },
  'DELETE /platform/v1/spaces/{id}/members/{user_id}': {
    rule: 'admins and operators',
    id: space,
    names: { user_id: editor },
  },
  'POST /platform/v1/users': {
    rule: 'operators',
    body: () => ({ email: `role-${++slugs}@plugboard.test`, friendly_name: 'Role' }),
  },
  'PATCH /platform/v1/users/{id}': {
    rule: 'operators',
    id: admin,
    body: () => ({ friendly_name: 'Theirs' }),
  },
  'DELETE /platform/v1/users/{id}': { rule: 'operators', id: admin },
  'DELETE /platform/v1/installs/{id}': { rule: 'admins and operators', id: install },
  'POST /platform/v1/installs/{id}/restore': {
    rule: 'admins and operators',
    id: after(installPath, 'DELETE')(install),
  },
  'POST /platform/v1/installs/{id}/suspend': { rule: 'admins and operators', id: install },
  'POST /platform/v1/installs/{id}/resume': {
    rule: 'admins and operators',
    id: after((scene) => `${installPath(scene)}/suspend`)(install),
  },
  'PUT /platform/v1/installs/{id}/grant': {
    rule: 'admins and operators',
    id: install,
    body: () => ({ scopes: [], events: [] }),
  },
  'PATCH /platform/v1/installs/{id}/config': {
    rule: 'admins and operators',
    id: install,
    body: () => ({ config: { written: true } }),
  },
  'POST /platform/v1/installs/{id}/config/revisions/{number}/restore': {
    rule: 'admins and operators',
    id: after(configPath, 'PATCH', { config: { a: 1 } })(
      after(configPath, 'PATCH', { config: { a: 2 } })(install),
    ),
  },
  [`POST ${SETUP}/options`]: {
    rule: 'admins and operators',
    names: { step: '0' },
    id: installToSetUp,
    body: () => ({ field: 1 }),
  },
  [`POST ${SETUP}/remote_value`]: {
    rule: 'admins and operators',
    names: { step: '0' },
    id: installToSetUp,
    body: () => ({ field: 0 }),
  },
  [`POST ${SETUP}/selected_values`]: {
    rule: 'admins and operators',
    names: { step: '0' },
    id: installToSetUp,
    body: () => ({ field: 1, value: 'a' }),
  },
  [`POST ${SETUP}/start`]: {
    rule: 'admins and operators',
    names: { step: '1' },
    id: installToSetUp,
  },
  [`POST ${SETUP}/submit`]: {
    rule: 'admins and operators',
    names: { step: '0' },
    id: installToSetUp,
    body: () => ({ payload: { note: 'written' } }),
  },
  'PUT /platform/v1/resource_types/{name}': {
    rule: 'operators',
    names: { name: 'role_rooms' },
    body: () => ({ list_url: 'http://localhost:4999/rooms' }),
  },
  'DELETE /platform/v1/resource_types/{name}': {
    rule: 'operators',
    names: { name: 'role_rooms' },
    id: async () => {
      const path = '/platform/v1/resource_types/role_rooms';
      await server.api('PUT', path, { list_url: 'http://localhost:4999/rooms' });
      return 0;
    },
  },
  'POST /platform/v1/jobs/{id}/retry': { rule: 'admins and operators', id: job },
  'POST /platform/v1/jobs/{id}/cancel': { rule: 'admins and operators', id: job },
  'POST /platform/v1/jobs/{id}/resend': { rule: 'admins and operators', id: settledJob },
  'POST /platform/v1/installs/{id}/backfills': {
    rule: 'admins and operators',
    id: withoutBackfill,
    body: () => ({ days: 1 }),
  },
  'DELETE /platform/v1/backfills/{id}': {
    rule: 'admins and operators, unseen by others',
    id: runningBackfill,
  },
  'POST /platform/v1/replays': {
    rule: 'admins and operators',
    body: ({ spaceId }) => ({ filter: { space_id: spaceId, ...REPLAYED } }),
  },
  'DELETE /platform/v1/replays/{id}': {
    rule: 'admins and operators, unseen by others',
    id: runningReplay,
  },
  'POST /platform/v1/plugins/{id}/releases/{number}/rehearse': {
    rule: 'its owner and operators',
    id: partnerApp,
    names: { number: 1 },
    body: nothing,
  },
  'DELETE /platform/v1/rehearsals/{id}': { rule: 'its owner and operators', id: rehearsal },
  'PATCH /platform/v1/me': {
    rule: 'everybody, for themselves',
    body: () => ({ theme: 'dark' }),
  },
  'POST /platform/v1/me/password': {
    rule: 'everybody, for themselves',
    kinds: ['session'],
    body: () => ({ new_password: 'nine otters in the canal' }),
  },
  'PATCH /platform/v1/me/spaces/{id}': {
    rule: 'who is a member themselves',
    id: space,
    body: () => ({ development: true }),
  },
  'DELETE /platform/v1/grants/{id}': {
    rule: 'its owner',
    id: (scene) => grant(server, scene, scene.admin.id),
  },
  'POST /platform/v1/notifications/read_all': { rule: 'everybody, for themselves', body: nothing },
  'POST /platform/v1/notifications/{id}/read': { rule: 'members and operators', id: notification },
  'POST /platform/v1/notifications/{id}/actions/{index}': {
    rule: 'admins and operators',
    id: notification,
    names: { index: 0 },
    body: nothing,
  },
  'POST /platform/v1/personal_access_tokens': {
    rule: 'everybody, for themselves',
    kinds: ['session'],
    body: () => ({ name: 'mine' }),
  },
  'DELETE /platform/v1/personal_access_tokens/{id}': { rule: 'its owner', id: ownToken },
  'POST /platform/v1/plugins/{id}/releases/{number}/submit': {
    rule: 'its owner and operators',
    id: partnerApp,
  },
  'POST /platform/v1/plugins/{id}/releases/{number}/review': {
    rule: 'operators',
    body: () => ({ verdict: 'reject', message: 'No' }),
    id: async () => {
      const { id } = await registerPartnerPlugin(server, (await createPerson(server)).headers);
      await submitDraft(server, { id });
      return id;
    },
  },
  'POST /platform/v1/plugins/{id}/releases/{number}/roll_out': {
    rule: 'its owner and operators',
    id: appWithNewer,
    names: { number: NEWER },
    body: () => ({ percent: 10 }),
  },
  'POST /platform/v1/plugins/{id}/releases/{number}/roll_back': {
    rule: 'its owner and operators',
    id: rollingApp,
    names: { number: NEWER },
    body: nothing,
  },
  'POST /platform/v1/plugins/{id}/roll_outs/{roll_out_id}/stop': {
    rule: 'its owner and operators',
    id: rollingApp,
    names: { roll_out_id: (scene) => rollOuts.get(scene) ?? 0 },
    body: nothing,
  },
  'POST /v1/app_submissions': { rule: 'its owner', body: () => ({}) },
  'DELETE /v1/oauth_grants/{id}': {
    rule: 'its owner',
    id: (scene) => grant(server, scene, scene.admin.id),
  },
  'POST /v1/org_apps': { rule: 'operators', body: newApp },
  'POST /v1/org_apps/upload_image': { rule: 'operators', ...image },
  'PUT /v1/org_apps/{id}': { rule: 'operators', id: orgApp, body: () => ({ app: { intro: 'x' } }) },
  'DELETE /v1/org_apps/{id}': { rule: 'operators', id: orgApp },
  'POST /v1/org_apps/{id}/upload_image': { rule: 'operators', id: orgApp, ...image },
  'POST /v1/partner_apps': { rule: 'everybody, for themselves', body: newApp },
  'POST /v1/partner_apps/upload_image': { rule: 'everybody, for themselves', ...image },
  'PUT /v1/partner_apps/{id}': {
    rule: 'its owner',
    id: partnerApp,
    body: () => ({ app: { intro: 'x' } }),
  },
  'DELETE /v1/partner_apps/{id}': { rule: 'its owner', id: partnerApp },
  'POST /v1/partner_apps/{id}/upload_image': { rule: 'its owner', id: partnerApp, ...image },
  'POST /v1/spaces/{space_id}/app_provisions': {
    rule: 'admins and operators',
    body: () => ({ app_id: PUBLIC_PLUGIN }),
  },
  [`PUT ${PROVISION}`]: { rule: 'admins and operators', body: provision },
  [`PATCH ${PROVISION}`]: { rule: 'admins and operators', body: provision },
  [`DELETE ${PROVISION}`]: { rule: 'admins and operators' },
  [`POST ${SETTINGS}`]: { rule: 'admins and operators', body: setting },
  [`PUT ${SETTINGS}`]: { rule: 'admins and operators', body: setting },
  [`POST ${SETTINGS}/{client_id}`]: { rule: 'admins and operators', body: setting },
  [`PUT ${SETTINGS}/{client_id}`]: { rule: 'admins and operators', body: setting },
  // Writes nothing: a token that says who looks.
  'POST /v1/spaces/{space_id}/app_validations': {
    rule: 'members and operators',
    body: ({ plugin }) => ({ app_id: plugin.id }),
  },
};

/** Pages that write, and for whom: each takes the form token of a session (see the tests of CSRF), and finds by its user only. */
const PAGES: Record<string, string> = {
  'POST /a/auth/v0/authorize': 'consent of who is signed in',
  'POST /developers/invitation/{token}': 'whoever has the link of an invitation',
  'POST /mail/stop/{token}': 'whoever has the link in a mail',
  'POST /oauth/authorize': 'consent of who is signed in',
  'POST /portal/{token}': 'nobody yet',
  'POST /set-up/callback': 'who began the step, and may still',
  'POST /set-up/callback/{plugin}': 'the same, for a step of that plugin',
  'POST /sign-in': 'nobody yet',
  'POST /sign-in/link/{token}': 'nobody yet',
  'POST /sign-out': 'the own session',
};

const WRITING = ['POST', 'PUT', 'PATCH', 'DELETE'];

test('every route that writes for people has a row that says for whom', async () => {
  const routes = (await listRoutes()).filter(({ method }) => WRITING.includes(method));
  const forPeople = routes.filter(({ auth }) => {
    return typeof auth === 'object' && 'callers' in auth && auth.callers.includes('user');
  });
  for (const { method, path, auth } of forPeople) {
    const { people = [] } = auth as CallersAuth;
    const row = rows[`${method} ${path}`];
    if (row === undefined) continue;
    const { people: said }: Rule = RULES[row.rule];
    expect(people, `${method} ${path}`).toContain('operator');
    expect(said, `${method} ${path}`).toContainEqual(people.filter((kind) => kind !== 'operator'));
  }
  const names = (found: typeof routes) => found.map(({ method, path }) => `${method} ${path}`);
  expect(names(forPeople).sort()).toEqual(Object.keys(rows).sort());
  const pages = routes.filter(({ auth, operationId }) => auth === 'none' && !operationId);
  expect(names(pages).sort()).toEqual(Object.keys(PAGES).sort());
});

test.each(Object.entries(rows))('%s does as the role says', async (name, row) => {
  const { may, others, strangers } = RULES[row.rule];
  const isAllowed = (role: Role, kind: Kind) =>
    (may as readonly Role[]).includes(role) && (row.kinds ?? KINDS).includes(kind);
  const cells = ROLES.flatMap((role) => KINDS.map((kind) => ({ role, kind })));
  const scene = await newScene();
  await idIn(scene, row);
  const before = await stateOf(scene);
  for (const { role, kind } of cells.filter((cell) => !isAllowed(cell.role, cell.kind))) {
    const { status, text } = await ask(scene, name, row, await headersOf(scene, role, kind));
    const mayOtherwise = (may as readonly Role[]).includes(role);
    const expected = mayOtherwise ? 403 : role === 'no member' ? strangers : others;
    expect([role, kind, status], text).toEqual([role, kind, expected]);
  }
  expect(await stateOf(scene)).toEqual(before);
  for (const { role, kind } of cells.filter((cell) => isAllowed(cell.role, cell.kind))) {
    // Its own each: what one of them removed the next could not.
    const fresh = await newScene();
    const headers = await headersOf(fresh, role, kind);
    const { status, text, entries } = await ask(fresh, name, row, headers);
    expect([role, kind, status < 300], text).toEqual([role, kind, true]);
    // And the audit log tells of it, once or for each part.
    expect([role, kind, entries > 0]).toEqual([role, kind, !Object.hasOwn(UNRECORDED, name)]);
  }
});

test('a plugin writes its own settings whatever the role of its user is', async () => {
  const scene = await newScene();
  const path = `/platform/v1/spaces/${scene.spaceId}/members/${scene.admin.id}`;
  for (const role of ['admin', 'editor', 'auditor']) {
    expect((await server.api('PUT', path, { role })).status).toBe(200);
    for (const name of [`PUT ${PROVISION}`, `PATCH ${PROVISION}`, `PUT ${SETTINGS}/{client_id}`]) {
      const answer = await ask(scene, name, rows[name] as Row, scene.pluginHeaders);
      expect([role, name, answer.status], answer.text).toEqual([role, name, 200]);
    }
  }
});

test('who may not write settings is told so as everywhere on this surface', async () => {
  const scene = await newScene();
  const answer = await ask(
    scene,
    `PUT ${PROVISION}`,
    { rule: 'operators', body: provision },
    {
      authorization: scene.editor.token,
    },
  );
  expect([answer.status, answer.body]).toEqual([403, { error: expect.any(String) }]);
});

const SCENE_MANIFEST = {
  enable_space_settings: true,
  placements: { sidebar: {} },
  embedded_app_url: 'http://localhost:4999/',
  events: [{ name: EVENT, url: 'http://localhost:4999/worker' }],
};

const newScene = (): Promise<Scene> => createScene(server, SCENE_MANIFEST);

async function headersOf(scene: Scene, role: Role, kind: Kind): Promise<Headers> {
  const { id, headers } = await personOf(scene, role);
  return kind === 'session' ? signIn(server, id) : headers;
}

async function personOf(scene: Scene, role: Role) {
  if (role === 'admin' || role === 'editor') return scene[role];
  const person = await createPerson(server, role === 'operator');
  if (role === 'a role of the host') await addMember(server, scene.spaceId, person.id, 'auditor');
  return person;
}

interface Asked extends Answer {
  /** How many the audit log got meanwhile. */
  entries: number;
}

async function ask(scene: Scene, name: string, row: Row, headers: Headers): Promise<Asked> {
  const [method = '', path = ''] = name.split(' ');
  const own = name === 'POST /v1/app_submissions' ? { app_id: await partnerApp(scene) } : {};
  const ids: Record<string, string | number> = {
    space_id: scene.spaceId,
    app_id: scene.plugin.id,
    client_id: scene.plugin.clientId,
    id: await idIn(scene, row),
    number: 1,
    ...namesIn(scene, row),
  };
  const url = server.url + path.replaceAll(/\{(\w+)\}/g, (_, key) => String(ids[key]));
  const given = row.body?.(scene);
  const body = typeof given === 'object' ? { ...given, ...own } : given;
  const before = await countEntries(server.db);
  const answer = await send(url, method, body, { ...headers, 'content-type': row.type });
  return { ...answer, entries: (await countEntries(server.db)) - before };
}

const namesIn = (scene: Scene, { names = {} }: Row) =>
  Object.fromEntries(
    Object.entries(names).map(([key, name]) => [
      key,
      typeof name === 'function' ? name(scene) : name,
    ]),
  );

const named = new Map<Scene, number | string>();

/** What is named by `{id}`: the same one in a scene. */
async function idIn(scene: Scene, row: Row): Promise<number | string> {
  const id = named.get(scene) ?? (await row.id?.(scene)) ?? 0;
  named.set(scene, id);
  return id;
}

/** What a member could have changed, down to the times of changes. */
async function stateOf({ spaceId, admin, plugin }: Scene): Promise<unknown> {
  const read = async (path: string) => (await server.api('GET', path)).text;
  return [
    await read(`/v1/spaces/${spaceId}/app_provisions`),
    await read(`/v1/spaces/${spaceId}/app_settings/${plugin.clientId}`),
    await read(`/platform/v1/users/${admin.id}`),
  ];
}

async function ownToken({ admin }: Scene): Promise<number> {
  const path = '/platform/v1/personal_access_tokens';
  const { body } = await server.api('POST', path, { user_id: admin.id, name: 'own' });
  return body.id;
}

async function invitation(): Promise<number> {
  const email = `role-${++slugs}@plugboard.test`;
  return (await server.api('POST', '/platform/v1/developer_invitations', { email })).body.id;
}

async function developer({ admin }: Scene): Promise<number> {
  await insertDeveloper(server.db, { userId: admin.id, invitedBy: null });
  return admin.id;
}

/** A development install of the admin's. */
async function developed(scene: Scene): Promise<{ id: number; plugin_id: number }> {
  const path = `/platform/v1/plugins/${await partnerApp(scene)}/development_install`;
  const { token } = scene.admin;
  const { status, text, body } = await send(`${server.url}${path}`, 'POST', undefined, {
    authorization: `Bearer ${token}`,
  });
  expect(status, text).toBe(201);
  return body;
}

async function partnerApp({ admin }: Scene): Promise<number> {
  const { body } = await send(`${server.url}/v1/partner_apps`, 'POST', newApp(), admin.headers);
  return body.app.id;
}

async function rehearsal(scene: Scene): Promise<number> {
  const path = `/platform/v1/plugins/${await partnerApp(scene)}/releases/1/rehearse`;
  return (await server.api('POST', path, {})).body.id;
}

const collaborators = new Map<Scene, number>();
const rollOuts = new Map<Scene, number>();

function collaborator(scene: Scene): number {
  return collaborators.get(scene) ?? 0;
}

/** One with somebody who only looks at it. */
async function partnerAppOfTwo(scene: Scene): Promise<number> {
  const id = await partnerApp(scene);
  const viewer = await createPerson(server);
  await collaborate(server, id, viewer.id, 'viewer');
  collaborators.set(scene, viewer.id);
  return id;
}

async function orgApp(): Promise<number> {
  const { body } = await server.api('POST', '/v1/org_apps', newApp());
  return body.app.id;
}

/** One that somebody is on already, with a worker. */
async function publishedApp({ admin }: Scene): Promise<number> {
  const events = [{ name: EVENT, url: 'http://localhost:4999/worker' }];
  const app = await registerPartnerPlugin(server, admin.headers);
  const path = `${server.url}/platform/v1/plugins/${app.id}/manifest`;
  const put = await send(path, 'PUT', { name: 'App', slug: app.slug, events }, admin.headers);
  expect(put.status, put.text).toBe(201);
  await reviewDraft(server, app);
  return app.id;
}

/** One with a release that nobody is on yet. */
async function appWithNewer(scene: Scene): Promise<number> {
  const id = await publishedApp(scene);
  await server.db.query(sql`
    insert into releases (plugin_id, number, state, manifest, published_at)
    select plugin_id, ${NEWER}::integer, 'published', manifest, now() from releases where plugin_id = ${id} and state = 'published' limit 1`);
  return id;
}

/** One of which that release is rolled out. */
async function rollingApp(scene: Scene): Promise<number> {
  const id = await appWithNewer(scene);
  const path = `/platform/v1/plugins/${id}/releases/${NEWER}/roll_out`;
  const { status, body, text } = await server.api('POST', path, { percent: 10 });
  expect(status, text).toBe(202);
  rollOuts.set(scene, body.id);
  return id;
}

// Nobody delivers here.
async function settledJob(scene: Scene): Promise<string> {
  const id = await job(scene);
  await server.db.query(sql`delete from job_queue where job_id = ${id}`);
  await server.db.query(sql`
    update jobs set status = 'done', settled_by = 'plugin', settled_at = now() where id = ${id}`);
  return id;
}

async function runningReplay({ spaceId }: Scene): Promise<number> {
  const filter = JSON.stringify({ space_id: spaceId, ...REPLAYED });
  const [row] = await server.db.query<{ id: number }>(sql`
    insert into replays (kind, space_id, filter, include_settled, until, state, total)
    values ('replay', ${spaceId}, ${filter}, false, now(), 'running', 1)
    on conflict (space_id) where state = 'running' and space_id is not null do update set total = 1
    returning id`);
  return row?.id as number;
}

async function withoutBackfill({ installId }: Scene): Promise<number> {
  await server.db.query(sql`
    update replays set state = 'done', finished_at = now() where state = 'running' and install_id = ${installId}`);
  return installId;
}

async function runningBackfill(scene: Scene): Promise<number> {
  const path = `/platform/v1/installs/${await withoutBackfill(scene)}/backfills`;
  const answer = await server.api('POST', path, { days: 1 });
  expect(answer.status, answer.text).toBe(202);
  return answer.body.id;
}

/** The scene's install, of a plugin that asks for something since, also by a window. */
async function installToSetUp({ installId, plugin }: Scene): Promise<number> {
  const setup_steps = [
    {
      type: 'form',
      title: 'Form',
      fields: [
        { key: 'note', type: 'text', label: 'Note', remote_value_url: worker.url },
        { key: 'one', type: 'select', label: 'One', options: [{ label: 'A', value: 'a' }] },
      ],
    },
    { type: 'popup', title: 'Popup', content_url: worker.url, validation_url: worker.url },
  ];
  const manifest = { ...SCENE_MANIFEST, name: plugin.slug, slug: plugin.slug, setup_steps };
  const path = `/platform/v1/plugins/${plugin.id}/manifest`;
  const answer = await server.api('PUT', path, manifest);
  expect(answer.status, answer.text).toBe(201);
  return installId;
}

/** One with an action, whose plugin answers. */
async function notification({ installId, plugin }: Scene): Promise<string> {
  const { status, body, text } = await asPlugin(
    server,
    await login(server, plugin),
    'POST',
    `/installs/${installId}/notifications`,
    { message: 'Hi', actions: [{ label: 'Go', callback_url: receiver.url }] },
  );
  expect(status, text).toBe(200);
  return body.data.id;
}

async function job({ spaceId, plugin }: Scene): Promise<string> {
  const { jobs } = await emit(server, spaceId, EVENT);
  return jobs.find(({ plugin_id }) => plugin_id === plugin.id)?.id as string;
}
