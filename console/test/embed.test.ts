import type { Frame } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { installPlugin, registerPlugin } from '../../server/test/support/plugins.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import { listPlugin } from './support/catalog-world.ts';
import { type EmbedWorld, expectUsable, startEmbedWorld } from './support/embed-world.ts';

let world: EmbedWorld;
let install: number;
beforeAll(async () => {
  world = await startEmbedWorld();
  const { server, spaceId } = world;
  await listPlugin(server, { name: 'Weather', slug: 'weather', intro: 'Says how it is outside' });
  const form = {
    title: 'Texts',
    type: 'form',
    fields: [{ type: 'text', key: 'greeting', label: 'Greeting' }],
  };
  const greeter = await registerPlugin(server, {
    name: 'Greeter',
    slug: 'greeter',
    setup_steps: [form],
  });
  install = (await installPlugin(server, greeter, spaceId)).id;
});
afterEach(() => world.leave());
afterAll(() => world.close());

test('a browser keeps cookies and storage of Plugboard from a view, which works without', async () => {
  const { sites, context, admin } = world;
  const { hostname } = new URL(sites.url);
  await context.addCookies([
    {
      name: 'plugboard_probe',
      value: 'yes',
      domain: hostname,
      path: '/',
      sameSite: 'None',
      secure: true,
    },
  ]);
  const { frame } = await world.open(admin, 'catalog');
  await frame.getByRole('link', { name: 'Weather' }).waitFor();
  expect(await frame.evaluate('document.cookie')).toBe('');
  expect(await frame.evaluate('try { localStorage.length } catch (error) { error.name }')).toBe(
    'SecurityError',
  );
  const calls = world.asked.filter((request) => request.url().includes('/platform/v1/'));
  expect(calls.length).toBeGreaterThan(1);
  for (const call of calls) {
    const headers = await call.allHeaders();
    expect(headers.authorization).toMatch(/^Bearer pbv_/);
    expect(headers.cookie).toBeUndefined();
  }
});

test('each view shows what it is of', async () => {
  const { admin } = world;
  const catalog = await world.open(admin, 'catalog');
  await catalog.frame.getByRole('link', { name: 'Weather' }).waitFor();
  const installed = await world.open(admin, 'installed');
  await installed.frame.getByRole('link', { name: 'Greeter', exact: true }).waitFor();
  const settings = await world.open(admin, 'settings', { attributes: { install: `${install}` } });
  await settings.frame.getByLabel('Greeting').waitFor();
  const activity = await world.open(admin, 'activity');
  await activity.frame
    .getByText(/ was installed/)
    .first()
    .waitFor();
});

const HOST_CSS = `
:root {
  --plugboard-color-accent: light-dark(#0f6b4f, #6fd3b0);
  --plugboard-color-surface: light-dark(#fffdf8, #22242b);
  --plugboard-color-text: light-dark(#20261f, #e6e9e2);
  --plugboard-radius: 4px;
  --plugboard-font: 400 16px/1.5 Georgia, serif;
}`;

const styleOf = (frame: Frame, selector: string, name: string) =>
  frame.evaluate(
    ([which, property]) =>
      getComputedStyle(document.querySelector(which) as Element).getPropertyValue(property),
    [selector, name] as const,
  );

test('a view has the colours, the type and the language of its page, and follows when they change', async () => {
  const { admin } = world;
  const { frame, page } = await world.open(admin, 'installed', { css: HOST_CSS, lang: 'de-AT' });
  await frame.getByRole('link', { name: 'Plugin finden' }).waitFor();
  expect(await styleOf(frame, 'body', 'font-family')).toBe('Georgia, serif');
  expect(await styleOf(frame, 'body', 'font-size')).toBe('16px');
  expect(await styleOf(frame, 'a[class*=primary]', 'background-color')).toBe('rgb(15, 107, 79)');
  expect(await styleOf(frame, 'section', 'background-color')).toBe('rgb(255, 253, 248)');
  expect(await styleOf(frame, 'section', 'border-radius')).toBe('4px');
  expect(await styleOf(frame, 'body', 'background-color')).toBe('rgba(0, 0, 0, 0)');

  await page.evaluate(() => {
    document.documentElement.lang = 'en';
    document.documentElement.style.colorScheme = 'dark';
  });
  await frame.getByRole('link', { name: 'Find a plugin' }).waitFor();
  expect(await frame.evaluate(() => document.documentElement.lang)).toBe('en');
  expect(await styleOf(frame, 'section', 'background-color')).toBe('rgb(34, 36, 43)');
  await waitFor(
    async () =>
      (await styleOf(frame, 'a[class*=primary]', 'background-color')) === 'rgb(111, 211, 176)',
    { describe: 'the accent of the dark theme' },
  );
  expect(await styleOf(frame, 'html', 'color-scheme')).toBe('dark');
});

