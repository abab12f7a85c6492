import { beforeAll, describe, expect, test } from 'vitest';
import { addMember, locationOf, openBrowser } from '../support/people.ts';
import { createSpace, installPlugin, type TestPlugin } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import {
  authorizePath,
  createVisitor,
  letIn,
  registerClient,
  type Visitor,
} from './authorization.ts';

let server: TestServer;
let sidebar: TestPlugin;
let toolbar: TestPlugin;
let elsewhere: TestPlugin;
beforeAll(async () => {
  server = await startTestServer();
  sidebar = await registerClient(server, { placements: { sidebar: {} } });
  toolbar = await registerClient(server, { placements: { toolbar: true } });
  elsewhere = await registerClient(server, {
    placements: { sidebar: {} },
    embedded_app_url: 'https://elsewhere.example.com/app',
  });
  return () => server.close();
});

async function visitorOf(...plugins: TestPlugin[]): Promise<Visitor> {
  const visitor = await createVisitor(server);
  for (const plugin of plugins) {
    await installPlugin(server, plugin, visitor.spaceId);
    await letIn(visitor, plugin);
  }
  return visitor;
}

/** Where the browser is sent. */
async function redirected(
  { browser }: Visitor,
  path: string,
  headers: Record<string, string> = {},
): Promise<string> {
  const answer = await browser.get(path, headers);
  expect(answer.status, answer.text).toBe(303);
  return locationOf(answer);
}

const pageOf = ({ spaceId }: Visitor, { slug }: TestPlugin) => `/spaces/${spaceId}/plugins/${slug}`;

test('who is not signed in is sent to sign in, and comes back', async () => {
  for (const path of ['/oauth/app_redirect', '/oauth/tool_redirect?space_id=1&a=b']) {
    const answer = await openBrowser(server).get(path);
    expect([answer.status, locationOf(answer)]).toEqual([
      303,
      `/sign-in?return_to=${encodeURIComponent(path)}`,
    ]);
  }
});

describe('without a parameter the browser is sent to', () => {
  test('the plugin that was let in last', async () => {
    const visitor = await visitorOf(sidebar, elsewhere);
    expect(await redirected(visitor, '/oauth/app_redirect')).toBe(pageOf(visitor, elsewhere));
    await letIn(visitor, sidebar);
    expect(await redirected(visitor, '/oauth/app_redirect')).toBe(pageOf(visitor, sidebar));
  });

  test('one with the page that was asked for: in the sidebar or in the toolbar', async () => {
    const visitor = await visitorOf(sidebar, toolbar, elsewhere);
    expect(await redirected(visitor, '/oauth/tool_redirect')).toBe(pageOf(visitor, toolbar));
    await letIn(visitor, toolbar);
    expect(await redirected(visitor, '/oauth/app_redirect')).toBe(pageOf(visitor, elsewhere));
  });

  test('the one that it comes from', async () => {
    const visitor = await visitorOf(elsewhere, sidebar);
    const referer = 'https://elsewhere.example.com/';
    const from = await redirected(visitor, '/oauth/app_redirect', { referer });
    expect(from).toBe(pageOf(visitor, elsewhere));
    for (const other of ['https://unknown.example.com/', 'x', '']) {
      const location = await redirected(visitor, '/oauth/app_redirect', { referer: other });
      expect(location).toBe(pageOf(visitor, sidebar));
    }
  });

  test('the space where it was', async () => {
    const visitor = await visitorOf(sidebar);
    const second = await createSpace(server);
    await addMember(server, second, visitor.person.id);
    await installPlugin(server, sidebar, second);
    await letIn({ ...visitor, spaceId: second }, sidebar);
    expect(await redirected(visitor, '/oauth/app_redirect')).toBe(
      pageOf({ ...visitor, spaceId: second }, sidebar),
    );
    const named = `/oauth/app_redirect?space_id=${visitor.spaceId}`;
    expect(await redirected(visitor, named)).toBe(pageOf(visitor, sidebar));
  });
});

test('a client that is named is the one', async () => {
  const visitor = await visitorOf(sidebar, elsewhere);
  const path = `/oauth/app_redirect?client_id=${sidebar.clientId}`;
  expect(await redirected(visitor, path)).toBe(pageOf(visitor, sidebar));
});

describe('a page says that the plugin is not known', () => {
  const paths: Record<string, string> = {
    'nobody was let in': '/oauth/app_redirect',
    'the client is unknown': '/oauth/app_redirect?client_id=nobody',
    'the space is none': '/oauth/tool_redirect?space_id=x',
    'the space is another': '/oauth/tool_redirect?space_id=999999',
    'a parameter is repeated': '/oauth/tool_redirect?space_id=1&space_id=2',
    'it is to lead away': '/oauth/app_redirect?space_id=//evil.example.com&client_id=/\\evil',
  };
  test.each(Object.entries(paths))('when %s', async (what, path) => {
    const visitor = what.startsWith('nobody') ? await visitorOf() : await visitorOf(sidebar);
    const answer = await visitor.browser.get(path);
    expect([answer.status, answer.headers.get('location')]).toEqual([404, null]);
    expect(answer.text).toContain('href="/spaces"');
  });

  test('when it is uninstalled, or the consent was taken back', async () => {
    const visitor = await visitorOf(sidebar);
    const { body } = await server.api('GET', `/platform/v1/spaces/${visitor.spaceId}/installs`);
    await server.api('POST', `/platform/v1/installs/${body.data[0].id}/suspend`);
    expect((await visitor.browser.get('/oauth/app_redirect')).status).toBe(404);
    await server.api('POST', `/platform/v1/installs/${body.data[0].id}/resume`);
    expect((await visitor.browser.get('/oauth/app_redirect')).status).toBe(303);
    await server.api('DELETE', `/platform/v1/installs/${body.data[0].id}`);
    expect((await visitor.browser.get('/oauth/app_redirect')).status).toBe(404);
  });
});

test('markup in what plugins and hosts say of themselves stays text', async () => {
  const evil = '<img src=x onerror=alert(1)>"\'&';
  const plugin = await registerClient(server, { name: evil, author: evil });
  await server.api('PUT', '/platform/v1/scopes/entries.read', { description: evil });
  const visitor = await createVisitor(server);
  await server.api('PATCH', `/platform/v1/spaces/${visitor.spaceId}`, { name: evil });
  await server.api('PATCH', `/platform/v1/users/${visitor.person.id}`, { friendly_name: evil });
  const second = await createSpace(server, { name: evil });
  await addMember(server, second, visitor.person.id);
  await installPlugin(server, plugin, visitor.spaceId);
  const pages = [
    await visitor.browser.get(authorizePath(plugin)),
    await visitor.browser.get(authorizePath(plugin, { space_id: String(visitor.spaceId) })),
    await visitor.browser.get(`${authorizePath(plugin, { space_id: '1' })}&x="><script>`),
  ];
  for (const page of pages) {
    expect(page.text).not.toMatch(/<img src=x|<script/);
    expect(page.text).toContain('&lt;img src=x');
  }
});
