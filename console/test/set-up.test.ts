import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { axeViolations } from '../../server/test/support/axe.ts';
import { closeWindow } from '../../server/test/support/browser.ts';
import { addMember, createPerson } from '../../server/test/support/people.ts';
import type { Answer, ReceivedRequest } from '../../server/test/support/receiver.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import { signedIn } from './support/browsers.ts';
import {
  type Answers,
  answerBy,
  installWith,
  type OpenInstall,
  oauth2Step,
  ok,
  popupStep,
  refusal,
  type SetUpWorld,
  startSetUpWorld,
} from './support/set-up-world.ts';

let world: SetUpWorld;
beforeAll(async () => {
  world = await startSetUpWorld();
  return () => world.close();
});

const contexts: BrowserContext[] = [];
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});

let answers: Answers;
beforeEach(() => {
  answers = answerBy(world.plugin, {
    '/languages': languages,
    '/rooms': () => ok(ROOMS),
    '/desks': ({ body }) => ok(DESKS[body.meta.params.parent_resource_id] ?? []),
    '/notice': () => ok({ value: 'Visitors read this' }),
    '/desk': () => ok({ value: 'Front desk' }),
  });
});

const LANGUAGES = Array.from({ length: 30 }, (_, index) => ({
  label: `Language ${index + 1}`,
  value: index + 1,
  isDisabled: index === 2,
}));
const ROOMS = [
  { label: 'Hall', value: 'hall' },
  { label: 'Cellar', value: 'cellar' },
];
const DESKS: Record<string, object[]> = {
  hall: [{ label: 'Desk in the hall', value: 'h1' }],
  cellar: [{ label: 'Desk in the cellar', value: 'c1' }],
};

/** Ten at a time, by a cursor. */
function languages({ body }: ReceivedRequest): Answer {
  const { search = '', cursor } = body.meta.params;
  const found = LANGUAGES.filter(({ label }) => label.includes(search));
  const start = Number(cursor ?? 0);
  const data = found.slice(start, start + 10);
  return ok({ data, cursor: data.length === 0 ? null : start + data.length });
}

/** A form with a field of every type. */
const everyField = () => ({
  type: 'form',
  title: 'Reception',
  validation_url: `${world.plugin.url}/check`,
  fields: [
    { key: 'notice', type: 'info', label: 'Note', remote_value_url: `${world.plugin.url}/notice` },
    { key: 'about', type: 'link', label: 'About', url: world.site.url, target: 'popup' },
    {
      key: 'desk',
      type: 'text',
      label: 'Desk',
      required: true,
      remote_value_url: `${world.plugin.url}/desk`,
    },
    { key: 'words', type: 'text', label: 'Words', multiline: true, required: true },
    { key: 'wifi', type: 'password', label: 'Wi-Fi', required: true },
    { key: 'announce', type: 'checkbox', label: 'Announce' },
    {
      key: 'greeting',
      type: 'select',
      label: 'Greeting',
      required: true,
      options: [
        { label: 'Hello', value: 'hello' },
        { label: 'Welcome', value: 'welcome' },
      ],
    },
    {
      key: 'languages',
      type: 'select',
      label: 'Languages',
      multiple: true,
      required: true,
      options_url: `${world.plugin.url}/languages`,
      searchable: true,
      pagination: 'cursor',
    },
    { key: 'person', type: 'resource_select', label: 'Person', resource: 'members' },
    {
      key: 'rooms',
      type: 'mapping',
      label: 'Rooms',
      left_options_url: `${world.plugin.url}/rooms`,
      right_field: { type: 'select', options_url: `${world.plugin.url}/desks` },
    },
    {
      key: 'signs',
      type: 'mapping',
      label: 'Signs',
      left_options: [{ label: 'Door', value: 'door' }],
      right_field: { type: 'text' },
    },
  ],
});

const text = (key: string, more: object = {}) => ({ key, type: 'text', label: key, ...more });
const judged = (...fields: object[]) => ({
  type: 'form',
  title: 'Settings',
  validation_url: `${world.plugin.url}/check`,
  fields,
});

/** The page of the set-up, with an admin before it. */
async function open(install: OpenInstall, options?: BrowserContextOptions): Promise<Page> {
  const page = await signedIn(world.server, install.adminId, options);
  contexts.push(page.context());
  await page.goto(install.path);
  return page;
}

