import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '../../server/src/lib/db.ts';
import { collaborate } from '../../server/test/support/collaborators.ts';
import { bearerOf } from '../../server/test/support/people.ts';
import { createUser } from '../../server/test/support/plugins.ts';
import { send } from '../../server/test/support/server.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import {
  type DeveloperWorld,
  publishGreeter,
  settled,
  startDeveloperWorld,
  startDeveloping,
  VISIT,
  visits,
} from './support/developer-world.ts';
import { expectUsable, LOOKS } from './support/world.ts';

let world: DeveloperWorld;
beforeAll(async () => {
  world = await startDeveloperWorld();
  const { server } = world;
  await server.api('PUT', '/platform/v1/scopes/visitors.read', { description: 'Read visitors' });
  return () => world.close();
});
beforeEach(() => {
  world.worker.answer = () => 200;
});
afterEach(() => world.leave());

const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
const rowOf = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text });

async function oneDelivery(name: string, manifest: object = {}) {
  const greeter = await publishGreeter(world, name, manifest);
  const { plugin, install } = greeter;
  const [job = ''] = await visits(world, install, 1);
  await settled(world, [job]);
  return { ...greeter, job, path: `/plugins/${plugin.slug}/deliveries/${job}` };
}

describe('one delivery', () => {
  test('says by which secrets its signatures hold, and when one is no longer in use', async () => {
    const { developer, plugin, path } = await oneDelivery('Signed greeter');
    const page = await world.open(developer, path);
    await says(page, 'Signature ✓ both');
    const signatures = page.getByRole('list', { name: 'Signatures' });
    expect(await signatures.innerText()).toContain('X-Envoy-Signature by secret 1');
    expect(await signatures.innerText()).toContain('webhook-signature by secret 1');

    const secrets = `/platform/v1/plugins/${plugin.id}/secrets`;
    expect((await world.server.api('POST', secrets, {})).status).toBe(201);
    expect((await world.server.api('DELETE', `${secrets}/1`)).status).toBeLessThan(300);
    await page.reload();
    await says(page, 'Signature by a secret that is no longer in use');
  });

  test('says why its signatures cannot be checked', async () => {
    const { server } = world;
    const scopes = ['visitors.read'];
    const { developer, plugin, install } = await publishGreeter(world, 'Tokened', { scopes });
    const user = await createUser(server);
    await server.db.query(sql`
      update installs set installed_by = ${user}, scopes = '{visitors.read}' where id = ${install.id}`);
    const [job = ''] = await visits(world, install, 1);
    await settled(world, [job]);
    const page = await world.open(developer, `/plugins/${plugin.slug}/deliveries/${job}`);
    await says(page, 'Signature not checked');
    await says(page, /^The token in the body is not kept.* It was signed by secret 1\.$/);
  });

  test('names the space, and leads to the lane that it is in', async () => {
    const { developer, install, path } = await oneDelivery('Placed greeter');
    const page = await world.open(developer, path);
    await page.getByText('Reception', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Open its lane' }).click();
    await page.waitForURL(`**/deliveries?identifier=visitor%3A1&install=${install.id}`);
    await rowOf(page, 'visitor:1').waitFor();
    const where = page.getByLabel('Where');
    await where.selectOption('Everywhere');
    await where.waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.has('install')).toBe(false);
  });
});

