import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readBridgeFiles } from '../../src/embedding/bridge-files.ts';
import { axeViolations } from '../support/axe.ts';
import { installPlugin, registerPlugin } from '../support/plugins.ts';
import { waitFor } from '../support/wait-for.ts';
import { startSite, startWorld, type Visitor, visit, type World } from './world.ts';

let world: World;
const visitors: Visitor[] = [];

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world.close());

afterEach(async () => {
  for (const { context } of visitors.splice(0)) await context.close();
});

async function enter(role: 'admin' | 'editor', spaceId?: number): Promise<Visitor> {
  const visitor = await visit(world, role, spaceId);
  visitors.push(visitor);
  return visitor;
}

/** Somebody in a space that has the link checker already. */
async function enterInstalled(role: 'admin' | 'editor', config: object = {}): Promise<Visitor> {
  const visitor = await enter(role);
  await installPlugin(world.server, world.linkChecker, visitor.spaceId, {
    user_id: visitor.userId,
    config,
  });
  await visitor.page.reload();
  return visitor;
}

/** Whoever enters is on the space's home, whose title has the space's name once that was read, and whose parts come once the installs were. */
async function homeIsShown(page: Page): Promise<void> {
  await waitFor(async () => (await page.title()) === 'Acme · Plugboard', {
    describe: 'the title of the page',
  });
  await page.getByRole('main').getByRole('heading', { level: 2 }).first().waitFor();
}

const pluginFrame = (page: Page) => page.frameLocator('iframe');
const addressOfPlugin = (page: Page) => new URL(page.frames()[1]?.url() ?? '').searchParams;
const pluginPage = (spaceId: number) => `${world.url}/spaces/${spaceId}/plugins/link-checker`;

test('an admin adds a plugin, consents, and its page in the sidebar knows who looks', async () => {
  const { page, spaceId, complaints } = await enter('admin');
  await page.goto(`${world.linkChecker.origin}/`);
  await page.getByRole('link', { name: 'Add it to a space' }).click();
  await page.waitForURL(/\/oauth\/authorize\?/);
  expect(await page.locator('main').innerText()).toContain('See your pages');
  await page.locator('button[value=allow]').click();
  await page.waitForURL(pluginPage(spaceId));

  const frame = pluginFrame(page);
  await frame.getByText('admin', { exact: true }).waitFor();
  await page.getByRole('heading', { name: 'Link checker', level: 1 }).waitFor();
  expect(await frame.locator('.who').innerText()).toMatch(/User[\s·]+admin[\s·]+Acme/);
  await frame.getByText('About this plugin').click();
  expect(await frame.locator('dl').innerText()).toContain('link-checker');

  await frame.getByLabel('Hosts to ignore').fill('Ignored.example');
  await frame.getByRole('button', { name: 'Save settings' }).click();
  await frame.getByText('The settings are saved').waitFor();
  const { body } = await world.server.api(
    'GET',
    `/v1/spaces/${spaceId}/app_provisions/link-checker`,
  );
  expect(body.app_provision.space_level_settings).toEqual({
    ignored_hosts: ['ignored.example'],
    redirects_are_broken: false,
  });
  expect(complaints).toEqual([]);
});

test('a page is checked, and everybody in the space sees the result', async () => {
  const site = await startSite();
  const { page, spaceId, complaints } = await enterInstalled('editor');
  try {
    site.set('/page', '<title>Some page</title><a href="/page">one</a><a href="/gone">two</a>');
    await page.goto(pluginPage(spaceId));
    const frame = pluginFrame(page);
    await frame.getByLabel('Its address').fill(`${site.origin}/page`);
    await frame.getByRole('button', { name: 'Check', exact: true }).click();
    await frame.getByText('Checked 2 links: 1 broken, 1 working.').waitFor();
  } finally {
    await site.close();
  }
  const other = await enter('admin', spaceId);
  await other.page.goto(pluginPage(spaceId));
  const row = pluginFrame(other.page).getByRole('listitem').first();
  expect(await row.innerText()).toMatch(/Broken[\s\S]*\/gone[\s\S]*Answers 404/);
  expect([...complaints, ...other.complaints]).toEqual([]);
});

