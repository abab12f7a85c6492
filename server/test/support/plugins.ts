import { expect } from 'vitest';
import { type Answer, send, type TestServer } from './server.ts';

/** A registered plugin with what its backend knows. */
export interface TestPlugin {
  id: number;
  slug: string;
  clientId: string;
  clientSecret: string;
}

/** An install to send events to. */
export interface TestInstall {
  id: number;
  spaceId: number;
  plugin: TestPlugin;
}

let counter = 0;
const unique = (): number => ++counter;

/** Makes sure that an event type exists. */
export async function defineEventType(
  server: TestServer,
  name: string,
  fields: object = {},
): Promise<void> {
  const answer = await server.api('PUT', `/platform/v1/event_types/${name}`, {
    description: name,
    ...fields,
  });
  expect(answer.status, answer.text).toBeLessThan(300);
}

export async function registerPlugin(
  server: TestServer,
  manifest: Record<string, unknown> = {},
): Promise<TestPlugin> {
  const slug = `plugin-${unique()}`;
  const answer = await server.api('POST', '/platform/v1/plugins', {
    name: slug,
    slug,
    ...manifest,
  });
  expect(answer.status, answer.text).toBe(201);
  const { plugin, credentials } = answer.body;
  return {
    id: plugin.id,
    slug: plugin.slug,
    clientId: credentials.client_id,
    clientSecret: credentials.client_secret,
  };
}

/** Registers a plugin as its developer does, by the Space API: a partner's, which is a draft. */
export async function registerPartnerPlugin(
  server: TestServer,
  headers: Record<string, string | undefined>,
  app: Record<string, unknown> = {},
): Promise<TestPlugin> {
  const body = { app: { name: `Partner ${unique()}`, ...app } };
  const answer = await send(`${server.url}/v1/partner_apps`, 'POST', body, headers);
  expect(answer.status, answer.text).toBe(201);
  const { id, slug, oauth_identifier: clientId, oauth_secret: clientSecret } = answer.body.app;
  return { id, slug, clientId, clientSecret };
}

/** Puts the draft of a plugin up for review, and answers its number. */
export async function submitDraft(server: TestServer, { id }: { id: number }): Promise<number> {
  const releases = `/platform/v1/plugins/${id}/releases`;
  const { number } = (await server.api('GET', `${releases}?limit=1`)).body.data[0];
  const submitted = await server.api('POST', `${releases}/${number}/submit`);
  expect(submitted.status, submitted.text).toBe(200);
  return number;
}

/** Decides about the draft of a plugin, as the host does. */
export async function reviewDraft(
  server: TestServer,
  plugin: { id: number },
  fields: { verdict?: 'approve' | 'reject'; unlisted?: boolean } = {},
): Promise<void> {
  const number = await submitDraft(server, plugin);
  const path = `/platform/v1/plugins/${plugin.id}/releases/${number}/review`;
  const review = { verdict: 'approve', message: 'Looked at', ...fields };
  const answer = await server.api('POST', path, review);
  expect(answer.status, answer.text).toBe(200);
}

export async function createSpace(server: TestServer, fields: object = {}): Promise<number> {
  const answer = await server.api('POST', '/platform/v1/spaces', { name: 'Space', ...fields });
  expect(answer.status, answer.text).toBe(201);
  return answer.body.id;
}

export async function createUser(server: TestServer): Promise<number> {
  const answer = await server.api('POST', '/platform/v1/users', {
    email: `user-${unique()}@plugboard.test`,
    friendly_name: 'User',
  });
  expect(answer.status, answer.text).toBe(201);
  return answer.body.id;
}

export async function installPlugin(
  server: TestServer,
  plugin: TestPlugin,
  spaceId: number,
  fields: object = {},
): Promise<TestInstall> {
  const answer = await server.api('POST', `/platform/v1/spaces/${spaceId}/installs`, {
    plugin_id: plugin.id,
    ...fields,
  });
  expect(answer.status, answer.text).toBe(201);
  return { id: answer.body.id, spaceId, plugin };
}

/** A plugin that hears `event` at `url`, installed in a new space. */
export async function installListener(
  server: TestServer,
  event: string,
  url: string,
  fields: object = {},
): Promise<TestInstall> {
  await defineEventType(server, event);
  const plugin = await registerPlugin(server, { events: [{ name: event, url }], ...fields });
  return installPlugin(server, plugin, await createSpace(server));
}

/** Emits an event and answers it with its jobs. */
export async function emit(
  server: TestServer,
  spaceId: number,
  name: string,
  fields: { identifier?: string | null; payload?: unknown } = {},
): Promise<{
  event: { id: string };
  jobs: { id: string; install_id: number; plugin_id: number }[];
}> {
  const answer = await server.api('POST', '/platform/v1/events', {
    space_id: spaceId,
    name,
    payload: {},
    ...fields,
  });
  expect(answer.status, answer.text).toBe(202);
  return answer.body;
}

/** Logs a plugin in and answers its access token. */
export async function login(
  server: TestServer,
  plugin: TestPlugin,
  scope = 'plugin,token.refresh',
): Promise<string> {
  const answer = await requestToken(server, plugin, { grant_type: 'client_credentials', scope });
  expect(answer.status, answer.text).toBe(200);
  return answer.body.access_token;
}

/** A token request as the official client makes it: JSON, with the credentials both in the body and as Basic. */
export function requestToken(
  server: TestServer,
  plugin: TestPlugin,
  parameters: object,
): Promise<Answer> {
  const { clientId, clientSecret } = plugin;
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  return send(
    `${server.url}/a/auth/v0/token`,
    'POST',
    { client_id: clientId, client_secret: clientSecret, ...parameters },
    { authorization: `Basic ${basic}` },
  );
}

/** Calls the Plugin API as the official client does. */
export function asPlugin(
  server: TestServer,
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  return send(`${server.url}/api/v2/plugin-services${path}`, method, body, {
    authorization: `Bearer ${token}`,
    accept: 'application/vnd.api+json',
    'content-type': 'application/vnd.api+json',
  });
}
