import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createGate } from '../../server/test/support/gate.ts';
import { addMember, createPerson } from '../../server/test/support/people.ts';
import { createSpace } from '../../server/test/support/plugins.ts';
import type { Answer } from '../../server/test/support/receiver.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import {
  createOperator,
  type DeveloperWorld,
  letDevelop,
  publishGreeter,
  settled,
  startDeveloperWorld,
  startDeveloping,
  visits,
} from './support/developer-world.ts';
import { keyboardOf } from './support/keyboard.ts';
import { expectUsable, LOOKS } from './support/world.ts';

let world: DeveloperWorld;
beforeAll(async () => {
  world = await startDeveloperWorld();
  return () => world.close();
});
beforeEach(() => {
  world.worker.answer = () => 200;
});
afterEach(() => world.leave());

const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name }).waitFor();
const at = (page: Page) => new URL(page.url()).pathname;
const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
/** Nothing stands there by its shape alone. */
const isLoaded = (page: Page) =>
  waitFor(
    async () => (await page.getByRole('status', { name: /^(Loading|Lädt)$/ }).count()) === 0,
    {
      describe: 'all to be there',
    },
  );
const isOpen = (page: Page) => page.getByRole('heading', { level: 1 }).waitFor();

/** The plugin's answer, which it gives later. */
const answeredAfter =
  (passed: Promise<void>): Answer =>
  async (_request, response) => {
    await passed;
    response.writeHead(200).end();
  };

async function runAgain(page: Page, name: string) {
  await page.getByRole('button', { name }).click();
  await page.getByRole('dialog').getByRole('button', { name }).click();
}

test('a broken plugin is found, mended and its failed jobs run again, by its developer alone', async () => {
  world.worker.answer = () => ({ status: 500, body: { error: 'The greeter is out' } });
  const { developer, plugin, install } = await publishGreeter(world, 'Broken greeter');
  const jobs = await visits(world, install, 12);
  await settled(world, jobs);

  const page = await world.open(developer, '/');
  await page.waitForURL('**/plugins');
  await says(page, '1 endpoint fails');
  await page.getByRole('link', { name: 'Broken greeter' }).click();
  await says(page, /in a row; it is tried again/);
  await page.getByRole('link', { name: 'See its deliveries' }).click();
  await page.getByLabel('Status').selectOption('failed');
  const rows = page.getByRole('listitem').filter({ hasText: 'A visitor signed in' });
  await waitFor(async () => (await rows.count()) === 12, { describe: 'all that failed' });

  await rows.first().getByRole('link').click();
  await heading(page, 'A visitor signed in');
  await page.getByRole('heading', { name: '3 attempts' }).waitFor();
  await page.getByRole('heading', { name: 'Reply', level: 3 }).waitFor();
  await says(page, '"The greeter is out"');
  await says(page, /^Read as: failed, because of the 500$/);
  expect(await page.getByText('so it is tried again because of the 500').count()).toBe(2);
  await says(page, '"Visitor 12"');
  await says(page, 'webhook-signature');

  const gate = createGate();
  world.worker.answer = () => answeredAfter(gate.passed);
  await page.goBack();
  await runAgain(page, 'Retry 12 failed');
  await says(page, 'Running again: 0 of 12');
  await page.getByRole('progressbar', { name: 'How far it is' }).waitFor();
  await expectUsable(page);
  gate.open();
  await says(page, '12 jobs ran again');
  await page.getByRole('heading', { name: 'Nothing failed' }).waitFor();

  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByText('answers', { exact: true }).waitFor();
  const statuses = await Promise.all(
    jobs.map((job) => world.server.api('GET', `/platform/v1/jobs/${job}`)),
  );
  expect(new Set(statuses.map(({ body }) => body.status))).toEqual(new Set(['done']));
  expect(at(page)).toBe(`/plugins/${plugin.slug}`);
});

