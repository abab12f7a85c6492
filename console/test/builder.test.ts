import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { collaborate } from '../../server/test/support/collaborators.ts';
import { createPerson } from '../../server/test/support/people.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import {
  createOperator,
  type DeveloperWorld,
  publishGreeter,
  startDeveloperWorld,
  startDeveloping,
} from './support/developer-world.ts';
import { keyboardOf } from './support/keyboard.ts';
import { expectUsable, LOOKS } from './support/world.ts';

let world: DeveloperWorld;
beforeAll(async () => {
  world = await startDeveloperWorld();
  const description = 'Read the visitors';
  await world.server.api('PUT', '/platform/v1/scopes/read_visitors', { description });
  await world.server.api('PUT', '/platform/v1/scopes/write_doors', { description: 'Open doors' });
  await world.server.api('PUT', '/platform/v1/event_types/door_opened', {
    description: 'A door was opened',
    example_payload: { door: { floor: 2 } },
  });
  return () => world.close();
});
afterEach(() => world.leave());

const URLS = 'https://guard.example.com';

const formOf = (page: Page) => page.getByRole('region', { name: /^(Form|Formular)$/ });
const preview = (page: Page) => page.getByRole('region', { name: 'What an admin will see' });
const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
const fill = (where: Locator, label: string, text: string) =>
  where.getByLabel(label, { exact: true }).first().fill(text);
const fillOptional = (where: Locator, label: string, text: string) =>
  where.getByLabel(`${label} optional`, { exact: true }).first().fill(text);

/** The item that was added last to a list. */
async function add(where: Locator, button: string, list: string): Promise<Locator> {
  await where.getByRole('button', { name: button, exact: true }).last().click();
  return where.getByRole('list', { name: list, exact: true }).first().locator('> li').last();
}

async function openBuilder(
  developer: { id: number },
  { slug }: { slug: string },
  look?: Parameters<DeveloperWorld['open']>[2],
): Promise<Page> {
  const page = await world.open(developer, `/plugins/${slug}/builder`, look);
  await formOf(page).waitFor();
  return page;
}

/** What the server has of it. */
async function manifestOf({ id }: { id: number }) {
  const { body: list } = await world.server.api('GET', `/platform/v1/plugins/${id}/releases`);
  const newest = Math.max(...list.data.map(({ number }: { number: number }) => number));
  const { body } = await world.server.api('GET', `/platform/v1/plugins/${id}/releases/${newest}`);
  return body.manifest;
}

async function save(page: Page) {
  await page.getByRole('button', { name: 'Save draft' }).click();
  await says(page, /^Saved as release \d+, a draft\.$/);
}

async function addField(step: Locator, type: string, key: string, label: string) {
  const field = await add(step, 'Add a field', 'Fields');
  await field.getByLabel('Type of field').selectOption(type);
  await fill(field, 'Label', label);
  await fill(field, 'Key', key);
  return field;
}

