import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '../../server/src/lib/db.ts';
import { collaborate } from '../../server/test/support/collaborators.ts';
import { createGate } from '../../server/test/support/gate.ts';
import { createPerson } from '../../server/test/support/people.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import {
  type DeveloperWorld,
  publishGreeter,
  startDeveloperWorld,
} from './support/developer-world.ts';
import { approveNext, isMigration, migrated, type RollOutWorld } from './support/roll-out-world.ts';
import { expectUsable, LOOKS } from './support/world.ts';

const INSTALLS = 12;

let world: DeveloperWorld;
beforeAll(async () => {
  world = await startDeveloperWorld();
  return () => world.close();
});
beforeEach(() => {
  world.worker.answer = (request) => (isMigration(request) ? migrated(request) : 200);
});
afterEach(() => world.leave());

const migrates = () => ({ migration_url: `${world.worker.url}/migrate` });
const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();
const slider = (page: Page) =>
  page.getByRole('slider', { name: /^(How far it goes|Wie weit es geht)$/ });
const isLoaded = (page: Page) =>
  waitFor(
    async () => (await page.getByRole('status', { name: /^(Loading|Lädt)$/ }).count()) === 0,
    { describe: 'all to be there' },
  );
const rowOf = (page: Page, installId: number) =>
  page
    .getByRole('listitem')
    .filter({ has: page.getByText(`Install ${installId}`, { exact: true }) });
const releasesOf = ({ plugin }: Pick<RollOutWorld, 'plugin'>) => `/plugins/${plugin.slug}/releases`;

async function configOf(installId: number): Promise<unknown> {
  return (await world.server.api('GET', `/platform/v1/installs/${installId}/config`)).body.config;
}

test('a release that carries settings over is tried, comes to one install, to half, to all, and back', async () => {
  const ready = await approveNext(world, 'Moved greeter', {
    installs: INSTALLS,
    manifest: migrates(),
  });
  const [first, second] = ready.installs as [number, number];
  const { current: one, next: two } = ready;
  const page = await world.open(ready.developer, releasesOf(ready));
  await page.getByRole('heading', { name: `Roll out release ${two}` }).waitFor();
  await says(page, `nobody is on it yet: 12 installs are on release ${one}`);

  world.worker.answer = (request) =>
    request.body.meta.install_id === String(second)
      ? { status: 412, body: { message: 'No such greeting' } }
      : migrated(request);
  await press(page, 'Try the migration');
  await page.getByRole('link', { name: '11 would come' }).waitFor();
  await page.getByRole('link', { name: '1 would fail' }).click();
  await page.waitForURL('**/roll_outs/*?state=failed');
  await page.getByRole('heading', { name: `Migration to release ${two}, tried out` }).waitFor();
  const failed = page.getByRole('listitem').filter({ hasText: 'Reception 2' });
  await failed.getByText('No such greeting').waitFor();
  await expectUsable(page);
  await page.getByRole('link', { name: 'All 12' }).click();
  const fine = rowOf(page, first);
  await fine.getByText('Would change: hello and greeting').waitFor();
  expect(await configOf(first)).toEqual({ greeting: 'Hello' });

  world.worker.answer = (request) => (isMigration(request) ? migrated(request) : 200);
  await page.getByRole('link', { name: 'Releases' }).click();
  await press(page, 'Choose single installs');
  const dialog = page.getByRole('dialog', { name: `Who gets release ${two} first` });
  await dialog.getByLabel('Find a space, or an install by its id').fill(String(first));
  await dialog.getByLabel(`Reception 1, install ${first}`).check();
  await expectUsable(page);
  await dialog.getByRole('button', { name: 'Roll out to 1 install' }).click();
  await says(page, `1 install is on release ${two}.`);
  expect(await configOf(first)).toEqual({ hello: 'Hello' });

  const gate = createGate();
  world.worker.answer = (request) =>
    isMigration(request)
      ? async (_request, response) => {
          await gate.passed;
          response.end(JSON.stringify(migrated(request).body));
        }
      : 200;
  await slider(page).fill('4');
  await says(page, /^50 %: \d+ of 12 installs, \d+ more than now$/);
  await press(page, 'Roll out to 50 %');
  await press(page, 'Stop');
  await says(page, 'No other one moves until you go on.');
  gate.open();
  await press(page, 'Go on with 50 %');
  await says(page, 'The others stay where they are until you go on.');

  await slider(page).press('End');
  await says(page, '100 %: 12 of 12 installs');
  await press(page, 'Roll out to 100 %');
  await says(page, `Everybody is on release ${two}`);
  const row = page.getByRole('listitem').filter({ hasText: 'what installs run' });
  await row.getByText(`Release ${two}`, { exact: true }).waitFor();

  const config = { hello: 'Good day' };
  await world.server.api('PATCH', `/platform/v1/installs/${second}/config`, { config });
  await row.getByRole('button', { name: `Go back to release ${one}` }).click();
  const asked = page.getByRole('dialog', { name: `Go back to release ${one}?` });
  await asked.getByText(`12 installs go from release ${two} back to release ${one}.`).waitFor();
  await asked.getByText(/^Their settings are again what they were before/).waitFor();
  await expectUsable(page);
  await asked.getByRole('button', { name: `Go back to release ${one}` }).click();
  await says(page, `The last roll-out of release ${two} went back.`);
  await page.getByRole('link', { name: '1 went back with settings of their own' }).click();
  await page.waitForURL('**/roll_outs/*?state=kept_config');
  const kept = rowOf(page, second);
  await kept.getByText('went back, settings of its own').waitFor();
  expect(await configOf(second)).toEqual(config);
  expect(await configOf(first)).toEqual({ greeting: 'Hello' });
});

