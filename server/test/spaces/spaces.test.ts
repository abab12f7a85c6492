import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import {
  createPlugin,
  createSpace,
  createUser,
  installIn,
  logIn,
  requestToken,
} from '../installs/fixtures.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const create = (body: unknown, headers = {}) =>
  server.api('POST', '/platform/v1/spaces', body, headers);

test('a space is created, read and changed', async () => {
  const { status, body } = await create({ name: 'Acme', plan_level: 2 });
  expect(status).toBe(201);
  expect(body).toEqual({
    id: expect.any(Number),
    name: 'Acme',
    plan_level: 2,
    development: false,
    attributes: {},
    created_at: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
    updated_at: body.created_at,
  });
  const path = `/platform/v1/spaces/${body.id}`;
  expect((await server.api('GET', path)).body).toEqual(body);

  const renamed = await server.api('PATCH', path, { name: 'Acme Ltd' });
  expect(renamed.body).toMatchObject({ name: 'Acme Ltd', plan_level: 2 });
  const withoutPlan = await server.api('PATCH', path, { plan_level: null });
  expect(withoutPlan.body).toMatchObject({ name: 'Acme Ltd', plan_level: null });
});

test('attributes come back byte for byte', async () => {
  const attributes =
    '{"z":1.0, "10":-0,"1":12345678901234567890.5,"__proto__":{"\\u0041":"\\u0000"}}';
  const created = await create(`{"name":"A","attributes":${attributes}}`);
  expect(created.status).toBe(201);
  expect(created.text).toContain(`"attributes":${attributes}`);

  const path = `/platform/v1/spaces/${created.body.id}`;
  expect((await server.api('GET', path)).text).toContain(`"attributes":${attributes}`);
  const other = '{ "b" : [1e2] }';
  const changed = await server.api('PATCH', path, `{"attributes":${other}}`);
  expect(changed.text).toContain(`"attributes":${other}`);
});

test.each([
  ['no name', {}, '/name'],
  ['an empty name', { name: '' }, '/name'],
  ['an unknown field', { name: 'A', color: 'red' }, '/color'],
  ['an id of zero', { name: 'A', id: 0 }, '/id'],
  ['an id beyond what the sequence can follow', { name: 'A', id: 2 ** 53 }, '/id'],
  ['an id as text', { name: 'A', id: '7' }, '/id'],
  ['a negative plan level', { name: 'A', plan_level: -1 }, '/plan_level'],
  ['attributes that are an array', { name: 'A', attributes: [] }, '/attributes'],
  ['attributes that are null', { name: 'A', attributes: null }, '/attributes'],
])('%s is refused, and named', async (_, body, pointer) => {
  const answer = await create(body);
  expect(answer.status).toBe(422);
  expect(answer.body.code).toBe('invalid');
  expect(answer.body.errors).toMatchObject([{ pointer }]);
});

test('attributes may have 64 KiB and no more', async () => {
  const ofBytes = (bytes: number) => ({
    name: 'A',
    attributes: { a: 'x'.repeat(bytes - '{"a":""}'.length) },
  });
  expect((await create(ofBytes(64 * 1024))).status).toBe(201);
  const tooLarge = await create(ofBytes(64 * 1024 + 1));
  expect(tooLarge.status).toBe(413);
  expect(tooLarge.body).toMatchObject({
    code: 'value_too_large',
    errors: [{ pointer: '/attributes' }],
  });
});

test('a host may choose ids, and those it did not choose come after', async () => {
  const before = await createSpace(server);
  const chosen = before + 1000;
  expect((await create({ name: 'A', id: chosen })).body.id).toBe(chosen);
  expect(await createSpace(server)).toBe(chosen + 1);

  const taken = await create({ name: 'A', id: chosen });
  expect(taken.status).toBe(409);
  expect(taken.body).toMatchObject({ code: 'already_exists', errors: [{ pointer: '/id' }] });
  expect((await create({ name: 'A', id: chosen - 1 })).status).toBe(201);
  expect(await createSpace(server)).toBe(chosen + 2);
});

test('chosen and given ids do not collide when spaces are created at once', async () => {
  const last = await createSpace(server);
  const bodies = Array.from({ length: 60 }, (_, index) => ({
    name: 'A',
    // The very ids that the sequence is about to give.
    ...(index % 3 === 0 && { id: last + index + 1 }),
  }));
  const answers = await Promise.all(bodies.map((body) => create(body)));
  const created = answers.filter(({ status }) => status === 201);
  expect(answers.filter(({ status }) => ![201, 409].includes(status))).toEqual([]);
  expect(created.length).toBeGreaterThanOrEqual(40);
  expect(new Set(created.map(({ body }) => body.id)).size).toBe(created.length);
});

test('a creation that is sent again with its key creates nothing', async () => {
  const key = { 'idempotency-key': 'space-1' };
  const body = '{"name":"Once","attributes":{"a": -0}}';
  const [first, second] = [await create(body, key), await create(body, key)];
  expect(second.text).toBe(first.text);
  const other = await create({ name: 'Other' }, key);
  expect(other.body.code).toBe('idempotency_key_reused');
});

