import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { createPerson } from '../space-api/scene.ts';
import { addMember } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { as, shownIn, tellIn } from './scene.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const host = (method: string, path = '', body?: object) =>
  server.api(method, `/platform/v1/notifications${path}`, body);

test('a person is told what plugins said in the spaces they belong to, newest first, and in no other', async () => {
  const first = await tellIn(server);
  const second = await tellIn(server, first.plugin);
  const other = await tellIn(server, first.plugin);
  const { admin } = first;
  await addMember(server, second.spaceId, admin.id, 'auditor');
  for (const [told, message] of [
    [first, '1'],
    [other, 'of others'],
    [second, '2'],
    [first, '3'],
  ] as const)
    await told.notify({ message });
  expect(shownIn(await as(server, admin, 'GET'))).toEqual({ messages: ['3', '2', '1'], unread: 3 });
  const ofSecond = await as(server, admin, 'GET', `?space_id=${second.spaceId}`);
  expect(shownIn(ofSecond)).toEqual({ messages: ['2'], unread: 1 });
  expect(ofSecond.body.data[0]).toMatchObject({
    space_id: second.spaceId,
    install_id: second.installId,
    plugin_id: first.plugin.id,
    plugin_slug: first.plugin.slug,
    plugin_name: first.plugin.slug,
    plugin_icon: null,
    read_at: null,
  });
  const ofInstall = `?install_id=${first.installId}`;
  expect(shownIn(await as(server, admin, 'GET', ofInstall)).messages).toEqual(['3', '1']);
  for (const query of [`space_id=${other.spaceId}`, `install_id=${other.installId}`]) {
    const { body } = await as(server, admin, 'GET', `?${query}`);
    expect(body).toEqual({ data: [], next_cursor: null, unread: 0 });
  }
  const nobody = await createPerson(server);
  expect((await as(server, nobody, 'GET')).body).toMatchObject({ data: [], unread: 0 });
});

