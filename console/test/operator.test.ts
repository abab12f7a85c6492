import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bearerOf, createPerson, type TestPerson } from '../../server/test/support/people.ts';
import {
  defineEventType,
  submitDraft,
  type TestPlugin,
} from '../../server/test/support/plugins.ts';
import { send } from '../../server/test/support/server.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import {
  createOperator,
  type DeveloperWorld,
  letDevelop,
  publishGreeter,
  startDeveloperWorld,
  startDeveloping,
} from './support/developer-world.ts';
import { expectUsable, LOOKS } from './support/world.ts';

let world: DeveloperWorld;
beforeAll(async () => {
  world = await startDeveloperWorld();
  await defineEventType(world.server, 'entry_sign_out', { description: 'A visitor signed out' });
  return () => world.close();
});
beforeEach(() => {
  world.worker.answer = () => 200;
});
afterEach(() => world.leave());

const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name }).waitFor();
const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
const isLoaded = (page: Page) =>
  waitFor(
    async () => (await page.getByRole('status', { name: /^(Loading|Lädt)$/ }).count()) === 0,
    { describe: 'all to be there' },
  );

/** The developer writes what differs from the published manifest into their draft. */
async function edit(developer: TestPerson, plugin: TestPlugin, change: object) {
  const { server } = world;
  const path = `/platform/v1/plugins/${plugin.id}/manifest`;
  const { body } = await server.api('GET', path);
  const bearer = await bearerOf(server, developer.id);
  const written = { ...body, ...change };
  const answer = await send(server.url + path, 'PUT', written, bearer);
  expect(answer.status, answer.text).toBeLessThan(300);
}

const hearsMore = (plugin: TestPlugin) => ({
  events: ['entry_sign_in', 'entry_sign_out'].map((name) => ({
    name,
    url: `${world.worker.url}/${plugin.slug}`,
  })),
});

test('a release is submitted, sent back with a message, submitted again and approved', async () => {
  const { developer, plugin } = await publishGreeter(world, 'Reviewed greeter');
  const operator = await createOperator(world);
  await edit(developer, plugin, hearsMore(plugin));

  const page = await world.open(developer, `/plugins/${plugin.slug}/releases`);
  await says(page, 'Hears one more event: A visitor signed out');
  await says(page, 'It reaches 1 install.');
  await page.getByRole('button', { name: /^Submit release \d+$/ }).click();
  await says(page, 'Somebody looks at it now.');

  const desk = await world.open(operator, '/operator/review');
  await desk.getByRole('link', { name: 'Reviewed greeter' }).click();
  await heading(desk, /^Reviewed greeter, release \d+$/);
  await desk.getByRole('heading', { name: /^What changed since release \d+/ }).waitFor();
  await says(desk, 'Hears one more event: A visitor signed out');
  await desk.getByLabel('What it hears: does it need that?').check();
  await desk.getByRole('heading', { name: 'What an admin will see' }).waitFor();
  await expectUsable(desk);
  await desk.getByRole('button', { name: /^Send release \d+ back$/ }).click();
  await says(desk, 'Tell its developer something, even if it is only thanks.');
  await desk.getByLabel('What you tell its developer').fill('Why does it hear who leaves?');
  await desk.getByRole('button', { name: /^Send release \d+ back$/ }).click();
  await desk.getByRole('heading', { name: 'Nothing waits for review' }).waitFor();

  await page.reload();
  await says(page, 'The reviewer says: Why does it hear who leaves?');
  await edit(developer, plugin, { ...hearsMore(plugin), intro: 'Says goodbye, too' });
  await page.reload();
  await page.getByLabel('I roll it out myself, step by step').check();
  await page.getByLabel('Everybody gets it at once').check();
  await page.getByRole('button', { name: /^Submit release \d+$/ }).click();
  await says(page, 'Somebody looks at it now.');

  await desk.reload();
  await desk.getByRole('link', { name: 'Reviewed greeter' }).click();
  await desk.getByLabel('What you tell its developer').fill('Thank you');
  await desk.getByRole('button', { name: /^Approve release \d+$/ }).click();
  await desk.getByRole('heading', { name: 'Nothing waits for review' }).waitFor();

  await page.reload();
  await says(page, 'The reviewer says: Thank you');
  const newest = page.getByRole('listitem').filter({ hasText: 'The reviewer says: Thank you' });
  await newest.getByText('what installs run').waitFor();
});

