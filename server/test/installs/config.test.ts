import { beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';
import { createPlugin, eventsOf, installIn, logIn } from './fixtures.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const newInstall = async (config = {}) =>
  (await installIn(server, await createPlugin(server), { config })).id as number;
const pathOf = (id: number) => `/platform/v1/installs/${id}/config`;
const get = (id: number) => server.api('GET', pathOf(id));
const patch = (id: number, body: unknown, headers = {}) =>
  server.api('PATCH', pathOf(id), body, headers);

test('a change is merged into the top level, and is a revision with author, cause, reason and diff', async () => {
  const id = await newInstall({ a: 1, b: { deep: 1 }, c: 3 });
  const { status, body, headers } = await patch(id, {
    config: { b: { other: 2 }, c: null, d: 4 },
    reason: 'Moved house',
  });
  expect([status, headers.get('etag')]).toEqual([200, '"2"']);
  expect(body).toEqual({ config: { a: 1, b: { other: 2 }, d: 4 }, revision: 2, secrets: [] });
  expect((await get(id)).body).toEqual(body);
  const revision = await server.api('GET', `${pathOf(id)}/revisions/2`);
  expect(revision.body).toEqual({
    number: 2,
    config: body.config,
    secrets: [],
    diff: { added: ['d'], changed: ['b'], removed: ['c'] },
    author: { kind: 'host', id: null },
    cause: 'changed',
    reason: 'Moved house',
    step_title: null,
    job_id: null,
    restored_from: null,
    created_at: expect.any(String),
  });
  expect((await eventsOf(server, id)).at(-1)).toEqual({
    name: 'config_updated',
    payload: {
      revision: 2,
      author: { kind: 'host', id: null },
      added: ['d'],
      changed: ['b'],
      removed: ['c'],
    },
  });
});

test('values stay as they were written, also those that a change does not name', async () => {
  const id = await newInstall();
  await patch(
    id,
    '{"config":{"n": -0,"big":12345678901234567890123,"t": "\\u0041\\u0000\\ud800"}}',
  );
  const text =
    '{"n":-0,"big":12345678901234567890123,"t":"\\u0041\\u0000\\ud800","o":{"b":1, "a":1.0}}';
  const changed = await patch(id, '{"config":{"o":{"b":1, "a":1.0}}}');
  expect(changed.text).toBe(`{"config":${text},"secrets":[],"revision":2}`);
  expect((await get(id)).text).toBe(changed.text);
  const revision = await server.api('GET', `${pathOf(id)}/revisions/2`);
  expect(revision.text).toContain(`"config":${text},"secrets":[],"diff"`);
});

test('a change that changes nothing makes no revision and no event', async () => {
  const id = await newInstall({ a: [1, 2] });
  for (const config of [{}, { a: [1, 2] }, { unknown: null }]) {
    expect((await patch(id, { config })).body.revision).toBe(1);
  }
  expect(await eventsOf(server, id)).toHaveLength(1);
  expect((await patch(id, '{"config":{"a":[1, 2]}}')).body.revision).toBe(2);
});

test('a change made for another revision is refused', async () => {
  const id = await newInstall({ a: 1 });
  const etag = (await get(id)).headers.get('etag') as string;
  expect((await patch(id, { config: { a: 2 } }, { 'if-match': etag })).status).toBe(200);
  for (const ifMatch of [etag, 'W/"2"', '2', 'x']) {
    const late = await patch(id, { config: { a: 3 } }, { 'if-match': ifMatch });
    expect([late.status, late.body.code]).toEqual([412, 'revision_mismatch']);
  }
  for (const ifMatch of ['*', '"1", "2"']) {
    const answer = await patch(id, { config: { a: 2 } }, { 'if-match': ifMatch });
    expect(answer.status).toBe(200);
  }
  expect((await get(id)).body).toEqual({ config: { a: 2 }, revision: 2, secrets: [] });
});

test('of many changes made for the same revision, one is taken', async () => {
  const id = await newInstall({ a: 1 });
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      patch(id, { config: { a: index + 2 } }, { 'if-match': '"1"' }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(412)]);
});

test.each([
  ['no config', {}, '/config'],
  ['a config that is an array', { config: [1] }, '/config'],
  ['a config that is text', { config: 'a' }, '/config'],
  ['an unknown field', { config: {}, author: 'me' }, '/author'],
  ['an empty reason', { config: {}, reason: '' }, '/reason'],
])('%s is refused, and named', async (_, body, pointer) => {
  const answer = await patch(await newInstall(), body);
  expect(answer.status).toBe(422);
  expect(answer.body.errors).toMatchObject([{ pointer }]);
});

