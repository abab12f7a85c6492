import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { axeViolations } from '../../server/test/support/axe.ts';
import { installPlugin, registerPlugin } from '../../server/test/support/plugins.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import { openAs } from './support/browsers.ts';
import {
  GREETER,
  type InstallWorld,
  installGreeter,
  PRINT,
  startInstallWorld,
  VISIT,
} from './support/install-world.ts';

let world: InstallWorld;
beforeAll(async () => {
  world = await startInstallWorld();
  return () => world.close();
});

const shows = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' }).click();

async function configOf(id: number) {
  return (await world.server.api('GET', `/platform/v1/installs/${id}/config`)).body;
}

async function change(id: number, config: object, reason?: string) {
  const body = { config, ...(reason && { reason }) };
  const answer = await world.server.api('PATCH', `/platform/v1/installs/${id}/config`, body);
  expect(answer.status, answer.text).toBe(200);
}

async function statusOf(id: number) {
  return (await world.server.api('GET', `/platform/v1/installs/${id}`)).body.status;
}

const GREETING = { type: 'text', label: 'More', required: true };

// Until it is known that whoever looks may change it, it is only read.
const WRITABLE_JSON = '[aria-label="JSON"][aria-readonly="false"]';

/** Puts another text in the place of what the editor of JSON has. */
async function typeJson(page: Page, text: string) {
  await page.locator(WRITABLE_JSON).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

describe('settings', () => {
  test('one is changed by the form, and the change is undone', async () => {
    const { id } = await installGreeter(world, 'Form greeter');
    const page = await openAs(world, 'admin', `/installs/${id}/settings`);

    await page.getByLabel('Greeting').fill('Good morning');
    await page.getByRole('link', { name: 'Overview' }).click();
    await shows(page, 'About this install');
    await page.getByRole('link', { name: 'Settings' }).click();
    await shows(page, 'Not saved yet');
    expect(await page.getByLabel('Greeting').inputValue()).toBe('Good morning');
    await press(page, 'Save How to greet');

    await shows(page, 'Saved as revision 2.');
    expect(await page.getByText('Not saved yet').count()).toBe(0);
    expect((await configOf(id)).config).toEqual({ greeting: 'Good morning' });
    await press(page, 'Undo');
    await waitFor(async () => (await page.getByLabel('Greeting').inputValue()) === 'Hello', {
      describe: 'the greeting of before',
    });
    expect((await configOf(id)).config).toEqual({ greeting: 'Hello' });
    await page.context().close();
  });

  test('JSON with a mistake is not sent, and what was typed stays; mended it is saved with its reason, digit for digit', async () => {
    const { id } = await installGreeter(world, 'Raw greeter');
    const page = await openAs(world, 'admin', `/installs/${id}/settings?as=json`);

    await typeJson(page, '{\n"greeting": "Hi",\n"limit": 12345678901234567890,\n}');
    await press(page, 'Save settings');
    await shows(page, /Line 4 is not right/);
    expect((await configOf(id)).revision).toBe(1);

    await typeJson(page, '{"greeting": "Hi", "limit": 12345678901234567890}');
    await page.getByLabel('Reason').fill('Shorter');
    await press(page, 'Save settings');
    await shows(page, 'Saved as revision 2.');
    const { text } = await world.server.api('GET', `/platform/v1/installs/${id}/config`);
    expect(text).toContain('12345678901234567890');

    await page.getByRole('link', { name: 'See what changed' }).click();
    await shows(page, '12345678901234567890');
    await shows(page, /An admin changed greeting and added limit/);
    await shows(page, /Shorter/);
    await page.context().close();
  });

  test('somebody changes them meanwhile: that is shown, and what was typed is saved on top of it', async () => {
    const { id } = await installGreeter(world, 'Shared greeter');
    const page = await openAs(world, 'admin', `/installs/${id}/settings?as=json`);
    await typeJson(page, '{"greeting": "Hi"}');
    await change(id, { colour: 'blue' });

    await press(page, 'Save settings');
    await shows(page, 'Somebody changed these settings meanwhile');
    await shows(page, '"blue"');
    await press(page, 'Save my changes on top');

    await shows(page, 'Saved as revision 3.');
    expect((await configOf(id)).config).toEqual({ greeting: 'Hi', colour: 'blue' });
    await page.context().close();
  });

  test('passwords are named and never shown', async () => {
    const config = { greeting: 'Hello', wifi: 'not-to-be-read' };
    const { id } = await installGreeter(world, 'Secret greeter', config);
    await change(id, { wifi: 'nor-this-one' });
    const page = await openAs(world, 'admin', `/installs/${id}/settings?as=json`);
    await shows(page, 'The password wifi is set.');

    await page.goto(`/spaces/${world.spaceId}/installs/${id}/history?from=1&to=2`);

    await shows(page, 'a password, never shown');
    expect(await page.content()).not.toMatch(/not-to-be-read|nor-this-one/);
    await page.context().close();
  });
});

test('revisions are compared, by an address that can be sent to others, and an old one is restored with a reason', async () => {
  const { id } = await installGreeter(world, 'Old greeter');
  await change(id, { greeting: 'Hey' }, 'Younger');
  await change(id, { colour: 'red' });
  const page = await openAs(world, 'admin', `/installs/${id}/history`);

  await page.getByRole('link', { name: 'Compare with now: revision 1' }).click();
  await shows(page, '"Hey"');
  expect(new URL(page.url()).search).toBe('?from=1&to=3');
  await page.getByLabel('From', { exact: true }).selectOption('2');
  await waitFor(async () => (await page.getByText('"Hey"').count()) === 0, {
    describe: 'the difference of the two others',
  });
  await shows(page, '"red"');

  await press(page, 'Restore revision 1');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('"Hello"').waitFor();
  await dialog.getByText('removed').waitFor();
  await dialog.getByLabel('Reason').fill('Nobody liked it');
  await dialog.getByRole('button', { name: 'Restore revision 1' }).click();

  await shows(page, /Revision 1 restored · Nobody liked it/);
  expect((await configOf(id)).config).toEqual({ greeting: 'Hello' });
  await page.context().close();
});

test('how each change came about is told in the language of the reader, and why in the words of whoever made it', async () => {
  const { id } = await installGreeter(world, 'German greeter');
  await change(id, { greeting: 'Hey' }, 'Younger');
  const step = `/platform/v1/installs/${id}/setup/0/submit`;
  const submitted = await world.server.api('POST', step, { payload: { greeting: 'Moin' } });
  expect(submitted.status, submitted.text).toBe(200);
  const restore = `/platform/v1/installs/${id}/config/revisions/1/restore`;
  expect((await world.server.api('POST', restore)).status).toBe(200);
  const page = await openAs(world, 'admin', `/installs/${id}/history`, { locale: 'de' });

  await shows(page, /^Stand 4 · .* · Stand 1 wiederhergestellt · jetzt in Gebrauch$/);
  await shows(page, /^Stand 3 · .* · Einrichtung: How to greet$/);
  await shows(page, /^Stand 2 · [^·]* · Younger$/);
  await shows(page, /^Stand 1 · [^·]* · Installiert$/);
  await page.context().close();
});

test('a plugin is suspended, which says what happens meanwhile, and resumed', async () => {
  const { id } = await installGreeter(world, 'Loud greeter');
  const page = await openAs(world, 'admin', `/installs/${id}`);
  await press(page, 'More about Loud greeter');
  await press(page, 'Suspend Loud greeter');
  await shows(page, /hears of nothing that happens and has no access/);
  await page.getByRole('dialog').getByRole('button', { name: 'Suspend Loud greeter' }).click();

  await shows(page, /Loud greeter is suspended/);
  expect(await statusOf(id)).toBe('suspended');
  await page.getByRole('link', { name: 'Settings' }).click();
  await shows(page, /takes no answers: its form opens once an admin resumes it/);
  expect(await page.getByRole('button', { name: /^Save/ }).count()).toBe(0);
  await page.getByRole('link', { name: 'Overview' }).click();
  await press(page, 'Resume Loud greeter');
  await shows(page, 'Loud greeter works.');
  expect(await statusOf(id)).toBe('active');
  await page.context().close();
});

test('a set-up that is open is not offered while the plugin is suspended, which says why', async () => {
  const { id, plugin } = await installGreeter(world, 'Early greeter');
  const step = { type: 'form', title: 'More', fields: [{ ...GREETING, key: 'more' }] };
  const published = await world.server.api('PUT', `/platform/v1/plugins/${plugin.id}/manifest`, {
    ...GREETER,
    name: 'Early greeter',
    slug: plugin.slug,
    setup_steps: [...GREETER.setup_steps, step],
  });
  expect(published.status, published.text).toBe(201);
  const suspended = await world.server.api('POST', `/platform/v1/installs/${id}/suspend`, {});
  expect(suspended.status, suspended.text).toBe(200);
  const page = await openAs(world, 'admin', `/installs/${id}`);
  await shows(page, /A step of the set-up of Early greeter is open. It is suspended/);
  expect(await page.getByRole('link', { name: 'Continue set-up' }).count()).toBe(0);
  await page.context().close();
});

test('the list and the page of an install lead to what the plugin is', async () => {
  const { id } = await installGreeter(world, 'Plain greeter');
  const page = await openAs(world, 'member', '/installs');
  await press(page, 'More about Plain greeter');
  await page.getByRole('link', { name: 'About Plain greeter' }).click();
  await page.waitForURL(`**/spaces/${world.spaceId}/catalog/plain-greeter`);
  await page.getByRole('heading', { name: 'Plain greeter' }).waitFor();
  await page.goto(`/spaces/${world.spaceId}/installs/${id}`);
  await page.getByRole('main').getByRole('link', { name: 'What this plugin is' }).click();
  await page.waitForURL(`**/spaces/${world.spaceId}/catalog/plain-greeter`);
  await page.context().close();
});

test('a plugin that is a page says that it hears of nothing, and leads to its page', async () => {
  const rules = await registerPlugin(world.server, {
    name: 'Rules',
    slug: 'rules',
    embedded_app_url: 'https://rules.example.com/app',
    placements: { sidebar: { icon: null } },
  });
  const { id } = await installPlugin(world.server, rules, world.spaceId);
  const page = await openAs(world, 'admin', `/installs/${id}`);
  await shows(page, 'Rules works.');
  await shows(page, 'It hears of nothing that happens in this space.');
  const way = page.getByRole('link', { name: 'Open Rules' });
  expect(await way.getAttribute('href')).toBe(`/spaces/${world.spaceId}/plugins/rules`);
  await page.context().close();
});

describe('permissions', () => {
  test('a new one is asked for in words, and agreed to', async () => {
    const { id, plugin } = await installGreeter(world, 'Curious greeter');
    await world.server.api('PUT', `/platform/v1/plugins/${plugin.id}/manifest`, {
      ...GREETER,
      name: 'Curious greeter',
      slug: plugin.slug,
      scopes: [...GREETER.scopes, PRINT],
    });
    const page = await openAs(world, 'admin', '/installs?state=attention');
    await page.getByRole('link', { name: 'Look: Curious greeter' }).click();

    await shows(page, 'Curious greeter asks for one more permission');
    await shows(page, 'Print badges');
    await press(page, 'Agree');

    await page.getByText('Curious greeter asks for').waitFor({ state: 'detached' });
    const { body } = await world.server.api('GET', `/platform/v1/installs/${id}/permissions`);
    expect(body.granted).toEqual([...GREETER.scopes, PRINT]);
    await page.context().close();
  });

  test('what it hears is withdrawn after a question, and agreed to again', async () => {
    const { id } = await installGreeter(world, 'Quiet greeter');
    const granted = async () =>
      (await world.server.api('GET', `/platform/v1/installs/${id}/permissions`)).body.events;
    const page = await openAs(world, 'admin', `/installs/${id}/permissions`);
    await press(page, 'Withdraw: A visitor signed in');
    await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
    await shows(page, 'not agreed to');
    expect(await granted()).toEqual([]);

    await page.getByRole('checkbox', { name: 'A visitor signed in' }).click();
    await page.getByText('not agreed to').waitFor({ state: 'detached' });
    expect(await granted()).toEqual([VISIT]);
    await page.context().close();
  });

  test('it is told of what happened before', async () => {
    const { id } = await installGreeter(world, 'Late greeter');
    const page = await openAs(world, 'admin', `/installs/${id}/permissions`);
    await page.getByLabel('How far back').selectOption('30');
    await press(page, 'Tell it');
    await shows(page, /events told|Was told of 30 days/);
    const { body } = await world.server.api('GET', `/platform/v1/installs/${id}/backfills`);
    expect(body.data[0].days).toBe(30);
    await page.context().close();
  });
});

test('a plugin is uninstalled, which names what is lost and offers an export, and restored', async () => {
  const { id } = await installGreeter(world, 'Gone greeter');
  const page = await openAs(world, 'admin', `/installs/${id}`);
  await press(page, 'More about Gone greeter');
  await press(page, 'Uninstall Gone greeter');
  const dialog = page.getByRole('dialog');
  const download = page.waitForEvent('download');
  await dialog.getByRole('link', { name: /Export/ }).click();
  expect((await download).suggestedFilename()).toBe(`install-${id}.json`);
  await dialog.getByText(/can be restored for 30 days/).waitFor();
  await dialog.getByRole('button', { name: 'Uninstall Gone greeter' }).click();
  await shows(page, /can be restored with its settings and data until/);
  expect(await statusOf(id)).toBe('uninstalled');
  await shows(page, 'About this install');
  expect(await page.getByText('a draft').count()).toBe(0);

  await page.getByRole('link', { name: 'Installed' }).first().click();
  await page.getByRole('link', { name: 'Uninstalled' }).click();
  await shows(page, /Can be restored until/);
  await press(page, 'Restore Gone greeter');
  await waitFor(async () => (await statusOf(id)) === 'active', { describe: 'the install again' });
  await page.context().close();
});

/** The tabs of an install whose settings were changed, and what is on each. */
const TABS = {
  Overview: 'About this install',
  Settings: 'How to greet',
  Activity: 'Nothing happened yet that it hears of',
  History: 'Every change of the settings',
  Permissions: 'What it hears of',
};

test('what links say is what they are called, in German as well', async () => {
  const { id } = await installGreeter(world, 'Called greeter');
  await change(id, { greeting: 'Hey' });
  const page = await openAs(world, 'admin', `/installs/${id}/history`, { locale: 'de' });
  await page.getByRole('link', { name: /Was sich änderte/ }).waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await page.context().close();
});

test('a member reads all of it, and changes nothing', async () => {
  const { id } = await installGreeter(world, 'Public greeter');
  await change(id, { greeting: 'Hey' });
  const page = await openAs(world, 'member', `/installs/${id}`);
  await shows(page, 'Admins of this space can change it.');
  const changing = /Save|Restore|Withdraw|Tell it|More about|Undo|Agree/;
  for (const [tab, content] of Object.entries(TABS)) {
    const link = page.getByRole('navigation', { name: 'About this plugin' });
    await link.getByRole('link', { name: tab, exact: true }).click();
    await shows(page, content);
    expect(await page.getByRole('button', { name: changing }).count(), tab).toBe(0);
  }
  await page.goto(`/spaces/${world.spaceId}/installs/${id}/settings?as=json`);
  const editor = page.getByRole('textbox', { name: 'JSON' });
  expect(await editor.getAttribute('aria-readonly')).toBe('true');
  await page.context().close();
});

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  test('axe finds nothing on any page, and none scrolls sideways at 360 px', async () => {
    const name = `A greeter with a name that is longer than a telephone is wide, in ${colorScheme}`;
    const { id } = await installGreeter(world, name);
    await change(id, { greeting: 'Hey', list: { deep: ['x'.repeat(300)] } }, 'r'.repeat(300));
    const page = await openAs(world, 'admin', '/installs', {
      colorScheme,
      viewport: { width: 360, height: 740 },
    });
    const here = `/spaces/${world.spaceId}/installs`;
    const pages = {
      [here]: name,
      [`${here}/${id}`]: TABS.Overview,
      [`${here}/${id}/settings`]: TABS.Settings,
      [`${here}/${id}/settings?as=json`]: '"list"',
      [`${here}/${id}/activity`]: TABS.Activity,
      [`${here}/${id}/history?from=1&to=2`]: 'added',
      [`${here}/${id}/permissions`]: 'What happened before',
    };
    for (const [path, content] of Object.entries(pages)) {
      await page.goto(path);
      await shows(page, content);
      expect(await axeViolations(page), path).toEqual([]);
      const isWide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
      expect(await page.evaluate(isWide), path).toBe(false);
    }
    await page.context().close();
  });
});
