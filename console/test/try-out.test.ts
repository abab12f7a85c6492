import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { collaborate } from '../../server/test/support/collaborators.ts';
import { createGate } from '../../server/test/support/gate.ts';
import { bearerOf, createPerson, type TestPerson } from '../../server/test/support/people.ts';
import { registerPartnerPlugin, type TestPlugin } from '../../server/test/support/plugins.ts';
import { send } from '../../server/test/support/server.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import {
  type DeveloperWorld,
  startDeveloperWorld,
  startDeveloping,
} from './support/developer-world.ts';
import { expectUsable, LOOKS } from './support/world.ts';

/** What is tried: its example has more digits than a number of JavaScript. */
const DOOR = 'door_opened';
const DOOR_TYPE = `{
  "description": "A door was opened",
  "example_payload": {"door":"front","serial":12345678901234567890},
  "payload_schema": {"type":"object","required":["door"],"properties":{"door":{"type":"string"}}}
}`;

let world: DeveloperWorld;
beforeAll(async () => {
  world = await startDeveloperWorld();
  const { url, hostKey } = world.server;
  const answer = await fetch(`${url}/platform/v1/event_types/${DOOR}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${hostKey}`, 'content-type': 'application/json' },
    body: DOOR_TYPE,
  });
  expect(answer.ok, await answer.text()).toBe(true);
  return () => world.close();
});
beforeEach(() => {
  world.worker.answer = ({ path }) => (path.endsWith(DOOR) ? RANG : 200);
});
afterEach(() => world.leave());

/** What the plugin makes of a door. */
const RANG = {
  status: 200,
  body: {
    message: 'Rang the bell',
    attachments: [{ type: 'text', label: 'Heard by', value: 'The doorman' }],
    effects: {
      config: { last_door: 'front' },
      storage: [
        { action: 'set', key: 'doors/front', value: { opened: 1 } },
        { action: 'set', key: 'bell', value: 'ding' },
      ],
    },
  },
};

const SETUP_STEPS = [
  {
    type: 'form',
    title: 'How to ring',
    fields: [{ key: 'sound', type: 'text', label: 'Sound', required: true }],
  },
];

/** Somebody with a plugin whose draft hears of doors, and has to be set up. */
async function startTrying(name: string, manifest: object = { setup_steps: SETUP_STEPS }) {
  const { developer, plugin } = await startDeveloping(world, name);
  await writeDraft(plugin, developer, {
    name,
    events: [{ name: DOOR, url: `${world.worker.url}/${plugin.slug}/${DOOR}` }],
    ...manifest,
  });
  return { developer, plugin };
}

async function writeDraft({ id, slug }: TestPlugin, { id: userId }: TestPerson, manifest: object) {
  const headers = await bearerOf(world.server, userId);
  const path = `${world.server.url}/platform/v1/plugins/${id}/manifest`;
  const { status, text } = await send(path, 'PUT', { slug, ...manifest }, headers);
  expect(status, text).toBeLessThan(300);
}

const openTry = (person: TestPerson, { slug }: TestPlugin, options?: BrowserContextOptions) =>
  world.open(person, `/plugins/${slug}/try`, options);

const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
const press = (page: Page, name: string) => page.getByRole('button', { name }).click();
const editor = (page: Page) => page.getByRole('textbox', { name: /^(Data|Daten)$/ });
const story = (page: Page) => page.getByRole('article');
async function write(page: Page, text: string) {
  await editor(page).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}
const typed = async (page: Page) =>
  (await editor(page).locator('.cm-line').allTextContents()).join('\n');

test('a plugin is tried out: it is installed, set up and told of a door, and all of that shows up by itself', async () => {
  const { developer, plugin } = await startTrying('Doorbell');
  const page = await openTry(developer, plugin);
  await page.getByRole('heading', { name: 'Try Doorbell before anybody else has it' }).waitFor();
  await says(page, 'You have 0 of 3 development installs.');
  await expectUsable(page);
  await press(page, 'Make a development install');

  await says(page, /^Runs your draft, release \d+$/);
  await says(page, 'needs set-up');
  await press(page, 'Send the event');
  await says(page, 'The set-up of Doorbell was not finished. It hears what happens after that.');
  await story(page).getByText('set-up not finished').waitFor();
  await story(page).getByRole('link', { name: 'Go on with the set-up' }).click();
  await page.getByLabel('Sound').fill('ding');
  await press(page, 'Save and finish');
  await says(page, 'Done');
  await page.goto(`/plugins/${plugin.slug}/try`);
  await page.getByText('works', { exact: true }).waitFor();

  const gate = createGate();
  world.worker.answer = () => async (_request, response) => {
    await gate.passed;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(RANG.body));
  };
  await editor(page).getByText('12345678901234567890').waitFor();
  await page.getByLabel('Identifier').fill('door:1');
  await press(page, 'Send the event');
  await says(page, 'Doorbell listens to this event, and was given it.');
  await says(page, 'Nothing is stored in your install');
  gate.open();
  await story(page).getByText('The doorman', { exact: true }).waitFor();
  await story(page).getByText('Rang the bell').first().waitFor();
  await story(page).getByRole('heading', { name: 'Reply' }).waitFor();
  await story(page).getByText('Data of the event').click();
  await story(page).getByText('12345678901234567890').first().waitFor();
  await says(page, 'Settings: last_door.');
  await says(page, 'set doors/front');
  await page.getByRole('button', { name: /^Value of doors\/front/ }).click();
  await page.getByRole('tree', { name: 'Value of doors/front' }).getByText('opened').waitFor();
  await expectUsable(page);
  await story(page).getByRole('link', { name: 'Open the delivery' }).click();
  await page.getByRole('heading', { level: 1, name: 'A door was opened' }).waitFor();
});

