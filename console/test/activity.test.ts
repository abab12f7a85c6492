import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { axeViolations } from '../../server/test/support/axe.ts';
import { emit, installPlugin, registerPlugin } from '../../server/test/support/plugins.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import {
  type ActivityWorld,
  PRIVATE_VISIT,
  startActivityWorld,
  VISIT,
} from './support/activity-world.ts';
import { openAs } from './support/browsers.ts';

let world: ActivityWorld;
beforeAll(async () => {
  world = await startActivityWorld();
  return () => world.close();
});
beforeEach(() => {
  world.worker.answer = () => 200;
});

let visitors = 0;

/** A visitor signs in, and is told what they are known by. */
async function visit(entrance = 'Main entrance', name = VISIT) {
  const identifier = `entry:${++visitors}`;
  const payload = { visitor: { name: 'Some Visitor' }, location: { name: entrance } };
  const { event, jobs } = await emit(world.server, world.spaceId, name, { identifier, payload });
  const jobOf = (install: { id: number }) =>
    jobs.find(({ install_id }) => install_id === install.id)?.id ?? '';
  return { identifier, eventId: event.id, jobOf };
}

const settled = (job: string) =>
  waitFor(
    async () => {
      const { body } = await world.server.api('GET', `/platform/v1/jobs/${job}`);
      return body.settled_at !== null || body.attempts.length > 0;
    },
    { describe: `job ${job} to be tried` },
  );

const rowOf = (page: Page, identifier: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('button', { name: identifier }) });

/** Looks for an identifier and opens what is found. */
async function openStory(page: Page, identifier: string) {
  await page.getByLabel('Identifier').fill(identifier);
  await waitFor(() => page.url().includes('identifier='), {
    describe: 'the filter in the address',
  });
  await page.getByRole('button', { name: identifier, expanded: false }).click();
  const story = page.getByRole('region', { name: /the whole story/ });
  await story.waitFor();
  return story;
}

const says = (
  within: { getByText(text: string | RegExp): { first(): { waitFor(): Promise<void> } } },
  text: string | RegExp,
) => within.getByText(text).first().waitFor();

test('a visitor was not greeted since the filter of the plugin kept the event out', async () => {
  const { identifier } = await visit('Back door');
  const page = await openAs(world, 'admin', '/activity');
  await rowOf(page, identifier).getByText('filtered out').waitFor();

  const story = await openStory(page, identifier);

  await says(story, 'Greeter listens to this event only where its data fits a filter');
  await says(story, 'Weather does not listen to this event');
  await says(story, '"Back door"');
  expect(await story.getByRole('link', { name: 'What Greeter hears' }).getAttribute('href')).toBe(
    `/spaces/${world.spaceId}/catalog/greeter`,
  );
  await page.context().close();
});

test('of one plugin there is what it hears, and nothing else to choose from', async () => {
  const heard = await visit();
  const unheard = await visit('Main entrance', PRIVATE_VISIT);
  const page = await openAs(world, 'admin', '/activity');
  await rowOf(page, unheard.identifier).waitFor();
  const events = page.getByLabel('Event', { exact: true }).getByRole('option');
  await waitFor(async () => (await events.count()) === 3, { describe: 'all kinds of events' });

  await page.getByLabel('Plugin').selectOption('Door opener');
  await waitFor(async () => (await events.count()) === 2, { describe: 'the events of the plugin' });
  expect(await events.allTextContents()).toContain('A visitor signed in');
  await rowOf(page, unheard.identifier).waitFor({ state: 'detached' });
  await rowOf(page, heard.identifier).waitFor();
  await page.context().close();
});

test('what happens to a plugin itself names the plugin, and does not say that it does not listen', async () => {
  const page = await openAs(world, 'admin', '/activity');
  const row = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: 'Greeter was installed', exact: true }) });
  await row.waitFor();
  expect(await row.getByText(/Not subscribed/).count()).toBe(0);
  await page.context().close();
});

