import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { axeViolations } from '../../server/test/support/axe.ts';
import {
  defineEventType,
  installPlugin,
  type TestPlugin,
} from '../../server/test/support/plugins.ts';
import type { TestServer } from '../../server/test/support/server.ts';
import { startForBrowsers } from './support/browsers.ts';
import {
  installsIn,
  listPlugin,
  listReviewed,
  scrollsSideways,
  visit,
} from './support/catalog-world.ts';

let server: TestServer;
let evacuation: TestPlugin;
let wifi: TestPlugin;
let canteen: TestPlugin;

const EVACUATION = {
  name: 'Evacuation plan',
  intro: 'Counts who is in the building',
  description: 'It counts.\n\nAnd it <b>counts</b> on.',
  author: 'Safe Exit',
  website: 'https://safe-exit.example/plan',
  preview_video: 'https://videos.example/plan',
  categories: ['safety', 'visitors'],
  scopes: ['badges.read'],
  optional_scopes: ['visitors.export', 'screens.write'],
  events: [
    { name: 'alarm_raised', url: 'https://safe-exit.example/alarm' },
    { name: 'plugin_installed', url: 'https://safe-exit.example/installed' },
  ],
};
const WIFI = {
  name: 'Guest Wi-Fi',
  categories: ['network', 'visitors'],
  setup_steps: [
    {
      type: 'form',
      title: 'Your controller',
      fields: [{ key: 'address', type: 'text', label: 'Its address', required: true }],
    },
  ],
};

beforeAll(async () => {
  server = await startForBrowsers();
  for (const [name, description] of [
    ['badges.read', 'See who holds which badge'],
    ['visitors.export', 'Export the list of visitors'],
    ['screens.write', 'Change what screens show'],
  ])
    await server.api('PUT', `/platform/v1/scopes/${name}`, { description });
  await defineEventType(server, 'alarm_raised', { description: 'Somebody raised the alarm' });
  evacuation = await listReviewed(server, EVACUATION);
  wifi = await listPlugin(server, WIFI);
  canteen = await listPlugin(server, { name: 'Canteen', plan_level: 3, categories: ['food'] });
  return () => server.close();
});

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });
const shown = (page: Page) => page.locator('main').innerText();

test('an admin searches for a plugin, reads what it gets, declines one permission, and has it', async () => {
  const { open, spaceId } = await visit(server);
  const page = await open('/catalog');
  await page.getByRole('status').getByText('3 plugins').waitFor();
  await page.getByRole('searchbox', { name: 'Search plugins' }).focus();
  await page.keyboard.type('build');
  await page.getByRole('status').getByText('1 plugin', { exact: true }).waitFor();
  // Whoever types goes on typing.
  await page.keyboard.type('ing');
  await page.waitForURL('**/catalog?search=building');

  await page.getByRole('link', { name: 'Evacuation plan' }).click();
  await heading(page, 'Evacuation plan').waitFor();
  await page.getByText('And it <b>counts</b> on.').waitFor();
  await page.locator('h1:focus', { hasText: 'Evacuation plan' }).waitFor();
  const text = await shown(page);
  for (const part of [
    'by Safe Exit',
    'Reviewed',
    'Somebody raised the alarm',
    'See who holds which badge',
    'Export the list of visitors',
    'only if you allow it',
    'Nothing. It works as soon as it is installed.',
    'safe-exit.example',
  ])
    expect(text).toContain(part);

  await page.getByRole('link', { name: 'Install Evacuation plan' }).click();
  await page.locator('h1:focus', { hasText: 'Install Evacuation plan' }).waitFor();
  await page.getByRole('checkbox', { name: 'Change what screens show' }).check();
  const other = page.getByRole('checkbox', { name: 'Export the list of visitors' });
  expect(await other.isChecked()).toBe(false);
  await page.getByRole('button', { name: 'Install Evacuation plan' }).dblclick();
  await page.waitForURL(/\/installs\/\d+$/);
  const installs = await installsIn(server, spaceId);
  expect(installs).toMatchObject([
    {
      plugin_slug: evacuation.slug,
      status: 'active',
      scopes: ['badges.read', 'screens.write'],
    },
  ]);

  await page.goto(`${server.url}/spaces/${spaceId}/catalog`);
  const card = page.getByRole('listitem').filter({ hasText: 'Evacuation plan' });
  await card.getByText('Installed').waitFor();
  await card.getByRole('link').click();
  await page.waitForURL(`**/installs/${installs[0]?.id}`);
  await page.context().close();
});

