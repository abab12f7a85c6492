import { beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { addMember, createPerson, type TestPerson } from '../support/people.ts';
import {
  installPlugin,
  login,
  registerPlugin,
  requestToken,
  type TestPlugin,
} from '../support/plugins.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';

const JSON_API = 'application/vnd.api+json';

let server: TestServer;
let plugin: TestPlugin;
let ours: Tenant;
let theirs: Tenant;
beforeAll(async () => {
  server = await startTestServer({ env: { PLUGBOARD_RATE_LIMIT: '100000' } });
  for (const scope of ['employees.read', 'rooms.read']) {
    await server.api('PUT', `/platform/v1/scopes/${scope}`, { description: scope });
  }
  plugin = await registerPlugin(server, { scopes: ['employees.read', 'rooms.read'] });
  ours = await createTenant('Ours', { time_zone: 'Europe/Vienna', size: 12345678901234567890n });
  theirs = await createTenant('Theirs', {});
  return () => server.close();
});

interface Tenant {
  spaceId: number;
  admin: TestPerson;
  /** All members, in the order in which they came. */
  people: TestPerson[];
  /** An installer's. */
  token: string;
  /** The same without `employees.read`. */
  narrow: string;
}

async function createTenant(name: string, attributes: object): Promise<Tenant> {
  // The number goes in as it is, which JSON.stringify cannot write.
  const text = JSON.stringify({ name, attributes }, (_, value) =>
    typeof value === 'bigint' ? `#${value}` : value,
  ).replace(/"#(\d+)"/, '$1');
  const spaceId = (await server.api('POST', '/platform/v1/spaces', text)).body.id;
  const admin = await createPerson(server, { friendly_name: `Zoe of ${name}` });
  const email = `ann+${name.toLowerCase()}@plugboard.test`;
  const people = [
    admin,
    await createPerson(server, { friendly_name: `Ann of ${name}`, email }),
    await createPerson(server, { friendly_name: `Max of ${name}` }),
  ];
  for (const { id } of people) await addMember(server, spaceId, id);
  const install = await installPlugin(server, plugin, spaceId, { user_id: admin.id });
  const ask = async (scope?: string) => {
    const asked = { grant_type: 'plugin_install', install_id: install.id, scope };
    return (await requestToken(server, plugin, asked)).body.access_token;
  };
  return { spaceId, admin, people, token: await ask(), narrow: await ask('rooms.read') };
}

const get = (path: string, token: string | undefined): Promise<Answer> =>
  send(server.url + path, 'GET', undefined, {
    authorization: token === undefined ? undefined : `Bearer ${token}`,
    accept: JSON_API,
    'content-type': JSON_API,
  });
const idsIn = ({ body, text }: Answer): string[] => {
  expect(body?.data, text).toBeInstanceOf(Array);
  return body.data.map(({ id }: { id: string }) => id);
};

test('users/me is the user for whom the token acts', async () => {
  const answer = await get('/api/v2/users/me', ours.narrow);
  expect(answer.status, answer.text).toBe(200);
  expect(answer.headers.get('content-type')).toBe(JSON_API);
  const { email, friendlyName: name } = ours.admin;
  expect(answer.body.data).toEqual({
    type: 'users',
    id: String(ours.admin.id),
    attributes: { name, 'full-name': name, email },
    relationships: {},
  });
});

test('the space is a location and a company, with its attributes as the host wrote them', async () => {
  const id = String(ours.spaceId);
  const time = expect.stringMatching(/^\d{4}-.*Z$/);
  const location = await get(`/api/v3/locations/${id}?include=company`, ours.token);
  expect(location.body.data).toMatchObject({
    type: 'locations',
    id,
    attributes: {
      name: 'Ours',
      'time-zone': 'Europe/Vienna',
      timezone: 'Europe/Vienna',
      address: '',
      city: null,
      disabled: false,
      'capacity-limit': null,
      'created-at': time,
      'updated-at': time,
    },
    relationships: {
      company: { data: { type: 'companies', id } },
      employees: { data: ours.people.map((one) => ({ type: 'employees', id: String(one.id) })) },
      flows: { data: [] },
    },
  });
  expect(location.text).toContain('"size":12345678901234567890');
  const company = await get(`/api/v3/companies/${id}?include=locations`, ours.token);
  expect(company.body.data).toMatchObject({
    type: 'companies',
    id,
    attributes: { name: 'Ours', active: true, 'created-at': time, 'updated-at': time },
    relationships: { locations: { data: [{ type: 'locations', id }] } },
  });
  expect(location.body.included).toEqual([company.body.data]);
  expect(company.body.included).toEqual([location.body.data]);
  for (const [path, one] of [
    ['/api/v3/locations', location],
    ['/api/v3/companies', company],
  ] as const) {
    expect((await get(path, ours.token)).body).toEqual({ data: [one.body.data] });
  }
  // Who is there, a token without the scope is not told.
  const narrow = await get(`/api/v3/locations/${id}`, ours.narrow);
  expect(narrow.body.data.relationships.employees.data).toEqual([]);
});

test.each([
  ['filter[disabled]=true', 0],
  ['filter[disabled]=false&page[limit]=1', 1],
  ['filter[company]=OTHER', 0],
  ['filter[company]=OURS', 1],
  ['page[offset]=1', 0],
  ['sort=-created_at', 1],
])('locations asked for with %s are %i', async (query, count) => {
  const filled = query.replace('OURS', `${ours.spaceId}`).replace('OTHER', `${theirs.spaceId}`);
  expect(idsIn(await get(`/api/v3/locations?${filled}`, ours.token))).toHaveLength(count);
});

describe('employees', () => {
  test('are the members of the space, each with what is known of them', async () => {
    const [, ann] = ours.people as [TestPerson, TestPerson];
    const company = { type: 'companies', id: String(ours.spaceId) };
    const answer = await get(`/api/v3/employees/${ann.id}?include=company,locations`, ours.token);
    expect(answer.body.data).toMatchObject({
      type: 'employees',
      id: String(ann.id),
      attributes: { name: ann.friendlyName, email: ann.email, deleted: false },
      relationships: { company: { data: company } },
    });
    expect(answer.body.included).toMatchObject([company, { type: 'locations' }]);
    expect(idsIn(await get('/api/v3/employees', ours.token))).toEqual(
      ours.people.map(({ id }) => String(id)),
    );
  });

  test.each<[string, string[]]>([
    // Not encoded, as Envoy's client sends it.
    ['filter[email]=ANN+ours@plugboard.test&page[limit]=1', ['Ann']],
    ['filter[email]=ann%2Bours@plugboard.test', ['Ann']],
    ['filter[email]=ann+theirs@plugboard.test', []],
    ['filter[name]=max%20OF', ['Max']],
    ['filter[query]=ann%2Bours', ['Ann']],
    ['filter[query]=zoe', ['Zoe']],
    ['filter[query]=%25', []],
    ['filter[except]=ZOE,x,MAX', ['Ann']],
    ['filter[deleted]=true', []],
    ['filter[deleted]=false&filter[exclude-hidden]=true', ['Zoe', 'Ann', 'Max']],
    ['filter[manually-added]=false', []],
    ['filter[locations]=OURS&filter[company]=OURS', ['Zoe', 'Ann', 'Max']],
    ['filter[locations]=OTHER', []],
    ['filter[exclude-locations]=OURS', []],
    ['filter[exclude-locations]=OTHER', ['Zoe', 'Ann', 'Max']],
    ['sort=name', ['Ann', 'Max', 'Zoe']],
    ['sort=-name&page[limit]=2', ['Zoe', 'Max']],
    ['sort=created_at&page[offset]=1', ['Ann', 'Max']],
    ['sort=-created_at', ['Max', 'Ann', 'Zoe']],
  ])('asked for with %s', async (query, names) => {
    const [zoe, , max] = ours.people as [TestPerson, TestPerson, TestPerson];
    const filled = query
      .replaceAll('OURS', `${ours.spaceId}`)
      .replaceAll('OTHER', `${theirs.spaceId}`)
      .replace('ZOE', `${zoe.id}`)
      .replace('MAX', `${max.id}`);
    const answer = await get(`/api/v3/employees?${filled}`, ours.token);
    expect(answer.status, answer.text).toBe(200);
    const found = answer.body.data.map(({ attributes }: { attributes: { name: string } }) =>
      attributes.name.slice(0, 3),
    );
    expect(found).toEqual(names);
  });

  test('need the scope that Envoy names, where the host has defined it', async () => {
    for (const path of ['/api/v3/employees', `/api/v3/employees/${ours.admin.id}`]) {
      const answer = await get(path, ours.narrow);
      expect([answer.status, answer.body.errors[0].code]).toEqual([403, 'insufficient_scope']);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope"');
    }
    await server.db.query(sql`delete from scopes where name = 'employees.read'`);
    expect((await get('/api/v3/employees', ours.narrow)).body.data).toHaveLength(3);
    await server.api('PUT', '/platform/v1/scopes/employees.read', { description: 'Back' });
  });
});

test.each([
  ['/api/v3/employees?filter[badge]=1', '/filter[badge]'],
  ['/api/v3/employees?page[limit]=0', '/page[limit]'],
  ['/api/v3/employees?page[limit]=1001', '/page[limit]'],
  ['/api/v3/employees?page[offset]=-1', '/page[offset]'],
  ['/api/v3/employees?sort=email', '/sort'],
  ['/api/v3/employees?include=manager', '/include'],
  ['/api/v3/locations?filter[deleted]=true', '/filter[deleted]'],
  ['/api/v3/locations?include=employees', '/include'],
  ['/api/v3/companies?filter[name]=a', '/filter[name]'],
])('%s is refused, and what is wrong is named', async (path, pointer) => {
  const answer = await get(path, ours.token);
  expect(answer.status, answer.text).toBe(422);
  expect(answer.body.errors).toMatchObject([{ code: 'invalid', source: { pointer } }]);
});

test('what is in another space, and what is nowhere, are not told apart', async () => {
  for (const kind of ['locations', 'companies', 'employees']) {
    const foreign = kind === 'employees' ? theirs.admin.id : theirs.spaceId;
    expect((await get(`/api/v3/${kind}/${foreign}`, theirs.token)).status).toBe(200);
    for (const id of [foreign, 999_999, 'x', '01', '-1', '1e3']) {
      const answer = await get(`/api/v3/${kind}/${id}`, ours.token);
      expect([answer.status, answer.body.errors[0].code]).toEqual([404, 'not_found']);
      expect(answer.body.errors[0].detail).toContain(`${id} in the space of this token`);
    }
  }
});

test('no other credential opens it', async () => {
  const own = await login(server, plugin);
  for (const path of ['/api/v2/users/me', '/api/v3/locations', '/api/v3/flows', '/a/rms/x']) {
    const nobody = await get(path, undefined);
    expect([nobody.status, nobody.body.errors[0].code]).toEqual([401, 'unauthorized']);
    for (const token of [own, server.hostKey, 'pba_unknown']) {
      const answer = await get(path, token);
      expect([answer.status, answer.body.errors[0].code]).toEqual([401, 'invalid_token']);
    }
  }
});

test('what is not served is the host’s, and where none is named the answer says so', async () => {
  for (const [method, path] of [
    ['GET', '/api/v3/flows?filter[enabled]=true'],
    ['POST', '/api/v3/invites'],
    ['POST', '/api/v3/locations'],
    ['DELETE', '/api/v3/invites/1'],
    ['PATCH', '/api/v2/users/me'],
    ['GET', '/api/v2/users/me/roles'],
    ['POST', '/a/rms/reservations'],
  ] as const) {
    const body = method === 'POST' ? '{' : undefined;
    const answer = await send(server.url + path, method, body, {
      authorization: `Bearer ${ours.token}`,
      accept: JSON_API,
      'content-type': JSON_API,
    });
    expect(answer.status, answer.text).toBe(404);
    expect(answer.headers.get('content-type')).toContain(JSON_API);
    expect(answer.body.errors).toMatchObject([{ status: '404', code: 'not_found' }]);
    expect(answer.body.errors[0].detail).toContain('names none (PLUGBOARD_HOST_API)');
  }
});

test('requests count with those to the Plugin API', async () => {
  const { headers } = await get('/api/v2/users/me', ours.token);
  expect(headers.get('ratelimit-policy')).toContain('"plugin-api"');
});