test('a manifest with all that there is, is written with the form alone', async () => {
  const { developer, plugin } = await startDeveloping(world, 'Written');
  const page = await openBuilder(developer, plugin);
  const form = formOf(page);
  await fill(form, 'Name', 'Door Guard');
  await fill(form, 'Short name', 'door-guard');
  await fillOptional(form, 'In one sentence', 'Guards doors');
  await fillOptional(form, 'Description', 'One.\n\nTwo.');
  await fillOptional(form, 'Author', 'Acme');
  await fillOptional(form, 'Website', `${URLS}/`);
  await fillOptional(form, 'Categories', 'doors\n visitors \n');
  await fillOptional(form, 'Least plan level', '2');
  await form.getByLabel('A page in the sidebar').check();
  await fillOptional(form, 'Icon in the sidebar (URL)', `${URLS}/icon.svg`);
  await form.getByLabel('A page in the toolbar').check();
  await fillOptional(form, 'Page that is embedded', `${URLS}/page`);
  await fillOptional(form, 'Page that is embedded while developing', 'http://localhost:4000/');
  await fillOptional(form, 'Page outside the product', `${URLS}/app`);
  await form.getByLabel('The page knows people by App Bridge').check();
  await form.getByLabel('The config can be written as settings of the space').check();
  await fillOptional(form, 'Ids of field types', '7\n8');
  await fillOptional(form, 'Redirect URI', `${URLS}/back`);
  await fillOptional(form, 'Redirect URI while developing', 'http://localhost:4000/back');
  await form.getByLabel('Read the visitors').selectOption('required');
  await form.getByLabel('Open doors').selectOption('optional');
  await fillOptional(form, 'Migration URL', `${URLS}/migrate`);

  const event = await add(form, 'Add an event', 'Events');
  await event.getByLabel('Event', { exact: true }).selectOption('door_opened');
  await event.getByText('An example of its payload').click();
  await says(page, /"floor": 2/);
  await fill(event, 'Worker URL', `${URLS}/hook`);
  await fillOptional(event, 'Filter', '{"door": {"floor": [9007199254740993]}}');
  const own = await add(form, 'Add an event', 'Events');
  await own.getByLabel('Event', { exact: true }).selectOption('plugin_installed');
  await fill(own, 'Worker URL', `${URLS}/life`);

  const first = await add(form, 'Add a step', 'Steps');
  await fill(first, 'Title', 'How to guard');
  const text = await addField(first, 'text', 'greeting', 'Greeting');
  await fillOptional(text, 'Explanation', 'Said at the door');
  await text.getByLabel('It has to be answered').check();
  await fillOptional(text, 'Example in the empty field', 'Hello');
  await text.getByLabel('Several lines').check();
  await fillOptional(text, 'URL that answers what stands there', `${URLS}/value`);
  await addField(first, 'password', 'api_key', 'API key');
  await addField(first, 'checkbox', 'loud', 'Loud');
  const select = await addField(first, 'select', 'level', 'Level');
  for (const [label, kind, value] of [
    ['Low', 'number', '1'],
    ['High', 'string', 'high'],
  ] as const) {
    const option = await add(select, 'Add a choice', 'Choices');
    await fill(option, 'Label of the choice', label);
    await option.getByLabel('What is saved').selectOption(kind);
    await fill(option, 'Value', value);
  }
  const asked = await addField(first, 'select', 'room', 'Room');
  await fillOptional(asked, 'URL of the choices', `${URLS}/rooms`);
  await asked.getByLabel('Several can be chosen').check();
  await asked.getByLabel('The URL searches').check();
  await asked.getByLabel('How more choices are asked for').selectOption('cursor');
  await fillOptional(asked, 'URL of the labels of what was chosen', `${URLS}/labels`);
  const link = await addField(first, 'link', 'help', 'Help');
  await fillOptional(link, 'Address', `${URLS}/help`);
  await link.getByLabel('Where it opens').selectOption('popup');
  const info = await addField(first, 'info', 'note', 'Note');
  await fillOptional(info, 'Text', 'Mind the gap.');
  const resource = await addField(first, 'resource_select', 'host', 'Host');
  await resource.getByLabel('Of what').selectOption('members');
  const mapping = await addField(first, 'mapping', 'doors', 'Doors');
  await fillOptional(mapping, 'URL of what is on the left', `${URLS}/left`);
  await mapping.getByLabel('Type on the right').selectOption('select');
  await fillOptional(mapping, 'URL of the choices', `${URLS}/right`);
  await fillOptional(first, 'Validation URL', `${URLS}/check`);
  await fillOptional(first, 'Secret items of the config', 'token');

  const second = await add(form, 'Add a step', 'Steps');
  await second.getByLabel('Kind of step').selectOption('oauth2');
  await fill(second, 'Title', 'Connect');
  await fill(second, 'Authorize URL', `${URLS}/authorize`);
  await fill(second, 'Token URL', `${URLS}/token`);
  await fill(second, 'Client id', 'guard');
  await fillOptional(second, 'Client secret of the service', 'a-secret');
  await fillOptional(second, 'Scopes of the service', 'read\nwrite');
  await second.getByLabel('How the client secret is sent').selectOption('body');
  await second.getByLabel('Bind the code by PKCE').check();
  await fill(second, 'Validation URL', `${URLS}/tokens`);
  const third = await add(form, 'Add a step', 'Steps');
  await third.getByLabel('Kind of step').selectOption('popup');
  await fill(third, 'Title', 'Choose a map');
  await fill(third, 'Page that is opened', `${URLS}/map`);
  await fill(third, 'Validation URL', `${URLS}/mapped`);

  await save(page);
  await page.waitForURL('**/plugins/door-guard/builder');
  await says(page, /is a draft\. Nobody else sees it\./);
  expect(await form.getByLabel('Client secret of the service optional').inputValue()).toBe('');
  const manifest = await manifestOf(plugin);
  expect(manifest).toEqual(WRITTEN);
  const { text: exact } = await world.server.api(
    'GET',
    `/platform/v1/plugins/${plugin.id}/releases/2`,
  );
  expect(exact).toContain('9007199254740993');

  await preview(page).getByRole('button', { name: 'Set-up' }).click();
  await preview(page).getByLabel('Greeting').fill('Typed and gone');
  await preview(page).getByRole('button', { name: 'Next step' }).click();
  await preview(page).getByRole('button', { name: 'Connect guard.example.com' }).waitFor();
  await preview(page).getByRole('button', { name: 'Consent' }).click();
  await preview(page).getByLabel('Open doors').check();
  await expectUsable(page);
});

