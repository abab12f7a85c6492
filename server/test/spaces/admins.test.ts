import { beforeAll, expect, test } from 'vitest';
import { createScene, type Headers, type Scene, setStatus } from '../space-api/scene.ts';
import { createUser, registerPlugin } from '../support/plugins.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let scene: Scene;
beforeAll(async () => {
  server = await startTestServer();
  scene = await createScene(server);
  return () => server.close();
});

const call = (headers: Headers, method: string, path: string, body?: unknown): Promise<Answer> =>
  send(`${server.url}/platform/v1${path}`, method, body, headers);

const member = (userId: number) => `/spaces/${scene.spaceId}/members/${userId}`;

test('an admin changes what members are and brings nobody in', async () => {
  const { admin, editor } = scene;
  const promoted = await call(admin.headers, 'PUT', member(editor.id), { role: 'admin' });
  expect([promoted.status, promoted.body.role]).toEqual([200, 'admin']);
  await call(admin.headers, 'PUT', member(editor.id), { role: 'editor' });

  const stranger = await createUser(server);
  const brought = await call(admin.headers, 'PUT', member(stranger), { role: 'editor' });
  const nobody = await call(admin.headers, 'PUT', member(999_999), { role: 'editor' });
  expect([brought.status, brought.body.code]).toEqual([404, 'member_not_found']);
  expect(nobody.body.detail.replace('999999', String(stranger))).toBe(brought.body.detail);
});

test('roles are named by the host', async () => {
  const { admin, editor } = scene;
  const made = await call(admin.headers, 'PUT', member(editor.id), { role: 'made up' });
  expect([made.status, made.body.errors[0].pointer]).toEqual([422, '/role']);
  await server.api('PUT', `/platform/v1${member(editor.id)}`, { role: 'front desk' });
  await server.api('PUT', `/platform/v1${member(editor.id)}`, { role: 'editor' });
  const given = await call(admin.headers, 'PUT', member(editor.id), { role: 'front desk' });
  expect(given.body.role).toBe('front desk');
});

test('a space keeps an admin, whoever of its admins asks, also two at once', async () => {
  const { admin, editor } = scene;
  for (const answer of [
    await call(admin.headers, 'PUT', member(admin.id), { role: 'editor' }),
    await call(admin.headers, 'DELETE', member(admin.id)),
  ]) {
    expect([answer.status, answer.body.code]).toEqual([409, 'in_use']);
  }
  await call(admin.headers, 'PUT', member(editor.id), { role: 'admin' });
  const both = await Promise.all([
    call(admin.headers, 'DELETE', member(editor.id)),
    call(editor.headers, 'DELETE', member(admin.id)),
  ]);
  expect(both.filter(({ status }) => status === 204)).toHaveLength(1);
  const { body } = await server.api('GET', `/platform/v1/spaces/${scene.spaceId}/members`);
  expect(body.data.map(({ role }: { role: string }) => role)).toEqual(['admin']);
  // The host is not held back.
  const [last] = body.data;
  expect((await server.api('DELETE', `/platform/v1${member(last.user_id)}`)).status).toBe(204);
});

test('people install what they may know of, for themselves', async () => {
  const { admin, editor, spaceId } = await createScene(server);
  const installs = `/spaces/${spaceId}/installs`;
  const hidden = await registerPlugin(server);
  const install = (headers: Headers, body: object) => call(headers, 'POST', installs, body);
  const unseen = await install(admin.headers, { plugin_id: hidden.id });
  expect([unseen.status, unseen.body.code]).toEqual([404, 'plugin_not_found']);
  await setStatus(server, hidden.id, 'approved');
  const forOther = await install(admin.headers, { plugin_id: hidden.id, user_id: editor.id });
  expect([forOther.status, forOther.body.errors[0].pointer]).toEqual([422, '/user_id']);
  const made = await install(admin.headers, { plugin_id: hidden.id });
  expect(made.body).toMatchObject({ plugin_id: hidden.id, installed_by: admin.id });
});

test('what a person writes stands under their name', async () => {
  const { admin, installId } = await createScene(server);
  const path = `/installs/${installId}/config`;
  const patched = await call(admin.headers, 'PATCH', path, { config: { a: 1 }, reason: 'Tried' });
  expect(patched.status, patched.text).toBe(200);
  const { body } = await call(admin.headers, 'GET', `${path}/revisions`);
  expect(body.data[0]).toMatchObject({
    author: { kind: 'user', id: admin.id },
    reason: 'Tried',
  });
});