test('a suspended install can be configured, an uninstalled one only read', async () => {
  const id = await newInstall({ a: 1 });
  await server.api('POST', `/platform/v1/installs/${id}/suspend`);
  expect((await patch(id, { config: { a: 2 } })).status).toBe(200);
  await server.api('DELETE', `/platform/v1/installs/${id}`);
  const refused = await patch(id, { config: { a: 3 } });
  expect([refused.status, refused.body.code]).toEqual([409, 'wrong_state']);
  expect((await get(id)).body.config).toEqual({ a: 2 });
  const restored = await server.api('POST', `${pathOf(id)}/revisions/1/restore`);
  expect(restored.body.code).toBe('wrong_state');
});

test('revisions are listed backwards in pages, each with what it changed', async () => {
  const id = await newInstall();
  for (let n = 1; n <= 5; n++) await patch(id, { config: { [`k${n}`]: n } });
  const numbers: number[] = [];
  let cursor = '';
  do {
    const { body } = await server.api('GET', `${pathOf(id)}/revisions?limit=2${cursor}`);
    for (const revision of body.data) {
      numbers.push(revision.number);
      expect(revision.diff).toEqual({ added: [`k${revision.number}`], changed: [], removed: [] });
    }
    cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`;
  } while (cursor !== '');
  expect(numbers).toEqual([5, 4, 3, 2, 1]);
});

test('an old revision is restored as a new one', async () => {
  const id = await newInstall({ a: 1 });
  await patch(id, { config: { a: null, b: 2 } });
  const restored = await server.api('POST', `${pathOf(id)}/revisions/1/restore`, undefined, {
    'if-match': '"2"',
  });
  expect([restored.status, restored.headers.get('etag')]).toEqual([200, '"3"']);
  expect(restored.body).toEqual({ config: { a: 1 }, revision: 3, secrets: [] });
  const revision = await server.api('GET', `${pathOf(id)}/revisions/3`);
  expect(revision.body).toMatchObject({
    cause: 'restored',
    restored_from: 1,
    reason: null,
    diff: { added: ['a'], changed: [], removed: ['b'] },
  });
  expect((await server.api('POST', `${pathOf(id)}/revisions/3/restore`)).body.revision).toBe(3);
  const stale = await server.api('POST', `${pathOf(id)}/revisions/2/restore`, undefined, {
    'if-match': '"2"',
  });
  expect(stale.status).toBe(412);
});

test('an unknown install or revision is not found', async () => {
  const id = await newInstall({ a: 1 });
  const codes = [
    await get(999_999),
    await patch(999_999, { config: {} }),
    await server.api('GET', `${pathOf(999_999)}/revisions`),
    await server.api('GET', `${pathOf(id)}/revisions/9`),
    await server.api('POST', `${pathOf(id)}/revisions/9/restore`),
  ].map(({ status, body }) => `${status} ${body.code}`);
  expect(codes).toEqual([
    ...Array(3).fill('404 install_not_found'),
    ...Array(2).fill('404 revision_not_found'),
  ]);
});

test('a plugin of another install is not told', async () => {
  const plugin = await createPlugin(server);
  const [mine, other] = [await installIn(server, plugin), await installIn(server, plugin)];
  const call = await logIn(server, plugin);
  await call('PUT', `/installs/${mine.id}/config`, { a: 1 });
  expect((await eventsOf(server, mine.id)).at(-1)).toMatchObject({
    name: 'config_updated',
    payload: { author: { kind: 'plugin', id: plugin.id } },
  });
  expect(await eventsOf(server, other.id)).toHaveLength(1);
});

test('why an old revision was restored stands beside which it was', async () => {
  const id = await newInstall({ a: 1 });
  await patch(id, { config: { a: 2 } });
  const restore = (body?: object) => server.api('POST', `${pathOf(id)}/revisions/1/restore`, body);
  expect((await restore({ reason: 'Two was too many' })).status).toBe(200);
  const { body } = await server.api('GET', `${pathOf(id)}/revisions/3`);
  expect(body).toMatchObject({
    cause: 'restored',
    restored_from: 1,
    reason: 'Two was too many',
  });
  const refused = await restore({ reason: '' });
  expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '/reason']);
});
