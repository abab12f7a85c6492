import { beforeAll, expect, test } from 'vitest';
import {
  authorizePath,
  createVisitor,
  decide,
  exchange,
  letIn,
  refresh,
  registerClient,
  type Visitor,
} from '../oauth/authorization.ts';
import { createTestDatabase } from '../support/database.ts';
import { addMember, createPerson, signIn } from '../support/people.ts';
import {
  defineEventType,
  emit,
  installPlugin,
  requestToken,
  type TestPlugin,
} from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const [OLD, NEW] = ['entries.read', 'entries.write'];
const [HEARD, UNHEARD] = ['entry_changed', 'entry_removed'];
const LIFECYCLE = 'config_updated';

let server: TestServer;
let beside: TestServer;
/** The admin. */
let visitor: Visitor;
let member: Visitor;
let plugin: TestPlugin;
let installId: number;
let refreshToken: string;
// A plugin that was let in with one scope and one event, and whose next release asks for another one of each, too.
beforeAll(async () => {
  const database = await createTestDatabase();
  server = await startTestServer({ database });
  beside = await startTestServer({ database });
  for (const name of [HEARD, UNHEARD]) await defineEventType(server, name);
  visitor = await createVisitor(server);
  const person = await createPerson(server);
  await addMember(server, visitor.spaceId, person.id, 'editor');
  const browser = await signIn(server, person.id);
  member = { person, spaceId: visitor.spaceId, browser };
  plugin = await registerClient(server, { scopes: [OLD], events: eventsOf(HEARD) });
  const by = { user_id: visitor.person.id };
  installId = (await installPlugin(server, plugin, visitor.spaceId, by)).id;
  const tokens = await exchange(server, plugin, await letIn(member, plugin));
  expect(tokens.body.scope).toBe(OLD);
  refreshToken = tokens.body.refresh_token;
  await emitOnBoth();
  await publish({ scopes: [OLD, NEW], events: eventsOf(HEARD, UNHEARD, LIFECYCLE) });
  return async () => {
    for (const node of [server, beside]) await node.close();
    await database.drop();
  };
});

const eventsOf = (...names: string[]) =>
  names.map((name) => ({ name, url: `https://plugin.example.com/${name}` }));

async function publish(change: object): Promise<void> {
  const path = `/platform/v1/plugins/${plugin.id}/manifest`;
  const { body: manifest } = await server.api('GET', path);
  const published = await server.api('PUT', path, { ...manifest, ...change });
  expect(published.body.release, published.text).toMatchObject({ current: true });
}

const getInstall = async () => (await server.api('GET', `/platform/v1/installs/${installId}`)).body;

const permissions = async () =>
  (await server.api('GET', `/platform/v1/installs/${installId}/permissions`)).body;

async function decisionOn(node: TestServer, name: string): Promise<string> {
  const { event } = await emit(node, visitor.spaceId, name);
  const { body } = await node.api('GET', `/platform/v1/events/${event.id}/decisions`);
  return body.data[0].decision;
}

/** The decisions about both events, by both nodes. */
async function emitOnBoth(): Promise<string[][]> {
  const decided: string[][] = [];
  for (const node of [server, beside]) {
    decided.push([await decisionOn(node, HEARD), await decisionOn(node, UNHEARD)]);
  }
  return decided;
}

test('a release that asks for more leaves an install with what was granted', async () => {
  expect(await getInstall()).toMatchObject({ scopes: [OLD], permissions_pending: true });
  const ask = (scope?: string) =>
    requestToken(server, plugin, { grant_type: 'plugin_install', install_id: installId, scope });
  expect((await ask()).body.scope).toBe(OLD);
  const more = await ask(`${OLD} ${NEW}`);
  expect([more.status, more.body.error]).toEqual([400, 'invalid_scope']);
  expect((await permissions()).pending).toEqual({ scopes: [NEW], events: [UNHEARD] });
});

test('an event that is new in a release is not delivered, but what befalls the plugin itself is', async () => {
  const both = ['delivered', 'not_granted'];
  expect(await emitOnBoth()).toEqual([both, both]);
  const path = `/platform/v1/installs/${installId}/config`;
  expect((await server.api('PATCH', path, { config: { a: 1 } })).status).toBe(200);
  const { body } = await server.api('GET', `/platform/v1/jobs?install_id=${installId}`);
  expect(body.data[0]).toMatchObject({ name: LIFECYCLE, status: 'queued' });
});