test('the slider goes by the keyboard, says what it means, and never back', async () => {
  const ready = await approveNext(world, 'Slid greeter', {
    installs: 3,
    manifest: { intro: 'New' },
  });
  const page = await world.open(ready.developer, releasesOf(ready));
  await slider(page).press('End');
  expect(await slider(page).getAttribute('aria-valuetext')).toBe(
    '100 %: 3 of 3 installs, 3 more than now',
  );
  await slider(page).press('ArrowLeft');
  await press(page, 'Roll out to 50 %');
  await says(page, 'The others stay where they are until you go on.');
  await slider(page).press('Home');
  expect(await slider(page).getAttribute('aria-valuetext')).toMatch(/^50 %: .*, no more than now$/);
  const button = page.getByRole('button', { name: 'Roll out to 50 %' });
  expect(await button.getAttribute('aria-disabled')).toBe('true');
  await press(page, `Go back to release ${ready.current}`);
  await says(page, 'Their settings stay as they are.');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
});

describe('what is refused', () => {
  test('is said where it was asked, with how it stands by now', async () => {
    const ready = await approveNext(world, 'Raced greeter', {
      installs: 3,
      manifest: { intro: 'New' },
    });
    const page = await world.open(ready.developer, releasesOf(ready));
    await slider(page).press('End');
    await page.route(
      '**/roll_out',
      async (route) => {
        const path = `/platform/v1/plugins/${ready.plugin.id}/manifest`;
        const newest = { name: 'Raced greeter', slug: ready.plugin.slug, intro: 'Newest' };
        const { status, text } = await world.server.api('PUT', path, newest);
        expect(status, text).toBe(201);
        await route.continue();
      },
      { times: 1 },
    );
    await press(page, 'Roll out to 100 %');
    await page
      .getByRole('alert')
      .filter({ hasText: /^It has moved on meanwhile/ })
      .waitFor();
    await page
      .getByRole('listitem')
      .filter({ hasText: 'what installs run' })
      .getByText(`Release ${ready.next + 1}`, { exact: true })
      .waitFor();
  });

  test('a viewer sees how it stands, and nothing to press', async () => {
    const ready = await approveNext(world, 'Watched greeter', {
      installs: 2,
      manifest: migrates(),
    });
    const viewer = await createPerson(world.server);
    await collaborate(world.server, ready.plugin.id, viewer.id, 'viewer');
    const page = await world.open(viewer, releasesOf(ready));
    await says(page, 'Owners and developers of the plugin roll it out.');
    await page.getByRole('heading', { name: 'Carrying settings over' }).waitFor();
    expect(await page.getByRole('slider').count()).toBe(0);
    expect(
      await page.getByRole('button', { name: /^(Roll out|Try|Choose|Go back|Stop)/ }).count(),
    ).toBe(0);
  });

  test('a roll-out that there is not says so', async () => {
    const { developer, plugin } = await publishGreeter(world, 'Missing greeter');
    const page = await world.open(developer, `/plugins/${plugin.slug}/roll_outs/999999`);
    await page.getByRole('heading', { name: 'There is no such roll-out' }).waitFor();
    await page.getByRole('link', { name: 'All releases' }).click();
    await page.getByRole('heading', { name: 'Releases', exact: true }).waitFor();
    expect(await page.getByRole('heading', { name: /^Roll/ }).count()).toBe(0);
  });
});

test.each(LOOKS)('everybody can use them, also of a thousand installs, %s', async (_name, look) => {
  const ready = await approveNext(world, `Crowded ${look.locale}`, {
    installs: 1,
    manifest: migrates(),
  });
  const isGerman = look.locale === 'de';
  const page = await world.open(ready.developer, releasesOf(ready), look);
  await slider(page).waitFor();
  await isLoaded(page);
  await expectUsable(page);
  const rollOut = await crowd(ready);
  await page.reload();
  await says(page, isGerman ? /^Angehalten bei 990 von 1\.0/ : /^Stopped at 990 of 1,0/);
  await isLoaded(page);
  await expectUsable(page);
  await press(page, isGerman ? 'Einzelne Installationen wählen' : 'Choose single installs');
  await page.getByRole('dialog').getByRole('checkbox').first().waitFor();
  await expectUsable(page);
  await page.keyboard.press('Escape');
  await page.goto(`/plugins/${ready.plugin.slug}/roll_outs/${rollOut}`);
  await page.getByRole('listitem').filter({ hasText: 'Crowd' }).first().waitFor();
  await press(page, isGerman ? 'Mehr zeigen' : 'Show more');
  await isLoaded(page);
  await expectUsable(page);
});

/** A thousand installs more, of a roll-out that was stopped after most of them. Answers its id. */
async function crowd({ plugin, current, next }: RollOutWorld): Promise<number> {
  const { db } = world.server;
  const [row] = await db.query<{ id: number }>(sql`
    insert into roll_outs (plugin_id, release, from_release, percent, dry_run, state)
    values (${plugin.id}, ${next}, ${current}, 10, false, 'stopped') returning id`);
  const id = row?.id ?? 0;
  await db.query(sql`
    with s as (insert into spaces (name) select 'Crowd ' || n from generate_series(1, 1000) n returning id, name),
    i as (insert into installs (space_id, plugin_id, status, release)
      select id, ${plugin.id}, 'active', case when row_number() over (order by id) <= 990 then ${next}::integer end from s returning id)
    insert into roll_out_installs (roll_out_id, install_id, state, message)
    select ${id}, id, case when place <= 990 then 'moved' else 'failed' end,
      case when place > 990 then 'There is no greeting in these settings' end
    from (select id, row_number() over (order by id) as place from i) n`);
  return id;
}
