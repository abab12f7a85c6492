import { beforeAll, describe, expect, test } from 'vitest';
import { locationOf, openBrowser } from '../support/people.ts';
import { installPlugin, type TestPlugin } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import {
  answerOf,
  authorizePath,
  createVisitor,
  decide,
  registerClient,
  type Visitor,
} from './authorization.ts';

const HOST = 'https://app.product.test';
const OWN = 'http://plugboard.test';

let withHost: TestServer;
let alone: TestServer;
beforeAll(async () => {
  [withHost, alone] = await Promise.all([
    startTestServer({ env: { PLUGBOARD_HOST_PAGE: `${HOST}/apps/{space_id}/{slug}` } }),
    startTestServer(),
  ]);
  return () => Promise.all([withHost.close(), alone.close()]);
});

interface Scene {
  server: TestServer;
  plugin: TestPlugin;
  visitor: Visitor;
}

/** A plugin with a page, in the space of somebody who has not let it in; by default one made with Storyblok's client. */
async function scene(server: TestServer, fields: object = {}): Promise<Scene> {
  const plugin = await registerClient(server, {
    compatibility: 'storyblok',
    embedded_app_url: 'https://plugin.example.com/app',
    placements: { sidebar: {} },
    ...fields,
  });
  const visitor = await createVisitor(server);
  await installPlugin(server, plugin, visitor.spaceId);
  return { server, plugin, visitor };
}

const pageInHost = ({ visitor, plugin }: Scene) => `${HOST}/apps/${visitor.spaceId}/${plugin.slug}`;

/** Asks as a browser that comes from there, and says yes. */
async function agree(
  { visitor: { browser }, plugin }: Scene,
  referer: string,
  parameters: Record<string, string> = {},
) {
  const page = await browser.get(authorizePath(plugin, parameters), { referer });
  return decide(browser, page, 'allow');
}

describe("a consent that the host's page began", () => {
  test("leads back into that page for a plugin made with Storyblok's client, also when it stands", async () => {
    const given = await scene(withHost);
    expect(locationOf(await agree(given, `${HOST}/`))).toBe(pageInHost(given));
    const again = await given.visitor.browser.get(authorizePath(given.plugin), {
      referer: `${HOST}/apps/1`,
    });
    expect([again.status, locationOf(again)]).toEqual([303, pageInHost(given)]);
  });

  test('leads into our page of the space where the host has none', async () => {
    const given = await scene(alone);
    const page = `/spaces/${given.visitor.spaceId}/plugins/${given.plugin.slug}`;
    expect(locationOf(await agree(given, `${OWN}/`))).toBe(page);
  });

  test('is still known as such once its user has signed in', async () => {
    const given = await scene(withHost);
    const path = authorizePath(given.plugin);
    const toSignIn = await openBrowser(withHost).get(path, { referer: `${HOST}/` });
    const returnTo = new URL(locationOf(toSignIn), OWN).searchParams.get('return_to') ?? '';
    expect(returnTo).toBe(`${path}&from_host_page=true`);
    const { browser } = given.visitor;
    // Our own pages tell their whole address: that of the page for signing in begins nothing.
    const page = await browser.get(returnTo, { referer: `${OWN}/sign-in?return_to=x` });
    expect(page.headers.get('content-security-policy')).toContain(`form-action 'self' `);
    expect(page.headers.get('content-security-policy')).toContain(HOST);
    expect(locationOf(await decide(browser, page, 'allow'))).toBe(pageInHost(given));
  });

  test('that is declined ends with a page, from which the way leads to the host: nobody waits for the answer', async () => {
    const given = await scene(withHost);
    const { browser } = given.visitor;
    const page = await browser.get(authorizePath(given.plugin), { referer: `${HOST}/` });
    const declined = await decide(browser, page, 'decline');
    expect(declined.status).toBe(200);
    expect(declined.text).toContain(`href="${HOST}"`);
    expect(declined.text).not.toContain('<form');
  });
});

describe('the plugin gets its answer itself', () => {
  test.each([
    ['begun by nobody that is known', '', {}],
    ['begun by the plugin', 'https://plugin.example.com/', {}],
    ['begun elsewhere', 'https://elsewhere.example.com/', {}],
    ['after signing in without having been in the host', `${OWN}/sign-in?return_to=x`, {}],
    ["of a plugin that is not made with Storyblok's client", `${HOST}/`, { compatibility: null }],
    ['of a plugin without a page', `${HOST}/`, { embedded_app_url: null, placements: {} }],
  ])('for a consent %s', async (_which, referer, fields) => {
    const given = await scene(withHost, fields);
    const answer = answerOf(await agree(given, referer));
    expect(answer.get('code')).toMatch(/^pbc_/);
    expect(answer.get('space_id')).toBe(String(given.visitor.spaceId));
  });
});

test('a consent that a frame began ends in the host for every plugin: what it remembers of it is in the frame', async () => {
  const given = await scene(withHost, { compatibility: null });
  const mark = { from_host_page: 'true' };
  expect(locationOf(await agree(given, '', mark))).toBe(pageInHost(given));
});

test('app_redirect and tool_redirect lead into the page of the host', async () => {
  const given = await scene(withHost);
  await agree(given, `${HOST}/`);
  for (const path of ['/oauth/app_redirect', '/oauth/tool_redirect']) {
    expect(locationOf(await given.visitor.browser.get(path))).toBe(pageInHost(given));
  }
});
