import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installPlugin, type TestPlugin } from '../support/plugins.ts';
import {
  enterProduct,
  type Profile,
  startThreeSites,
  type TestProfile,
  type ThreeSites,
} from './three-sites.ts';

let sites: ThreeSites;
const plugins = {} as Record<'space' | 'tool', TestPlugin>;
beforeAll(async () => {
  sites = await startThreeSites();
  plugins.space = await sites.addStarter('space');
  plugins.tool = await sites.addStarter('tool');
  return () => sites.close();
});

/** Signs the browser in at the server, as the host does by a link. */
const signInLink = async (userId: number): Promise<string> => {
  const wanted = { user_id: userId, path: '/spaces' };
  return (await sites.server.api('POST', '/platform/v1/sign_in_links', wanted)).body.url;
};

const profiles: Profile[] = ['allows third-party cookies', 'blocks third-party cookies'];
describe.each(profiles)('in a browser that %s', (profile) => {
  let browser: TestProfile;
  beforeAll(async () => {
    browser = await sites.openBrowser(profile);
  });
  afterAll(() => browser.close());

  test.each(['space', 'tool'] as const)(
    "a plugin made from Storyblok's %s starter works in the host's page after one consent, and never leaves it",
    async (kind) => {
      const plugin = plugins[kind];
      const { context } = browser;
      const { person, spaceId } = await enterProduct(sites, browser);
      await installPlugin(sites.server, plugin, spaceId, { user_id: person.id });
      const page = await context.newPage();
      await page.goto(await signInLink(person.id));
      const address = `${sites.hostUrl}/apps/${spaceId}/${plugin.slug}`;

      // The plugin asks for the consent as soon as it is opened.
      await page.goto(address);
      await page.waitForURL(`${sites.url}/oauth/authorize?**`);
      await page.locator('button[value=allow]').click();

      await page.waitForURL(address);
      const frame = page.frameLocator('iframe');
      await frame.getByText(`Authenticated as ${person.friendlyName} in Acme`).waitFor();
      if (kind === 'tool') await frame.getByText('Story: A page, a-page').waitFor();

      // From now on it is not asked for again, with a session of the plugin's or without one.
      await context.clearCookies({ domain: `${kind}.plugins.test` });
      await page.goto('about:blank');
      await page.goto(address);
      await frame.getByText(`Authenticated as ${person.friendlyName} in Acme`).waitFor();
      expect(page.url()).toBe(address);
      await page.close();
    },
  );
});
