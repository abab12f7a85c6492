import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { sql } from '../../server/src/lib/db.ts';
import {
  createSpace,
  defineEventType,
  emit,
  installPlugin,
  type TestPlugin,
} from '../../server/test/support/plugins.ts';
import { openAs } from './support/browsers.ts';
import {
  createOperator,
  type DeveloperWorld,
  settled,
  startDeveloperWorld,
} from './support/developer-world.ts';
import { type DoorGuard, startDoorGuard } from './support/door-guard.ts';

const SPACES = 40;

let world: DeveloperWorld;
let guard: DoorGuard;
beforeAll(async () => {
  world = await startDeveloperWorld();
  guard = await startDoorGuard();
  await world.server.api('PUT', '/platform/v1/scopes/write_doors', { description: 'Open doors' });
  await defineEventType(world.server, 'entry_sign_in', {
    description: 'A visitor signed in',
    example_payload: { visitor: { name: 'Visitor 7' } },
  });
  return async () => {
    await world.close();
    await guard.close();
  };
});
afterEach(() => world.leave());

const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
const tab = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click();
const fill = (where: Locator, label: string, text: string) =>
  where
    .getByLabel(new RegExp(`^${label}( optional)?$`))
    .first()
    .fill(text);
const slider = (page: Page) => page.getByRole('slider', { name: 'How far it goes' });
const formOf = (page: Page) => page.getByRole('region', { name: 'Form' });

async function add(where: Locator, button: string, list: string): Promise<Locator> {
  await where.getByRole('button', { name: button, exact: true }).last().click();
  return where.getByRole('list', { name: list, exact: true }).first().locator('> li').last();
}

async function save(page: Page) {
  await page.getByRole('button', { name: 'Save draft' }).click();
  await says(page, /^Saved as release \d+, a draft\.$/);
}

/** What a member of the definition list of credentials says. */
async function shownOnce(page: Page, label: string): Promise<string> {
  const row = page.getByText(label, { exact: true }).locator('xpath=..');
  return row.locator('code').innerText();
}