test('spaces are listed in pages, each once', async () => {
  for (let count = 0; count < 3; count++) await createSpace(server);
  const ids: number[] = [];
  let cursor = '';
  do {
    const { body } = await server.api('GET', `/platform/v1/spaces?limit=2${cursor}`);
    expect(body.data.length).toBeLessThanOrEqual(2);
    ids.push(...body.data.map((space: { id: number }) => space.id));
    cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`;
  } while (cursor !== '');
  const rows = await server.db.query<{ id: number }>(sql`select id from spaces order by id`);
  expect(ids).toEqual(rows.map((row) => row.id));
});

test.each(['eA', 'bm90LWEtbnVtYmVy', 'MA', '!'])('the cursor %j is refused', async (cursor) => {
  const answer = await server.api('GET', `/platform/v1/spaces?cursor=${cursor}`);
  expect(answer.status).toBe(422);
  expect(answer.body.errors).toMatchObject([{ pointer: '/cursor' }]);
});

test('an unknown space is not found, whatever is done to it', async () => {
  for (const [method, body] of [['GET'], ['PATCH', {}], ['DELETE']] as const) {
    const answer = await server.api(method, '/platform/v1/spaces/999999', body);
    expect([answer.status, answer.body.code]).toEqual([404, 'space_not_found']);
  }
});

test('a space with an install that is not uninstalled is not removed', async () => {
  const spaceId = await createSpace(server);
  const { id } = await installIn(server, await createPlugin(server), { spaceId });
  for (const change of [undefined, 'suspend']) {
    if (change !== undefined) await server.api('POST', `/platform/v1/installs/${id}/${change}`);
    const answer = await server.api('DELETE', `/platform/v1/spaces/${spaceId}`);
    expect([answer.status, answer.body.code]).toEqual([409, 'in_use']);
    expect(answer.body.detail).toContain(String(id));
  }
});

test('a removed space leaves nothing behind for the next one with its id', async () => {
  const spaceId = await createSpace(server);
  const userId = await createUser(server);
  await server.api('PUT', `/platform/v1/spaces/${spaceId}/members/${userId}`, { role: 'admin' });
  const plugin = await createPlugin(server, { scopes: ['rooms.read'] });
  const { id } = await installIn(server, plugin, { spaceId, user_id: userId, config: { a: 1 } });
  const call = await logIn(server, plugin);
  await call('PUT', `/installs/${id}/config`, { b: 2 });
  await call('POST', `/installs/${id}/notifications`, { message: 'Hello' });
  await requestToken(server, plugin, { grant_type: 'plugin_install', install_id: id });
  await addTracesOfWork(id);
  expect((await tablesNaming('install_id', id)).length).toBeGreaterThan(7);
  const naming = ['audit_entries', 'events', 'installs', 'notifications', 'space_members'];
  expect(await tablesNaming('space_id', spaceId)).toEqual(naming);

  await server.api('DELETE', `/platform/v1/installs/${id}`);
  const removed = await server.api('DELETE', `/platform/v1/spaces/${spaceId}`);
  expect(removed.status).toBe(204);
  // A note that what comes late has to be erased, for some minutes.
  expect(await tablesNaming('install_id', id)).toEqual(['erased_installs']);
  // The log of what was done there, of which the next space is shown nothing.
  expect(await tablesNaming('space_id', spaceId)).toEqual(['audit_entries']);
  expect((await server.api('GET', `/platform/v1/installs/${id}`)).status).toBe(404);
  expect((await server.api('GET', `/platform/v1/users/${userId}`)).status).toBe(200);
});

// One row in each table of the work of delivering, whose own code is not needed here.
async function addTracesOfWork(installId: number): Promise<void> {
  const jobId = '01900000-0000-7000-8000-000000000001';
  await server.db.query(sql`
    insert into jobs (install_id, id, install_generation, plugin_id, event_id, name, status)
    values (${installId}, ${jobId}, 1, 1, ${jobId}, 'visit', 'queued')`);
  await server.db.query(sql`
    insert into job_queue (install_id, job_id, event_id, endpoint_id, in_lane, state)
    values (${installId}, ${jobId}, ${jobId}, 1, true, 'ready')`);
  await server.db.query(sql`
    insert into attempts (install_id, job_id, number, stage, url, started_at, duration_ms)
    values (${installId}, ${jobId}, 1, 'answered', 'https://example.com', now(), 1)`);
  await server.db.query(sql`
    insert into job_attachments (install_id, job_id, attachment) values (${installId}, ${jobId}, '{}')`);
  await server.db.query(sql`
    insert into install_storage_items (install_id, key, value) values (${installId}, 'k', '1')`);
}

async function tablesNaming(column: string, id: number): Promise<string[]> {
  const tables = await server.db.query<{ table_name: string }>(sql`
    select c.table_name from information_schema.columns c
    join pg_class on relname = c.table_name and relkind in ('r', 'p') and not relispartition
    where c.table_schema = 'public' and c.column_name = ${column} order by 1`);
  const found: string[] = [];
  for (const { table_name } of tables) {
    const [row] = await server.db.query<{ found: boolean }>(sql`
      select (xpath('//found/text()', query_to_xml(format('select exists (select from %I where %I = %s) as found',
        ${table_name}::text, ${column}::text, ${id}::bigint), false, true, '')))[1]::text::boolean as found`);
    if (row?.found) found.push(table_name);
  }
  return found;
}
