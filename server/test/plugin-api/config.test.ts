import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import {
  type Call,
  createPlugin,
  installIn,
  logIn,
  type TestPlugin,
} from '../installs/fixtures.ts';
import { someoneWaits } from '../support/database.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

let server: TestServer;
let plugin: TestPlugin;
let call: Call;
beforeAll(async () => {
  server = await startTestServer();
  plugin = await createPlugin(server);
  call = await logIn(server, plugin);
  return () => server.close();
});

const newInstall = async (config = {}) =>
  (await installIn(server, plugin, { config })).id as number;
const put = (id: number | string, body: unknown) => call('PUT', `/installs/${id}/config`, body);
const get = (id: number | string) => call('GET', `/installs/${id}/config`);
const inPlatform = async (id: number) =>
  (await server.api('GET', `/platform/v1/installs/${id}/config`)).body;

test('what is put is merged into the top level, and the whole config answered', async () => {
  const id = await newInstall({ a: 1, b: { deep: 1 }, c: 3 });
  const { status, body } = await put(id, { b: { other: 2 }, c: null, d: null, e: [null] });
  expect(status).toBe(200);
  expect(body).toEqual({ data: { a: 1, b: { other: 2 }, e: [null] } });
  expect((await get(id)).body).toEqual(body);
  expect((await inPlatform(id)).revision).toBe(2);
});

test('the official client is answered in the type it asks for', async () => {
  const id = await newInstall();
  const jsonApi = 'application/vnd.api+json';
  const headers = { accept: jsonApi, 'content-type': jsonApi };
  const answered = await call('PUT', `/installs/${id}/config`, { a: 1 }, headers);
  expect(answered.status).toBe(200);
  expect(answered.headers.get('content-type')).toMatch(/^application\/vnd\.api\+json/);
  expect(answered.body.data).toEqual({ a: 1 });
  expect((await get(id)).headers.get('content-type')).toMatch(/^application\/json/);
});

test('values are kept byte for byte', async () => {
  const id = await newInstall();
  const text =
    '{"n":-0,"x":1.50,"big":12345678901234567890123,"s":"\\u0041\\ud800\\u0000","o":{ "b":1 }}';
  expect((await put(id, text)).text).toBe(`{"data":${text}}`);
  expect((await get(id)).text).toBe(`{"data":${text}}`);
});

test('__proto__ and its like are members as any other', async () => {
  const id = await newInstall();
  const text = '{"__proto__":{"admin":true},"constructor":1,"toString":2,"hasOwnProperty":3}';
  expect((await put(id, text)).text).toBe(`{"data":${text}}`);
  await put(id, { toString: null });
  expect((await put(id, '{"__proto__":null}')).body.data).toEqual({
    constructor: 1,
    hasOwnProperty: 3,
  });
  expect((await inPlatform(id)).config).not.toHaveProperty('admin');
});

test('of 100 concurrent puts of distinct keys all stay', async () => {
  const id = await newInstall();
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) => put(id, { [`key${index}`]: index })),
  );
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  const { config, revision } = await inPlatform(id);
  expect(config).toEqual(
    Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`key${index}`, index])),
  );
  expect(revision).toBe(100);
});

test('a put that changes nothing is answered and makes no revision', async () => {
  const id = await newInstall({ a: 1 });
  for (const body of [{}, { a: 1 }, { gone: null }]) {
    expect((await put(id, body)).body.data).toEqual({ a: 1 });
  }
  expect((await inPlatform(id)).revision).toBe(1);
});

test('the size is that of the result: what fits alone may not fit together', async () => {
  const limit = server.config.maxConfigBytes;
  const id = await newInstall();
  const half = 'x'.repeat(limit / 2);
  expect((await put(id, { a: half })).status).toBe(200);
  const tooLarge = await put(id, { b: half });
  expect(tooLarge.status).toBe(413);
  expect(tooLarge.body.errors).toMatchObject([{ status: '413', code: 'value_too_large' }]);
  expect(Object.keys((await get(id)).body.data)).toEqual(['a']);

  expect((await put(id, { a: null, b: half })).status).toBe(200);
  const rest = limit - Buffer.byteLength(`{"b":"${half}","c":""}`);
  // Bytes count, not characters.
  const full = 'é'.repeat(rest / 2) + 'x'.repeat(rest % 2);
  expect((await put(id, { c: `${full}x` })).status).toBe(413);
  expect((await put(id, { c: full })).status).toBe(200);
});

