import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createGate } from '../../server/test/support/gate.ts';
import { bearerOf, type TestPerson } from '../../server/test/support/people.ts';
import { submitDraft, type TestPlugin } from '../../server/test/support/plugins.ts';
import type { Answer, ReceivedRequest } from '../../server/test/support/receiver.ts';
import { send } from '../../server/test/support/server.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import {
  createOperator,
  type DeveloperWorld,
  publishGreeter,
  settled,
  startDeveloperWorld,
  visits,
} from './support/developer-world.ts';
import { expectUsable, LOOKS } from './support/world.ts';

let world: DeveloperWorld;
beforeAll(async () => {
  world = await startDeveloperWorld();
  return () => world.close();
});
beforeEach(() => {
  world.worker.answer = () => 200;
});
afterEach(() => world.leave());

const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
const rowsOf = (page: Page) => page.getByRole('listitem').filter({ hasText: 'visitor:' });
const isLoaded = (page: Page) =>
  waitFor(
    async () => (await page.getByRole('status', { name: /^(Loading|Lädt)$/ }).count()) === 0,
    { describe: 'all to be there' },
  );

/** What the plugin answers when it is told for the first time, and what in a rehearsal. */
const answers = (then: Answer, now: (request: ReceivedRequest) => Answer) => {
  world.worker.answer = (request) => (request.body.meta?.rehearsal === true ? now(request) : then);
};

const saying = (status: number, fields: object = {}): Answer => ({ status, body: fields });

/** The plugin's manifest, written anew: by its developer it is a draft, by the host it is published. Answers the number of the release. */
async function write(plugin: TestPlugin, change: object, developer?: TestPerson): Promise<number> {
  const { server } = world;
  const path = `/platform/v1/plugins/${plugin.id}`;
  const { body } = await server.api('GET', `${path}/manifest`);
  const written = { ...body, ...change };
  const answer =
    developer === undefined
      ? await server.api('PUT', `${path}/manifest`, written)
      : await send(
          `${server.url}${path}/manifest`,
          'PUT',
          written,
          await bearerOf(server, developer.id),
        );
  expect(answer.status, answer.text).toBeLessThan(300);
  return (await server.api('GET', `${path}/releases?limit=1`)).body.data[0].number;
}

/** A greeter to which visitors came, and another release of it. */
async function openScene(name: string, count: number) {
  answers(saying(200, { message: 'Greeted' }), () => saying(200, { message: 'Greeted' }));
  const { developer, plugin, install } = await publishGreeter(world, name);
  await settled(world, await visits(world, install, count));
  const release = await write(plugin, { intro: 'Greets better' });
  return { developer, plugin, install, release };
}

async function begin(page: Page, release: number) {
  await page.getByRole('button', { name: 'Rehearse a release' }).click();
  await page.getByRole('button', { name: `Rehearse release ${release}` }).click();
  await page.waitForURL('**/rehearsals/*');
}

/** Rehearses it all by the API, and waits for the end. */
async function rehearse(plugin: TestPlugin, release: number): Promise<number> {
  const path = `/platform/v1/plugins/${plugin.id}/releases/${release}/rehearse`;
  const begun = await world.server.api('POST', path, {});
  expect(begun.status, begun.text).toBe(202);
  const { id } = begun.body;
  await waitFor(
    async () =>
      (await world.server.api('GET', `/platform/v1/rehearsals/${id}`)).body.state === 'done',
    { describe: 'the rehearsal to be done' },
  );
  return id;
}

const visitor = ({ body }: ReceivedRequest): string => body.meta.job.identifier;