test('the site that was chosen in its set-up is checked by a click, and its token stays with the backend', async () => {
  const site = await startSite();
  site.set('/', '<title>Bakery</title><a href="/bread">Bread</a><a href="/gone">Gone</a>');
  site.set('/bread', '<title>Bread</title><a href="/">Bakery</a>');
  const url = `${site.origin}/`;
  const config = {
    site: { title: 'Corner Bakery', url },
    pages: [url, `${url}bread`],
    sites_token: 'canary',
  };
  const { page, spaceId, complaints } = await enterInstalled('admin', config);
  const told: Promise<string>[] = [];
  page.on('response', (response) => {
    if (response.url().startsWith(`${world.linkChecker.origin}/api/`))
      told.push(response.text().catch(() => ''));
  });
  try {
    await page.goto(pluginPage(spaceId));
    const frame = pluginFrame(page);
    await frame.getByRole('button', { name: 'Connect' }).click();
    await page.locator('button[value=allow]').click();
    await frame.getByText('About this plugin').waitFor();
    await frame.getByRole('heading', { name: 'Corner Bakery' }).waitFor();
    await frame.getByRole('button', { name: 'Check its first page' }).click();
    await frame.getByText('Checked 2 links: 1 broken, 1 working.').waitFor();
    await frame.getByRole('button', { name: 'Check bread' }).click();
    await frame.getByText('Checked 1 link: 1 working.').waitFor();
  } finally {
    await site.close();
  }
  const texts = await Promise.all(told);
  expect(texts.filter((text) => text.includes('"connected":true'))).toHaveLength(1);
  expect(texts.join()).not.toContain('canary');
  expect(complaints).toEqual([]);
});

// What the elements give a page at most.
const HIGHEST = 2000;

test('in the toolbar it is a tool: it checks the links of the page that is open', async () => {
  const { page, spaceId, complaints } = await enterInstalled('editor');
  await homeIsShown(page);
  // What tools of Storyblok read without asking.
  const context = await page
    .locator('plugboard-toolbar')
    .evaluate((toolbar) => (toolbar as unknown as { context(): unknown }).context());
  expect(context).toMatchObject({
    language: 'en',
    story: {
      name: 'Acme · Plugboard',
      slug: `spaces/${spaceId}`,
      updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      content: {},
      published: true,
    },
  });
  const opener = page.getByRole('button', { name: 'Link checker', exact: true });
  await opener.click();
  const frame = pluginFrame(page);
  await frame.getByRole('heading', { name: 'Acme · Plugboard' }).waitFor();
  await frame.getByRole('button', { name: /^Check \d+ link/ }).click();
  await frame.getByText(/^Checked \d+ link/).waitFor();
  expect(await frame.locator('.links').innerText()).toContain(`${world.url}/spaces/`);

  const isAsHighAsItsContent = async () => {
    const content = await frame.locator('body').evaluate((body) => body.scrollHeight);
    const height = await page.locator('iframe').evaluate((iframe) => iframe.clientHeight);
    return height === Math.min(content, HIGHEST);
  };
  await waitFor(isAsHighAsItsContent, { describe: 'a frame that is as high as its content' });

  await opener.focus();
  await page.keyboard.press('Escape');
  await page.locator('iframe').waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});

test('the tool of a plugin that came while the page was open is shown, once the browser knows of it', async () => {
  const { page, spaceId, complaints } = await enter('editor');
  await homeIsShown(page);
  await installPlugin(world.server, world.linkChecker, spaceId);
  const opener = page.getByRole('button', { name: 'Link checker', exact: true });
  await opener.waitFor();
  const loaded = page.waitForEvent('load');
  await opener.click();
  await loaded;
  await homeIsShown(page);
  expect(complaints).toEqual([expect.stringContaining('frame-src')]);
  await opener.click();
  await pluginFrame(page).getByRole('heading', { name: 'Acme · Plugboard' }).waitFor();
  expect(complaints).toHaveLength(1);
});

