import { expect } from 'vitest';
import { moveInstalls } from '../../src/roll-outs/move-installs.ts';
import {
  createVisitor,
  post,
  publicTokensFor,
  registerClient,
  tokensFor,
} from '../oauth/authorization.ts';
import { openPortal } from '../portal/world.ts';
import { call, createPerson as createDeveloper } from '../space-api/scene.ts';
import { listen } from '../stream/listen.ts';
import { addMember, createPerson, signIn, type TestPerson } from '../support/people.ts';
import {
  createSpace,
  installPlugin,
  login,
  registerPlugin,
  requestToken,
  reviewDraft,
  type TestPlugin,
} from '../support/plugins.ts';
import { send, type TestServer } from '../support/server.ts';

/** Has a server write, by its own requests, whatever it writes of what is cached for access. */
export async function tour(server: TestServer): Promise<void> {
  await people(server);
  await hostKeys(server);
  await secrets(server);
  await installs(server);
  await members(server);
  await consents(server);
  await plugins(server);
  await spaces(server);
  await vocabulary(server);
  await stream(server);
}

async function ask(server: TestServer, method: string, path: string, body?: object) {
  const answer = await server.api(method, `/platform/v1${path}`, body);
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300);
  return answer.body;
}

async function people(server: TestServer): Promise<void> {
  const person = await createPerson(server, { password: 'correct horse battery' });
  const make = async () => {
    const body = { user_id: person.id, name: 'a token' };
    return (await ask(server, 'POST', '/personal_access_tokens', body)).id;
  };
  await ask(server, 'DELETE', `/personal_access_tokens/${await make()}`);
  await make();
  const browser = await signIn(server, person.id);
  await browser.call('PATCH', '/me', { friendly_name: 'Another', lang: 'de' });
  await browser.post('/sign-out');
  await signIn(server, person.id);
  const spaceId = await createSpace(server);
  await addMember(server, spaceId, person.id);
  const { id } = await installPlugin(server, await registerPlugin(server), spaceId);
  await portalToken(server, person.id, spaceId, id);
  const inPortal = await portalSession(server, person, spaceId);
  const csrf_token = await inPortal.csrfToken(`/spaces/${spaceId}`);
  await inPortal.post('/sign-out', { csrf_token });
  await portalSession(server, person, spaceId);
  await ask(server, 'PATCH', `/users/${person.id}`, { password: 'another horse battery' });
  await signIn(server, person.id);
  await make();
  await ask(server, 'DELETE', `/users/${person.id}`);
}

/** For somebody's settings, of an install. */
async function portalToken(server: TestServer, user_id: number, spaceId: number, install: number) {
  const settings = { views: ['settings'], install_id: install };
  await ask(server, 'POST', '/portal_tokens', { user_id, space_id: spaceId, ...settings });
}

/** Twice, the second in place of the first; whoever is returned can leave. */
async function portalSession(server: TestServer, person: TestPerson, spaceId: number) {
  const to = { person, spaceId };
  return openPortal(server, to, await openPortal(server, to));
}

async function hostKeys(server: TestServer): Promise<void> {
  const { id } = await ask(server, 'POST', '/host_keys', { name: 'a key' });
  await ask(server, 'DELETE', `/host_keys/${id}`);
}

async function secrets(server: TestServer): Promise<void> {
  const plugin = await registerPlugin(server);
  await login(server, plugin);
  const path = `/plugins/${plugin.id}/secrets`;
  await ask(server, 'POST', path, {});
  await ask(server, 'DELETE', `${path}/2`);
}

async function installs(server: TestServer): Promise<void> {
  await ask(server, 'PUT', '/scopes/things.read', { description: 'See things' });
  const plugin = await registerPlugin(server, {
    scopes: ['things.read'],
    setup_steps: [
      {
        type: 'form',
        title: 'Form',
        fields: [{ key: 'greeting', type: 'text', label: 'Greeting', required: true }],
      },
    ],
  });
  const spaceId = await createSpace(server);
  const { id: userId } = await createPerson(server);
  const { id } = await installPlugin(server, plugin, spaceId, { user_id: userId });
  const path = `/installs/${id}`;
  await ask(server, 'PATCH', `${path}/config`, { config: { greeting: 'hello' } });
  await tokenOn(server, plugin, id);
  await ask(server, 'PUT', `${path}/grant`, { scopes: [], events: [] });
  await ask(server, 'PUT', `${path}/grant`, { scopes: ['things.read'], events: [] });
  await ask(server, 'POST', `${path}/suspend`);
  await ask(server, 'POST', `${path}/resume`);
  await ask(server, 'DELETE', path);
  await ask(server, 'POST', `${path}/restore`);
  await ask(server, 'DELETE', `${path}?erase=now`);
  await installPlugin(server, plugin, spaceId);
}

async function tokenOn(server: TestServer, plugin: TestPlugin, id: number): Promise<void> {
  const grant = { grant_type: 'plugin_install', install_id: id };
  const answer = await requestToken(server, plugin, grant);
  expect(answer.status, answer.text).toBe(200);
}

