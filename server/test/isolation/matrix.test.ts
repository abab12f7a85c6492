import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, test } from 'vitest';
import { PORTAL_VIEWS, type PortalOpening } from '../../src/auth/portal-views.ts';
import type { PersonKind } from '../../src/auth/principals.ts';
import { listRoutes } from '../../src/describe-api.ts';
import { sql } from '../../src/lib/db.ts';
import { type Answer, send, startTestServer } from '../support/server.ts';
import { components, type Operation, operations, paths, requestOf } from './operations.ts';
import {
  bodies,
  MEMBERS_MAY,
  OF_MEMBERSHIPS,
  OF_THE_SPACE,
  OWN,
  PUBLIC,
  queries,
  TOLD_WHAT_IS_WRONG,
  type TypedBody,
  VIEWERS_MAY,
} from './rows.ts';
import {
  BESIDE,
  CANARY,
  EVENT,
  type Headers,
  KINDS,
  PEOPLE,
  type Person,
  type Scene,
  STRANGERS,
  setScene,
} from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  const server = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  scene = await setScene(server);
  return () => server.close();
});

const guarded = operations.filter(({ name }) => !PUBLIC.has(name));

const REFUSED = [401, 403, 404];
const refusedBy = ({ name }: Operation) =>
  TOLD_WHAT_IS_WRONG.has(name) ? [...REFUSED, 422] : REFUSED;
const OWN_OR_REFUSED = [200, 201, 204, 422, ...REFUSED];

test('every operation that takes a body has a row with one', () => {
  const without = guarded.filter(({ name, hasBody }) => hasBody && bodies[name] === undefined);
  expect(without.map(({ name }) => name)).toEqual([]);
});

// A wrong body could be refused for what it says instead of for who sends it.
test.each(Object.keys(bodies))('the body of the row %s is right', (name) => {
  const [method = '', path = ''] = name.split(' ');
  const content = paths[path]?.[method.toLowerCase()]?.requestBody?.content ?? {};
  const body = bodies[name]?.(scene) as Partial<TypedBody> | undefined;
  const schema = content['application/json']?.schema;
  if (schema === undefined || body === undefined) return;
  const ajv = addFormats.default(new Ajv2020({ strict: false }));
  const validate = ajv.compile({ ...schema, components });
  expect(validate(body), JSON.stringify(validate.errors)).toBe(true);
});

test('no row is left of an operation that is gone', () => {
  const names = new Set(operations.map(({ name }) => name));
  const rows = [
    ...PUBLIC,
    ...OWN,
    ...MEMBERS_MAY,
    ...OF_MEMBERSHIPS,
    ...OF_THE_SPACE,
    ...Object.keys({ ...bodies, ...queries }),
  ];
  expect(rows.filter((name) => !names.has(name))).toEqual([]);
});

test('the host, for one, is admitted to each of the same requests', async () => {
  const reads = guarded.filter(
    ({ method, path, schemes }) =>
      method === 'GET' && path.startsWith('/platform/') && schemes.includes('hostKey'),
  );
  for (const operation of reads) {
    const answer = await call(operation, { authorization: `Bearer ${scene.server.hostKey}` });
    expect([operation.name, answer.status]).toEqual([operation.name, 200]);
  }
});

describe.each(STRANGERS)('%s', (stranger) => {
  const isTold = ({ name }: Operation) => BESIDE.includes(stranger) && OF_THE_SPACE.has(name);
  const told = guarded.filter(isTold);
  test.skipIf(told.length === 0).each(told)(
    'is told no more than the space by $name',
    async (operation) => {
      const answer = await call(operation, scene.strangers[stranger]);
      expect(answer.status, answer.text).toBe(200);
      expect(Object.keys(answer.body)).toEqual([
        'id',
        'name',
        'plan_level',
        'role',
        'is_admin',
        'development',
        // A setting of the server's.
        'uninstall_grace_days',
      ]);
    },
  );

  test.each(guarded.filter((operation) => !isTold(operation)))(
    'learns and changes nothing by $name',
    async (operation) => {
      const before = await fingerprint();
      const answer = await call(operation, scene.strangers[stranger]);
      expect(
        OWN.has(operation.name) ? OWN_OR_REFUSED : refusedBy(operation),
        answer.text,
      ).toContain(answer.status);
      expect(answer.text + JSON.stringify([...answer.headers])).not.toContain(CANARY);
      expect(await fingerprint()).toEqual(before);
    },
  );
});

const platform = guarded.filter(({ path }) => path.startsWith('/platform/'));

/** Whether a kind of person is among those that a route names; whoever is an admin is a member, and viewers read what developers do. */
const isNamed = (who: Person, people: readonly PersonKind[]): boolean =>
  people.includes(who === 'viewer' ? 'developer' : who) ||
  people.includes('anybody') ||
  (who === 'admin' && people.includes('member'));

