import { toNodeListener } from '@plugboard/sdk/node';
import { createOAuth, type OAuth } from '@plugboard/sdk/oauth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  enterProduct,
  type Profile,
  startThreeSites,
  type TestProfile,
  type ThreeSites,
} from '../../../server/test/embedding/three-sites.ts';
import { installPlugin, type TestPlugin } from '../../../server/test/support/plugins.ts';
import { waitFor } from '../../../server/test/support/wait-for.ts';

let sites: ThreeSites;
let plugin: TestPlugin;
let pluginUrl: string;
/** Who asked for the plugin to be changed: with which cookies, and whose session that was. */
let changes: { cookie: boolean; by: string | undefined }[];
/** How often the plugin sent somebody to Plugboard. */
let begun: number;
beforeAll(async () => {
  sites = await startThreeSites();
  plugin = await sites.addPlugin('sdk', {
    manifest: (baseUrl) => ({
      embedded_app_url: `${baseUrl}/`,
      oauth_redirect_uri: `${baseUrl}/oauth/callback`,
      placements: { sidebar: {} },
    }),
    handler(made, baseUrl) {
      pluginUrl = baseUrl;
      const oauth = createOAuth({
        baseUrl: sites.server.url,
        publicUrl: sites.url,
        clientId: made.clientId,
        secret: made.clientSecret,
        redirectUri: `${baseUrl}/oauth/callback`,
      });
      return toNodeListener(pages(oauth), { origin: baseUrl });
    },
  });
  return () => sites.close();
});
beforeEach(() => {
  changes = [];
  begun = 0;
});

/** A plugin whose page needs nothing but its session. */
const pages = (oauth: OAuth) => async (request: Request) => {
  const { pathname, search, searchParams } = new URL(request.url);
  if (pathname === '/oauth/callback') return oauth.callback(request);
  const session = await oauth.session(request);
  if (pathname === '/change') {
    const cookie = request.headers.get('cookie')?.includes('__Host-plugboard_') === true;
    changes.push({ cookie, by: session?.user.friendlyName });
    return new Response('Thank you', { status: session === null ? 401 : 200 });
  }
  if (pathname !== '/') return new Response(null, { status: 404 });
  if (session === null) {
    begun++;
    const spaceId = Number(searchParams.get('space_id')) || undefined;
    return oauth.authorize(request, { spaceId, returnTo: pathname + search });
  }
  const html = `<p>${session.user.friendlyName} in ${session.space.name}</p>
    <form method="post" action="/change"><button>Change</button></form>`;
  return session.commit(new Response(html, { headers: { 'content-type': 'text/html' } }));
};

const profiles: Profile[] = ['allows third-party cookies', 'blocks third-party cookies'];
describe.each(profiles)('in a browser that %s', (profile) => {
  let browser: TestProfile;
  beforeAll(async () => {
    browser = await sites.openBrowser(profile);
  });
  afterAll(() => browser.close());

  test('one consent signs people in within the frame, where no other page acts for them', async () => {
    const { person, spaceId } = await enterProduct(sites, browser);
    await installPlugin(sites.server, plugin, spaceId, { user_id: person.id });
    const page = await browser.context.newPage();
    const wanted = { user_id: person.id, path: '/spaces' };
    const link = await sites.server.api('POST', '/platform/v1/sign_in_links', wanted);
    await page.goto(link.body.url);

    const address = `${sites.hostUrl}/apps/${spaceId}/${plugin.slug}`;
    await page.goto(address);
    const frame = page.frameLocator('iframe');
    // Where Plugboard may keep nothing in a frame, it asks before it leads the window away.
    if (profile === 'blocks third-party cookies') {
      await frame.getByRole('button', { name: 'Continue' }).click();
    }
    await page.waitForURL(`${sites.url}/oauth/authorize?**`);
    await page.locator('button[value=allow]').click();
    await page.waitForURL(address);
    const name = frame.getByText(`${person.friendlyName} in Acme`);
    await name.waitFor();
    // Once without a consent, and once with it.
    expect(begun).toBe(2);

    await page.goto('about:blank');
    await page.goto(address);
    await name.waitFor();
    expect(begun).toBe(2);

    // The page around it has the same cookies at its disposal.
    await page.evaluate(
      (url) => fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include' }),
      `${pluginUrl}/change`,
    );
    expect(changes).toEqual([{ cookie: true, by: undefined }]);
    await frame.getByRole('button', { name: 'Change' }).click();
    await waitFor(() => changes.length === 2, { describe: 'the form to arrive' });
    expect(changes[1]).toEqual({ cookie: true, by: person.friendlyName });
    await page.close();
  });
});
