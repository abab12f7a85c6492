import { beforeAll, beforeEach, expect, test } from 'vitest';
import { type Host, startHost } from '../host-api/host.ts';
import { createPerson, type Person } from '../space-api/scene.ts';
import {
  asPlugin,
  defineEventType,
  login,
  registerPartnerPlugin,
  requestToken,
  reviewDraft,
  type TestPlugin,
} from '../support/plugins.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';
import { asPerson, develop } from './development.ts';

/*
 * What docs/trust/unapproved-releases.md says that a release reaches which nobody has approved. Each is so on purpose: who changes one says so there.
 */

const EVENT = 'door_opened';
const SCOPE = 'doors.read';
const EXAMPLE = { door: 'front', visitor: 'Ada' };

let server: TestServer;
let host: Host;
let receiver: Receiver;
beforeAll(async () => {
  host = await startHost();
  receiver = await startReceiver();
  const env = { PLUGBOARD_HOST_API: `${host.base}/` };
  server = await startTestServer({ delivery: true, env });
  await server.api('PUT', `/platform/v1/scopes/${SCOPE}`, { description: 'See doors' });
  await defineEventType(server, EVENT, { example_payload: EXAMPLE, private: true });
  return async () => {
    await server.close();
    await receiver.close();
    await host.close();
  };
});

let developer: Person;
let plugin: TestPlugin;
beforeEach(async () => {
  receiver.requests.length = 0;
  receiver.answer = () => 200;
  developer = await createPerson(server);
  plugin = await registerPartnerPlugin(server, developer.headers);
});

const as = (method: string, path: string, body?: unknown) =>
  asPerson(server, developer, method, path, body);

async function draft(fields: object = {}, on = server): Promise<number> {
  const manifest = {
    name: 'Doors',
    slug: plugin.slug,
    scopes: [SCOPE],
    events: [{ name: EVENT, url: `${receiver.url}/draft` }],
    ...fields,
  };
  const path = `/plugins/${plugin.id}/manifest`;
  const { status, text } = await asPerson(on, developer, 'PUT', path, manifest);
  expect(status, text).toBe(201);
  return status;
}

/** A development install of a draft, and a token on it. */
async function triedOut(): Promise<{ id: number; spaceId: number; token: string }> {
  await draft();
  const made = await develop(server, developer, plugin.id);
  const asked = { grant_type: 'plugin_install', install_id: made.id };
  const { status, text, body } = await requestToken(server, plugin, asked);
  expect(status, text).toBe(200);
  return { ...made, token: body.access_token };
}

const tell = (install_id: number, fields: object = {}) =>
  as('POST', '/sample_events', { install_id, name: EVENT, ...fields });

test('an address that its developer names is called with what they wrote, or with the example, also of a private event', async () => {
  const { id } = await triedOut();
  await tell(id);
  await tell(id, { payload: { door: 'back' } });
  await receiver.nth(2);
  const told = receiver.requests.map(({ path, body }) => [path, body.payload]);
  expect(told).toEqual(
    expect.arrayContaining([
      ['/draft', EXAMPLE],
      ['/draft', { door: 'back' }],
    ]),
  );
});

test('no address is called that the guard keeps everybody from', async () => {
  const guarded = await startTestServer({
    delivery: true,
    env: { PLUGBOARD_ALLOW_PRIVATE_NETWORK: 'off' },
  });
  await defineEventType(guarded, EVENT);
  const person = await createPerson(guarded);
  const { id, slug } = await registerPartnerPlugin(guarded, person.headers);
  for (const url of [receiver.url, 'https://169.254.169.254/', 'https://[::1]/']) {
    const events = [{ name: EVENT, url }];
    const path = `/plugins/${id}/manifest`;
    const { status, body } = await asPerson(guarded, person, 'PUT', path, {
      name: 'D',
      slug,
      events,
    });
    expect([status, body.code]).toEqual([422, 'invalid']);
  }
  await guarded.close();
  expect(receiver.requests).toEqual([]);
});

test('the store that the plugin has for itself is the one of the published release, and so is the secret', async () => {
  await draft();
  await reviewDraft(server, plugin);
  const pipeline = async (commands: object[]) =>
    asPlugin(server, await login(server, plugin), 'POST', '/storage', { commands });
  await pipeline([{ action: 'set', key: 'of', value: 'the published one' }]);
  await draft({ intro: 'Next' });
  const { id } = await develop(server, developer, plugin.id);
  await tell(id);
  const { body } = await receiver.nth(1);
  expect(body.meta.install_id).toBe(String(id));
  const read = await pipeline([{ action: 'get', key: 'of' }]);
  expect(read.text).toContain('the published one');
});

test('a token with a scope of the host is sent on for the developer, and says which space it is of', async () => {
  const { spaceId, token } = await triedOut();
  const answer = await send(`${server.url}/api/v3/flows`, 'GET', undefined, {
    authorization: `Bearer ${token}`,
  });
  expect(answer.status, answer.text).toBe(200);
  expect(host.asked.at(-1)?.headers.authorization).toBe(`Bearer ${token}`);
  const introspected = await fetch(`${server.url}/oauth/introspect`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.hostKey}` },
    body: new URLSearchParams({ token }),
  });
  expect(await introspected.json()).toMatchObject({
    active: true,
    sub: String(developer.id),
    space_id: spaceId,
    scope: SCOPE,
  });
});

test('the slug of a plugin that has nothing published is at once that of its draft, and of no other one', async () => {
  const before = plugin.slug;
  const slug = `${before}-anew`;
  await draft({ slug });
  expect((await as('GET', `/plugins/${slug}`)).body.id).toBe(plugin.id);
  expect((await as('GET', `/plugins/${before}`)).status).toBe(404);
  await reviewDraft(server, plugin);
  await draft({ slug: `${slug}-again` });
  expect((await as('GET', `/plugins/${slug}-again`)).status).toBe(404);
});

test('a portal of the host shows the developer their own development space, and nobody else', async () => {
  const { id, spaceId } = await triedOut();
  const open = (user_id: number) =>
    server.api('POST', '/platform/v1/portal_tokens', {
      user_id,
      space_id: spaceId,
      views: ['installed'],
    });
  const { status, body } = await open(developer.id);
  expect(status).toBe(201);
  const bearer = { authorization: `Bearer ${body.token}` };
  const installs = `${server.url}/platform/v1/spaces/${spaceId}/installs`;
  const shown = await send(installs, 'GET', undefined, bearer);
  expect(shown.body.data.map((one: { id: number }) => one.id)).toEqual([id]);
  expect((await open((await createPerson(server)).id)).status).toBe(422);
});