test('a plugin that answers 502 is told of with its attempt, and retried from there', async () => {
  world.worker.answer = ({ path }) => (path === '/door' ? 502 : 200);
  const { identifier, jobOf } = await visit();
  await settled(jobOf(world.door));
  const page = await openAs(world, 'admin', '/activity');
  await rowOf(page, identifier).getByText('retrying').waitFor();
  await says(rowOf(page, identifier), /^3rd of 10 in \d min\.? \(502\)$/);
  const german = await openAs(world, 'admin', `/activity/jobs/${jobOf(world.door)}`, {
    locale: 'de',
  });
  await says(german, /^· 3\. von 10 in \d (min|Min\.)$/);
  await german.context().close();
  const story = await openStory(page, identifier);
  await says(story, /^· 3rd of 10 in \d min/);
  await says(story, /^502 in /);
  await says(story, 'failed, so it is tried again because of the 502');

  world.worker.answer = () => ({ status: 200, body: { message: 'The door is open' } });
  await story.getByRole('button', { name: 'Retry' }).click();

  await says(story, /The door is open/);
  await waitFor(async () => (await story.getByRole('button', { name: 'Retry' }).count()) === 0, {
    describe: 'nothing to be left to retry',
  });
  await page.context().close();
});

test('what happens while somebody looks shows up, and waits where they are reading', async () => {
  const first = await visit();
  const page = await openAs(world, 'admin', '/activity');
  await rowOf(page, first.identifier).waitFor();

  const second = await visit();
  await rowOf(page, second.identifier).getByText('done').first().waitFor();
  await page.getByRole('button', { name: second.identifier, expanded: false }).click();
  const third = await visit();
  await page.getByRole('button', { name: '1 new' }).waitFor();
  expect(await rowOf(page, third.identifier).count()).toBe(0);
  await page.getByRole('button', { name: '1 new' }).click();
  await rowOf(page, third.identifier).waitFor();
  await page.context().close();
});

const ATTACHMENTS = `[
  {"label":"Badge","value":17},
  {"type":"link","label":"Shift plan","value":"Tonight","url":"https://plugin.example/shifts"},
  {"type":"password","label":"Wi-Fi password","value":"four words"},
  {"type":"json","label":"Room","value":{"serial":12345678901234567890123,"tags":["quiet"]}},
  {"type":"credential_image","label":"Door code","value":"4711","title":"Visitor badge",
   "image":{"type":"s3","link":"badges/17.png"}},
  {"type":"json","label":"Screener Details","value":{"input":{"fields":[{"name":"Name","value":"Some Visitor","type":"text"}]},
   "matches":[{"headers":{"name":"List","value":"92 %"},"visible-fields-count":1,
    "fields":[{"name":"Alike","value":"Some Visitr","type":"text"},{"name":"Since","value":"2025","type":"text"}]}]}},
  {"type":"parcel","label":"Parcel","value":"On its way"}]`;