const configOf = async ({ id }: OpenInstall) =>
  (await world.server.api('GET', `/platform/v1/installs/${id}/config`)).body;

const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 2, name });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const comboOf = (page: Page, name: string) => page.getByRole('combobox', { name, exact: true });

/** Fills whatever the form with every field requires. */
async function fillEveryField(page: Page): Promise<void> {
  await page.getByLabel('Words').fill('One\nTwo');
  await page.getByLabel('Wi-Fi', { exact: true }).fill('short');
  await page.getByLabel('Announce').check();
  await page.getByLabel('Greeting').selectOption('Welcome');
  await comboOf(page, 'Languages').click();
  await page.getByRole('option', { name: 'Language 1', exact: true }).click();
  // Beyond the first page of choices.
  await page.getByRole('option', { name: 'Language 10', exact: true }).scrollIntoViewIfNeeded();
  await page.getByRole('option', { name: 'Language 15', exact: true }).click();
  await comboOf(page, 'Languages').fill('Language 30');
  await page.getByRole('option', { name: 'Language 30', exact: true }).click();
  await page.keyboard.press('Escape');
  await comboOf(page, 'Person').fill('Person');
  await page
    .getByRole('option', { name: /^Person/ })
    .first()
    .click();
  await comboOf(page, 'Rooms: Cellar').click();
  await page.getByRole('option', { name: 'Desk in the cellar' }).waitFor();
  expect(await page.getByRole('option').count()).toBe(1);
  await page.getByRole('option').click();
  await page.getByLabel('Signs: Door').fill('Knock');
}

test('a plugin that asks for everything is set up, with a wrong answer first at each step, and a reload in between', async () => {
  const install = await installWith(world, [everyField(), oauth2Step(world), popupStep(world)]);
  const page = await open(install);
  await heading(page, 'Reception').first().waitFor();
  await page.getByText('Visitors read this').waitFor();
  await waitFor(async () => (await page.getByLabel('Desk').inputValue()) === 'Front desk', {
    describe: 'what the plugin suggests',
  });

  // Nothing is complained of before somebody tries; then the first of it has the focus.
  expect(await page.getByRole('alert').count()).toBe(0);
  await button(page, 'Save and continue').click();
  await page.getByText('This is needed.').first().waitFor();
  await page.getByText('Choose something here.').first().waitFor();
  await waitFor(
    () => page.getByLabel('Words').evaluate((area) => area === document.activeElement),
    {
      describe: 'the first that is missing to have the focus',
    },
  );

  await fillEveryField(page);
  answers['/check'] = () => refusal('The Wi-Fi password is too short');
  await button(page, 'Save and continue').click();
  const said = page.getByRole('alert').filter({ hasText: 'The Wi-Fi password is too short' });
  await said.waitFor();
  expect(await said.textContent()).toMatch(/^plugin-\d+ says/);
  expect(await page.getByLabel('Wi-Fi', { exact: true }).inputValue()).toBe('short');

  // What was typed outlives a reload, but passwords.
  await page.reload();
  await waitFor(async () => (await page.getByLabel('Words').inputValue()) === 'One\nTwo', {
    describe: 'what was typed before',
  });
  expect(await page.getByLabel('Wi-Fi', { exact: true }).inputValue()).toBe('');
  await page.getByLabel('Wi-Fi', { exact: true }).fill('long enough');
  answers['/check'] = ({ body }) => ok(body.payload);
  await button(page, 'Save and continue').click();

  await heading(page, 'Connect the service').waitFor();
  const { config, secrets } = await configOf(install);
  expect(config).toEqual({
    desk: 'Front desk',
    words: 'One\nTwo',
    announce: true,
    greeting: 'welcome',
    languages: [1, 15, 30],
    person: install.adminId,
    rooms: [{ left: 'cellar', right: 'c1' }],
    signs: [{ left: 'door', right: 'Knock' }],
  });
  expect(secrets).toEqual(['wifi']);

  const { host } = new URL(world.site.url);
  const opened = await windowOf(page, () => button(page, `Connect ${host}`).click());
  await page.getByText(`Go on in the window of ${host}`).waitFor();
  await opened.getByRole('button', { name: 'Deny' }).click();
  await page.getByText('You said no').waitFor();
  await closeWindow(page, opened);

  const closed = await windowOf(page, () => button(page, `Connect ${host}`).click());
  await closed.close();
  await page.getByText('The window was closed before it was done').waitFor();

  // Who comes back is offered what is not finished.
  await page.goto(install.path);
  await heading(page, 'Connect the service').waitFor();
  const again = await windowOf(page, () => button(page, `Connect ${host}`).click());
  await again.getByRole('button', { name: 'Allow' }).click();

  await heading(page, 'Choose a site').waitFor();
  const name = await pluginName(page);
  const choose = await windowOf(page, () => button(page, `Open ${name}`).click());
  await closeWindow(page, choose);
  await page.getByText('The window was closed before it was done').waitFor();
  answers['/chosen'] = () => refusal('That is no site');
  const wrong = await windowOf(page, () => button(page, `Open ${name}`).click());
  await wrong.getByRole('button', { name: 'None' }).click();
  await page.getByRole('main').getByText('That is no site').waitFor();
  await closeWindow(page, wrong);
  answers['/chosen'] = ({ body }) => ok({ site: body.payload.site });
  const right = await windowOf(page, () => button(page, `Open ${name}`).click());
  await right.getByRole('button', { name: 'Bakery' }).click();

  await heading(page, `${name} is set up`).waitFor();
  await page.getByText('A visitor signed in').waitFor();
  const reception = page.getByRole('link', { name: 'Let a visitor sign in' });
  expect(await reception.getAttribute('href')).toBe('http://localhost:9/reception');
  expect((await configOf(install)).config).toMatchObject({ connected: true, site: 'bakery' });
  await page.goto(install.path);
  await heading(page, `${name} is set up`).waitFor();
});

