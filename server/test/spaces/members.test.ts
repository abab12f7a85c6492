import { beforeAll, expect, test } from 'vitest';
import { memberOf } from '../../src/spaces/members.ts';
import {
  createPlugin,
  createSpace,
  createUser,
  installIn,
  requestToken,
} from '../installs/fixtures.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const member = (method: string, spaceId: number, userId: number | string, body?: unknown) =>
  server.api(method, `/platform/v1/spaces/${spaceId}/members/${userId}`, body);

test('members are added, given another role, listed and taken out', async () => {
  const spaceId = await createSpace(server);
  const [first, second] = [await createUser(server), await createUser(server)];
  const added = await member('PUT', spaceId, first, { role: 'admin' });
  expect(added.status).toBe(200);
  expect(added.body).toEqual({
    user_id: first,
    email: expect.stringContaining('@'),
    friendly_name: expect.any(String),
    role: 'admin',
    development: false,
    created_at: expect.any(String),
  });
  await member('PUT', spaceId, second, { role: 'editor' });
  const changed = await member('PUT', spaceId, first, { role: 'front desk' });
  expect(changed.body).toEqual({ ...added.body, role: 'front desk' });

  const path = `/platform/v1/spaces/${spaceId}/members`;
  const page = await server.api('GET', `${path}?limit=1`);
  expect(page.body.data).toEqual([changed.body]);
  const next = await server.api('GET', `${path}?limit=1&cursor=${page.body.next_cursor}`);
  expect(next.body).toMatchObject({ data: [{ user_id: second }], next_cursor: null });

  expect((await member('DELETE', spaceId, first)).status).toBe(204);
  const again = await member('DELETE', spaceId, first);
  expect([again.status, again.body.code]).toEqual([404, 'member_not_found']);
});

test('development mode is turned on and off, and stays as it is when only the role is given', async () => {
  const spaceId = await createSpace(server);
  const userId = await createUser(server);
  const put = async (body: object) => (await member('PUT', spaceId, userId, body)).body;
  expect(await put({ role: 'editor', development: true })).toMatchObject({ development: true });
  expect(await put({ role: 'admin' })).toMatchObject({ role: 'admin', development: true });
  expect(await put({ role: 'admin', development: false })).toMatchObject({ development: false });
});

test('what somebody is in a space: a role of the host has a number, which stays', async () => {
  const [spaceId, other] = [await createSpace(server), await createSpace(server)];
  const userId = await createUser(server);
  const roleOf = async (role: string, space = spaceId) => {
    await member('PUT', space, userId, { role });
    return memberOf(server.db, space, userId);
  };
  expect(await memberOf(server.db, spaceId, userId)).toBeUndefined();
  expect(await roleOf('admin')).toEqual({ role: 'admin', role_id: null, development: false });
  const custom = await roleOf('front desk');
  expect(custom).toEqual({ role: 'front desk', role_id: expect.any(Number), development: false });
  expect(await roleOf('front desk', other)).toEqual(custom);
  expect((await roleOf('back office'))?.role_id).not.toBe(custom?.role_id);
});

test('space, user and role must be there', async () => {
  const spaceId = await createSpace(server);
  const userId = await createUser(server);
  const codeOf = async (answer: ReturnType<typeof member>) => (await answer).body.code;
  expect(await codeOf(member('PUT', 999_999, userId, { role: 'admin' }))).toBe('space_not_found');
  expect(await codeOf(member('PUT', spaceId, 999_999, { role: 'admin' }))).toBe('user_not_found');
  expect(await codeOf(member('PUT', spaceId, userId, {}))).toBe('invalid');
  expect(await codeOf(member('PUT', spaceId, userId, { role: '' }))).toBe('invalid');
  const list = await server.api('GET', '/platform/v1/spaces/999999/members');
  expect(list.body.code).toBe('space_not_found');
});

test('plugins cannot act for someone in a space that they were taken out of', async () => {
  const userId = await createUser(server);
  const [left, kept] = [await createSpace(server), await createSpace(server)];
  for (const spaceId of [left, kept]) await member('PUT', spaceId, userId, { role: 'admin' });
  const plugin = await createPlugin(server, { scopes: ['rooms.read'] });
  const [lost, own] = await Promise.all(
    [left, kept].map((spaceId) => installIn(server, plugin, { spaceId, user_id: userId })),
  );
  const tokenFor = (installId: number) =>
    requestToken(server, plugin, {
      grant_type: 'plugin_install',
      install_id: installId,
      scope: 'rooms.read token.refresh',
    });
  const refresh = (token: { body: { refresh_token: string } }) =>
    requestToken(server, plugin, {
      grant_type: 'refresh_token',
      refresh_token: token.body.refresh_token,
    });
  const [lostToken, ownToken] = [await tokenFor(lost.id), await tokenFor(own.id)];
  expect((await refresh(lostToken)).status).toBe(200);

  await member('DELETE', left, userId);
  expect((await refresh(lostToken)).body.error).toBe('invalid_grant');
  expect((await tokenFor(lost.id)).body.error).toBe('invalid_grant');
  expect((await refresh(ownToken)).status).toBe(200);
});

test('members are found by a part of their name or address', async () => {
  const spaceId = await createSpace(server);
  const people = [
    { email: 'zoe@members.test', friendly_name: 'Zoë Müller' },
    { email: 'a_b@members.test', friendly_name: 'Ada' },
    { email: 'axb@members.test', friendly_name: 'Zoltan' },
  ];
  for (const person of people) {
    const { body } = await server.api('POST', '/platform/v1/users', person);
    await member('PUT', spaceId, body.id, { role: 'editor' });
  }
  const found = async (search: string) => {
    const query = new URLSearchParams({ search });
    const { body } = await server.api('GET', `/platform/v1/spaces/${spaceId}/members?${query}`);
    return body.data.map((one: { friendly_name: string }) => one.friendly_name);
  };
  expect(await found('zo')).toEqual(['Zoë Müller', 'Zoltan']);
  expect(await found('MÜLL')).toEqual(['Zoë Müller']);
  expect(await found('a_b')).toEqual(['Ada']);
  expect(await found('')).toHaveLength(3);
  expect(await found('nobody')).toEqual([]);
});

test('everybody is told which roles there are, the built-in ones first, page by page', async () => {
  const spaceId = await createSpace(server);
  const userId = await createUser(server);
  for (const role of ['night shift', 'back office']) await member('PUT', spaceId, userId, { role });
  const { body } = await server.api('GET', '/platform/v1/roles');
  expect(body.data.slice(0, 2)).toEqual([
    { name: 'admin', is_built_in: true },
    { name: 'editor', is_built_in: true },
  ]);
  const names = body.data.map(({ name }: { name: string }) => name);
  expect(names).toEqual(expect.arrayContaining(['back office', 'night shift']));
  expect(names.indexOf('back office')).toBeLessThan(names.indexOf('night shift'));
  const paged: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const page = await server.api('GET', `/platform/v1/roles?limit=1${more}`);
    paged.push(...page.body.data.map(({ name }: { name: string }) => name));
    cursor = page.body.next_cursor;
  }
  expect(paged).toEqual(names);
  const wrong = await server.api('GET', '/platform/v1/roles?cursor=eA');
  expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, '/cursor']);
});
