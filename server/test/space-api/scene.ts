import { createHash, randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import {
  createSpace,
  createUser,
  installPlugin,
  registerPlugin,
  requestToken,
  type TestPlugin,
} from '../support/plugins.ts';
import { type Answer, send, type TestServer } from '../support/server.ts';

export const MISSING = ['This record could not be found'];

/** Who calls: what is in their Authorization header or cookie. */
export type Headers = Record<string, string | undefined>;

/** Somebody with a personal token. */
export interface Person {
  id: number;
  token: string;
  /** The token as Storyblok's clients send it: without a scheme. */
  headers: Headers;
}

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

export async function createPerson(server: TestServer, isOperator = false): Promise<Person> {
  const id = await createUser(server);
  const token = `pbp_${randomBytes(32).toString('base64url')}`;
  if (isOperator) await server.db.query(sql`update users set is_operator = true where id = ${id}`);
  await server.db.query(sql`
    insert into personal_tokens (user_id, as_operator, name, hash, hint)
    values (${id}, ${isOperator}, 'test', ${hashOf(token)}, '')`);
  return { id, token, headers: { authorization: token } };
}

/** The headers of a browser where a user is signed in, on a page of the server. */
export async function signIn(server: TestServer, userId: number): Promise<Headers> {
  const value = `pbs_${randomBytes(32).toString('base64url')}`;
  await server.db.query(sql`
    insert into sessions (hash, user_id, as_operator, expires_at)
    select ${hashOf(value)}::bytea, id, is_operator, now() + interval '1 hour' from users where id = ${userId}`);
  return { cookie: `plugboard_session=${value}`, origin: server.config.publicUrl };
}

export async function addMember(
  server: TestServer,
  spaceId: number,
  userId: number,
  role = 'editor',
): Promise<void> {
  const path = `/platform/v1/spaces/${spaceId}/members/${userId}`;
  const { status, text } = await server.api('PUT', path, { role });
  expect(status, text).toBe(200);
}

/** A call of the Space API. */
export function call(
  server: TestServer,
  headers: Headers,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  return send(`${server.url}/v1${path}`, method, body, headers);
}

/** A space with an admin, an editor, and a plugin that the admin installed and that acts for them. */
export interface Scene {
  spaceId: number;
  admin: Person;
  editor: Person;
  plugin: TestPlugin;
  installId: number;
  /** The plugin's own. */
  pluginHeaders: Headers;
}

export async function createScene(
  server: TestServer,
  manifest: Record<string, unknown> = {},
  space: object = {},
): Promise<Scene> {
  const spaceId = await createSpace(server, space);
  const admin = await createPerson(server);
  const editor = await createPerson(server);
  await addMember(server, spaceId, admin.id, 'admin');
  await addMember(server, spaceId, editor.id);
  const plugin = await registerPlugin(server, manifest);
  const { id: installId } = await installPlugin(server, plugin, spaceId, { user_id: admin.id });
  const pluginHeaders = await headersOfPlugin(server, plugin, installId);
  return { spaceId, admin, editor, plugin, installId, pluginHeaders };
}

/** A token by which a plugin acts for who installed it. */
export async function headersOfPlugin(
  server: TestServer,
  plugin: TestPlugin,
  installId: number,
): Promise<Headers> {
  const answer = await requestToken(server, plugin, {
    grant_type: 'plugin_install',
    install_id: installId,
  });
  expect(answer.status, answer.text).toBe(200);
  return { authorization: `Bearer ${answer.body.access_token}` };
}

export const hostHeaders = (server: TestServer): Headers => ({
  authorization: `Bearer ${server.hostKey}`,
});

/** A user's consent, as the authorization page records it. */
export async function grant(
  server: TestServer,
  scene: Pick<Scene, 'spaceId' | 'plugin'>,
  userId: number,
): Promise<number> {
  const rows = await server.db.query<{ id: number }>(sql`
    insert into grants (plugin_id, user_id, space_id, scopes)
    values (${scene.plugin.id}, ${userId}, ${scene.spaceId}, '{}') returning id`);
  return (rows[0] as { id: number }).id;
}

export async function setStatus(
  server: TestServer,
  pluginId: number,
  status: string,
): Promise<void> {
  await server.db.query(sql`update plugins set status = ${status} where id = ${pluginId}`);
}