test('from an invitation to a second release and back, without a key of the host', async () => {
  const desk = await world.open(await createOperator(world), '/operator/developers');
  await desk.getByLabel('Email address').fill('nora@doors.example.com');
  await desk.getByRole('button', { name: 'Invite', exact: true }).click();
  const link = await desk.locator('code').first().innerText();

  const page = await world.openAt(link);
  await page.getByLabel(/name/i).first().fill('Nora New');
  await page.locator('input[type=password]').first().fill('a long enough password');
  await page.getByRole('button').last().click();
  await page.waitForURL('**/plugins');
  await page.getByRole('button', { name: 'Register your first plugin' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Door guard');
  await page.getByLabel('Short name').press('Enter');
  await page.getByRole('button', { name: /^I have kept it/ }).waitFor();
  const clientId = await shownOnce(page, 'Client id');
  const secret = await shownOnce(page, 'Client secret');
  guard.begin({ baseUrl: world.server.url, clientId, secret });
  await page.getByRole('button', { name: /^I have kept it/ }).click();

  await tab(page, 'Builder');
  await declare(formOf(page));
  await save(page);
  await tryOut(page);

  await tab(page, 'Releases');
  await submit(page);
  await approve(desk, 'Door guard');
  const plugin = { id: await idOf('door-guard') } as TestPlugin;
  const spaces = await Promise.all(
    Array.from({ length: SPACES }, (_, index) => move(plugin, index + 1)),
  );

  await tab(page, 'Builder');
  const form = formOf(page);
  await form.getByLabel('Open doors').selectOption('required');
  await fill(form, 'Worker URL', `${guard.url}/2/events/entry_sign_in`);
  await fill(form, 'Migration URL', `${guard.url}/2/migration`);
  await save(page);
  await tab(page, 'Releases');
  await says(page, 'Asks for one more permission: Open doors');
  await page.getByLabel('I roll it out myself, step by step').check();
  await submit(page);
  await approve(desk, 'Door guard');

  await page.reload();
  await page.getByRole('button', { name: 'Rehearse a release' }).click();
  await page.getByRole('button', { name: /^Rehearse release \d+$/ }).click();
  await says(page, `${SPACES} events: ${SPACES - 1} the same, 1 different`);
  await says(page, 'Visitor 3 is not let in any more');

  await page.getByRole('link', { name: 'Releases' }).click();
  await page.getByRole('button', { name: 'Try the migration' }).click();
  await page.getByRole('link', { name: `${SPACES} would come` }).waitFor();
  await slider(page).fill('2');
  await says(page, new RegExp(`^10 %: \\d+ of ${SPACES} installs`));
  await page.getByRole('button', { name: 'Roll out to 10 %' }).click();
  await says(page, 'The others stay where they are until you go on.');
  await slider(page).press('End');
  await page.getByRole('button', { name: 'Roll out to 100 %' }).click();
  await says(page, /^Everybody is on release \d+/);
  expect(await configs(plugin)).toEqual([{ welcome: 'Hello', door: 'front' }]);

  const admin = await openAs({ server: world.server, spaceId: spaces[0] as number }, 'admin', '');
  await says(admin, 'Door guard asks for more than you agreed to');
  await admin.context().close();

  await page.getByRole('button', { name: /^Go back to release \d+$/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Go back/ })
    .click();
  await says(page, /^The last roll-out of release \d+ went back\.$/);
  expect(await configs(plugin)).toEqual([{ greeting: 'Hello', door: 'front' }]);
});

/** A customer takes the plugin, and a visitor comes. */
async function move(plugin: TestPlugin, number: number): Promise<number> {
  const { server } = world;
  const spaceId = await createSpace(server, { name: `Branch ${number}` });
  const name = `Visitor ${number}`;
  await installPlugin(server, plugin, spaceId, { config: { greeting: 'Hello', door: 'front' } });
  const { jobs } = await emit(server, spaceId, 'entry_sign_in', { payload: { visitor: { name } } });
  await settled(
    world,
    jobs.map(({ id }) => id),
  );
  return spaceId;
}

/** Release 1, with every part. */
async function declare(form: Locator) {
  const event = await add(form, 'Add an event', 'Events');
  await event.getByLabel('Event', { exact: true }).selectOption('entry_sign_in');
  await fill(event, 'Worker URL', `${guard.url}/events/entry_sign_in`);
  const step = await add(form, 'Add a step', 'Steps');
  await fill(step, 'Title', 'How to guard');
  const greeting = await add(step, 'Add a field', 'Fields');
  await greeting.getByLabel('Type of field').selectOption('text');
  await fill(greeting, 'Label', 'Greeting');
  await fill(greeting, 'Key', 'greeting');
  const door = await add(step, 'Add a field', 'Fields');
  await door.getByLabel('Type of field').selectOption('select');
  await fill(door, 'Label', 'Door');
  await fill(door, 'Key', 'door');
  await door.getByLabel('It has to be answered').check();
  await fill(door, 'URL of the choices', `${guard.url}/options/doors`);
  await fill(
    door,
    'URL of the labels of what was chosen',
    `${guard.url}/selected-values/chosen-door`,
  );
  await fill(step, 'Validation URL', `${guard.url}/validation/door`);
}

/** On an install of one's own, before anybody else has it. */
async function tryOut(page: Page) {
  await tab(page, 'Try it');
  await page.getByRole('button', { name: 'Make a development install' }).click();
  await page.getByRole('link', { name: 'Go on with the set-up' }).first().click();
  await page.getByLabel('Greeting').fill('Hey');
  await page.getByRole('combobox', { name: 'Door', exact: true }).click();
  await page.getByRole('option', { name: 'Garage' }).click();
  await page.getByRole('button', { name: 'Save and finish' }).click();
  await says(page, 'Be polite');
  await page.getByLabel('Greeting').fill('Good evening');
  await page.getByRole('button', { name: 'Save and finish' }).click();
  await says(page, 'Done');
  await page.goto(`${world.server.config.publicUrl}/plugins/door-guard/try`);
  await page.getByText('works', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Send the event' }).click();
  await page.getByRole('article').getByText('Good evening, Visitor 7').first().waitFor();
}

async function submit(page: Page) {
  await page.getByRole('button', { name: /^Submit release \d+$/ }).click();
  await says(page, 'Somebody looks at it now.');
}

/** As an operator looks at what changed, and lets it pass. */
async function approve(desk: Page, name: string) {
  await desk.goto('/operator/review');
  await desk.getByRole('link', { name }).click();
  await desk.getByLabel('What you tell its developer').fill('Thank you');
  await desk.getByRole('button', { name: /^Approve release \d+$/ }).click();
  await desk.getByRole('heading', { name: 'Nothing waits for review' }).waitFor();
}

const idOf = async (slug: string): Promise<number> =>
  (await world.server.api('GET', `/platform/v1/plugins/${slug}`)).body.id;

/** What the customers' settings are, each once. */
async function configs({ id }: TestPlugin): Promise<unknown[]> {
  const rows = await world.server.db.query<{ config: string }>(
    sql`select distinct config::text as config from installs where plugin_id = ${id} and not development`,
  );
  return rows.map(({ config }) => JSON.parse(config));
}