test('deliveries of all plugins are one list, and one plugin is chosen to run jobs again', async () => {
  world.worker.answer = () => 500;
  const first = await publishGreeter(world, 'First of two');
  const second = await publishGreeter(world, 'Second of two');
  await collaborate(world.server, second.plugin.id, first.developer.id);
  await settled(world, await visits(world, first.install, 1));
  await settled(world, await visits(world, second.install, 2));
  const page = await world.open(first.developer, '/deliveries');
  const rows = page.getByRole('listitem').filter({ hasText: 'A visitor signed in' });
  await rowOf(page, 'First of two · Reception').waitFor();
  await rowOf(page, 'Second of two · Reception').first().waitFor();
  expect(await rows.count()).toBe(3);

  await page.getByLabel('Status').selectOption('failed');
  await says(page, 'To run them again, choose one plugin.');
  await page.getByLabel('Event').selectOption(VISIT);
  await page.getByLabel('Plugin', { exact: true }).selectOption('Second of two');
  await page.getByRole('button', { name: 'Retry 2 failed' }).waitFor();
  await waitFor(async () => (await rows.count()) === 2, { describe: 'those of one plugin' });
  expect(new URL(page.url()).searchParams.get('plugin')).toBe(second.plugin.slug);
  await page.getByLabel('Plugin', { exact: true }).selectOption('All plugins');
  await waitFor(async () => (await rows.count()) === 3, { describe: 'those of all again' });

  await rowOf(page, 'First of two').getByRole('link').click();
  await page.waitForURL(`**/plugins/${first.plugin.slug}/deliveries/*`);
});

test('of two endpoints for one event the right one is switched off', async () => {
  const { server } = world;
  const { developer, plugin } = await publishGreeter(world, 'In two places');
  const draft = 'https://greeter.example.com/next';
  const manifest = {
    name: 'In two places',
    slug: plugin.slug,
    events: [{ name: VISIT, url: draft }],
  };
  const path = `${server.url}/platform/v1/plugins/${plugin.id}/manifest`;
  const headers = await bearerOf(server, developer.id);
  const saved = await send(path, 'PUT', manifest, headers);
  expect(saved.status, saved.text).toBe(201);
  const page = await world.open(developer, `/plugins/${plugin.slug}`);
  const name = 'Switch off the endpoint of A visitor signed in';
  await rowOf(page, draft).getByRole('button', { name }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click();
  await rowOf(page, draft).getByText('off', { exact: true }).waitFor();
  const states = async () => {
    const { body } = await server.api('GET', `/platform/v1/plugins/${plugin.id}/endpoints`);
    return body.data.map(({ url, status }: { url: string; status: string }) => [url, status]);
  };
  expect(await states()).toEqual([
    [`${world.worker.url}/${plugin.slug}`, 'healthy'],
    [draft, 'disabled'],
  ]);
  const on = 'Switch on the endpoint of A visitor signed in';
  await rowOf(page, draft).getByRole('button', { name: on }).click();
  await rowOf(page, draft).getByText('answers', { exact: true }).waitFor();
});

test('the Builder offers what the product lists for people to choose from', async () => {
  const { server } = world;
  const list_url = 'https://product.example.com/rooms';
  const rooms = { description: 'Rooms of the house', list_url };
  await server.api('PUT', '/platform/v1/resource_types/rooms', rooms);
  await server.api('PUT', '/platform/v1/resource_types/desks', { list_url });
  const { developer, plugin } = await startDeveloping(world, 'Choosing');
  const page = await world.open(developer, `/plugins/${plugin.slug}/builder`);
  const form = page.getByRole('region', { name: 'Form' });
  await form.getByRole('button', { name: 'Add a step', exact: true }).click();
  await form.getByRole('button', { name: 'Add a field', exact: true }).click();
  await form.getByLabel('Type of field').selectOption('resource_select');
  const what = form.getByLabel('Of what');
  await what
    .getByRole('option', { name: 'Rooms of the house (rooms)' })
    .waitFor({ state: 'attached' });
  expect(await what.getByRole('option').allInnerTexts()).toEqual([
    'Choose …',
    'Members of the space (members)',
    'desks',
    'Rooms of the house (rooms)',
  ]);
  await what.selectOption('rooms');
  expect(await what.inputValue()).toBe('rooms');
});

test.each(LOOKS)('everybody can use them: %s', async (_name, look) => {
  const { developer, plugin, path } = await oneDelivery('Looked at');
  const other = await publishGreeter(world, 'Beside it');
  await collaborate(world.server, other.plugin.id, developer.id);
  for (const at of ['/deliveries', `/plugins/${plugin.slug}/deliveries?install=1`, path]) {
    const page = await world.open(developer, at, look);
    await page.getByRole('heading', { level: 1 }).waitFor();
    if (at === path) await says(page, /^(Signature|Signatur) ✓/);
    await expectUsable(page);
  }
});