describe('where developers are', () => {
  test('who has no space and develops comes to their plugins, anybody else to their spaces', async () => {
    const { developer } = await startDeveloping(world, 'Draft');
    const page = await world.open(developer, '/');
    await heading(page, 'Your plugins');
    expect(at(page)).toBe('/plugins');
    const nobody = await createPerson(world.server);
    const other = await world.open(nobody, '/');
    await heading(other, 'Your spaces');
    await other.getByRole('button', { name: /: account$/ }).click();
    await other.getByRole('link', { name: 'Account', exact: true }).waitFor();
    expect(await other.getByRole('link', { name: 'Your plugins' }).count()).toBe(0);
  });

  test('the switcher leads from a space to the plugins and back', async () => {
    const { developer } = await startDeveloping(world, 'Switched');
    const spaceId = await createSpace(world.server, { name: 'North' });
    await addMember(world.server, spaceId, developer.id);
    const page = await world.open(developer, `/spaces/${spaceId}`);
    await page.getByRole('button', { name: 'North: switch to another space' }).click();
    await page.getByRole('link', { name: 'Your plugins' }).click();
    await heading(page, 'Your plugins');
    await page.getByRole('link', { name: 'Deliveries' }).click();
    await heading(page, 'Deliveries');
    await page.getByRole('button', { name: 'Your plugins: switch to another space' }).click();
    await page.getByRole('link', { name: 'North' }).click();
    await page.waitForURL(`**/spaces/${spaceId}`);
  });

  test('on a phone the way is in the menu of the person', async () => {
    const { developer } = await startDeveloping(world, 'Carried');
    const spaceId = await createSpace(world.server, { name: 'South' });
    await addMember(world.server, spaceId, developer.id);
    const page = await world.open(developer, `/spaces/${spaceId}`, LOOKS[1]?.[1]);
    await page.getByRole('button', { name: /: Konto$/ }).click();
    await page.getByRole('link', { name: 'Deine Plugins' }).click();
    await heading(page, 'Deine Plugins');
    await page.getByRole('link', { name: 'Zustellungen' }).click();
    await heading(page, 'Zustellungen');
  });

  test('the palette finds a plugin and its pages', async () => {
    const { developer, plugin } = await startDeveloping(world, 'Sought');
    const page = await world.open(developer, '/account');
    await isOpen(page);
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill('sought');
    await page.getByRole('option', { name: /^Secrets of Sought/ }).click();
    await page.waitForURL(`**/plugins/${plugin.slug}/secrets`);
  });

  test('the address of a plugin takes its id as well, and says so where there is none', async () => {
    const { developer, plugin } = await startDeveloping(world, 'By id');
    const page = await world.open(developer, `/plugins/${plugin.id}`);
    await heading(page, 'By id');
    await page.locator('nav [aria-current=page]', { hasText: 'Overview' }).waitFor();
    const { developer: stranger } = await startDeveloping(world, 'Another');
    const other = await world.open(stranger, `/plugins/${plugin.slug}`);
    await heading(other, 'There is no such plugin');
    await other.getByRole('link', { name: 'Go to your plugins' }).click();
    await heading(other, 'Your plugins');
  });
});