const FIELD = { type: 'text', label: '', key: '' };
const WRITTEN = {
  name: 'Door Guard',
  slug: 'door-guard',
  intro: 'Guards doors',
  description: 'One.\n\nTwo.',
  author: 'Acme',
  website: `${URLS}/`,
  icon: null,
  screenshot: null,
  preview_video: null,
  plan_level: 2,
  categories: ['doors', 'visitors'],
  placements: { sidebar: { icon: `${URLS}/icon.svg` }, toolbar: true },
  app_url: `${URLS}/app`,
  embedded_app_url: `${URLS}/page`,
  dev_embedded_app_url: 'http://localhost:4000/',
  oauth_redirect_uri: `${URLS}/back`,
  dev_oauth_redirect_uri: 'http://localhost:4000/back',
  use_app_bridge: true,
  enable_space_settings: true,
  scopes: ['read_visitors'],
  optional_scopes: ['write_doors'],
  field_type_ids: [7, 8],
  migration_url: `${URLS}/migrate`,
  events: [
    {
      name: 'door_opened',
      url: `${URLS}/hook`,
      // biome-ignore lint/correctness/noPrecisionLoss: as tests read it; the text is compared besides
      filter: { door: { floor: [9007199254740993] } },
    },
    { name: 'plugin_installed', url: `${URLS}/life`, filter: null },
  ],
  setup_steps: [
    {
      type: 'form',
      title: 'How to guard',
      validation_url: `${URLS}/check`,
      secrets: ['token'],
      fields: [
        {
          ...FIELD,
          key: 'greeting',
          label: 'Greeting',
          description: 'Said at the door',
          required: true,
          placeholder: 'Hello',
          multiline: true,
          remote_value_url: `${URLS}/value`,
        },
        { key: 'api_key', type: 'password', label: 'API key' },
        { key: 'loud', type: 'checkbox', label: 'Loud' },
        {
          key: 'level',
          type: 'select',
          label: 'Level',
          options: [
            { label: 'Low', value: 1 },
            { label: 'High', value: 'high' },
          ],
        },
        {
          key: 'room',
          type: 'select',
          label: 'Room',
          options_url: `${URLS}/rooms`,
          multiple: true,
          searchable: true,
          pagination: 'cursor',
          selected_values_url: `${URLS}/labels`,
        },
        { key: 'help', type: 'link', label: 'Help', url: `${URLS}/help`, target: 'popup' },
        { key: 'note', type: 'info', label: 'Note', text: 'Mind the gap.' },
        { key: 'host', type: 'resource_select', label: 'Host', resource: 'members' },
        {
          key: 'doors',
          type: 'mapping',
          label: 'Doors',
          left_options_url: `${URLS}/left`,
          right_field: { type: 'select', options_url: `${URLS}/right` },
        },
      ],
    },
    {
      type: 'oauth2',
      title: 'Connect',
      authorize_url: `${URLS}/authorize`,
      token_url: `${URLS}/token`,
      client_id: 'guard',
      scopes: ['read', 'write'],
      client_authentication: 'body',
      pkce: true,
      validation_url: `${URLS}/tokens`,
    },
    {
      type: 'popup',
      title: 'Choose a map',
      content_url: `${URLS}/map`,
      validation_url: `${URLS}/mapped`,
    },
  ],
};