describe('what is sent', () => {
  test('is what was typed, digit by digit, and refused at its line where it does not fit', async () => {
    const { developer, plugin } = await startTrying('Typed', {});
    const page = await openTry(developer, plugin);
    await press(page, 'Make a development install');
    await write(page, '{\n  "serial": 98765432109876543210,\n  "door": 7\n}');
    await press(page, 'Send the event');
    await says(page, 'Line 3: /door must be a text');
    await page.locator('.cm-lintRange-error').waitFor();
    await expectUsable(page);
    expect(await typed(page)).toContain('"door": 7');
    await write(page, '{"door": ');
    await press(page, 'Send the event');
    await says(page, 'This is no JSON yet. The place is marked.');
    await page.reload();
    await editor(page).waitFor();
    expect(await typed(page)).toBe('{"door": ');
    await write(page, '{"serial": 98765432109876543210, "door": "back"}');
    await press(page, 'Send the event');
    await story(page).getByText('The doorman', { exact: true }).waitFor();
    const request = world.worker.requests.findLast(({ text }) => text.includes('"back"'));
    expect(request?.text).toContain('98765432109876543210');
    await press(page, 'Back to the example');
    await editor(page).getByText('12345678901234567890').waitFor();
  });

  test('is sent again with what it said', async () => {
    const { developer, plugin } = await startTrying('Repeated', {});
    const page = await openTry(developer, plugin);
    await press(page, 'Make a development install');
    await page.getByLabel('Identifier').fill('door:7');
    await write(page, '{"serial": 98765432109876543210, "door": "garden"}');
    await press(page, 'Send the event');
    await story(page).getByText('The doorman', { exact: true }).waitFor();
    await page.getByRole('button', { name: /^Send again: A door was opened/ }).click();
    const rows = page.getByRole('button', { name: 'A door was opened door:7', exact: true });
    await waitFor(async () => (await rows.count()) === 2, { describe: 'both events' });
    const received = () =>
      world.worker.requests.filter(({ text }) =>
        text.includes('98765432109876543210, "door": "garden"'),
      );
    await waitFor(() => received().length === 2, { describe: 'the plugin to hear it twice' });
  });

  test('is told about in words where the plugin does not hear it, and the Builder is near', async () => {
    const { developer, plugin } = await startTrying('Deaf', { events: [] });
    const page = await openTry(developer, plugin);
    await press(page, 'Make a development install');
    await says(page, 'Your draft hears none of the events of this product yet.');
    await page.getByRole('combobox', { name: 'Event' }).fill('door');
    await page.getByRole('option', { name: /door_opened/ }).click();
    await press(page, 'Send the event');
    await story(page).getByText('not subscribed').waitFor();
    await expectUsable(page);
    await story(page).getByRole('link', { name: 'Add it to the events in the Builder' }).click();
    await page.waitForURL('**/builder#/events');
    await page.getByRole('button', { name: 'Add an event' }).waitFor();
  });

  test('goes to a draft that was changed meanwhile', async () => {
    const { developer, plugin } = await startTrying('Changed', { events: [] });
    const page = await openTry(developer, plugin);
    await press(page, 'Make a development install');
    await says(page, 'Your draft hears none of the events of this product yet.');
    await writeDraft(plugin, developer, {
      name: 'Changed',
      events: [{ name: DOOR, url: `${world.worker.url}/${plugin.slug}/${DOOR}` }],
    });
    await page.getByRole('link', { name: 'Add one in the Builder' }).waitFor({ state: 'detached' });
    await press(page, 'Send the event');
    await story(page).getByText('The doorman', { exact: true }).waitFor();
  });
});