describe('a verdict', () => {
  test('about a release that is decided already says so', async () => {
    const { plugin } = await startDeveloping(world, 'Raced');
    const number = await submitDraft(world.server, plugin);
    const desk = await world.open(
      await createOperator(world),
      `/operator/review/${plugin.id}/${number}`,
    );
    await desk.getByLabel('What you tell its developer').fill('Welcome');
    const path = `/platform/v1/plugins/${plugin.id}/releases/${number}/review`;
    await world.server.api('POST', path, { verdict: 'reject', message: 'No' });
    await desk.getByRole('button', { name: `Approve release ${number}` }).click();
    await says(desk, /^It is not in review any more/);
    desk.once('dialog', (dialog) => dialog.accept());
    await desk.reload();
    await heading(desk, 'It is decided already');
  });

  test('leads on to the next that waits, and keeps it out of the catalog where that is wished', async () => {
    const one = await startDeveloping(world, 'First in line');
    const other = await startDeveloping(world, 'Second in line');
    const number = await submitDraft(world.server, one.plugin);
    await submitDraft(world.server, other.plugin);
    const operator = await createOperator(world);
    const desk = await world.open(operator, `/operator/review/${one.plugin.id}/${number}`);
    await desk.getByLabel('What you tell its developer').fill('Welcome');
    await desk.getByLabel('Keep it out of the catalog').check();
    await desk.getByRole('button', { name: `Approve release ${number}` }).click();
    await heading(desk, /^Second in line/);
    expect(await desk.getByLabel('What you tell its developer').inputValue()).toBe('');
    const { body } = await world.server.api('GET', `/platform/v1/plugins/${one.plugin.id}`);
    expect(body.status).toBe('approved_unlisted');
    await desk.getByLabel('What you tell its developer').fill('Not yet');
    await desk.getByRole('button', { name: /^Send release/ }).click();
    await desk.getByRole('heading', { name: 'Nothing waits for review' }).waitFor();
  });
});

test('a plugin is stopped everywhere with a reason, and goes on', async () => {
  const { developer, plugin } = await publishGreeter(world, 'Stopped plugin');
  const desk = await world.open(await createOperator(world), '/operator/plugins');
  await desk.getByLabel('Name or short name').fill('Stopped plugin');
  await desk.waitForURL('**/operator/plugins?search=*');
  await desk.getByRole('button', { name: 'Stop Stopped plugin everywhere' }).click();
  await says(desk, /in the one space that has it; nobody can install it/);
  await desk.getByLabel('Why').fill('Sends lists away');
  await desk
    .getByRole('dialog')
    .getByRole('button', { name: /^Stop Stopped/ })
    .click();
  await says(desk, 'Stopped: Sends lists away');
  const page = await world.open(developer, `/plugins/${plugin.slug}`);
  await says(page, 'They say: Sends lists away');
  await desk.getByRole('button', { name: 'Let go on: Stopped plugin' }).click();
  await desk.getByRole('button', { name: 'Stop Stopped plugin everywhere' }).waitFor();
  await desk.getByRole('button', { name: 'Put into the catalog: Stopped plugin' }).click();
  await desk.getByRole('button', { name: 'Take out of the catalog: Stopped plugin' }).click();
  await desk.getByRole('button', { name: 'Put into the catalog: Stopped plugin' }).waitFor();
  await desk.getByLabel('Status').selectOption('in_review');
  await desk.getByRole('heading', { name: 'No plugin is like that' }).waitFor();
});