const STEPS = [
  {
    type: 'form',
    title: 'First',
    fields: ['One', 'Two', 'Three'].map((label) => ({
      key: label.toLowerCase(),
      type: 'text',
      label,
    })),
  },
  { type: 'popup', title: 'Second', content_url: `${URLS}/a`, validation_url: `${URLS}/b` },
];

/** A draft with some of all. */
async function startWith(name: string, manifest: object = { setup_steps: STEPS }) {
  const { developer, plugin } = await startDeveloping(world, name);
  await writeAs(developer, plugin, { ...manifest, name, slug: plugin.slug });
  return { developer, plugin };
}

async function writeAs(
  person: { id: number },
  { id }: { id: number },
  manifest: object,
): Promise<void> {
  const page = await world.open(person, '/account');
  const status = await page.evaluate(
    async ([path, body]) => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(path as string, { method: 'PUT', headers, body })).status;
    },
    [`/platform/v1/plugins/${id}/manifest`, JSON.stringify(manifest)],
  );
  expect(status).toBe(201);
  await page.context().close();
}

describe('what is wrong', () => {
  test('stands at its field and in the bar, which leads there', async () => {
    const { developer, plugin } = await startWith('Wrong');
    const page = await openBuilder(developer, plugin);
    const form = formOf(page);
    await fill(form, 'Name', '');
    await fill(form, 'Website optional', 'nowhere');
    await fill(form, 'Categories optional', 'a'.repeat(51));
    const event = await add(form, 'Add an event', 'Events');
    await fill(event, 'Worker URL', 'http://127.0.0.1:1/');
    await form.getByLabel('Key', { exact: true }).nth(1).fill('not a key');
    await form.getByLabel('Type of field').nth(2).selectOption('select');
    await page.getByRole('button', { name: 'Save draft' }).click();
    await says(page, /things are missing or wrong/);
    const isWrong = async (label: string, nth = 0) =>
      expect(
        await form.getByLabel(label, { exact: true }).nth(nth).getAttribute('aria-invalid'),
        label,
      ).toBe('true');
    await isWrong('Name');
    await isWrong('Website optional');
    await isWrong('Categories optional');
    await isWrong('Key', 1);
    await form.getByText(/^“Three” needs/).waitFor();
    await page.getByRole('link', { name: /› Two › Key$/ }).click();
    await page.locator('input:focus[aria-invalid=true]').waitFor();
    await expectUsable(page);
    await page.keyboard.type('two');
    await page.getByRole('link', { name: /› Two › Key$/ }).waitFor({ state: 'detached' });
    expect(await manifestOf(plugin)).toMatchObject({ name: 'Wrong' });
  });

  test('a short name that somebody has is told at its field', async () => {
    const { plugin: other } = await startDeveloping(world, 'Has it');
    const { developer, plugin } = await startDeveloping(world, 'Wants it');
    const page = await openBuilder(developer, plugin);
    await fill(formOf(page), 'Short name', other.slug);
    await page.getByRole('button', { name: 'Save draft' }).click();
    await formOf(page).getByText('“Short name” belongs to another plugin.').waitFor();
  });

  test('a filter that is no JSON yet is not saved', async () => {
    const { developer, plugin } = await startDeveloping(world, 'Filtered');
    const page = await openBuilder(developer, plugin);
    const event = await add(formOf(page), 'Add an event', 'Events');
    await fill(event, 'Filter optional', '{"door":');
    await page.getByRole('button', { name: 'Save draft' }).click();
    await event.getByText('“Filter” is not valid JSON yet.').waitFor();
    await page.locator('textarea:focus[aria-invalid=true]').waitFor();
  });
});