describe('the storage', () => {
  test('is narrowed by how its keys begin, which stands in the address', async () => {
    const { developer, plugin } = await startTrying('Storing', {});
    const page = await openTry(developer, plugin);
    await press(page, 'Make a development install');
    await press(page, 'Send the event');
    await page.getByRole('button', { name: /^Value of bell/ }).waitFor();
    await page.getByLabel('Keys that begin with').fill('doors/');
    await page.getByRole('button', { name: /^Value of bell/ }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^Value of doors\/front/ }).waitFor();
    expect(new URL(page.url()).searchParams.get('prefix')).toBe('doors/');
    await page.getByLabel('Keys that begin with').fill('windows/');
    await page.getByRole('heading', { name: 'No key begins so' }).waitFor();
    await page.getByLabel('Keys that begin with').fill('');
    await page.getByLabel('Where').selectOption('plugin');
    await page.getByRole('heading', { name: 'The plugin keeps nothing for itself' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'The plugin keeps nothing for itself' }).waitFor();
  });
});

test('removing the install names what is lost, and leaves the way to a new one', async () => {
  const { developer, plugin } = await startTrying('Removed', {});
  const page = await openTry(developer, plugin);
  await press(page, 'Make a development install');
  await press(page, 'Remove the install');
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/Its space goes at once and for good/).waitFor();
  await expectUsable(page);
  await dialog.getByRole('button', { name: 'Remove the install' }).click();
  await page.getByRole('heading', { name: 'Try Removed before anybody else has it' }).waitFor();
  await says(page, 'You have 0 of 3 development installs.');
});

test('a fourth install is refused in place', async () => {
  const { developer, plugin } = await startTrying('Fourth', {});
  const headers = await bearerOf(world.server, developer.id);
  for (const name of ['One', 'Two', 'Three']) {
    const other = await registerPartnerPlugin(world.server, headers, { name });
    const path = `${world.server.url}/platform/v1/plugins/${other.id}/development_install`;
    expect((await send(path, 'POST', undefined, headers)).status).toBe(201);
  }
  const page = await openTry(developer, plugin);
  await says(page, 'You have 3 of 3 development installs.');
  await press(page, 'Make a development install');
  await says(page, 'It was not made.');
});

test('a viewer looks, and sends nothing', async () => {
  const { plugin } = await startTrying('Viewed', {});
  const viewer = await createPerson(world.server);
  await collaborate(world.server, plugin.id, viewer.id, 'viewer');
  const page = await openTry(viewer, plugin);
  await says(page, /Owners and developers of this plugin make development installs/);
  await page.getByRole('heading', { name: 'The plugin keeps nothing for itself' }).waitFor();
  expect(await page.getByRole('button', { name: 'Make a development install' }).count()).toBe(0);
  await expectUsable(page);
});

test('a new plugin leads to its first release: described, tried, submitted', async () => {
  const { developer, plugin } = await startDeveloping(world, 'New');
  const page = await world.open(developer, `/plugins/${plugin.slug}`);
  const steps = page.getByRole('listitem').filter({ hasText: /^(open|done)/ });
  const next = page.locator('[aria-current=step]');
  await next.getByRole('link', { name: 'Describe it in the Builder' }).waitFor();
  await expectUsable(page);
  await writeDraft(plugin, developer, {
    name: 'New',
    events: [{ name: DOOR, url: `${world.worker.url}/${plugin.slug}/${DOOR}` }],
  });
  await page.reload();
  await next.getByRole('link', { name: 'Try it' }).click();
  await press(page, 'Make a development install');
  await press(page, 'Send the event');
  await story(page).getByText('The doorman', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'Overview' }).click();
  await next.getByRole('link', { name: 'Submit it for review' }).click();
  await page.getByRole('button', { name: /^Submit release/ }).click();
  await says(page, 'in review');
  await page.getByRole('link', { name: 'Overview' }).click();
  await steps.filter({ hasText: 'It is in review.' }).filter({ hasText: 'done' }).waitFor();
});

test.each(LOOKS)('everybody can use it: %s', async (_name, look) => {
  const { developer, plugin } = await startTrying('Usable', {});
  const headers = await bearerOf(world.server, developer.id);
  const path = `${world.server.url}/platform/v1`;
  const made = await send(
    `${path}/plugins/${plugin.id}/development_install`,
    'POST',
    undefined,
    headers,
  );
  const sample = { install_id: made.body.id, name: DOOR, identifier: 'door:1' };
  expect((await send(`${path}/sample_events`, 'POST', sample, headers)).status).toBe(202);
  const page = await openTry(developer, plugin, look);
  await story(page).getByText('The doorman', { exact: true }).waitFor();
  await editor(page).waitFor();
  await expectUsable(page);
});