describe.each(PEOPLE)('%s', (who) => {
  const reads = platform.filter(({ method }) => method === 'GET');
  test.each(reads)('reads what the route of $name says', async (operation) => {
    const isBelonging = who === 'admin' || who === 'member';
    const isLetIn =
      (isNamed(who, peopleOf(operation)) || OWN.has(operation.name)) &&
      (isBelonging || !OF_MEMBERSHIPS.has(operation.name));
    const expected = isLetIn ? [200] : REFUSED;
    for (const kind of KINDS) {
      const answer = await call(operation, scene.people[who][kind]);
      expect([kind, expected], answer.text).toEqual([
        kind,
        expect.arrayContaining([answer.status]),
      ]);
    }
  });

  const writes = platform.filter((operation) => operation.method !== 'GET');
  const barred = writes.filter(
    (operation) => !isNamed(who, peopleOf(operation)) && !OWN.has(operation.name),
  );
  test.skipIf(barred.length === 0).each(barred)('changes nothing by $name', async (operation) => {
    const before = await fingerprint();
    for (const kind of KINDS) {
      const answer = await call(operation, scene.people[who][kind]);
      expect(refusedBy(operation), answer.text).toContain(answer.status);
    }
    expect(await fingerprint()).toEqual(before);
  });
});

describe('a viewer of the plugin', () => {
  const developed = guarded.filter(
    (operation) =>
      operation.method !== 'GET' &&
      !OWN.has(operation.name) &&
      !TOLD_WHAT_IS_WRONG.has(operation.name) &&
      !VIEWERS_MAY.has(operation.name) &&
      takesPeople(operation) &&
      peopleOf(operation).includes('developer'),
  );
  test.each(developed)('knows of what $name is for, and may not', async (operation) => {
    const before = await fingerprint();
    for (const kind of KINDS) {
      const answer = await call(operation, scene.people.viewer[kind]);
      expect([kind, answer.status], answer.text).toEqual([kind, 403]);
      expect(answer.text).toContain('of the plugin');
    }
    expect(await fingerprint()).toEqual(before);
  });

  test('is told no secret', async () => {
    const { server, people, belongings, plugin } = scene;
    const app = `${server.url}/v1/partner_apps/${belongings.partner_apps}`;
    const paths = [app, `${server.url}/v1/partner_apps`, `${server.url}/v1/apps/${plugin.id}`];
    for (const path of paths) {
      const { status, text } = await send(path, 'GET', undefined, people.viewer['personal token']);
      expect(status, text).toBe(200);
      expect(text).not.toMatch(/secret/);
    }
  });
});

describe.each(PORTAL_VIEWS)("a portal of the tenant's %s", (view) => {
  const opens = ({ method, path }: Operation) => portalOf({ method, path }).includes(view);
  const reads = platform.filter((operation) => operation.method === 'GET' && opens(operation));
  test.each(reads)('reads what the route of $name says', async (operation) => {
    const answer = await call(operation, scene.portals[view]);
    expect(answer.status, answer.text).toBe(200);
  });

  const others = guarded.filter((operation) => !opens(operation));
  test.each(others)('opens nothing of $name', async (operation) => {
    const before = await fingerprint();
    const answer = await call(operation, scene.portals[view]);
    expect([401, 403], answer.text).toContain(answer.status);
    expect(answer.text + JSON.stringify([...answer.headers])).not.toContain(CANARY);
    expect(await fingerprint()).toEqual(before);
  });
});

describe("a link's session in a portal of the tenant's", () => {
  const opens = ({ method, path }: Operation) => portalOf({ method, path }).length > 0;
  const reads = platform.filter((operation) => operation.method === 'GET' && opens(operation));
  test.each(reads)('reads what the route of $name says', async (operation) => {
    const answer = await call(operation, scene.portalSession);
    expect(answer.status, answer.text).toBe(200);
  });

  const others = guarded.filter((operation) => !opens(operation));
  test.each(others)('opens nothing of $name', async (operation) => {
    const before = await fingerprint();
    const answer = await call(operation, scene.portalSession);
    expect([401, 403], answer.text).toContain(answer.status);
    expect(answer.text + JSON.stringify([...answer.headers])).not.toContain(CANARY);
    expect(await fingerprint()).toEqual(before);
  });

  const writes = guarded.filter(({ method }) => method !== 'GET');
  test.each(writes)('changes nothing by $name from a page of another site', async (operation) => {
    const before = await fingerprint();
    const { cookie } = scene.portalSession;
    for (const foreign of [{ origin: 'https://evil.test' }, { 'sec-fetch-site': 'cross-site' }]) {
      const answer = await call(operation, { cookie, ...foreign });
      expect(refusedBy(operation), answer.text).toContain(answer.status);
    }
    expect(await fingerprint()).toEqual(before);
  });
});

describe('a member of the tenant who is no admin', () => {
  const barred = guarded.filter(
    ({ name, path }) => path.startsWith('/v1/') && !OWN.has(name) && !MEMBERS_MAY.has(name),
  );
  test.each(barred)('changes nothing by $name', async (operation) => {
    const before = await fingerprint();
    const answer = await call(operation, scene.people.member['personal token']);
    expect(refusedBy(operation), answer.text).toContain(answer.status);
    expect(await fingerprint()).toEqual(before);
  });
});

