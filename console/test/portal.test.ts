import type { Page } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { addMember, createPerson, removeMember } from '../../server/test/support/people.ts';
import { createSpace, installPlugin, registerPlugin } from '../../server/test/support/plugins.ts';
import { startReceiver } from '../../server/test/support/receiver.ts';
import { expectUsable, LOOKS, startWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ PLUGBOARD_BRAND_NAME: 'Acme' });
  return () => world.close();
});
afterEach(() => world.leave());

const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name }).waitFor();
const at = (page: Page) => new URL(page.url()).pathname;
const place = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Pages of this space' }).getByRole('link', { name });
const menu = (page: Page, name: string) =>
  page.getByRole('button', { name: `${name}: account` }).click();

/** Somebody of a customer of the host, who has never been here. */
async function customer(space: string, role = 'admin') {
  const person = await createPerson(world.server, { friendly_name: `Customer of ${space}` });
  const spaceId = await createSpace(world.server, { name: space });
  await addMember(world.server, spaceId, person.id, role);
  return { person, spaceId };
}

/** As the host makes one. */
async function linkFor(userId: number, spaceId: number): Promise<string> {
  const body = { user_id: userId, space_id: spaceId };
  const answer = await world.server.api('POST', '/platform/v1/portal_links', body);
  expect(answer.status, answer.text).toBe(201);
  return answer.body.url;
}

describe('a portal', () => {
  test('opens to an admin who was never here: the pages of the space, and no others', async () => {
    const { person, spaceId } = await customer('North');
    const other = await createSpace(world.server, { name: 'South' });
    await addMember(world.server, other, person.id);
    const { id } = await installPlugin(
      world.server,
      await registerPlugin(world.server, { name: 'Greeter' }),
      spaceId,
    );
    const page = await world.openAt(await linkFor(person.id, spaceId));
    await heading(page, /Customer of North/);
    expect(at(page)).toBe(`/spaces/${spaceId}`);
    for (const name of ['Catalog', 'Installed', 'Activity', 'Members', 'Home']) {
      await place(page, name).click();
      await page.locator('h1:focus').waitFor();
    }
    expect(await page.getByRole('button', { name: /switch to another space/ }).count()).toBe(0);
    await page.getByRole('complementary').getByText('North', { exact: true }).waitFor();

    await place(page, 'Installed').click();
    await page.getByRole('link', { name: 'Greeter' }).click();
    await page.waitForURL(`**/installs/${id}`);
    await page.getByRole('button', { name: 'More about Greeter' }).click();
    await page.getByRole('button', { name: 'Suspend Greeter' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Suspend Greeter' }).click();
    await page.getByText(/Greeter is suspended/).waitFor();

    await menu(page, 'Customer of North');
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    expect(await page.getByRole('link', { name: 'Account' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Your spaces' }).count()).toBe(0);

    for (const path of ['/account', '/grants', `/spaces/${other}`]) {
      await page.goto(path);
      await heading(page, 'Not open here');
    }
    await page.getByRole('link', { name: 'Back to North' }).click();
    await heading(page, /Customer of North/);
  });

  test('shows a member who is no admin the same without the buttons', async () => {
    const { person, spaceId } = await customer('Members', 'editor');
    const plugin = await registerPlugin(world.server, { name: 'Greeter' });
    const { id } = await installPlugin(world.server, plugin, spaceId);
    const page = await world.openAt(await linkFor(person.id, spaceId));
    await heading(page, /Customer of Members/);
    await page.goto(`/spaces/${spaceId}/installs/${id}`);
    await heading(page, 'Greeter');
    expect(await page.getByRole('button', { name: /^Suspend/ }).count()).toBe(0);
    await place(page, 'Members').click();
    await heading(page, 'Members');
    expect(await page.getByRole('combobox').count()).toBe(0);
  });

  test('tells of what plugins said there, and its name leads back', async () => {
    const { person, spaceId } = await customer('Bells');
    const page = await world.openAt(await linkFor(person.id, spaceId));
    await page.getByRole('link', { name: 'Notifications' }).click();
    await heading(page, 'Notifications');
    await page.getByRole('link', { name: 'Acme' }).click();
    await heading(page, /Customer of Bells/);
    expect(at(page)).toBe(`/spaces/${spaceId}`);
  });

  test('shows the pages of plugins', async () => {
    const { person, spaceId } = await customer('Pages');
    const site = await startReceiver({
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<h1>A page of a plugin</h1>',
    });
    onTestFinished(() => site.close());
    const plugin = await registerPlugin(world.server, {
      name: 'Framed',
      placements: { sidebar: {} },
      embedded_app_url: `${site.url}/page`,
    });
    await installPlugin(world.server, plugin, spaceId);
    const page = await world.openAt(await linkFor(person.id, spaceId));
    await page.getByRole('link', { name: 'Framed' }).click();
    await page
      .frameLocator('iframe')
      .getByRole('heading', { name: 'A page of a plugin' })
      .waitFor();
    expect(at(page)).toBe(`/spaces/${spaceId}/plugins/${plugin.slug}`);
  });

  test('is open once: who comes by the same link again is told where to get another', async () => {
    const { person, spaceId } = await customer('Once');
    const link = await linkFor(person.id, spaceId);
    await heading(await world.openAt(link), /Customer of Once/);
    const second = await world.openAt(link);
    await heading(second, 'This link does not work any more');
    await second.getByText('Go back to Acme').waitFor();
  });

  test('is left by signing out, and nothing of it is open afterwards', async () => {
    const { person, spaceId } = await customer('Leaving');
    const page = await world.openAt(await linkFor(person.id, spaceId));
    await menu(page, 'Customer of Leaving');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await heading(page, 'You are not signed in any more');
    await page.goto(`/spaces/${spaceId}`);
    await page.waitForURL('**/sign-in?**');
  });

  test('ends with the membership, and says how to come back', async () => {
    const { person, spaceId } = await customer('Ending');
    const page = await world.openAt(await linkFor(person.id, spaceId));
    await heading(page, /Customer of Ending/);
    await removeMember(world.server, spaceId, person.id);
    // What listens hears of it, without anybody clicking.
    await heading(page, 'You are not signed in any more');
    expect(at(page)).toBe(`/spaces/${spaceId}`);
    await page.getByText('Go back to Acme').waitFor();
  });

  test('is not seen by who is signed in, who sees all that is theirs', async () => {
    const { person, spaceId } = await customer('Wider');
    const page = await world.open(person, '/account');
    await heading(page, 'Account');
    await page.goto(await linkFor(person.id, spaceId));
    await heading(page, /Customer of Wider/);
    await page.getByRole('button', { name: /switch to another space/ }).waitFor();
  });

  test.each(LOOKS)('can be used by everybody: %s', async (_, look) => {
    const { person, spaceId } = await customer(`Looks ${'very '.repeat(9)}long`);
    const page = await world.openAt(await linkFor(person.id, spaceId), look);
    await page.locator('main h1').waitFor();
    await expectUsable(page);
    await page.getByRole('button', { name: /account$|Konto$/ }).click();
    await expectUsable(page);
    for (const path of ['/account', '/portal', '/portal/pbi_unknown']) {
      await page.goto(path);
      await expectUsable(page);
    }
    await world.server.api('DELETE', `/platform/v1/users/${person.id}`);
  });
});
