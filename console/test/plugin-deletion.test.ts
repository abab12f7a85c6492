import type { Page } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { collaborate } from '../../server/test/support/collaborators.ts';
import { addMember, createPerson } from '../../server/test/support/people.ts';
import {
  createOperator,
  type DeveloperWorld,
  publishGreeter,
  startDeveloperWorld,
  startDeveloping,
} from './support/developer-world.ts';
import { keyboardOf } from './support/keyboard.ts';
import { expectUsable, LOOKS } from './support/world.ts';

let world: DeveloperWorld;
beforeAll(async () => {
  world = await startDeveloperWorld();
  return () => world.close();
});
afterEach(() => world.leave());

const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
const dialogOf = (page: Page) => page.getByRole('dialog');

async function ask(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Delete ${name}` }).click();
  await dialogOf(page).getByRole('listitem').first().waitFor();
}

test('an owner reads what goes with it, types its short name, and it is being deleted', async () => {
  const { developer, plugin, install } = await publishGreeter(world, 'Doomed');
  const place = `/plugins/${plugin.slug}`;
  const page = await world.open(developer, place);
  await ask(page, 'Doomed');
  const dialog = dialogOf(page);
  await dialog.getByText('It is uninstalled in 1 space, whose admins are told.').waitFor();
  await dialog.getByText('What it kept there is erased after 30 days. Then it is gone.').waitFor();
  const act = dialog.getByRole('button', { name: 'Delete Doomed' });
  expect(await act.getAttribute('aria-disabled')).toBe('true');
  await dialog.getByLabel(`Type its short name, ${plugin.slug}, to delete it`).fill(plugin.slug);
  await act.click();
  await dialog.waitFor({ state: 'detached' });
  await says(page, /^It is being deleted/);
  await says(page, /^What it kept in 1 space is erased on .+ Then it is gone\.$/);
  expect(await page.getByRole('button', { name: 'Delete Doomed' }).count()).toBe(0);
  const { body } = await world.server.api('GET', `/platform/v1/installs/${install.id}`);
  expect(body.status).toBe('uninstalled');
  await page.goto('/plugins');
  await says(page, 'being deleted');
});

test('one that is installed nowhere is gone at once, also by the keyboard alone', async () => {
  const { developer, plugin } = await startDeveloping(world, 'Fleeting');
  const page = await world.open(developer, `/plugins/${plugin.slug}`);
  const keyboard = keyboardOf(page);
  await keyboard.tabTo('button', 'Delete Fleeting');
  await keyboard.press('Enter');
  await dialogOf(page)
    .getByText(/^It is installed nowhere/)
    .waitFor();
  await keyboard.tabBackTo('textbox', `Type its short name, ${plugin.slug}, to delete it`);
  await keyboard.type(plugin.slug);
  await keyboard.tabTo('button', 'Delete Fleeting');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/plugins');
  await page.getByRole('heading', { name: 'You have no plugin yet' }).waitFor();
});

test('nobody else is offered to delete it, and an owner not while it is suspended', async () => {
  const { developer, plugin } = await publishGreeter(world, 'Held');
  const other = await createPerson(world.server, { friendly_name: 'Cora Colleague' });
  await collaborate(world.server, plugin.id, other.id, 'developer');
  const page = await world.open(other, `/plugins/${plugin.slug}`);
  await page.getByRole('heading', { name: 'Notices' }).waitFor();
  expect(await page.getByRole('button', { name: 'Delete Held' }).count()).toBe(0);
  await world.server.api('POST', `/platform/v1/plugins/${plugin.id}/suspend`);
  const owner = await world.open(developer, `/plugins/${plugin.slug}`);
  await says(owner, /^While it is suspended, only/);
  const operator = await world.open(await createOperator(world), `/plugins/${plugin.slug}`);
  await operator.getByRole('button', { name: 'Delete Held' }).waitFor();
});

test('an admin reads that it was deleted, and saves what it kept instead of restoring it', async () => {
  const { plugin, install } = await publishGreeter(world, 'Given up');
  const admin = await createPerson(world.server, { friendly_name: 'Ada Admin' });
  await addMember(world.server, install.spaceId, admin.id);
  await world.server.api('DELETE', `/platform/v1/plugins/${plugin.id}`);
  const place = `/spaces/${install.spaceId}/installs`;
  const page = await world.open(admin, `${place}/${install.id}`);
  await says(page, /^Given up was deleted by who offered it/);
  await page.getByRole('link', { name: 'Export as JSON' }).waitFor();
  expect(await page.getByRole('button', { name: 'Restore Given up' }).count()).toBe(0);
  await page.goto(`${place}?state=uninstalled`);
  await says(page, /^The plugin was deleted\. What it kept goes on /);
  expect(await page.getByRole('button', { name: 'Restore Given up' }).count()).toBe(0);
});

describe.each(LOOKS)('%s', (_name, look) => {
  test('everybody can use the way to delete it, and what is shown after that', async () => {
    const { developer, plugin } = await publishGreeter(world, 'Looked at');
    const page = await world.open(developer, `/plugins/${plugin.slug}`, look);
    await page.getByRole('button', { name: /^(Delete Looked at|Looked at löschen)$/ }).click();
    const dialog = dialogOf(page);
    await dialog.getByRole('listitem').first().waitFor();
    await expectUsable(page);
    await dialog.getByRole('textbox').fill(plugin.slug);
    await dialog.getByRole('button').last().click();
    await says(page, /^(What it kept|Was es) in 1 Space/i);
    await expectUsable(page);
  });
});