describe("the tenant's admin, on a page of another site", () => {
  const writes = guarded.filter(({ method }) => method !== 'GET');
  test.each(writes)('changes nothing by $name', async (operation) => {
    const before = await fingerprint();
    const { cookie } = scene.people.admin.session;
    for (const foreign of [
      { origin: 'https://evil.test' },
      { 'sec-fetch-site': 'cross-site' },
      {},
    ]) {
      const answer = await call(operation, { cookie, ...foreign });
      expect(refusedBy(operation), answer.text).toContain(answer.status);
    }
    expect(await fingerprint()).toEqual(before);
  });
});

test('members who are no admins, and developers, are shown nothing that is for admins', async () => {
  const { server, people } = scene;
  await server.api('PUT', `/platform/v1/event_types/${EVENT}`, { description: 'x', private: true });
  const path = `/platform/v1/events/${scene.belongings.events}`;
  const seen = async (who: Person) =>
    (await send(server.url + path, 'GET', undefined, people[who]['personal token'])).body;
  const hidden = { payload: null, payload_members: ['name'] };
  expect(await seen('member')).toMatchObject(hidden);
  expect(await seen('admin')).toMatchObject({ payload: { name: CANARY }, payload_members: null });
  expect(await seen('operator')).toMatchObject({ payload: { name: CANARY } });
  const list = `${server.url}/platform/v1/events?name=${EVENT}`;
  const listed = await send(list, 'GET', undefined, people.member.session);
  expect(listed.body.data).toEqual([expect.objectContaining(hidden)]);
});

const routes = await listRoutes();

/** Which views of a portal open the route of an operation. */
const portalOf = ({ method, path }: Pick<Operation, 'method' | 'path'>): readonly PortalOpening[] =>
  routes.find((route) => route.method === method && route.path === path)?.portal ?? [];

const takesPeople = ({ method, path }: Operation): boolean => {
  const auth = routes.find((route) => route.method === method && route.path === path)?.auth;
  return typeof auth === 'object' && 'people' in auth;
};

/** Which people the route of an operation names. */
function peopleOf({ method, path }: Operation): readonly PersonKind[] {
  const auth = routes.find((route) => route.method === method && route.path === path)?.auth;
  if (typeof auth !== 'object' || !('people' in auth) || auth.people === undefined) {
    throw new Error(`${method} ${path} does not name the people who may call it`);
  }
  return auth.people;
}

function call(operation: Operation, sent: Headers): Promise<Answer> {
  const { path, body, type } = requestOf(operation, scene);
  const headers = { ...sent, 'content-type': type };
  return send(scene.server.url + path, operation.method, body, headers);
}

// Whatever a stranger could have changed, down to the version of each row (xmin is the transaction that wrote it).
async function fingerprint(): Promise<unknown> {
  const { server, install, admin, plugin } = scene;
  const space = install.spaceId;
  return server.db.query(sql`
    select 'space' as what, xmin::text from spaces where id = ${space}
    union all select 'install', xmin::text from installs where space_id = ${space}
    union all select 'member', xmin::text from space_members where space_id = ${space}
    union all select 'grant', xmin::text from grants where space_id = ${space}
    union all select 'setting', xmin::text from app_settings where space_id = ${space}
    union all select 'user', xmin::text from users where id = ${admin.id}
    union all select 'token', xmin::text from personal_tokens where user_id = ${admin.id}
    union all select 'portal token', xmin::text from portal_tokens where user_id = ${admin.id}
    union all select 'portal link', xmin::text from portal_links where user_id = ${admin.id}
    union all select 'link', xmin::text from sign_in_links where user_id = ${admin.id}
    union all select 'own plugin', p.xmin::text from plugins p join collaborators c on c.plugin_id = p.id where c.user_id = ${admin.id}
    union all select 'collaborator', xmin::text from collaborators where plugin_id = ${plugin.id} or user_id = ${admin.id}
    union all select 'plugin', xmin::text from plugins where id = ${plugin.id}
    union all select 'release', xmin::text from releases where plugin_id = ${plugin.id}
    union all select 'secret', generation::text from plugin_secrets where plugin_id = ${plugin.id}
    union all select 'item', xmin::text from install_storage_items where install_id = ${install.id}
    union all select 'revision', xmin::text from config_revisions where install_id = ${install.id}
    union all select 'notification', xmin::text from notifications where install_id = ${install.id}
    union all select 'reading', r.xmin::text from notification_reads r join notifications n on n.id = r.notification_id
      where n.install_id = ${install.id}
    union all select 'mark', xmin::text from notification_marks where space_id = ${space}
    union all select 'action', a.xmin::text from notification_actions a join notifications n on n.id = a.notification_id
      where n.install_id = ${install.id}
    union all select 'job', xmin::text from jobs where install_id = ${install.id}
    union all select 'queued', xmin::text from job_queue where install_id = ${install.id}
    union all select 'replay', xmin::text from replays where install_id = ${install.id}
    union all select 'rehearsal', xmin::text from rehearsals where plugin_id = ${plugin.id}
    union all select 'roll-out', xmin::text from roll_outs where plugin_id = ${plugin.id}
    union all select 'host key', xmin::text from host_keys
    order by 1, 2`);
}