describe('order', () => {
  const titlesOf = async (page: Page) => {
    const fields = formOf(page).getByRole('list', { name: 'Fields' }).first().locator('> li');
    return fields.locator('strong').allTextContents();
  };

  test('fields are moved by the keyboard alone, which keeps its place', async () => {
    const { developer, plugin } = await startWith('Keyed');
    const page = await openBuilder(developer, plugin);
    await formOf(page).getByLabel('Key', { exact: true }).first().focus();
    const keys = keyboardOf(page);
    await keys.tabTo('button', 'Move Two down');
    await keys.press('Enter');
    await keys.isAt('button', 'Move Two down');
    await page.getByText('Two, 3 of 3').waitFor();
    expect(await titlesOf(page)).toEqual(['One', 'Three', 'Two']);
    await keys.tabBackTo('button', 'Move Two up');
    await keys.press('Enter', 'Enter');
    expect(await titlesOf(page)).toEqual(['Two', 'One', 'Three']);
    await save(page);
    const { setup_steps } = await manifestOf(plugin);
    expect(setup_steps[0].fields.map(({ key }: { key: string }) => key)).toEqual([
      'two',
      'one',
      'three',
    ]);
  });

  test('fields are dragged', async () => {
    const { developer, plugin } = await startWith('Dragged');
    const page = await openBuilder(developer, plugin);
    const items = formOf(page).getByRole('list', { name: 'Fields' }).first().locator('> li');
    await page.setViewportSize({ width: 1280, height: 3000 });
    const handle = await items.nth(0).locator('[aria-hidden]').first().boundingBox();
    const last = await items.nth(2).boundingBox();
    if (handle === null || last === null) throw new Error('There is nothing to drag');
    await page.mouse.move(handle.x + 8, handle.y + 8);
    await page.mouse.down();
    await page.mouse.move(last.x + 20, last.y + last.height - 4, { steps: 5 });
    await page.mouse.up();
    expect(await titlesOf(page)).toEqual(['Two', 'Three', 'One']);
  });
});

describe('as JSON', () => {
  const editor = (page: Page) => page.getByRole('textbox', { name: 'The manifest as JSON' });
  const write = async (page: Page, text: string) => {
    await editor(page).click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(text);
  };

  test('it is the same manifest, both ways, with what the form does not know and in its order', async () => {
    const { developer, plugin } = await startDeveloping(world, 'Raw');
    const page = await openBuilder(developer, plugin);
    await fill(formOf(page), 'Name', 'From the form');
    await page.getByRole('button', { name: 'JSON', exact: true }).click();
    await editor(page).getByText('"From the form"').waitFor();
    await write(page, `{"unknown": 90071992547409931, "slug": "${plugin.slug}", "name": "Raw"}`);
    await page.getByRole('button', { name: 'Form', exact: true }).click();
    expect(await formOf(page).getByLabel('Name', { exact: true }).inputValue()).toBe('Raw');
    await fill(formOf(page), 'Name', 'Again');
    await page.getByRole('button', { name: 'JSON', exact: true }).click();
    await editor(page).getByText('90071992547409931').waitFor();
    const lines = await editor(page).locator('.cm-line').allTextContents();
    expect(lines.map((line) => /"(\w+)":/.exec(line)?.[1]).filter(Boolean)).toEqual([
      'unknown',
      'slug',
      'name',
    ]);
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByRole('link', { name: 'unknown' }).waitFor();
    await write(page, '{"name": ');
    await says(page, 'This is not a manifest yet: it has to be a JSON object.');
    await expectUsable(page);
    await write(page, `{"name": "Saved", "slug": "${plugin.slug}"}`);
    await save(page);
    expect(await manifestOf(plugin)).toMatchObject({ name: 'Saved' });
  });

  test('what is exported can be imported', async () => {
    const { developer, plugin } = await startWith('Exported');
    const page = await openBuilder(developer, plugin);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe(`${plugin.slug}.manifest.json`);
    const text = readFileSync(await file.path(), 'utf8');
    expect(JSON.parse(text)).toEqual(await manifestOf(plugin));
    const target = await startDeveloping(world, 'Imported');
    const other = await openBuilder(target.developer, target.plugin);
    await other.getByRole('button', { name: 'Import' }).click();
    await other.getByLabel('From a file').setInputFiles({
      name: 'manifest.json',
      mimeType: 'application/json',
      buffer: Buffer.from(text),
    });
    await waitFor(async () => (await other.getByLabel('Or paste it').inputValue()) === text, {
      describe: 'the file to be read',
    });
    await expectUsable(other);
    await other.getByRole('button', { name: 'Take this manifest' }).click();
    await fill(formOf(other), 'Short name', target.plugin.slug);
    await save(other);
    const { slug, ...rest } = JSON.parse(text);
    expect(await manifestOf(target.plugin)).toEqual({ slug: target.plugin.slug, ...rest });
    expect(slug).toBe(plugin.slug);
  });
});