async function members(server: TestServer): Promise<void> {
  const plugin = await registerPlugin(server, { scopes: ['things.read'] });
  const leave = [
    (spaceId: number, userId: number) => `/spaces/${spaceId}/members/${userId}`,
    (_: number, userId: number) => `/users/${userId}`,
  ];
  for (const path of leave) {
    const spaceId = await createSpace(server);
    const person = await createPerson(server);
    await addMember(server, spaceId, person.id);
    const { id } = await installPlugin(server, plugin, spaceId, { user_id: person.id });
    await tokenOn(server, plugin, id);
    await portalToken(server, person.id, spaceId, id);
    await portalSession(server, person, spaceId);
    await ask(server, 'DELETE', path(spaceId, person.id));
  }
}

async function consents(server: TestServer): Promise<void> {
  const plugin = await registerClient(server);
  const visitor = await createVisitor(server);
  const { id } = await installPlugin(server, plugin, visitor.spaceId);
  const { access } = await tokensFor(server, visitor, plugin);
  const client = { client_id: plugin.clientId, client_secret: plugin.clientSecret };
  await post(server, '/oauth/revoke', { token: access, ...client });
  const open = await registerClient(server, { client_type: 'public' });
  await installPlugin(server, open, visitor.spaceId);
  const { refresh } = await publicTokensFor(server, visitor, open);
  await post(server, '/oauth/revoke', { token: refresh, client_id: open.clientId });
  const personal = { user_id: visitor.person.id, name: 'a token' };
  const { token } = await ask(server, 'POST', '/personal_access_tokens', personal);
  const headers = { authorization: token };
  const { body } = await call(server, headers, 'GET', '/oauth_grants');
  for (const grant of body.oauth_grants) {
    await call(server, headers, 'DELETE', `/oauth_grants/${grant.id}`);
  }
  await tokensFor(server, visitor, plugin);
  await ask(server, 'DELETE', `/installs/${id}`);
  await ask(server, 'POST', `/installs/${id}/restore`);
  await tokensFor(server, visitor, plugin);
  await ask(server, 'PATCH', `/users/${visitor.person.id}`, { password: 'correct horse battery' });
  await tokensFor(server, { ...visitor, browser: await signIn(server, visitor.person.id) }, plugin);
  await ask(server, 'DELETE', `/spaces/${visitor.spaceId}/members/${visitor.person.id}`);
}

async function plugins(server: TestServer): Promise<void> {
  const plugin = await registerPlugin(server);
  const path = `/plugins/${plugin.id}`;
  await ask(server, 'PATCH', path, { client_type: 'public' });
  await ask(server, 'PUT', `${path}/manifest`, { name: 'Another', slug: plugin.slug });
  const early = await installPlugin(server, plugin, await createSpace(server));
  await server.pool.transaction((tx) => moveInstalls(tx, plugin.id, [early.id], 1));
  await ask(server, 'POST', `${path}/suspend`, { reason: 'to see' });
  await ask(server, 'POST', `${path}/resume`);
  const { headers } = await createDeveloper(server);
  const { body } = await call(server, headers, 'POST', '/partner_apps', { app: { name: 'Own' } });
  const { id, slug, oauth_identifier: clientId, oauth_secret: clientSecret } = body.app;
  const development = `${server.url}/platform/v1/plugins/${id}/development_install`;
  expect((await send(development, 'POST', {}, headers)).status).toBe(201);
  await reviewDraft(server, { id });
  expect((await send(development, 'DELETE', undefined, headers)).status).toBeLessThan(300);
  await login(server, { id, slug, clientId, clientSecret });
  const viewer = await createPerson(server);
  const collaborator = `/plugins/${id}/collaborators/${viewer.id}`;
  for (const role of ['viewer', 'developer']) await ask(server, 'PUT', collaborator, { role });
  await ask(server, 'DELETE', collaborator);
  const removed = await call(server, headers, 'DELETE', `/partner_apps/${id}`);
  expect(removed.status, removed.text).toBeLessThan(300);
}

async function spaces(server: TestServer): Promise<void> {
  const plugin = await registerClient(server);
  const visitor = await createVisitor(server);
  const { id } = await installPlugin(server, plugin, visitor.spaceId);
  await tokensFor(server, visitor, plugin);
  await portalToken(server, visitor.person.id, visitor.spaceId, id);
  await portalSession(server, visitor.person, visitor.spaceId);
  await ask(server, 'DELETE', `/installs/${id}`);
  await ask(server, 'DELETE', `/spaces/${visitor.spaceId}`);
}

async function vocabulary(server: TestServer): Promise<void> {
  for (const description of ['An event', 'Another']) {
    await ask(server, 'PUT', '/event_types/it_happened', { description });
  }
  await ask(server, 'PUT', '/event_types/it_happened', { description: 'Third', ordered: false });
  await ask(server, 'DELETE', '/event_types/it_happened');
}

async function stream(server: TestServer): Promise<void> {
  const listener = await listen(server, `space_id=${await createSpace(server)}`);
  listener.close();
}