test.each([360, 768, 1280])(
  'at %i pixels a view is a part of its page, in both themes',
  async (width) => {
    for (const theme of ['light', 'dark'] as const) {
      for (const view of ['catalog', 'installed', 'settings', 'activity'] as const) {
        const shown = await world.open(world.admin, view, {
          attributes: { install: view === 'settings' ? `${install}` : '' },
          width,
          theme,
        });
        await shown.frame
          .getByText(/Weather|Greeter|A plugin/)
          .filter({ visible: true })
          .first()
          .waitFor();
        await expectUsable(shown);
      }
      await world.leave();
    }
  },
);

test('what is not open to a token is said in place, with the request', async () => {
  const { admin } = world;
  const { frame } = await world.open(admin, 'catalog', {
    token: async () => ({ body: { token: await world.makeToken(admin, 'activity') } }),
  });
  const alert = frame.getByRole('alert');
  await alert.getByText('The portal token is for activity').waitFor();
  await alert.getByText(/^Request /).waitFor();
  await alert.getByRole('button', { name: 'Try again' }).waitFor();
});

test('how an install stands is told without a way to the page of its plugin, which no view has', async () => {
  const { server, spaceId, admin } = world;
  const framed = await registerPlugin(server, {
    name: 'Framed',
    placements: { sidebar: {} },
    embedded_app_url: 'https://framed.example.com/page',
  });
  await installPlugin(server, framed, spaceId);
  const { frame } = await world.open(admin, 'installed');
  await frame.getByRole('link', { name: 'Framed', exact: true }).click();
  await frame.getByText('Framed works').waitFor();
  const tabs = frame.getByRole('navigation', { name: 'About this plugin' });
  await tabs.getByRole('link', { name: 'Permissions' }).click();
  await frame.getByText('It hears of nothing that happens here').waitFor();
  expect(
    world.asked.filter((request) => new URL(request.url()).pathname.endsWith('/embeds')),
  ).toEqual([]);
  expect(await frame.getByRole('link', { name: 'Open Framed' }).count()).toBe(0);
});

test('an export that fails says so where it is seen', async () => {
  const { frame, page } = await world.open(world.admin, 'installed');
  await page.route('**/export', (route) => route.fulfill({ status: 503, body: '' }));
  await frame.getByRole('link', { name: 'Greeter', exact: true }).click();
  await frame.getByRole('heading', { name: 'Greeter', level: 1 }).waitFor();
  await frame.getByRole('button', { name: 'More about Greeter' }).click();
  await frame.getByRole('link', { name: 'Export as JSON' }).click();
  await frame.getByRole('alert').waitFor();
});

test('an install is suspended, after the view asked in its place', async () => {
  const { server, admin } = world;
  const shown = await world.open(admin, 'installed');
  const { frame } = shown;
  await frame.getByRole('link', { name: 'Greeter', exact: true }).click();
  await frame.getByRole('heading', { name: 'Greeter', level: 1 }).waitFor();
  await frame.getByRole('button', { name: /^More/ }).click();
  await expectUsable(shown);
  await frame.getByRole('button', { name: 'Suspend Greeter' }).click();
  await expectUsable(shown);
  await frame.getByRole('dialog').getByRole('button', { name: 'Suspend Greeter' }).click();
  await frame.getByRole('dialog').waitFor({ state: 'detached' });
  const { body } = await server.api('GET', `/platform/v1/installs/${install}`);
  expect(body.status).toBe('suspended');
});
