import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { type Answer, send, startTestServer } from '../support/server.ts';
import { components, type Operation, operations, paths, requestOf } from './operations.ts';
import { bodies, LOWER_ROLE_MAY, OWN, PUBLIC, type TypedBody } from './rows.ts';
import { CANARY, LOWER_ROLE, type Scene, STRANGERS, setScene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  const server = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  scene = await setScene(server);
  return () => server.close();
});

const guarded = operations.filter(({ name }) => !PUBLIC.has(name));

const REFUSED = [401, 403, 404];
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
  const rows = [...PUBLIC, ...OWN, ...LOWER_ROLE_MAY, ...Object.keys(bodies)];
  expect(rows.filter((name) => !names.has(name))).toEqual([]);
});

test('the host, for one, is admitted to each of the same requests', async () => {
  const reads = guarded.filter(
    ({ method, path }) => method === 'GET' && path.startsWith('/platform/'),
  );
  for (const operation of reads) {
    const answer = await call(operation, `Bearer ${scene.server.hostKey}`);
    expect([operation.name, answer.status]).toEqual([operation.name, 200]);
  }
});

describe.each(STRANGERS)('%s', (stranger) => {
  test.each(guarded)('learns and changes nothing by $name', async (operation) => {
    const before = await fingerprint();
    const answer = await call(operation, bearer(scene.credentials[stranger]));
    expect(OWN.has(operation.name) ? OWN_OR_REFUSED : REFUSED, answer.text).toContain(
      answer.status,
    );
    expect(answer.text + JSON.stringify([...answer.headers])).not.toContain(CANARY);
    expect(await fingerprint()).toEqual(before);
  });
});

describe(LOWER_ROLE, () => {
  const barred = guarded.filter(({ name }) => !OWN.has(name) && !LOWER_ROLE_MAY.has(name));

  test.each(barred)('changes nothing by $name', async (operation) => {
    const before = await fingerprint();
    const answer = await call(operation, bearer(scene.credentials[LOWER_ROLE]));
    expect(REFUSED, answer.text).toContain(answer.status);
    expect(await fingerprint()).toEqual(before);
  });
});

const bearer = (token: string | undefined) => token && `Bearer ${token}`;

function call(operation: Operation, authorization: string | undefined): Promise<Answer> {
  const { path, body, type } = requestOf(operation, scene);
  const headers = { authorization, 'content-type': type };
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
    union all select 'link', xmin::text from sign_in_links where user_id = ${admin.id}
    union all select 'own plugin', xmin::text from plugins where owner_id = ${admin.id}
    union all select 'plugin', xmin::text from plugins where id = ${plugin.id}
    union all select 'release', xmin::text from releases where plugin_id = ${plugin.id}
    union all select 'secret', generation::text from plugin_secrets where plugin_id = ${plugin.id}
    union all select 'item', xmin::text from install_storage_items where install_id = ${install.id}
    union all select 'revision', xmin::text from config_revisions where install_id = ${install.id}
    union all select 'notification', xmin::text from notifications where install_id = ${install.id}
    union all select 'job', xmin::text from jobs where install_id = ${install.id}
    union all select 'host key', xmin::text from host_keys
    order by 1, 2`);
}