test('pages go on where the one before ended, across spaces', async () => {
  const first = await tellIn(server);
  const second = await tellIn(server, first.plugin);
  await addMember(server, second.spaceId, first.admin.id);
  for (const message of ['1', '2', '3', '4', '5'])
    await (Number(message) % 2 ? first : second).notify({ message });
  const seen: string[] = [];
  let cursor = '';
  do {
    const { body } = await as(server, first.admin, 'GET', `?limit=2${cursor}`);
    seen.push(...body.data.map(({ message }: { message: string }) => message));
    cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`;
  } while (cursor !== '');
  expect(seen).toEqual(['5', '4', '3', '2', '1']);
  const wrong = await as(server, first.admin, 'GET', '?cursor=eA');
  expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, '/cursor']);
});

test('reading is one person’s own, the first time counts, and the others still have it before them', async () => {
  const told = await tellIn(server);
  const { admin, editor } = told;
  const id = await told.notify({ message: 'Read me' });
  await told.notify({ message: 'Later' });
  const first = await as(server, admin, 'POST', `/${id}/read`);
  expect([first.status, first.body.read_at]).toEqual([200, expect.any(String)]);
  const again = await as(server, admin, 'POST', `/${id}/read`);
  expect(again.body).toEqual(first.body);
  expect((await as(server, admin, 'GET', `/${id}`)).body).toEqual(first.body);
  expect(shownIn(await as(server, admin, 'GET', '?unread=true'))).toEqual({
    messages: ['Later'],
    unread: 1,
  });
  expect(shownIn(await as(server, editor, 'GET', '?unread=true'))).toEqual({
    messages: ['Later', 'Read me'],
    unread: 2,
  });
});

test('all of a space are read at once, and what comes afterwards is not', async () => {
  const first = await tellIn(server);
  const second = await tellIn(server, first.plugin);
  const { admin } = first;
  await addMember(server, second.spaceId, admin.id);
  await first.notify({ message: 'old' });
  // As if it had come yesterday: below the mark.
  await server.db.query(sql`
    update notifications set id = '00000000-0000-7000-8000-000000000001' where space_id = ${first.spaceId}`);
  await first.notify({ message: 'new' });
  await second.notify({ message: 'elsewhere' });
  const answer = await as(server, admin, 'POST', '/read_all', { space_id: first.spaceId });
  expect([answer.status, answer.body]).toEqual([200, { unread: 0 }]);
  expect(shownIn(await as(server, admin, 'GET', '?unread=true')).messages).toEqual(['elsewhere']);
  const { body } = await as(server, admin, 'GET', `?space_id=${first.spaceId}`);
  expect(body.data.map(({ read_at }: { read_at: unknown }) => read_at)).toEqual([
    expect.any(String),
    expect.any(String),
  ]);
  await first.notify({ message: 'afterwards' });
  expect(shownIn(await as(server, admin, 'GET', '?unread=true')).unread).toBe(2);
  expect((await as(server, admin, 'POST', '/read_all', {})).body).toEqual({ unread: 0 });
  expect(shownIn(await as(server, first.editor, 'GET')).unread).toBe(3);
  const rows = await server.db.query(sql`
    select 1 from notification_reads r join notifications n on n.id = r.notification_id
    where r.user_id = ${admin.id} and n.id < '00000000-0000-7000-8000-000000000002'`);
  expect(rows).toEqual([]);
});

test('no more than a hundred are counted', async () => {
  const told = await tellIn(server);
  await told.notify();
  await server.db.query(sql`
    insert into notifications (id, install_id, space_id, message)
    select ('00000000-0000-7000-8000-' || (100000000000 + n))::uuid, install_id, space_id, message from notifications, generate_series(1, 150) n
    where space_id = ${told.spaceId}`);
  expect((await as(server, told.admin, 'GET')).body.unread).toBe(100);
});

test('a host key sees all, and reads for nobody', async () => {
  const told = await tellIn(server);
  const id = await told.notify({ message: 'For people' });
  const listed = await host('GET', `?space_id=${told.spaceId}`);
  expect(listed.body).toMatchObject({ data: [{ id, read_at: null }], unread: null });
  expect((await host('GET', '?limit=1')).body.data).toMatchObject([{ id }]);
  const filtered = await host('GET', '?unread=true');
  expect([filtered.status, filtered.body.errors[0].pointer]).toEqual([422, '/unread']);
  for (const path of [`/${id}/read`, '/read_all']) {
    const { status, body } = await host('POST', path, {});
    expect([status, body.code, body.detail]).toEqual([403, 'forbidden', expect.any(String)]);
  }
});

test('an operator sees all, and has what is unread where they belong', async () => {
  const told = await tellIn(server);
  const other = await tellIn(server, told.plugin);
  const operator = await createPerson(server, true);
  await addMember(server, told.spaceId, operator.id);
  const id = await told.notify({ message: 'Mine' });
  await other.notify({ message: 'Theirs' });
  expect(shownIn(await as(server, operator, 'GET', '?limit=2'))).toEqual({
    messages: ['Theirs', 'Mine'],
    unread: 1,
  });
  expect(shownIn(await as(server, operator, 'GET', '?unread=true')).messages).toEqual(['Mine']);
  expect((await as(server, operator, 'POST', `/${id}/read`)).body.read_at).not.toBe(null);
  expect(shownIn(await as(server, operator, 'GET', '?unread=true')).messages).toEqual([]);
});

test('what is not there, and what is of others, is not told apart', async () => {
  const told = await tellIn(server);
  const { editor } = await tellIn(server, told.plugin);
  const id = await told.notify();
  for (const named of [id, '019cade2-9c04-7e2a-a1b0-6c8d4e2f0a03', 'x']) {
    for (const [method, path] of [
      ['GET', ''],
      ['POST', '/read'],
    ] as const) {
      const { status, body } = await as(server, editor, method, `/${named}${path}`);
      expect([status, body.code]).toEqual([404, 'notification_not_found']);
    }
  }
  const space = await as(server, editor, 'POST', '/read_all', { space_id: told.spaceId });
  expect([space.status, space.body.code]).toEqual([404, 'space_not_found']);
});

test('with the install goes what was read of it', async () => {
  const told = await tellIn(server);
  const id = await told.notify();
  await as(server, told.admin, 'POST', `/${id}/read`);
  await server.api('DELETE', `/platform/v1/installs/${told.installId}?erase=now`);
  expect((await as(server, told.admin, 'GET')).body).toMatchObject({ data: [], unread: 0 });
  const space = await server.api('DELETE', `/platform/v1/spaces/${told.spaceId}`);
  expect(space.status, space.text).toBe(204);
});