describe('colleagues', () => {
  test('who saves second is told, and nothing is lost', async () => {
    const { developer, plugin } = await startWith('Shared');
    const colleague = await createPerson(world.server);
    await collaborate(world.server, plugin.id, colleague.id, 'developer');
    const page = await openBuilder(developer, plugin);
    await fill(formOf(page), 'Author optional', 'Mine');
    await fill(formOf(page), 'In one sentence optional', 'Mine, too');
    const theirs = { name: 'Theirs', slug: plugin.slug, intro: 'Theirs, too', categories: ['a'] };
    await writeAs(colleague, plugin, { ...theirs, setup_steps: STEPS });
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByRole('heading', { name: 'A colleague saved while you were writing' }).waitFor();
    await says(page, /They changed: (?=.*Name)(?=.*In one sentence)(?=.*Categories)/);
    await says(page, /Both of you changed In one sentence\./);
    await expectUsable(page);
    await page.getByRole('button', { name: 'Put mine into theirs' }).click();
    await save(page);
    const mine = { author: 'Mine', intro: 'Mine, too', name: 'Theirs', categories: ['a'] };
    expect(await manifestOf(plugin)).toMatchObject(mine);
  });

  test('a viewer looks and cannot write', async () => {
    const { plugin } = await startWith('Viewed');
    const viewer = await createPerson(world.server);
    await collaborate(world.server, plugin.id, viewer.id, 'viewer');
    const page = await openBuilder(viewer, plugin);
    await says(page, 'You can look at this plugin, but not change it.');
    expect(await formOf(page).getByLabel('Name', { exact: true }).isEditable()).toBe(false);
    for (const name of ['Save draft', 'Submit for review', 'Add a step', 'Import'])
      expect(await page.getByRole('button', { name }).count(), name).toBe(0);
    await expectUsable(page);
  });

  test('a draft is saved and submitted at once, and what is in review stays', async () => {
    const { developer, plugin } = await startDeveloping(world, 'Submitted');
    const page = await openBuilder(developer, plugin);
    await fill(formOf(page), 'Author optional', 'Acme');
    await page.getByRole('button', { name: 'Submit for review' }).click();
    await says(page, 'Release 2 is submitted.');
    await says(page, /Release 2 is in review and stays as it was submitted\./);
    await fill(formOf(page), 'Author optional', 'Other');
    await save(page);
    expect(await manifestOf(plugin)).toMatchObject({ author: 'Other' });
  });
});

test('the bar says what changes since the release that installs run, and whom it touches', async () => {
  const { developer, plugin } = await publishGreeter(world, 'Run');
  const page = await openBuilder(developer, plugin);
  await says(page, /which installs run\.$/);
  await fill(formOf(page), 'Author optional', 'Acme');
  await says(page, 'There are changes that are not saved.');
  page.once('dialog', (dialog) => dialog.dismiss());
  await page.getByRole('link', { name: 'Overview' }).click();
  expect(await formOf(page).getByLabel('Author optional').inputValue()).toBe('Acme');
  await save(page);
  await says(page, /^1 change since release \d · touches 1 install$/);
});

test('who has no part in a plugin publishes, and is asked first', async () => {
  const { plugin } = await publishGreeter(world, 'Hosted');
  const page = await openBuilder(await createOperator(world), plugin);
  await fill(formOf(page), 'Author optional', 'Acme');
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
  await says(page, /^Release \d is published\.$/);
  expect(await manifestOf(plugin)).toMatchObject({ author: 'Acme' });
});

describe.each(LOOKS)('%s', (_name, look) => {
  test('everybody can use the Builder', async () => {
    const { developer, plugin } = await startWith('Looked at', {
      ...WRITTEN,
    });
    const page = await openBuilder(developer, plugin, look);
    await page.getByRole('button', { name: /^(Save draft|Entwurf speichern)$/ }).waitFor();
    await expectUsable(page);
    for (const name of [/^(Consent|Zustimmung)$/, /^(Set-up|Einrichtung)$/]) {
      await page.getByRole('button', { name }).click();
      await expectUsable(page);
    }
  });
});