/** The window that a click opens, once its page is there. */
async function windowOf(page: Page, click: () => Promise<void>): Promise<Page> {
  const comes = page.context().waitForEvent('page');
  await click();
  const opened = await comes;
  await opened.getByRole('heading').first().waitFor();
  return opened;
}

async function pluginName(page: Page): Promise<string> {
  const title = await page.getByRole('heading', { level: 1 }).textContent();
  return (title ?? '').replace('Set up ', '');
}

test('a form is filled by the keyboard alone', async () => {
  const install = await installWith(world, [
    {
      type: 'form',
      title: 'Settings',
      fields: [
        { ...text('name'), required: true },
        {
          key: 'language',
          type: 'select',
          label: 'language',
          required: true,
          options_url: `${world.plugin.url}/languages`,
          searchable: true,
          pagination: 'cursor',
        },
        { key: 'loud', type: 'checkbox', label: 'loud' },
      ],
    },
  ]);
  const page = await open(install);
  await page.getByLabel('name').focus();
  await page.keyboard.type('Reception');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Language 2');
  await page.getByRole('option', { name: 'Language 28' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect(await comboOf(page, 'language').inputValue()).toBe('Language 20');
  await page.keyboard.press('Tab');
  // Past the buttons of the list.
  await waitFor(
    async () => {
      if (await page.getByLabel('loud').evaluate((box) => box === document.activeElement))
        return true;
      await page.keyboard.press('Tab');
      return false;
    },
    { describe: 'the next field' },
  );
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await heading(page, /is set up/).waitFor();
  expect((await configOf(install)).config).toEqual({ name: 'Reception', language: 20, loud: true });
});

test('what is wrong with an answer is said in the language of who gave it', async () => {
  const install = await installWith(world, [
    { type: 'form', title: 'Settings', fields: [{ ...text('greeting'), multiline: true }] },
  ]);
  const page = await open(install, { locale: 'de' });
  const field = page.getByLabel('greeting');
  await field.fill('Hallo\u202e');
  await button(page, 'Speichern und abschließen').click();
  const words = '„greeting“ darf außer Tabulatoren und Zeilenumbrüchen keine Steuerzeichen haben.';
  await page.getByText(words).waitFor();
  expect(await field.inputValue()).toBe('Hallo\u202e');
});

test('a number of many digits is sent back as the plugin wrote it', async () => {
  const answer = '[{"label": "Lobby", "value": 9007199254740993}]';
  answers['/languages'] = () => ({ status: 200, body: answer });
  const field = { key: 'room', type: 'select', label: 'Room', required: true };
  const asked = { ...field, options_url: `${world.plugin.url}/languages` };
  // Saved by its keys: a plugin that judges would have to be as exact itself.
  const form = { type: 'form', title: 'Settings', fields: [asked, text('name')] };
  const install = await installWith(world, [form]);
  const page = await open(install);
  await comboOf(page, 'Room').click();
  await page.getByRole('option', { name: 'Lobby' }).click();
  await button(page, 'Save and finish').click();
  await heading(page, /is set up/).waitFor();
  await page.goto(`${install.path}?step=1`);
  await page.getByLabel('name').fill('Desk');
  await button(page, 'Save and finish').click();
  await heading(page, /is set up/).waitFor();
  const path = `/platform/v1/installs/${install.id}/config`;
  expect((await world.server.api('GET', path)).text).toContain('"room":9007199254740993');
});

test('a password that is set is kept, replaced, or kept after all', async () => {
  const secret = { key: 'token', type: 'password', label: 'Token', required: true };
  const install = await installWith(world, [judged(text('name'), secret)]);
  const page = await open(install);
  await page.getByLabel('Token', { exact: true }).fill('first');
  await button(page, 'Save and finish').click();
  await heading(page, /is set up/).waitFor();

  await page.goto(`${install.path}?step=1`);
  await page.getByText('Set, and kept').waitFor();
  await button(page, 'Replace Token').click();
  await page.getByLabel('Token', { exact: true }).fill('other');
  await button(page, 'Keep the old Token').click();
  await page.getByText('Set, and kept').waitFor();
  await page.getByLabel('name').fill('Desk');
  await button(page, 'Save and finish').click();
  await heading(page, /is set up/).waitFor();
  expect(world.plugin.requests.at(-1)?.body.payload).toEqual({ name: 'Desk', token: 'first' });
});

describe('a plugin', () => {
  test('that takes its time is waited for as long as somebody wants to', async () => {
    const install = await installWith(world, [judged(text('name'))]);
    const page = await open(install);
    let answer: () => void = () => {};
    answers['/check'] = () => (_request, response) => {
      answer = () => response.end('{}');
    };
    await page.getByLabel('name').fill('Desk');
    await button(page, 'Save and finish').click();
    await page.getByText(/looks at it/).waitFor();
    await button(page, 'Stop waiting').click();
    await page.getByText(/You stopped waiting/).waitFor();
    expect(await page.getByLabel('name').inputValue()).toBe('Desk');
    answer();
  });

  test('that does not answer as it should is named, with the id of the request', async () => {
    const install = await installWith(world, [judged(text('name'))]);
    const page = await open(install);
    answers['/check'] = () => 500;
    await page.getByLabel('name').fill('Desk');
    await button(page, 'Save and finish').click();
    const alert = page.getByRole('alert').filter({ hasText: 'did not answer as it should' });
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(/Request \S+/);
    answers['/check'] = () => ok({});
    await button(page, 'Save and finish').click();
    await heading(page, /is set up/).waitFor();
  });

  test('whose choices do not come is asked again on demand', async () => {
    const field = {
      key: 'language',
      type: 'select',
      label: 'Language',
      options_url: `${world.plugin.url}/languages`,
    };
    const install = await installWith(world, [judged(field)]);
    const page = await open(install);
    answers['/languages'] = () => 500;
    await comboOf(page, 'Language').click();
    await page.getByRole('alert').filter({ hasText: 'could not be loaded' }).waitFor();
    answers['/languages'] = languages;
    await page.keyboard.press('Escape');
    await button(page, 'Try again').click();
    await comboOf(page, 'Language').click();
    const off = page.getByRole('option', { name: /Language 3/ });
    await off.waitFor();
    expect(await off.getAttribute('aria-disabled')).toBe('true');
  });
});

test('choices whose file does not come are asked for again, and what was typed beside them stays', async () => {
  const field = {
    key: 'language',
    type: 'select',
    label: 'Language',
    options_url: `${world.plugin.url}/languages`,
  };
  const secret = { key: 'secret', type: 'password', label: 'Secret', required: true };
  const install = await installWith(world, [judged(field, secret)]);
  const page = await signedIn(world.server, install.adminId);
  contexts.push(page.context());
  await page.route('**/assets/choice-box-*.js', (route) => route.abort());
  await page.goto(install.path);
  await page.getByLabel('Secret', { exact: true }).fill('hush');
  await page.getByRole('alert').filter({ hasText: 'The server does not answer' }).waitFor();
  await page.unroute('**/assets/choice-box-*.js');
  await button(page, 'Try again').click();
  await comboOf(page, 'Language').click();
  await page.getByRole('option', { name: 'Language 3' }).first().waitFor();
  expect(await page.getByLabel('Secret', { exact: true }).inputValue()).toBe('hush');
});

describe('what a colleague saved first is shown, and what was typed is kept:', () => {
  async function typedMeanwhile(prepare: (page: Page) => Promise<unknown>) {
    const install = await installWith(world, [judged(text('name'), text('floor'))]);
    const page = await signedIn(world.server, install.adminId);
    contexts.push(page.context());
    await prepare(page);
    await page.goto(install.path);
    await page.getByLabel('name').fill('Mine');
    const path = `/platform/v1/installs/${install.id}/setup/0/submit`;
    const payload = { name: 'Theirs', floor: '3' };
    const submitted = await world.server.api('POST', path, { payload });
    expect(submitted.status, submitted.text).toBe(200);
    return { install, page };
  }

  async function saveAgain(install: OpenInstall, page: Page) {
    await page.getByText('A colleague changed this step meanwhile').waitFor();
    expect(await page.getByLabel('name').inputValue()).toBe('Mine');
    expect(await page.getByLabel('floor').inputValue()).toBe('3');
    await button(page, 'Save and finish').click();
    await heading(page, /is set up/).waitFor();
    expect((await configOf(install)).config).toEqual({ name: 'Mine', floor: '3' });
  }

  test('at once', async () => {
    const { install, page } = await typedMeanwhile(async () => {});
    await saveAgain(install, page);
  });

  test('where nothing was heard of it, once it is refused', async () => {
    const { install, page } = await typedMeanwhile((before) =>
      before.route('**/platform/v1/stream*', (route) => route.abort()),
    );
    await button(page, 'Save and finish').click();
    await saveAgain(install, page);
  });
});

test('where the browser opens no window, a link does', async () => {
  const install = await installWith(world, [popupStep(world)]);
  const page = await open(install);
  await page.evaluate('window.open = () => null');
  await page.getByRole('button', { name: /^Open/ }).click();
  const link = page.getByRole('link', { name: /in a new tab/ });
  const comes = page.context().waitForEvent('page');
  await link.click();
  const opened = await comes;
  await opened.getByRole('button', { name: 'Bakery' }).click();
  await heading(page, /is set up/).waitFor();
});

test('members see how far it has come, and who can go on', async () => {
  const install = await installWith(world, [judged(text('name', { required: true }))]);
  const member = await createPerson(world.server);
  await addMember(world.server, install.spaceId, member.id, 'editor');
  const page = await open({ ...install, adminId: member.id });
  await page.getByText(/Only admins of the space/).waitFor();
  await page.getByText('not answered').waitFor();
  expect(await page.getByRole('main').getByRole('button').count()).toBe(0);
});

test.each(['light', 'dark'] as const)('nothing is in the way of anybody, in %s', async (theme) => {
  const install = await installWith(world, [everyField(), oauth2Step(world), popupStep(world)]);
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 360, height: 740 },
  ]) {
    const page = await open(install, { colorScheme: theme, viewport });
    for (const step of ['1', '2', '3', 'done']) {
      await page.goto(`${install.path}?step=${step}`);
      await page.getByRole('heading', { level: 2 }).first().waitFor();
      if (step === '1') {
        await button(page, 'Save and continue').click();
        await page.getByText('This is needed.').first().waitFor();
        await comboOf(page, 'Languages').click();
        await page.getByRole('option').first().waitFor();
        await expectNoSidewaysScroll(page);
        // While it is open, the list is all that there is for assistive technology.
        await page.keyboard.press('Escape');
        await page.getByRole('listbox').waitFor({ state: 'detached' });
      }
      expect(await axeViolations(page), `step ${step}`).toEqual([]);
      await expectNoSidewaysScroll(page);
    }
  }
});

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, page.url()).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
}