test('what is installed and has a set-up leads there, and later goes on there', async () => {
  const { open, spaceId } = await visit(server);
  const page = await open(`/catalog/${wifi.slug}/install`);
  await page.getByText('Next comes the set-up, in one step.').waitFor();
  await page.getByRole('button', { name: 'Install Guest Wi-Fi' }).click();
  await page.waitForURL(/\/installs\/\d+\/setup$/);
  const setup = page.url();
  await page.goto(`${server.url}/spaces/${spaceId}/catalog/${wifi.slug}/install`);
  await page.getByText('Guest Wi-Fi is installed in this space.').waitFor();
  await page.getByRole('link', { name: 'Continue set-up' }).click();
  await page.waitForURL(setup);
  await page.context().close();
});

test('an admin has it told of the days before', async () => {
  const { open, spaceId } = await visit(server);
  const page = await open(`/catalog/${evacuation.slug}/install`);
  await page.getByRole('combobox').selectOption({ label: 'Also the last 7 days' });
  await page.getByRole('button', { name: 'Install Evacuation plan' }).click();
  await page.waitForURL(/\/installs\/\d+$/);
  const [install] = await installsIn(server, spaceId);
  const { body } = await server.api('GET', `/platform/v1/audit?space_id=${spaceId}`);
  const actions = body.data.map(({ action }: { action: string }) => action);
  expect(actions).toContain('backfill.created');
  expect(install?.scopes).toEqual(['badges.read']);
  await page.context().close();
});

test('where the answer to an install is lost, the page says so, keeps what was chosen, and the next press finds it done', async () => {
  const { open, spaceId } = await visit(server);
  const page = await open(`/catalog/${evacuation.slug}/install`);
  await page.getByRole('checkbox', { name: 'Change what screens show' }).check();
  const keys: (string | undefined)[] = [];
  await page.route('**/platform/v1/spaces/*/installs', async (route) => {
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length > 1) return route.continue();
    await route.fetch();
    await route.abort();
  });
  // Nothing else tells the page that it is installed.
  await page.route('**/platform/v1/catalog/**', (route) => route.abort());
  const button = page.getByRole('button', { name: 'Install Evacuation plan' });
  await button.click();
  await page.getByRole('alert').getByText('Evacuation plan was not installed.').waitFor();
  expect(await page.getByRole('checkbox', { name: 'Change what screens show' }).isChecked()).toBe(
    true,
  );
  await button.click();
  await page.waitForURL(/\/installs\/\d+$/);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(keys[1]).toBe(keys[0]);
  expect(await installsIn(server, spaceId)).toHaveLength(1);
  await page.context().close();
});

test('a plugin that needs a higher plan is greyed, says which, and offers no install', async () => {
  const { open } = await visit(server, { space: { plan_level: 1 } });
  const page = await open('/catalog');
  await page.getByText('Needs plan 3, this space has 1').waitFor();
  await page.getByRole('link', { name: 'Canteen' }).click();
  await page.getByText('This plugin needs plan 3, and this space has plan 1.').waitFor();
  expect(await page.getByRole('button', { name: 'Needs plan 3' }).isDisabled()).toBe(true);
  await page.goto(`${page.url()}/install`);
  await page.getByText('This plugin needs plan 3, and this space has plan 1.').waitFor();
  expect(await page.getByRole('button', { name: /Install/ }).count()).toBe(0);
  await page.context().close();
});

test('a member who is no admin reads all of it, and who installs', async () => {
  const { open } = await visit(server, { role: 'editor' });
  const page = await open(`/catalog/${evacuation.slug}`);
  await page.getByText('Only admins of Reception install plugins.').waitFor();
  await page.getByText('See who holds which badge').waitFor();
  for (const path of [page.url(), `${page.url()}/install`]) {
    await page.goto(path);
    await page.getByText('Only admins of Reception install plugins.').waitFor();
    expect(await page.getByRole('link', { name: /^Install / }).count()).toBe(0);
    expect(await page.getByRole('button', { name: /^Install / }).count()).toBe(0);
  }
  await page.getByRole('link', { name: 'members of the space' }).click();
  await page.waitForURL('**/members');
  await page.context().close();
});

test('what was uninstalled is restored as it was', async () => {
  const { open, spaceId } = await visit(server);
  const { id } = await installPlugin(server, evacuation, spaceId, {
    scopes: ['badges.read', 'visitors.export'],
  });
  await server.api('DELETE', `/platform/v1/installs/${id}`);
  const page = await open('/catalog');
  const card = page.getByRole('listitem').filter({ hasText: 'Evacuation plan' });
  await card.getByText('Can be restored').waitFor();
  await card.getByRole('link').click();
  await page.getByRole('link', { name: 'Install it anew' }).click();
  await page.getByText('erases for good what it kept').waitFor();
  await page.getByRole('link', { name: 'Restore it instead' }).click();
  await page.getByRole('button', { name: 'Restore Evacuation plan' }).click();
  await page.waitForURL(`**/installs/${id}`);
  expect(await installsIn(server, spaceId)).toMatchObject([
    { id, status: 'active', scopes: ['badges.read', 'visitors.export'] },
  ]);
  await page.context().close();
});