test('a developer sees the verdicts of a release beside those of then, and what differs alone', async () => {
  const { developer, plugin, release } = await openScene('Rehearsed greeter', 4);
  answers(200, (request) =>
    visitor(request) === 'visitor:2'
      ? saying(412, {
          message: 'Nobody is called that',
          attachments: [{ type: 'text', label: 'Looked in', value: 'the guest book' }],
          effects: {
            storage: [{ action: 'set', key: 'seen', value: 12 }],
            config: { tone: 'dry' },
          },
        })
      : saying(200, { message: 'Greeted' }),
  );
  const page = await world.open(developer, `/plugins/${plugin.slug}/releases`);
  await says(page, 'Nothing was rehearsed yet.');
  await page.getByRole('button', { name: 'Rehearse a release' }).click();
  await says(page, 'What your plugin does by itself is not held back:');
  await says(page, 'One rehearsal at a time, and 30 an hour at most.');
  await page.getByRole('button', { name: `Rehearse release ${release}` }).click();
  await page.waitForURL(`**/plugins/${plugin.slug}/rehearsals/*`);
  await says(page, '4 events: 3 the same, 1 different');

  const rows = rowsOf(page);
  await waitFor(async () => (await rows.count()) === 1, { describe: 'what differs alone' });
  const text = await rows.first().innerText();
  expect(text).toContain('visitor:2');
  expect(text).toContain('Reception');
  expect(text).toMatch(/done[\s\S]*Greeted[\s\S]*failed[\s\S]*Nobody is called that/);

  await page.getByRole('button', { name: 'A visitor signed in' }).click();
  await says(page, 'Settings: tone.');
  await says(page, '1 command for the storage:');
  await says(page, '"seen"');
  await says(page, 'the guest book');
  await expectUsable(page);
  await page.getByLabel('Only what differs (1)').uncheck();
  await page.waitForURL('**?show=all');
  await waitFor(async () => (await rows.count()) === 4, { describe: 'all events' });

  await page.getByRole('link', { name: 'Open the job of then' }).click();
  await page.getByRole('heading', { level: 1, name: 'A visitor signed in' }).waitFor();
  await page.goto(`/plugins/${plugin.slug}/releases`);
  await page.getByRole('link', { name: `Release ${release}`, exact: true }).waitFor();
  await says(page, '4 events: 3 the same, 1 different');
});

test('a rehearsal is followed as it goes, and ended', async () => {
  const { developer, plugin, release } = await openScene('Ended greeter', 6);
  const gate = createGate();
  answers(200, (request) =>
    visitor(request) === 'visitor:1'
      ? saying(200)
      : async (_request, response) => {
          await gate.passed;
          response.end();
        },
  );
  const page = await world.open(developer, `/plugins/${plugin.slug}/releases`);
  await begin(page, release);
  await says(page, '1 of 6 events, 0 different so far');
  await page.getByRole('progressbar', { name: 'How far it is' }).waitFor();
  await page.getByRole('heading', { name: 'Nothing differs so far' }).waitFor();
  await expectUsable(page);

  const tab = await world.open(developer, `/plugins/${plugin.slug}/releases`);
  await says(tab, `Release ${release} is being rehearsed.`);
  expect(
    await tab.getByRole('button', { name: 'Rehearse a release' }).getAttribute('aria-disabled'),
  ).toBe('true');

  await page.getByRole('button', { name: 'End the rehearsal' }).click();
  await says(page, 'Ended early. 1 event: all the same');
  expect(await page.getByRole('button', { name: 'End the rehearsal' }).count()).toBe(0);
  gate.open();
  await says(tab, 'Ended early. 1 event: all the same');
});

