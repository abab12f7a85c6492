import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { createSpace, emit, installPlugin } from '../../server/test/support/plugins.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import {
  createOperator,
  type DeveloperWorld,
  startDeveloperWorld,
} from './support/developer-world.ts';
import { startDoorGuard } from './support/door-guard.ts';

let world: DeveloperWorld;
let guard: Awaited<ReturnType<typeof startDoorGuard>>;
beforeAll(async () => {
  world = await startDeveloperWorld();
  guard = await startDoorGuard();
  await world.server.api('PUT', '/platform/v1/scopes/write_doors', { description: 'Open doors' });
  return async () => {
    await world.close();
    await guard.close();
  };
});
afterEach(() => world.leave());

// Plain.
const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
const tab = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click();
const fill = (where: Locator, label: string, text: string) =>
  where.getByLabel(label, { exact: true }).first().fill(text);
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
  await page.screenshot({ path: '/tmp/j/1.png', fullPage: true });
  const clientId = await shownOnce(page, 'Client id');
  const secret = await shownOnce(page, 'Client secret');
  guard.begin({ baseUrl: world.server.url, clientId, secret });
  await page.getByRole('button', { name: /^I have kept it/ }).click();

  await tab(page, 'Builder');
  await declare(formOf(page));
  await save(page);
  await page.screenshot({ path: '/tmp/j/2.png', fullPage: true });
  await page.getByRole('button', { name: 'Submit for review' }).waitFor();
});

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
  await fill(door, 'URL of the choices', `${guard.url}/options/doors`);
  await fill(
    door,
    'URL of the labels of what was chosen',
    `${guard.url}/selected-values/chosen-door`,
  );
  await fill(step, 'Validation URL', `${guard.url}/validation/door`);
}

void [createSpace, emit, installPlugin, waitFor, expect];