test('a plugin that is suspended while it is looked at is said to be gone', async () => {
  const plugin = await listPlugin(server, { name: 'Short-lived' });
  const { open, spaceId } = await visit(server);
  const page = await open('/catalog');
  await heading(page, 'Catalog').waitFor();
  // Nothing else tells the page.
  await page.route('**/platform/v1/stream*', (route) => route.abort());
  await page.goto(`/spaces/${spaceId}/catalog/${plugin.slug}/install`);
  const button = page.getByRole('button', { name: 'Install Short-lived' });
  await button.waitFor();
  await server.api('POST', `/platform/v1/plugins/${plugin.id}/suspend`, {});
  await button.click();
  await heading(page, 'The catalog has no such plugin').waitFor();
  await page.getByRole('main').getByRole('link', { name: 'Catalog' }).click();
  await heading(page, 'Catalog').waitFor();
  expect(await page.getByText('Short-lived').count()).toBe(0);
  await page.context().close();
});

test('a search that finds nothing says for what, and leads back to all', async () => {
  const { open } = await visit(server);
  const page = await open('/catalog?search=unicorn&category=safety');
  await page.getByText('Nothing in “safety” has “unicorn” in it.').waitFor();
  const search = page.getByRole('searchbox', { name: 'Search plugins' });
  expect(await search.inputValue()).toBe('unicorn');
  await page.getByRole('button', { name: 'Show all plugins' }).click();
  await page.getByRole('status').getByText('3 plugins').waitFor();
  expect(await search.inputValue()).toBe('');
  await page.getByRole('combobox', { name: 'Category' }).selectOption('visitors');
  await page.getByRole('status').getByText('2 plugins').waitFor();
  expect(new URL(page.url()).search).toBe('?category=visitors');
  await search.fill('a b c d e f g h i j k');
  await page.getByRole('alert').getByText('at most 10 words').waitFor();
  await page.context().close();
});

test('an empty catalog says what will be there, and a full one comes page by page', async () => {
  const empty = await startForBrowsers();
  try {
    const { open } = await visit(empty);
    const page = await open('/catalog');
    await heading(page, 'The catalog is empty').waitFor();
    await page.getByRole('link', { name: 'Go to the start page of the space' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    const names = Array.from({ length: 30 }, (_, n) => `Plugin ${n}${'x'.repeat(90)}`);
    await Promise.all(names.map((name) => listPlugin(empty, { name })));
    await page.setViewportSize({ width: 360, height: 740 });
    await page.reload();
    await page.getByRole('status').getByText('24 plugins shown, there are more').waitFor();
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByRole('status').getByText('30 plugins', { exact: true }).waitFor();
    expect(await page.getByRole('main').getByRole('listitem').count()).toBe(30);
    expect(await scrollsSideways(page)).toBe(false);
    await page.context().close();
  } finally {
    await empty.close();
  }
});

test('nobody else is asked for anything while a plugin is read about, unless it names an image', async () => {
  const { open } = await visit(server);
  const page = await open('/catalog');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).origin));
  await page.getByRole('link', { name: 'Evacuation plan' }).click();
  const video = page.getByRole('link', { name: 'Watch the video' });
  await video.waitFor();
  expect(await video.getAttribute('href')).toBe('https://videos.example/plan');
  expect(await video.getAttribute('rel')).toBe('noreferrer noopener');
  expect(new Set(asked)).toEqual(new Set([server.url]));
  await page.context().close();
});

test.each(['light', 'dark'] as const)(
  'its pages are good for everybody, and on a phone (%s)',
  async (colorScheme) => {
    const { open, spaceId } = await visit(server, { space: { plan_level: 1 } });
    const gone = await installPlugin(server, wifi, spaceId);
    await server.api('DELETE', `/platform/v1/installs/${gone.id}`);
    const viewport = { width: 360, height: 740 };
    const page = await open('/catalog', { colorScheme, viewport });
    const pages: [path: string, title: string][] = [
      ['', 'Catalog'],
      [`/${evacuation.slug}`, 'Evacuation plan'],
      [`/${evacuation.slug}/install`, 'Install Evacuation plan'],
      [`/${wifi.slug}`, 'Guest Wi-Fi'],
      [`/${wifi.slug}/install`, 'Install Guest Wi-Fi'],
      [`/${canteen.slug}`, 'Canteen'],
      ['/nothing', 'The catalog has no such plugin'],
    ];
    for (const [path, title] of pages) {
      await page.goto(`${server.url}/spaces/${spaceId}/catalog${path}`);
      await heading(page, title).waitFor();
      if (path === '') await page.getByRole('status').getByText('3 plugins').waitFor();
      expect([path, await axeViolations(page)]).toEqual([path, []]);
      expect([path, await scrollsSideways(page)]).toEqual([path, false]);
    }
    await page.context().close();
  },
);