describe('registering', () => {
  test('a plugin is registered with a name, and its secret is shown once', async () => {
    const page = await world.open(await createOperator(world), '/plugins');
    await page.getByRole('button', { name: 'Register a plugin' }).click();
    const form = page.locator('form', { has: page.getByLabel('Short name') });
    await form.getByRole('button', { name: 'Register a plugin' }).click();
    await says(page, 'Give it a name.');
    await page.getByLabel('Name', { exact: true }).fill('Café Guard');
    expect(await page.getByLabel('Short name').inputValue()).toBe('cafe-guard');
    await form.getByRole('button', { name: 'Register a plugin' }).click();
    await page.getByRole('heading', { name: 'Café Guard is registered' }).waitFor();
    await says(page, /^whsec_/);
    await expectUsable(page);
    page.once('dialog', (dialog) => dialog.dismiss());
    await page.getByRole('link', { name: 'Deliveries' }).click();
    await page.getByRole('button', { name: 'I have kept it: go to Café Guard' }).click();
    await heading(page, 'Café Guard');
    expect(at(page)).toBe('/plugins/cafe-guard');
  });

  test('a short name that somebody has is refused at its field, and what was typed stays', async () => {
    const page = await world.open(await createOperator(world), '/plugins');
    await startDeveloping(world, 'Taken');
    await page.getByRole('button', { name: 'Register a plugin' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Taken');
    await page.getByLabel('Short name').press('Enter');
    await says(page, 'Another plugin has this short name. Choose another one.');
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Taken');
  });
});

describe('deliveries', () => {
  test('what comes meanwhile shows up, and filters stand in the address', async () => {
    const { developer, plugin, install } = await publishGreeter(world, 'Live greeter');
    const page = await world.open(developer, `/plugins/${plugin.slug}/deliveries`);
    await page.getByRole('heading', { name: 'Nothing was sent to it yet' }).waitFor();
    await visits(world, install, 2);
    const second = page.getByRole('listitem').filter({ hasText: 'visitor:2' });
    await second.getByText('done').waitFor();
    await page.getByLabel('Identifier').fill('visitor:1');
    await second.waitFor({ state: 'detached' });
    await page.getByRole('listitem').filter({ hasText: 'visitor:1' }).waitFor();
    expect(new URL(page.url()).searchParams.get('identifier')).toBe('visitor:1');
    await page.getByLabel('Status').selectOption('parked');
    await page.getByRole('heading', { name: 'Nothing fits these filters' }).waitFor();
    await page.getByRole('button', { name: 'Show everything' }).click();
    await second.waitFor();
  });

  test('a list of many is read on while it is scrolled, and nothing of it stays that ran again', async () => {
    world.worker.answer = () => 500;
    const { developer, plugin, install } = await publishGreeter(world, 'Crowded greeter');
    await settled(world, await visits(world, install, 60));
    world.worker.answer = () => 200;
    const page = await world.open(developer, `/plugins/${plugin.slug}/deliveries?status=failed`);
    const rows = page.getByRole('listitem').filter({ hasText: 'A visitor signed in' });
    await rows.filter({ hasText: 'visitor:60' }).waitFor();
    await page.mouse.wheel(0, 10_000);
    await waitFor(async () => (await rows.count()) === 60, { describe: 'the second page' });
    await runAgain(page, 'Retry 60 failed');
    await page.getByRole('heading', { name: 'Nothing failed' }).waitFor();
  });

  test('one is sent again, and copied as curl', async () => {
    const { developer, plugin, install } = await publishGreeter(world, 'Sent greeter');
    const [job = ''] = await visits(world, install, 1);
    await settled(world, [job]);
    const page = await world.open(developer, `/plugins/${plugin.slug}/deliveries/${job}`);
    await page.getByRole('heading', { name: '1 attempt' }).waitFor();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy the last request as curl' }).click();
    await says(page, 'Copied');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('curl --globoff');
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByRole('heading', { name: '2 attempts' }).waitFor();
    await page.getByRole('link', { name: 'Open its lane' }).click();
    await page.waitForURL(`**/deliveries?identifier=visitor%3A1&install=${install.id}`);
  });

  test('what runs again in bulk can be stopped', async () => {
    world.worker.answer = () => 500;
    const { developer, plugin, install } = await publishGreeter(world, 'Stopped greeter');
    await settled(world, await visits(world, install, 3));
    const gate = createGate();
    world.worker.answer = () => answeredAfter(gate.passed);
    const path = `/plugins/${plugin.slug}/deliveries?status=failed`;
    const page = await world.open(developer, path);
    await runAgain(page, 'Retry 3 failed');
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await says(page, 'Stopped: 0 jobs had run again, 0 failed');
    gate.open();
  });

  test('a delivery of another plugin is not there', async () => {
    const one = await publishGreeter(world, 'Own greeter');
    const other = await publishGreeter(world, 'Other greeter');
    const [job = ''] = await visits(world, other.install, 1);
    const page = await world.open(one.developer, `/plugins/${one.plugin.slug}/deliveries/${job}`);
    await heading(page, 'There is no such delivery');
  });
});

describe('an endpoint', () => {
  test('is switched off with a reason, and on again', async () => {
    const { developer, plugin, install } = await publishGreeter(world, 'Moving greeter');
    const page = await world.open(developer, `/plugins/${plugin.slug}`);
    await page.getByRole('button', { name: /^Switch off the endpoint/ }).click();
    await page.getByLabel('Why').fill('Moves to another machine');
    await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click();
    await says(page, 'Why: Moves to another machine');
    const jobs = await visits(world, install, 1);
    await page.getByRole('button', { name: /^Switch on the endpoint/ }).click();
    await page.getByText('answers', { exact: true }).waitFor();
    await settled(world, jobs);
  });
});

describe('the secret', () => {
  test('is rotated with overlap, used, and the one before withdrawn', async () => {
    const { developer, plugin } = await startDeveloping(world, 'Rotating');
    const page = await world.open(developer, `/plugins/${plugin.slug}/secrets`);
    await says(page, 'The only one that works cannot be withdrawn: rotate first.');
    await page.getByRole('button', { name: 'Rotate the secret' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Rotate the secret' }).click();
    await page.getByRole('heading', { name: 'Generation 2 is made' }).waitFor();
    await page.setViewportSize({ width: 360, height: 740 });
    const box = await page.getByText(/^whsec_/).boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 360)).toBeLessThan(360);
    await says(page, /^whsec_/);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await page.getByRole('button', { name: 'Withdraw generation 1' }).click();
    await says(page, 'Your plugin has not used a newer one yet.');
    await page.getByRole('dialog').getByRole('button', { name: 'Withdraw generation 1' }).click();
    await says(page, 'The only one that works cannot be withdrawn: rotate first.');
    expect(await page.getByText('Generation 1', { exact: true }).count()).toBe(0);
  });
});

describe('set-up calls', () => {
  test('what the plugin was asked, and refused, is told of', async () => {
    world.worker.answer = () => ({ status: 412, body: { message: 'The hall is closed' } });
    const url = world.worker.url;
    const fields = [{ key: 'room', type: 'text', label: 'Room' }];
    const setup_steps = [{ type: 'form', title: 'Rooms', fields, validation_url: `${url}/check` }];
    const { developer, plugin, install } = await publishGreeter(world, 'Asked', { setup_steps });
    const page = await world.open(developer, `/plugins/${plugin.slug}/set-up-calls`);
    await page.getByRole('heading', { name: 'It was asked nothing yet' }).waitFor();
    const path = `/platform/v1/installs/${install.id}/setup/0/submit`;
    await world.server.api('POST', path, { payload: { room: 'hall' } });
    await page.reload();
    await says(page, 'said no');
    await says(page, /The hall is closed/);
  });
});

test('a plugin is found, and a delivery sent again, by the keyboard alone', async () => {
  const { developer, plugin, install } = await publishGreeter(world, 'Keyed greeter');
  const [job = ''] = await visits(world, install, 1);
  await settled(world, [job]);
  const page = await world.open(developer, '/plugins');
  await isOpen(page);
  const keys = keyboardOf(page);
  await keys.tabTo('link', 'Keyed greeter');
  await keys.press('Enter');
  await keys.isAt('heading', 'Keyed greeter');
  await keys.tabTo('link', 'Deliveries');
  await keys.press('Enter');
  await page.waitForURL(`**/plugins/${plugin.slug}/deliveries`);
  await keys.tabTo('link', 'A visitor signed in');
  await keys.press('Enter');
  await keys.isAt('heading', 'A visitor signed in');
  await keys.tabTo('button', 'Send again');
  await keys.press('Enter');
  await page.getByRole('heading', { name: '2 attempts' }).waitFor();
});

describe.each(LOOKS)('%s', (_name, look) => {
  test('everybody can use the pages of a plugin', async () => {
    world.worker.answer = () => ({ status: 500, body: { error: 'out' } });
    const { developer, plugin, install } = await publishGreeter(world, 'Looked at greeter');
    const [job = ''] = await visits(world, install, 3);
    await settled(world, [job]);
    const place = `/plugins/${plugin.slug}`;
    const pages = ['', '/deliveries', '/deliveries?status=failed', `/deliveries/${job}`]
      .concat('/set-up-calls', '/secrets')
      .map((path) => place + path);
    for (const path of ['/plugins', '/deliveries', '/plugins/nothing', ...pages]) {
      const page = await world.open(developer, path, look);
      await isOpen(page);
      await isLoaded(page);
      await expectUsable(page);
      await page.context().close();
    }
  });

  test('everybody can use them where there is nothing, and where the server does not answer', async () => {
    const nobody = await createPerson(world.server);
    await letDevelop(world, nobody);
    const page = await world.open(nobody, '/plugins', look);
    await page.getByRole('heading', { level: 2 }).waitFor();
    await expectUsable(page);
    await page.getByRole('button', { name: /^(Register a plugin|Plugin anmelden)$/ }).click();
    await expectUsable(page);
    await page.route('**/platform/v1/plugins?*', (route) => route.fulfill({ status: 502 }));
    await page.goto('/deliveries');
    await page.getByRole('button', { name: /^(Try again|Noch einmal versuchen)$/ }).waitFor();
    await expectUsable(page);
  });
});