test('a job shows attachments of every type, and what it changed', async () => {
  world.worker.answer = () => ({
    status: 200,
    body: `{"message":"Greeted","attachments":${ATTACHMENTS},
      "effects":{"config":{"greeted":1},"storage":[{"action":"set","key":"guest:1","value":1}]}}`,
  });
  const { jobOf } = await visit();
  await settled(jobOf(world.greeter));
  const page = await openAs(world, 'admin', `/activity/jobs/${jobOf(world.greeter)}`);

  await page.getByRole('heading', { name: 'A visitor signed in', level: 1 }).waitFor();
  await says(page, 'Settings: greeted.');
  await says(page, 'set guest:1');
  await page.getByRole('definition').getByText('17', { exact: true }).waitFor();
  const link = page.getByRole('link', { name: 'Tonight' });
  expect(await link.getAttribute('href')).toBe('https://plugin.example/shifts');
  expect(await link.getAttribute('rel')).toBe('noreferrer noopener');
  expect(await page.getByText('four words').count()).toBe(0);
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await says(page, 'four words');
  await page.getByRole('tree', { name: 'Room' }).getByText('12345678901234567890123').waitFor();
  await says(page, /own storage: badges\/17\.png/);
  await page.getByRole('cell', { name: 'Some Visitr' }).waitFor();
  expect(await page.getByRole('cell', { name: '2025' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Show 1 more' }).click();
  await page.getByRole('cell', { name: '2025' }).waitFor();
  await says(page, 'On its way');
  await page.context().close();
});

test('an attempt opens with the request and the reply as they went over the wire', async () => {
  world.worker.answer = () => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: '{"message":"Greeted","debugInfo":{"printer":"lobby"}}',
  });
  const { jobOf } = await visit();
  await settled(jobOf(world.greeter));
  const page = await openAs(world, 'admin', `/activity/jobs/${jobOf(world.greeter)}`);
  await page.getByRole('button', { name: /^200 in/ }).click();

  const body = page.getByRole('tree', { name: 'Body of the request' });
  await body.getByText('"Main entrance"').waitFor();
  await says(page, 'This is what was sent');
  await page.getByRole('button', { name: 'Copy as curl' }).waitFor();
  await page
    .getByRole('table', { name: 'Headers of the reply' })
    .getByText('content-type')
    .waitFor();
  await page
    .getByRole('tree', { name: /for its developer/ })
    .getByText('"lobby"')
    .waitFor();

  await page.getByLabel('Search in Body of the request').fill('entrance');
  await says(page, '1 found');
  expect(await body.getByText('plugin_id').count()).toBe(0);
  await page.context().close();
});

test('a settled job is sent again, and says why it cannot be retried', async () => {
  const { jobOf } = await visit();
  await settled(jobOf(world.door));
  const page = await openAs(world, 'admin', `/activity/jobs/${jobOf(world.door)}`);
  const retry = page.getByRole('button', { name: 'Retry' });
  await retry.waitFor();
  expect(await retry.isDisabled()).toBe(true);
  await says(page, 'The plugin gave its verdict, which is final.');

  await page.getByRole('button', { name: 'Send again' }).click();
  await page.getByRole('heading', { name: '2 attempts' }).waitFor();
  await page.context().close();
});

test('a member sees what happened, but nothing of a private event, and nothing to change it with', async () => {
  const { identifier, jobOf } = await visit('Main entrance', PRIVATE_VISIT);
  await settled(jobOf(world.greeter));
  const page = await openAs(world, 'member', '/activity');
  const story = await openStory(page, identifier);
  await says(story, /is private: admins of this space see it. It has visitor,? and location/);
  expect(await page.getByText('Some Visitor').count()).toBe(0);

  await story.getByRole('link', { name: 'Open the job' }).click();
  await says(page, 'Admins of this space can retry');
  expect(await page.getByRole('button', { name: 'Retry' }).count()).toBe(0);
  await page.context().close();
});

test('all that failed in a filter is run again at once', async () => {
  world.worker.answer = ({ path }) => (path === '/door' ? 412 : 200);
  const seen = [await visit(), await visit()];
  for (const { jobOf } of seen) await settled(jobOf(world.door));
  const page = await openAs(world, 'admin', `/activity?outcome=failed&plugin=${world.door.id}`);
  await page.getByRole('button', { name: 'Retry 2 failed' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: /Also send 2 jobs again/ }).check();
  await dialog.getByRole('button', { name: 'Retry 2 failed' }).click();

  await says(page, '2 jobs ran again');
  await page.context().close();
});

test('an identifier that nothing has says where to look next', async () => {
  const { identifier } = await visit();
  const page = await openAs(world, 'admin', '/activity?identifier=entry%3Anobody');
  await says(page, /the product did not tell of it/);
  await page.goto(`${page.url().split('?')[0]}?identifier=${identifier}&outcome=cancelled`);
  await page.getByRole('link', { name: 'Look for the identifier alone' }).click();
  await rowOf(page, identifier).waitFor();
  expect(new URL(page.url()).search).toBe(`?identifier=${encodeURIComponent(identifier)}`);
  await page.context().close();
});

test('a list of many is read on while it is scrolled', async () => {
  const events = Array.from({ length: 120 }, (_, index) => ({
    space_id: world.spaceId,
    name: VISIT,
    identifier: `crowd:${index}`,
    payload: {},
  }));
  const answer = await world.server.api('POST', '/platform/v1/events/batch', { events });
  expect(answer.status).toBe(202);
  const page = await openAs(world, 'admin', '/activity');
  await rowOf(page, 'crowd:119').waitFor();
  await waitFor(
    async () => {
      await page.mouse.wheel(0, 4000);
      return (await page.getByRole('button', { name: 'crowd:0', exact: false }).count()) > 0;
    },
    { describe: 'the first of the crowd', progress: () => page.evaluate(() => scrollY) },
  );
  await page.context().close();
});

test('a story is opened and read with the keyboard alone', async () => {
  const { identifier } = await visit();
  const page = await openAs(world, 'admin', `/activity?identifier=${identifier}`);
  const row = page.getByRole('button', { name: identifier });
  await row.focus();
  await page.keyboard.press('Enter');
  const tree = page.getByRole('tree', { name: 'Data of the event' });
  await tree.waitFor();
  expect(await row.getAttribute('aria-expanded')).toBe('true');
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  await waitFor(
    async () => {
      if ((await focused()).startsWith('{')) return true;
      await page.keyboard.press('Tab');
      return false;
    },
    { describe: 'the tree to be reached', progress: focused },
  );
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toMatch(/^visitor/);
  await page.keyboard.press('ArrowLeft');
  await waitFor(async () => (await tree.getByText('"Some Visitor"').count()) === 0, {
    describe: 'the member to be folded',
  });
  await page.keyboard.press('End');
  await waitFor(async () => (await focused()).includes('Main entrance'), {
    describe: 'the last line',
  });
  await page.context().close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`anybody can read it: ${colorScheme}, and on a phone`, async () => {
    world.worker.answer = ({ path }) =>
      path === '/door' ? 502 : { status: 200, body: `{"attachments":${ATTACHMENTS}}` };
    const { identifier, jobOf } = await visit();
    await settled(jobOf(world.door));
    await settled(jobOf(world.greeter));
    const look = { colorScheme, viewport: { width: 360, height: 740 } };
    const page = await openAs(world, 'admin', '/activity', look);
    const story = await openStory(page, identifier);
    await says(story, 'What it changed');
    await says(story, /^502 in /);
    expect(await axeViolations(page)).toEqual([]);
    expect(await scrollsSideways(page)).toBe(false);

    await page.goto(`/spaces/${world.spaceId}/activity/jobs/${jobOf(world.greeter)}`);
    await page.getByRole('button', { name: /^200 in/ }).click();
    await page.getByRole('tree', { name: 'Body of the request' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(await scrollsSideways(page)).toBe(false);
    await page.context().close();
  });
}

const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

test('settings that a reply changed lead to the job that it was a reply to', async () => {
  world.worker.answer = () => ({ status: 200, body: { effects: { config: { by_reply: true } } } });
  const { jobOf } = await visit();
  const job = jobOf(world.greeter);
  await settled(job);
  const page = await openAs(world, 'admin', `/installs/${world.greeter.id}/history`);

  const change = page.getByRole('listitem').filter({ hasText: 'Greeter added by_reply' });
  await change.getByRole('link', { name: 'Reply to a job' }).click();

  await page.waitForURL(`**/activity/jobs/${job}`);
  await page.context().close();
});

test('why a job was withdrawn is told in the language of the reader', async () => {
  world.worker.answer = () => 502;
  const { server, spaceId } = world;
  const events = [{ name: VISIT, url: `${world.worker.url}/guide` }];
  const guide = await registerPlugin(server, { name: 'Guide', slug: 'guide', events });
  const install = await installPlugin(server, guide, spaceId);
  const { identifier, jobOf } = await visit();
  await settled(jobOf(install));
  const gone = await server.api('DELETE', `/platform/v1/installs/${install.id}`);
  expect(gone.status, gone.text).toBe(204);
  const page = await openAs(world, 'admin', '/activity', { locale: 'de' });

  await says(rowOf(page, identifier), 'Das Plugin wurde entfernt.');

  await page.goto(`/spaces/${spaceId}/activity/jobs/${jobOf(install)}`);
  await says(page, 'Das Plugin wurde entfernt.');
  await page.context().close();
});
