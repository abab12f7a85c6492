import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createGate } from '../../server/test/support/gate.ts';
import { emit, installPlugin, registerPlugin } from '../../server/test/support/plugins.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import { type ActivityWorld, startActivityWorld, VISIT } from './support/activity-world.ts';
import { openAs } from './support/browsers.ts';
import { expectUsable, LOOKS } from './support/world.ts';

let world: ActivityWorld;
beforeAll(async () => {
  world = await startActivityWorld();
  // As the demo does, so that there is a guide.
  const attributes = { reception_url: 'http://127.0.0.1:9/' };
  await world.server.api('PATCH', `/platform/v1/spaces/${world.spaceId}`, { attributes });
  await setGreeting('Hello');
  // A phone has a row for the tools of plugins, if there are any.
  const url = world.worker.url;
  const tool = { app_url: url, embedded_app_url: url, placements: { toolbar: true } };
  await installPlugin(world.server, await registerPlugin(world.server, tool), world.spaceId);
  return () => world.close();
});
beforeEach(() => {
  world.worker.answer = () => 200;
});

async function setGreeting(greeting: string): Promise<void> {
  const path = `/platform/v1/installs/${world.greeter.id}/config`;
  const answer = await world.server.api('PATCH', path, { config: { greeting } });
  expect(answer.status, answer.text).toBe(200);
}

/** A visitor comes, whom both plugins hear of. */
const visit = (fields: object = {}) =>
  emit(world.server, world.spaceId, VISIT, {
    payload: { location: { name: 'Main entrance' } },
    ...fields,
  });

/** What the parts of the page are read from. */
const PARTS = {
  space: /\/platform\/v1\/spaces\/\d+$/,
  installs: /\/spaces\/\d+\/installs/,
  summary: /\/summary/,
  lately: /\/activity\?(?!.*install_id)/,
  guide: /\/activity\?.*install_id/,
};
type Part = keyof typeof PARTS;

/** Has each part come when it is told to. */
async function holdParts(page: Page) {
  const come = new Map<Part, () => Promise<void>>();
  for (const [part, path] of Object.entries(PARTS) as [Part, RegExp][]) {
    let open = () => {};
    const isTold = new Promise<void>((resolve) => {
      open = resolve;
    });
    let asked = 0;
    let answered = 0;
    await page.route(path, async (route) => {
      asked++;
      await isTold;
      await route.fulfill({ response: await route.fetch() });
      answered++;
    });
    come.set(part, async () => {
      open();
      await waitFor(() => asked === answered, { describe: `${part} to come` });
      await page.evaluate(TWO_FRAMES);
    });
  }
  return (part: Part) => come.get(part)?.();
}

const TWO_FRAMES =
  'new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(() => seen(undefined))))';

/** What moved on the page since its document was opened, and how far: the sum is what is called cumulative layout shift. */
const movesOf = (page: Page): Promise<string[]> =>
  page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const moves: string[] = [];
        const content = document.querySelector('main');
        const watch = new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as LayoutShift[]) {
            // In the bar around it the name of the person makes room for itself.
            const nodes = entry.sources.flatMap(({ node }) => node ?? []);
            const moved = nodes.filter((node) => content?.contains(node));
            const texts = moved.map(({ textContent }) => textContent?.slice(0, 40));
            if (moved.length > 0) moves.push(`${entry.value.toFixed(4)}: ${texts.join(' | ')}`);
          }
        });
        watch.observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(moves))));
      }),
  );

/** https://wicg.github.io/layout-instability/, which the types of the DOM do not have. */
interface LayoutShift extends PerformanceEntry {
  value: number;
  sources: { node: Node | null }[];
}

const ORDERS: readonly Part[][] = [
  ['lately', 'summary', 'installs', 'space', 'guide'],
  ['guide', 'space', 'installs', 'summary', 'lately'],
  ['installs', 'space', 'guide', 'lately', 'summary'],
];

describe.each(LOOKS)('home, %s', (_name, look) => {
  test('nothing moves as it comes, in whatever order its parts do', async () => {
    await visit();
    const page = await openAs(world, 'admin', '/members', look);
    await page.getByRole('heading', { level: 1 }).waitFor();
    for (const order of ORDERS) {
      const come = await holdParts(page);
      await page.goto(`/spaces/${world.spaceId}`);
      for (const part of order) await come(part);
      const guide = page.getByRole('heading', { name: /^(See how it works|So funktioniert es)$/ });
      await guide.waitFor();
      await page
        .getByRole('button', { name: /entry_sign_in|A visitor signed in/ })
        .first()
        .waitFor();
      expect([order, await movesOf(page)]).toEqual([order, []]);
      await page.unrouteAll({ behavior: 'wait' });
    }
    await expectUsable(page);
    await page.context().close();
  });
});