test('a plugin asks for consent from inside its frame; who declines is not asked again by itself', async () => {
  const { page, spaceId, complaints } = await enterInstalled('editor');
  await page.goto(pluginPage(spaceId));
  const frame = pluginFrame(page);
  await frame.getByRole('button', { name: 'Connect' }).waitFor();
  expect(addressOfPlugin(page).get('init_oauth')).toBe('true');
  await frame.getByRole('button', { name: 'Connect' }).click();
  await page.waitForURL(/\/oauth\/authorize\?/);
  await page.locator('button[value=decline]').click();

  await page.waitForURL(pluginPage(spaceId));
  await frame.getByText('You said no').waitFor();
  await frame.getByRole('button', { name: 'Ask me again' }).click();
  await page.waitForURL(/\/oauth\/authorize\?/);
  await page.locator('button[value=allow]').click();

  await page.waitForURL(pluginPage(spaceId));
  await frame.getByText('About this plugin').waitFor();
  expect(addressOfPlugin(page).get('init_oauth')).toBeNull();
  // An editor may look at the settings only.
  expect(await frame.getByRole('button', { name: 'Save settings' }).count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('a consent that was withdrawn is noticed', async () => {
  const { page, spaceId } = await enterInstalled('admin');
  await page.goto(pluginPage(spaceId));
  const frame = pluginFrame(page);
  await frame.getByRole('button', { name: 'Connect' }).click();
  await page.locator('button[value=allow]').click();
  await frame.getByRole('button', { name: 'Save settings' }).waitFor();

  await page.goto(`${world.url}/grants`);
  await page.getByRole('button', { name: /^Withdraw it from/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Withdraw it from/ })
    .click();
  await page.getByText('No plugin may act for you').waitFor();
  await page.goto(pluginPage(spaceId));
  await frame.getByRole('button', { name: 'Connect' }).waitFor();
});

test('a host shows plugins in a product of its own, on another origin', async () => {
  const product = await startSite();
  const site = await startSite();
  site.set('/app', '<script>onmessage = ({ data }) => document.body.append(data.token)</script>');
  const plugin = await registerPlugin(world.server, {
    embedded_app_url: `${site.origin}/app`,
    placements: { sidebar: { icon: null } },
  });
  const { page, spaceId, userId, complaints } = await enter('editor');
  await installPlugin(world.server, plugin, spaceId);
  const space = `/v1/spaces/${spaceId}`;
  try {
    // What the product's backend gets with its host key.
    const embeds = await world.server.api('GET', `${space}/embeds?user_id=${userId}`);
    const wanted = { app_id: plugin.id, user_id: userId };
    const { token } = (await world.server.api('POST', `${space}/app_validations`, wanted)).body;
    for (const [path, bytes] of await readBridgeFiles()) {
      product.set(`/${path}`, bytes.toString(), { 'content-type': 'text/javascript' });
    }
    const inline = JSON.stringify({ embeds: embeds.body, token });
    product.set(
      '/',
      `<plugboard-sidebar for="page"></plugboard-sidebar><plugboard-plugin id="page"></plugboard-plugin>
<script type="module">
import { defineElements } from '/host/index.js';
const { embeds, token } = ${inline};
for (const element of document.querySelectorAll('plugboard-sidebar, plugboard-plugin')) {
  element.embeds = embeds;
  element.fetchToken = async () => token;
}
defineElements();
</script>`,
    );
    await page.goto(`${product.origin}/`);
    await page.getByRole('button', { name: plugin.slug }).click();
    const frame = page.frameLocator('iframe');
    await frame
      .locator('body')
      .evaluate('parent.postMessage({ action: "app-changed", event: "validate" }, "*")');
    await frame.getByText(token).waitFor();
    expect(complaints).toEqual([]);
  } finally {
    await site.close();
    await product.close();
  }
});

describe.each(['light', 'dark'] as const)('axe finds nothing to complain of (%s)', (scheme) => {
  let shown: Visitor;
  beforeAll(async () => {
    shown = await enterInstalled('admin');
    // Both tests are about this one, who leaves after them.
    visitors.length = 0;
    await shown.page.emulateMedia({ colorScheme: scheme });
    return () => shown.context.close();
  });

  async function expectNoViolations(): Promise<void> {
    await pluginFrame(shown.page).getByRole('heading', { name: 'Results' }).waitFor();
    for (const part of shown.page.frames()) expect(await axeViolations(part)).toEqual([]);
    const worn = pluginFrame(shown.page).locator('html');
    expect(await worn.evaluate(({ style }) => style.colorScheme)).toBe(scheme);
  }

  test('before consent and after it, with results', async () => {
    const { page, spaceId } = shown;
    const frame = pluginFrame(page);
    await page.goto(pluginPage(spaceId));
    await expectNoViolations();
    await frame.getByRole('button', { name: 'Connect' }).click();
    await page.locator('button[value=allow]').click();
    await frame.getByText('About this plugin').click();
    await frame.getByRole('button', { name: /^Check \d+ link/ }).click();
    await frame.getByText(/^Checked \d+ link/).waitFor();
    await expectNoViolations();
  });

  test('the page of its pop-up step, before and after what is typed, on a small phone', async () => {
    const { page } = shown;
    const callback_url = `${world.url}/set-up/callback`;
    const query = new URLSearchParams({ state: 'pbw_x', callback_url });
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(`${world.linkChecker.origin}/choose?${query}`);
    expect(await axeViolations(page)).toEqual([]);
    await page.getByLabel('Its address').fill('no address');
    await page.getByRole('button', { name: 'Look at it' }).click();
    await page.getByRole('alert').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByLabel('Its address').fill(`${world.linkChecker.origin}/`);
    await page.getByRole('button', { name: 'Look at it' }).click();
    const back = page.getByRole('link', { name: 'Take it' });
    expect(await back.getAttribute('href')).toContain(`${callback_url}?state=pbw_x&site=`);
    expect(await axeViolations(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 720 });
  });

  test('as a tool, and on a phone', async () => {
    const { page, spaceId } = shown;
    await page.goto(`${world.url}/spaces/${spaceId}`);
    await page.getByRole('button', { name: 'Link checker', exact: true }).click();
    await expectNoViolations();
    await page.setViewportSize({ width: 390, height: 844 });
    await expectNoViolations();
  });
});
