import type { Page } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createPerson, type TestPerson } from '../../server/test/support/people.ts';
import type { TestPlugin } from '../../server/test/support/plugins.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import {
  type DeveloperWorld,
  letDevelop,
  publishGreeter,
  settled,
  startDeveloperWorld,
  startDeveloping,
  visits,
} from './support/developer-world.ts';
import { expectUsable, LOOKS } from './support/world.ts';

let world: DeveloperWorld;
beforeAll(async () => {
  world = await startDeveloperWorld();
  return () => world.close();
});
afterEach(() => world.leave());

const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

async function collaborator(plugin: TestPlugin, role: string): Promise<TestPerson> {
  const person = await createPerson(world.server, { friendly_name: `Cora ${role}` });
  await letDevelop(world, person);
  const path = `/platform/v1/plugins/${plugin.id}/collaborators/${person.id}`;
  const answer = await world.server.api('PUT', path, { role });
  expect(answer.status, answer.text).toBe(200);
  return person;
}

test('somebody is added by their address, given another role and removed', async () => {
  const { developer, plugin } = await startDeveloping(world, 'Shared');
  const friend = await createPerson(world.server, { friendly_name: 'Fred Friend' });
  const page = await world.open(developer, `/plugins/${plugin.slug}/collaborators`);
  await page.getByLabel('Email address').fill(friend.email);
  await page.getByRole('button', { name: 'Add somebody' }).click();
  await says(page, /^No developer has this address/);
  await letDevelop(world, friend);
  await page.getByRole('button', { name: 'Add somebody' }).click();
  await page.getByLabel('Role of Fred Friend').selectOption('viewer');
  await page.getByRole('button', { name: 'Save role: Fred Friend' }).click();
  await says(page, 'Fred Friend is viewer now.');
  await page.getByLabel('Role of Dora Developer').selectOption('viewer');
  await page.getByRole('button', { name: 'Save role: Dora Developer' }).click();
  await says(page, 'A plugin keeps an owner: make somebody else one first.');
  await page.getByRole('button', { name: 'Remove Fred Friend' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove Fred Friend' }).click();
  await page.getByText('Fred Friend').first().waitFor({ state: 'detached' });
});

test('a viewer looks, changes nothing, and leaves', async () => {
  const { plugin, install } = await publishGreeter(world, 'Watched');
  const [job = ''] = await visits(world, install, 1);
  await settled(world, [job]);
  const viewer = await collaborator(plugin, 'viewer');
  const place = `/plugins/${plugin.slug}`;
  const page = await world.open(viewer, place);
  await page.getByText('answers', { exact: true }).waitFor();
  expect(await page.getByRole('button', { name: /^Switch off/ }).count()).toBe(0);
  await page.getByRole('link', { name: 'Secrets' }).click();
  await says(page, 'Generation 1');
  expect(await page.getByRole('button', { name: 'Rotate the secret' }).count()).toBe(0);
  await page.goto(`${place}/deliveries/${job}`);
  await page.getByRole('heading', { name: '1 attempt' }).waitFor();
  expect(await page.getByRole('button', { name: 'Send again' }).count()).toBe(0);
  await page.goto(`${place}/releases`);
  await says(page, 'what installs run');
  expect(await page.getByRole('button', { name: /^Submit/ }).count()).toBe(0);
  await page.goto(`${place}/collaborators`);
  await page.getByRole('button', { name: 'Leave' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Leave Watched' }).click();
  await page.waitForURL('**/plugins');
  await page.getByRole('heading', { name: 'You have no plugin yet' }).waitFor();
});

describe('the overview', () => {
  test('shows how requests went, of a day and of a week, and where they were made', async () => {
    const { developer, plugin, install } = await publishGreeter(world, 'Measured');
    const place = `/plugins/${plugin.slug}`;
    const page = await world.open(developer, place);
    await says(page, 'Nothing was sent to it in this time.');
    await settled(world, await visits(world, install, 3));
    const isCounted = async () => {
      const path = `/platform/v1/plugins/${plugin.id}/stats`;
      return (await world.server.api('GET', path)).body.attempts === 3;
    };
    await waitFor(isCounted, { describe: 'requests to be counted' });
    await page.reload();
    await says(page, '3 requests');
    await page.getByLabel('Time').selectOption('week');
    await says(page, '3 requests');
    await page.getByText('The same in numbers').first().click();
    await expectUsable(page);
    await page.goto(`${place}/deliveries`);
    const first = page.getByRole('listitem').filter({ hasText: 'visitor:1' });
    await first.getByText('Reception').waitFor();
    await first.getByText(/^200 in /).waitFor();
  });
});

describe.each(LOOKS)('%s', (_name, look) => {
  test('everybody can use the list of collaborators', async () => {
    const { developer, plugin } = await startDeveloping(world, 'Looked at');
    const viewer = await collaborator(plugin, 'viewer');
    for (const person of [developer, viewer]) {
      const page = await world.open(person, `/plugins/${plugin.slug}/collaborators`, look);
      await page.getByRole('listitem').filter({ hasText: 'Cora viewer' }).waitFor();
      await expectUsable(page);
    }
  });
});