test('a draft is rehearsed with the development install of its developer, and a reviewer sees what came of it', async () => {
  const { server } = world;
  const { developer, plugin } = await publishGreeter(world, 'Drafted greeter');
  const bearer = await bearerOf(server, developer.id);
  const path = `/platform/v1/plugins/${plugin.id}`;
  const made = await send(`${server.url}${path}/development_install`, 'POST', undefined, bearer);
  expect(made.status, made.text).toBe(201);
  for (const identifier of ['visitor:1', 'visitor:2']) {
    const sample = {
      install_id: made.body.id,
      name: 'entry_sign_in',
      identifier,
      payload: { identifier },
    };
    const told = await send(`${server.url}/platform/v1/sample_events`, 'POST', sample, bearer);
    expect(told.status, told.text).toBe(202);
  }
  const waiting = `${path}/deliveries?install_id=${made.body.id}`;
  await waitFor(
    async () => {
      const { data } = (await server.api('GET', waiting)).body;
      return data.length === 2 && data.every(({ settled_at }: Settled) => settled_at !== null);
    },
    { describe: 'both to be settled' },
  );
  const url = `${world.worker.url}/${plugin.slug}`;
  const filter = { identifier: ['visitor:1'] };
  const events = [{ name: 'entry_sign_in', url, filter }];
  const release = await write(plugin, { events }, developer);

  const page = await world.open(developer, `/plugins/${plugin.slug}/releases`);
  await page.getByRole('button', { name: 'Rehearse a release' }).click();
  await says(page, `Release ${release} is not approved`);
  await page
    .getByRole('option', { name: 'Your development install' })
    .waitFor({ state: 'attached' });
  await page.getByRole('button', { name: `Rehearse release ${release}` }).click();
  await page.waitForURL('**/rehearsals/*');
  await says(page, '2 events: 1 the same, 1 different');
  expect(await rowsOf(page).first().innerText()).toMatch(/visitor:2[\s\S]*done[\s\S]*filtered out/);

  await submitDraft(server, plugin);
  const operator = await createOperator(world);
  const desk = await world.open(operator, `/operator/review/${plugin.id}/${release}`);
  await says(desk, '2 events: 1 the same, 1 different');
  await desk.getByRole('link', { name: 'See the rehearsal' }).click();
  await desk.getByRole('heading', { level: 1, name: `Rehearsal of release ${release}` }).waitFor();
  await says(desk, 'filtered out');
});

interface Settled {
  settled_at: string | null;
}

test('a rehearsal of nothing, of another plugin, or that the server refuses is said in place', async () => {
  const { developer, plugin, release } = await openScene('Refused greeter', 0);
  const other = await publishGreeter(world, 'Other greeter');
  const page = await world.open(developer, `/plugins/${plugin.slug}/releases`);
  await page.route('**/rehearse', (route) =>
    route.fulfill({
      status: 429,
      contentType: 'application/problem+json',
      body: JSON.stringify({ code: 'too_many_requests', detail: 'Too many' }),
    }),
  );
  await page.getByRole('button', { name: 'Rehearse a release' }).click();
  await page.getByRole('button', { name: `Rehearse release ${release}` }).click();
  await says(page, /^There were 30 within an hour/);
  await page.unroute('**/rehearse');
  await page.getByLabel('What happened in').selectOption('between');
  await page.getByRole('button', { name: `Rehearse release ${release}` }).click();
  await says(page, 'This has to be a time before the other one.');
  await page.getByLabel('From').fill('2026-01-01T00:00');
  await page.getByRole('button', { name: `Rehearse release ${release}` }).click();
  await page.waitForURL('**/rehearsals/*');
  await page.getByRole('heading', { name: 'Nothing happened that it could be told of' }).waitFor();
  const id = page.url().split('/').at(-1);
  const elsewhere = await world.open(
    other.developer,
    `/plugins/${other.plugin.slug}/rehearsals/${id}`,
  );
  await elsewhere.getByRole('heading', { name: 'There is no such rehearsal' }).waitFor();
});

describe.each(LOOKS)('%s', (_name, look) => {
  test('everybody can use the pages of rehearsals', async () => {
    const { developer, plugin, release } = await openScene('Looked at greeter', 5);
    answers(200, (request) => (visitor(request) === 'visitor:3' ? 503 : saying(400)));
    const id = await rehearse(plugin, release);
    answers(200, () => saying(200, { message: 'Greeted' }));
    await rehearse(plugin, release);
    const page = await world.open(developer, `/plugins/${plugin.slug}/releases`, look);
    await page.getByRole('button', { name: /^(Rehearse a release|Ein Release proben)$/ }).click();
    await isLoaded(page);
    await expectUsable(page);
    const place = `/plugins/${plugin.slug}/rehearsals`;
    for (const path of [`${place}/${id}`, `${place}/${id}?show=all`, `${place}/999999`]) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await isLoaded(page);
      await expectUsable(page);
    }
    await page.goto(`${place}/${id}`);
    await rowsOf(page).first().getByRole('button').first().click();
    await expectUsable(page);
    await page.route('**/jobs?*', (route) => route.fulfill({ status: 502 }));
    await page.goto(`${place}/${id}?show=all`);
    await page.getByRole('button', { name: /^(Try again|Noch einmal versuchen)$/ }).waitFor();
    await expectUsable(page);
  });
});