test('a consent stays as wide as it was, however it is renewed', async () => {
  expect((await refresh(server, plugin, refreshToken)).body.scope).toBe(OLD);
  const more = await refresh(server, plugin, refreshToken, { scope: `${OLD} ${NEW}` });
  expect([more.status, more.body.error]).toEqual([400, 'invalid_scope']);
  const path = authorizePath(plugin, { space_id: String(member.spaceId) });
  expect((await member.browser.get(path)).status).toBe(303);
  const again = await exchange(server, plugin, await letIn(member, plugin));
  expect(again.body.scope).toBe(OLD);
});

test('nobody gives by consent what the admin of the space has not granted', async () => {
  const { spaceId } = visitor;
  const colleague = await createVisitor(server);
  const path = `/platform/v1/spaces/${spaceId}/members/${colleague.person.id}`;
  await server.api('PUT', path, { role: 'editor' });
  const address = authorizePath(plugin, { space_id: String(spaceId), scope: `${OLD} ${NEW}` });
  const page = await colleague.browser.get(address);
  expect(page.text).toContain(`May use ${OLD}`);
  expect(page.text).not.toContain(`May use ${NEW}`);
  expect(page.text).not.toContain(UNHEARD);
  const code = await letIn({ ...colleague, spaceId }, plugin, { scope: `${OLD} ${NEW}` });
  expect((await exchange(server, plugin, code)).body.scope).toBe(OLD);
  expect(await getInstall()).toMatchObject({ scopes: [OLD], permissions_pending: true });
});

test('once the admin has agreed, by consent, all nodes obey at once', async () => {
  const path = authorizePath(plugin, { space_id: String(visitor.spaceId) });
  const page = await visitor.browser.get(path);
  expect(page.text).toContain('A newer version of');
  for (const one of [NEW, UNHEARD]) expect(page.text).toContain(one);
  const code = new URL(
    (await decide(visitor.browser, page, 'allow')).headers.get('location') as string,
  ).searchParams.get('code') as string;
  expect((await exchange(server, plugin, code)).body.scope).toBe(`${OLD} ${NEW}`);
  const both = ['delivered', 'delivered'];
  expect(await emitOnBoth()).toEqual([both, both]);
  expect(await getInstall()).toMatchObject({ scopes: [OLD, NEW], permissions_pending: false });
  expect(await permissions()).toMatchObject({
    events: [HEARD, UNHEARD],
    granted_by: visitor.person.id,
    pending: { scopes: [], events: [] },
  });
});

test('what a later release asks for no more is not used, and is there again with one that does', async () => {
  const ask = () =>
    requestToken(server, plugin, { grant_type: 'plugin_install', install_id: installId });
  const { access_token: token } = (await ask()).body;
  const scopeOf = async (node: TestServer) =>
    (await introspect(node, token)).body.scope.split(' ').filter(Boolean);
  expect(await scopeOf(server)).toEqual([OLD, NEW]);
  await publish({ scopes: [], optional_scopes: [NEW], events: eventsOf(HEARD) });
  for (const node of [server, beside]) expect(await scopeOf(node)).toEqual([NEW]);
  expect((await ask()).body.scope).toBe(NEW);
  expect((await getInstall()).scopes).toEqual([OLD, NEW]);
  const none = ['delivered', 'not_subscribed'];
  expect(await emitOnBoth()).toEqual([none, none]);
  await publish({ scopes: [OLD, NEW], optional_scopes: [], events: eventsOf(HEARD, UNHEARD) });
  for (const node of [server, beside]) expect(await scopeOf(node)).toEqual([OLD, NEW]);
  expect((await getInstall()).permissions_pending).toBe(false);
  const both = ['delivered', 'delivered'];
  expect(await emitOnBoth()).toEqual([both, both]);
});

test('an event that needs a scope which a release asks for no more is not heard', async () => {
  const type = { description: 'Guarded', required_scope: NEW };
  await server.api('PUT', `/platform/v1/event_types/${UNHEARD}`, type);
  expect(await decisionOn(server, UNHEARD)).toBe('delivered');
  await publish({ scopes: [OLD] });
  expect(await decisionOn(server, UNHEARD)).toBe('missing_scope');
});

const introspect = (node: TestServer, token: string) =>
  node.api('POST', '/oauth/introspect', { token });