const stepOf = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('link', { name, exact: true }) });

test('the guide says which of its steps are done, and is gone for who comes when all are', async () => {
  const hoursAgo = new Date(Date.now() - 3 * 3_600_000).toISOString();
  await visit({ occurred_at: hoursAgo });
  const page = await openAs(world, 'admin', '/');
  const guide = page.getByRole('heading', { name: 'See how it works' });
  await guide.waitFor();
  const isDone = (name: string) =>
    stepOf(page, name).getByText(': done', { exact: true }).waitFor();

  await page.getByRole('link', { name: 'Watch the job arrive' }).click();
  await page.getByRole('heading', { name: 'Activity' }).waitFor();
  await page.goBack();
  await isDone('Watch the job arrive');
  expect(
    await stepOf(page, 'Change the greeting').getByText(': done', { exact: true }).count(),
  ).toBe(0);
  await setGreeting('Good to see you');
  await isDone('Change the greeting');
  await page.getByRole('link', { name: 'Look at the request' }).click();
  await page.waitForURL(/\/installs\/\d+\/activity/);
  await page.goBack();
  await isDone('Look at the request');
  expect(await page.getByText('You have seen all of it').count()).toBe(0);
  world.worker.answer = () => 502;
  await visit();
  await isDone('Break the plugin');
  await isDone('Let a visitor sign in');
  await page.getByText('You have seen all of it').waitFor();

  await page.reload();
  await page.getByRole('heading', { name: 'Needs you' }).waitFor();
  expect(await guide.count()).toBe(0);
  await page.context().close();
});

test('what could not be read is asked for again in its place, and the rest stays', async () => {
  const page = await openAs(world, 'admin', '/members');
  await page.getByRole('heading', { level: 1 }).waitFor();
  // Nothing else has it read again.
  await page.route('**/platform/v1/stream*', (route) => route.abort());
  await page.route('**/platform/v1/summary*', (route) => route.fulfill({ status: 503 }));
  await page.goto(`/spaces/${world.spaceId}`);
  const again = page.getByRole('button', { name: 'Try again' });
  await again.waitFor();
  const heading = await page.getByRole('heading', { level: 1 }).elementHandle();
  // The answer comes once the page shows that it asks.
  const gate = createGate();
  await page.route('**/platform/v1/summary*', async (route) => {
    await gate.passed;
    await route.fulfill({ status: 503 });
  });
  await again.click();
  await again.waitFor({ state: 'detached' });
  gate.open();
  await again.waitFor();
  await page.unroute('**/platform/v1/summary*');
  await again.click();
  await again.waitFor({ state: 'detached' });
  expect(await heading?.evaluate((element) => element.isConnected)).toBe(true);
  await page
    .getByText(/\d+ events?/)
    .first()
    .waitFor();
  await page.context().close();
});

test('the guide is hidden for good', async () => {
  const page = await openAs(world, 'admin', '/');
  await page.getByRole('button', { name: 'Hide this' }).click();
  const guide = page.getByRole('heading', { name: 'See how it works' });
  await guide.waitFor({ state: 'detached' });
  await page.reload();
  await page.getByRole('heading', { name: 'Needs you' }).waitFor();
  expect(await guide.count()).toBe(0);
  await page.context().close();
});

test('where a plugin does not answer, the way leads to the last attempt', async () => {
  world.worker.answer = ({ path }) => (path === '/door' ? 502 : 200);
  const { jobs } = await visit();
  const job = jobs.find(({ install_id }) => install_id === world.door.id)?.id;
  await waitFor(
    async () => {
      const { body } = await world.server.api('GET', `/platform/v1/jobs/${job}`);
      return body.attempts.length === 2 && body.delivery.state === 'scheduled';
    },
    { describe: 'the attempts that are made at once' },
  );
  const page = await openAs(world, 'admin', '/');
  const row = page.getByRole('listitem').filter({ hasText: 'Door opener does not answer' });
  await row.getByRole('link', { name: 'See the last attempt' }).click();
  await page.waitForURL(`**/activity/jobs/${job}`);
  await page
    .getByText(/^502 in /)
    .first()
    .waitFor();
  await page.context().close();
});
