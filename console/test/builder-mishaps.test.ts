import type { Page } from 'playwright-core';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { signIn } from '../../server/test/support/people.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import {
  type DeveloperWorld,
  publishGreeter,
  startDeveloperWorld,
  startDeveloping,
} from './support/developer-world.ts';
import { expectUsable, LOOKS } from './support/world.ts';

let world: DeveloperWorld;
beforeAll(async () => {
  world = await startDeveloperWorld();
  const description = 'Read the visitors';
  await world.server.api('PUT', '/platform/v1/scopes/read_visitors', { description });
  await world.server.api('PUT', '/platform/v1/event_types/door_opened', {
    description: 'A door was opened',
    required_scope: 'read_visitors',
  });
  return () => world.close();
});
afterEach(() => world.leave());

type Look = Parameters<DeveloperWorld['open']>[2];

const formOf = (page: Page) => page.getByRole('region', { name: /^(Form|Formular)$/ });
const focused = (page: Page) => page.locator(':focus');

async function openBuilder(who: { id: number }, slug: string, look?: Look): Promise<Page> {
  const page = await world.open(who, `/plugins/${slug}/builder`, look);
  await formOf(page).waitFor();
  return page;
}

const fieldsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    key: `key_${index}`,
    type: 'text',
    label: `Field ${index}`,
  }));

test('who is signed out while they write loses nothing, and saves once they are back', async () => {
  const { developer, plugin } = await startDeveloping(world, 'Signed out');
  const page = await openBuilder(developer, plugin.slug);
  await formOf(page).getByLabel('In one sentence').fill('Typed with care');
  await page.context().clearCookies();
  await page.getByRole('button', { name: 'Save draft' }).click();
  await page.getByText('What you typed is still here').waitFor();
  const beside = page.waitForEvent('popup');
  await page.getByRole('link', { name: 'Sign in in another tab' }).click();
  await (await beside).waitForURL('**/sign-in?**');
  expect(await formOf(page).getByLabel('In one sentence').inputValue()).toBe('Typed with care');

  const { cookies } = await signIn(world.server, developer.id);
  const url = world.server.config.publicUrl;
  await page.context().addCookies([...cookies].map(([name, value]) => ({ name, value, url })));
  await page.getByRole('button', { name: 'Save draft' }).click();
  await page.getByText(/^Saved as release \d+, a draft\.$/).waitFor();
});

test('who has typed nothing is led to sign in', async () => {
  const { developer, plugin } = await startDeveloping(world, 'Left alone');
  const page = await openBuilder(developer, plugin.slug);
  await page.context().clearCookies();
  await page.getByRole('link', { name: 'Releases' }).click();
  await page.waitForURL('**/sign-in?**');
});

test('that a colleague was first is shown to who saves from the end of the form', async () => {
  const { developer, plugin } = await startDeveloping(world, 'Two tabs');
  const [one, other] = [
    await openBuilder(developer, plugin.slug),
    await openBuilder(developer, plugin.slug),
  ];
  // First: who has typed nothing is shown what is new.
  await formOf(other).getByLabel('Migration URL').fill('https://two.example.com/');
  await formOf(one).getByLabel('In one sentence').fill('First');
  await one.getByRole('button', { name: 'Save draft' }).click();
  await one.getByText(/^Saved as release/).waitFor();
  await other.getByRole('button', { name: 'Save draft' }).click();
  const conflict = other.getByRole('alert').filter({ hasText: 'A colleague saved' });
  await conflict.and(focused(other)).waitFor();
  await waitFor(() => conflict.evaluate((box) => box.getBoundingClientRect().top >= 0), {
    describe: 'the conflict to be in sight',
  });
});

test('many fields are folded to their names, and what is wrong in one opens it', async () => {
  const setup_steps = [{ type: 'form', title: 'Many', fields: fieldsOf(30) }];
  const { developer, plugin } = await publishGreeter(world, 'Many fields', { setup_steps });
  const page = await openBuilder(developer, plugin.slug);
  const form = formOf(page);
  const toggle = (name: string) => form.getByRole('button', { name, exact: true });
  await toggle('Field 29').waitFor();
  expect(await form.getByLabel('Key', { exact: true }).count()).toBe(0);
  await toggle('Field 3').click();
  await form.getByLabel('Key', { exact: true }).fill('key_4');
  await form.getByRole('button', { name: 'Move Field 3 down' }).press('Enter');
  await form.getByRole('button', { name: 'Move Field 3 down' }).and(focused(page)).waitFor();
  await toggle('Field 3').click();
  await page.getByRole('button', { name: 'Save draft' }).click();
  await form.getByText('Something in it is missing or wrong.').waitFor();
  await page.getByRole('link', { name: 'Set-up › Many › Fields › Field 3 › Key' }).click();
  await form.getByLabel('Key', { exact: true }).and(focused(page)).waitFor();
  await focused(page).fill('key_3');
  await page.getByRole('button', { name: 'Save draft' }).click();
  await page.getByText(/^Saved as release/).waitFor();
  // It stays as it was before it was saved.
  expect(await form.getByLabel('Key', { exact: true }).inputValue()).toBe('key_3');
});

test('a permission that an event needs is asked for by a click', async () => {
  const { developer, plugin } = await startDeveloping(world, 'Deaf');
  const page = await openBuilder(developer, plugin.slug);
  const form = formOf(page);
  await form.getByRole('button', { name: 'Add an event' }).click();
  await form.getByLabel('Event', { exact: true }).selectOption('door_opened');
  await form.getByText('It needs the permission: Read the visitors').waitFor();
  await form.getByRole('button', { name: 'Ask for the permission' }).click();
  await form.getByLabel('Event', { exact: true }).and(focused(page)).waitFor();
  expect(await form.getByLabel('Read the visitors').inputValue()).toBe('required');
  expect(await form.getByRole('button', { name: 'Ask for the permission' }).count()).toBe(0);
});

test.each(LOOKS)('what is wrong is told in words of the reader, %s', async (_, look) => {
  const isGerman = look.locale === 'de';
  const { developer, plugin } = await startDeveloping(world, `Wrong ${look.locale}`);
  const page = await openBuilder(developer, plugin.slug, look);
  const form = formOf(page);
  await form.getByLabel('Name', { exact: true }).fill('');
  await form.getByLabel('Website').fill('guard');
  const [add, event, save] = isGerman
    ? ['Ereignis hinzufügen', 'Ereignis', 'Entwurf speichern']
    : ['Add an event', 'Event', 'Save draft'];
  for (const index of [0, 1]) {
    await form.getByRole('button', { name: add }).click();
    await form.getByLabel(event, { exact: true }).nth(index).selectOption('door_opened');
    await form.getByLabel('Worker').nth(index).fill('https://guard.example.com/');
  }
  await page.getByRole('button', { name: save }).click();
  const told = page.getByRole('alert').getByRole('listitem');
  await told.first().waitFor();
  expect(await told.allInnerTexts()).toEqual(
    isGerman
      ? [
          'Name darf nicht leer sein',
          'Website muss eine Adresse mit Schema sein, etwa https://example.com/',
          'Ereignisse › A door was opened › Ereignis kommt mehr als einmal vor',
        ]
      : [
          'Name must not be empty',
          'Website must be an address with its scheme, such as https://example.com/',
          'Events › A door was opened › Event is there more than once',
        ],
  );
  await expectUsable(page);
});