test.each([
  ['an array', '[]', 422],
  ['null', 'null', 422],
  ['text', '"a"', 422],
  ['a number', '7', 422],
  ['nothing', undefined, 422],
  ['no JSON', '{"a":', 400],
  ['a key twice', '{"a":1,"a":2}', 400],
  ['a number that is too large', '{"a":1e400}', 422],
  ['65 levels', `{"a":${'['.repeat(64)}${']'.repeat(64)}}`, 422],
  ['200,000 levels', '{"a":'.repeat(200_000), 422],
])('%s is refused', async (_, body, status) => {
  const id = await newInstall({ a: 1 });
  const answer = await call('PUT', `/installs/${id}/config`, body, {
    'content-type': 'application/json',
  });
  expect(answer.status).toBe(status);
  expect(answer.body.errors[0]).toMatchObject({ status: String(status) });
  expect((await get(id)).body.data).toEqual({ a: 1 });
});

test("another plugin's install, and whatever is none, are not told apart", async () => {
  const id = await newInstall({ a: 1 });
  const suspended = await newInstall();
  await server.api('POST', `/platform/v1/installs/${suspended}/suspend`);
  const uninstalled = await newInstall();
  await server.api('DELETE', `/platform/v1/installs/${uninstalled}`);
  const other = await logIn(server, await createPlugin(server));

  const answers = [
    ...[
      '999999',
      'x',
      '0',
      '-1',
      '1e3',
      '99999999999999999999',
      String(suspended),
      String(uninstalled),
    ].flatMap((path) => [get(path), put(path, { b: 2 })]),
    other('GET', `/installs/${id}/config`),
    other('PUT', `/installs/${id}/config`, { b: 2 }),
    other('PUT', `/installs/${id}/config`, {}),
  ];
  const [first, ...rest] = await Promise.all(answers);
  expect(first?.status).toBe(404);
  expect(first?.body.errors[0].code).toBe('install_not_found');
  for (const answer of rest) expect([answer.status, answer.text]).toEqual([404, first?.text]);
  expect(await inPlatform(id)).toEqual({ config: { a: 1 }, revision: 1, secrets: [] });
});

test('a token of the plugin is needed, not one of an install', async () => {
  const id = await newInstall();
  const url = `${server.url}/api/v2/plugin-services/installs/${id}/config`;
  const none = await send(url, 'GET');
  expect([none.status, none.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  for (const method of ['GET', 'PUT']) {
    const forged = await send(url, method, undefined, { authorization: 'Bearer pba_forged' });
    expect(forged.status).toBe(401);
    const hostKey = await send(url, method, undefined, {
      authorization: `Bearer ${server.hostKey}`,
    });
    expect(hostKey.status).toBe(401);
  }
});

test('a put that waits for an uninstall finds the install gone', async () => {
  const id = await newInstall({ a: 1 });
  const { waiting } = await server.db.transaction(async (tx) => {
    await tx.query(sql`select 1 from installs where id = ${id} for update`);
    const request = put(id, { b: 2 });
    await waitFor(() => someoneWaits(server.db), { describe: 'the put to wait for the install' });
    await tx.query(sql`
      update installs set status = 'uninstalled', uninstalled_at = now(),
        erase_after = now() + interval '1 day' where id = ${id}`);
    return { waiting: request };
  });
  expect((await waiting).status).toBe(404);
  expect(await inPlatform(id)).toEqual({ config: { a: 1 }, revision: 1, secrets: [] });
});

test.each(['', '?erase=now'])('puts during an uninstall%s bring nothing back', async (query) => {
  for (let round = 0; round < 5; round++) {
    const id = await newInstall();
    const before = Array.from({ length: 10 }, (_, index) => put(id, { [`before${index}`]: 1 }));
    const uninstalling = server.api('DELETE', `/platform/v1/installs/${id}${query}`);
    const after = Array.from({ length: 10 }, (_, index) => put(id, { [`after${index}`]: 1 }));
    const answers = await Promise.all([...before, ...after]);
    expect((await uninstalling).status).toBe(204);
    const taken = answers.filter(({ status }) => status === 200);
    expect(answers.filter(({ status }) => status !== 200 && status !== 404)).toEqual([]);

    expect((await put(id, { late: 1 })).status).toBe(404);
    const { config, revision } = await inPlatform(id);
    expect(revision).toBe(taken.length);
    expect(Object.keys(config)).toHaveLength(query === '' ? taken.length : 0);
    const install = await server.api('GET', `/platform/v1/installs/${id}`);
    expect(install.body.status).toBe('uninstalled');
    const revisions = await server.api(
      'GET',
      `/platform/v1/installs/${id}/config/revisions?limit=50`,
    );
    expect(revisions.body.data).toHaveLength(query === '' ? taken.length : 0);
  }
});
