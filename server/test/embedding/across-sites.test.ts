import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
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
  afterEach(() => {
    sites.setsCookieInFrames = true;
  });

  /** Somebody who is signed in here and in the product, and the page of the product that shows them the plugin. */
  async function enter(kind: 'space' | 'tool') {
    const plugin = plugins[kind];
    const { person, spaceId } = await enterProduct(sites, browser);
    await installPlugin(sites.server, plugin, spaceId, { user_id: person.id });
    const page = await browser.context.newPage();
    await page.goto(await signInLink(person.id));
    const address = `${sites.hostUrl}/apps/${spaceId}/${plugin.slug}`;
    const frame = page.frameLocator('iframe');
    const isIn = () => frame.getByText(`Authenticated as ${person.friendlyName} in Acme`).waitFor();
    return { page, address, frame, isIn };
  }

  test.each(['space', 'tool'] as const)(
    "a plugin made from Storyblok's %s starter works in the host's page after one consent, and never leaves it",
    async (kind) => {
      const { page, address, frame, isIn } = await enter(kind);

      // The plugin asks for the consent as soon as it is opened.
      await page.goto(address);
      await page.waitForURL(`${sites.url}/oauth/authorize?**`);
      await page.locator('button[value=allow]').click();

      await page.waitForURL(address);
      await isIn();
      if (kind === 'tool') await frame.getByText('Story: A page, a-page').waitFor();

      // From now on it is not asked for again, with a session of the plugin's or without one.
      await browser.context.clearCookies({ domain: `${kind}.plugins.test` });
      await page.goto('about:blank');
      await page.goto(address);
      await isIn();
      expect(page.url()).toBe(address);
      await page.close();
    },
  );

  test.runIf(profile === 'allows third-party cookies')(
    'a consent that is revoked while the plugin is open is asked for anew, and leads back',
    async () => {
      const { page, address, frame, isIn } = await enter('space');
      await page.goto(address);
      await page.locator('button[value=allow]').click();
      await isIn();

      const grants = await browser.context.newPage();
      await grants.goto(`${sites.url}/grants`);
      await grants.getByRole('button', { name: /^Withdraw it from/ }).click();
      const dialog = grants.getByRole('dialog');
      await dialog.getByRole('button', { name: /^Withdraw it from/ }).click();
      await grants.getByText('No plugin may act for you').waitFor();
      await grants.close();

      // The answer would be waited for without end if the way there took it along.
      const leave = `void setTimeout(() => location.assign('/api/connect/storyblok'))`;
      await frame.locator('main').evaluate(leave);
      await page.waitForURL(`${sites.url}/oauth/authorize?**from_host_page=true`);
      await page.locator('button[value=allow]').click();
      await page.waitForURL(address);
      await isIn();
      await page.close();
    },
  );

  test.runIf(profile === 'blocks third-party cookies')(
    'where the browser keeps no cookie of ours the frame says so, and does not go round and round',
    async () => {
      const { page, address, frame } = await enter('space');
      sites.setsCookieInFrames = false;
      await page.goto(address);
      await page.locator('button[value=allow]').click();
      await frame.getByText('This browser does not let us know you here').waitFor();
      expect(page.url()).toBe(address);
      await page.close();
    },
  );
});
