import type { Page } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { waitFor } from '../../server/test/support/wait-for.ts';
import {
  type DeveloperWorld,
  publishGreeter,
  startDeveloperWorld,
} from './support/developer-world.ts';
import { expectUsable, LOOKS } from './support/world.ts';

let world: DeveloperWorld;
beforeAll(async () => {
  world = await startDeveloperWorld();
  return () => world.close();
});
afterEach(() => world.leave());

async function tellTwice(id: number): Promise<void> {
  await world.server.api('POST', `/platform/v1/plugins/${id}/suspend`);
  await world.server.api('POST', `/platform/v1/plugins/${id}/resume`);
}

const rowOf = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });

test('what was not read is said at the plugin, marked on its page, and read by being seen', async () => {
  const { developer, plugin } = await publishGreeter(world, 'Told');
  await tellTwice(plugin.id);
  const page = await world.open(developer, '/plugins');
  await rowOf(page, 'Told').getByText('2 new notices').waitFor();
  await page.getByRole('link', { name: 'Told' }).click();
  const notices = page.getByRole('listitem').filter({ hasText: 'The platform' });
  await notices.first().scrollIntoViewIfNeeded();
  await notices.nth(1).getByText('new', { exact: true }).waitFor();
  await page.goto('/plugins');
  await rowOf(page, 'Told').getByText('all endpoints answer').waitFor();
  expect(await page.getByText('new notices').count()).toBe(0);
  await page.getByRole('link', { name: 'Told' }).click();
  await notices.first().waitFor();
  expect(await notices.getByText('new', { exact: true }).count()).toBe(0);
});

test('what is below the end of the screen is not read', async () => {
  const { developer, plugin } = await publishGreeter(world, 'Far below');
  await tellTwice(plugin.id);
  const small = { viewport: { width: 900, height: 320 } };
  const page = await world.open(developer, `/plugins/${plugin.slug}`, small);
  const notice = page.getByRole('listitem').filter({ hasText: 'The platform resumed' });
  await notice.waitFor();
  const unread = async () => {
    const { body } = await world.server.api('GET', `/platform/v1/plugins/${plugin.id}`);
    expect(body.id).toBe(plugin.id);
    const list = await page.evaluate(
      'fetch("/platform/v1/plugins").then((answer) => answer.text())',
    );
    return JSON.parse(list as string).data[0].unread_notices as number;
  };
  expect(await unread()).toBe(2);
  await notice.scrollIntoViewIfNeeded();
  await waitFor(async () => (await unread()) === 0, { describe: 'the notices to be read' });
});

describe.each(LOOKS)('%s', (_name, look) => {
  test('everybody can use what is said of notices', async () => {
    const { developer, plugin } = await publishGreeter(world, 'Looked at');
    await tellTwice(plugin.id);
    const page = await world.open(developer, '/plugins', look);
    await page.getByText(/^2 (new notices|neue Hinweise)$/).waitFor();
    await expectUsable(page);
    await page.goto(`/plugins/${plugin.slug}`);
    await page
      .getByText(/^(new|neu)$/)
      .first()
      .waitFor();
    await expectUsable(page);
  });
});