test('somebody who is invited makes an account, comes to their plugins and registers one', async () => {
  const desk = await world.open(await createOperator(world), '/operator/developers');
  await desk.getByLabel('Email address').fill('new@rooms.example.com');
  await desk.getByRole('button', { name: 'Invite', exact: true }).click();
  await desk.getByRole('heading', { name: 'new@rooms.example.com is invited' }).waitFor();
  const link = await desk.locator('code').first().innerText();
  await desk.getByRole('button', { name: 'I have handed it on' }).click();

  const page = await world.openAt(link);
  await page.getByLabel(/name/i).first().fill('Nora New');
  await page.locator('input[type=password]').first().fill('a long enough password');
  await page.getByRole('button').last().click();
  await page.waitForURL('**/plugins');
  await page.getByRole('button', { name: 'Register your first plugin' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Nora’s guard');
  await page.getByLabel('Short name').press('Enter');
  await page.getByRole('button', { name: /^I have kept it/ }).click();
  await heading(page, 'Nora’s guard');

  await desk.reload();
  await says(desk, 'Nora New');
  await desk.getByLabel('Email address').fill('new@rooms.example.com');
  await desk.getByRole('button', { name: 'Invite', exact: true }).click();
  await says(desk, 'This address belongs to a developer already.');
  await desk.getByRole('button', { name: 'Remove Nora New' }).click();
  await desk.getByRole('dialog').getByRole('button', { name: 'Remove Nora New' }).click();
  await desk.getByText('Nora New').first().waitFor({ state: 'detached' });
});

test('an invitation is withdrawn', async () => {
  const desk = await world.open(await createOperator(world), '/operator/developers');
  await desk.getByLabel('Email address').fill('late@rooms.example.com');
  await desk.getByRole('button', { name: 'Invite', exact: true }).click();
  await desk.getByRole('button', { name: 'I have handed it on' }).click();
  const name = 'Withdraw the invitation of late@rooms.example.com';
  await desk.getByRole('button', { name }).click();
  await desk.getByRole('dialog').getByRole('button', { name }).click();
  await says(desk, 'Nobody is invited at the moment.');
});

describe('hats', () => {
  test('operators have a place of their own, and among their plugins only those of theirs', async () => {
    await startDeveloping(world, 'Somebody’s plugin');
    const desk = await world.open(await createOperator(world), '/plugins');
    await desk.getByRole('heading', { name: 'You have no plugin yet' }).waitFor();
    await desk.getByRole('button', { name: 'Your plugins: switch to another space' }).click();
    await desk.getByRole('link', { name: 'Operator' }).click();
    await heading(desk, 'Review');
  });

  test('who is invited has the place of developers before they have a plugin; others find no desk', async () => {
    const invited = await createPerson(world.server);
    await letDevelop(world, invited);
    const page = await world.open(invited, '/account');
    await page.getByRole('button', { name: /: account$/ }).click();
    await page.getByRole('link', { name: 'Your plugins' }).waitFor();
    expect(await page.getByRole('link', { name: 'Operator' }).count()).toBe(0);
    const other = await world.open(invited, '/operator/plugins');
    await heading(other, 'These pages are for who runs this product');
  });
});

describe.each(LOOKS)('%s', (_name, look) => {
  test('everybody can use the pages of releases and of operators', async () => {
    const { developer, plugin } = await publishGreeter(world, 'Looked at release');
    await edit(developer, plugin, hearsMore(plugin));
    const releases = `/plugins/${plugin.slug}/releases`;
    const operator = await createOperator(world);
    const seen = async (person: TestPerson, path: string) => {
      const page = await world.open(person, path, look);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await isLoaded(page);
      await expectUsable(page);
      await page.context().close();
    };
    await seen(developer, releases);
    const number = await submitDraft(world.server, plugin);
    for (const path of ['review', `review/${plugin.id}/${number}`, 'plugins', 'developers']) {
      await seen(operator, `/operator/${path}`);
    }
  });
});
