import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { closeWindow } from '../../server/test/support/browser.ts';
import { addMember, createPerson } from '../../server/test/support/people.ts';
import {
  createSpace,
  emit,
  installPlugin,
  registerPlugin,
} from '../../server/test/support/plugins.ts';
import type { Answer, ReceivedRequest } from '../../server/test/support/receiver.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import { signedIn } from './support/browsers.ts';
import { installsIn, listPlugin } from './support/catalog-world.ts';
import { type Keyboard, keyboardOf } from './support/keyboard.ts';
import {
  type Answers,
  answerBy,
  oauth2Step,
  ok,
  popupStep,
  refusal,
  type SetUpWorld,
  startSetUpWorld,
} from './support/set-up-world.ts';

const VISIT = 'entry_sign_in';

let world: SetUpWorld;
beforeAll(async () => {
  world = await startSetUpWorld({ delivery: true });
  await world.server.api('PUT', '/platform/v1/scopes/badges.print', {
    description: 'Print badges',
  });
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
    '/rooms': () =>
      ok([
        { label: 'Hall', value: 'hall' },
        { label: 'Cellar', value: 'cellar' },
      ]),
    '/desks': () => ok([{ label: 'Front desk', value: 'front' }]),
  });
});

const LANGUAGES = Array.from({ length: 30 }, (_, index) => ({
  label: `Language ${index + 1}`,
  value: index + 1,
}));
function languages({ body }: ReceivedRequest): Answer {
  const { search = '' } = body.meta.params;
  return ok(LANGUAGES.filter(({ label }) => label.includes(search)));
}

/** An admin of a space of their own, before one of its pages. */
async function sitDown(path: string, space?: number, options?: BrowserContextOptions) {
  const spaceId = space ?? (await createSpace(world.server, { name: 'Reception' }));
  const { id } = await createPerson(world.server, { friendly_name: 'Ada Admin' });
  await addMember(world.server, spaceId, id);
  const page = await signedIn(world.server, id, options);
  contexts.push(page.context());
  await page.goto(`/spaces/${spaceId}${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { page, keys: keyboardOf(page), spaceId };
}

/** As for somebody who has enlarged the page: little of it is in sight, between the bars above and below. */
const MAGNIFIED = { viewport: { width: 360, height: 480 } };

const greeting = { key: 'greeting', type: 'text', label: 'Greeting', required: true };
const form = (title: string, ...fields: object[]) => ({ type: 'form', title, fields });

/** A space with a greeter that works, which has these settings. */
async function greeterWorks(config: object = { greeting: 'Hello' }) {
  const spaceId = await createSpace(world.server, { name: 'Reception' });
  const plugin = await registerPlugin(world.server, {
    name: 'Greeter',
    slug: `greeter-${spaceId}`,
    events: [{ name: VISIT, url: `${world.plugin.url}/greet` }],
    setup_steps: [form('How to greet', greeting)],
  });
  const { id } = await installPlugin(world.server, plugin, spaceId, { config });
  return { spaceId, id };
}

const statusOf = async (id: number) =>
  (await world.server.api('GET', `/platform/v1/installs/${id}`)).body.status;
const configOf = async (id: number) =>
  (await world.server.api('GET', `/platform/v1/installs/${id}/config`)).body;

/** Follows what has the focus to the page of this name, whose heading has it then. */
async function follow(keys: Keyboard, heading: string) {
  await keys.press('Enter');
  await keys.isAt('heading', heading);
}

test('whoever comes to a space goes by the rail and by the palette, past what every page begins with', async () => {
  const { page, keys } = await sitDown('');
  await keys.tabTo('link', 'Skip to the content');
  await keys.press('Enter');
  await keys.tabTo('link', 'Find a plugin');
  await keys.tabBackTo('link', 'Catalog');
  await follow(keys, 'Catalog');

  await keys.press('Control+k');
  await keys.isAt('combobox', 'Search');
  await keys.press('Tab', 'Tab', 'Tab');
  await keys.isAt('combobox', 'Search');
  await keys.press('Escape');
  await keys.isAt('heading', 'Catalog');
  await keys.tabBackTo('button', /^Find or go to/);
  await keys.press('Enter');
  await keys.isAt('combobox', 'Search');
  await keys.type('mem');
  await page.getByRole('option', { name: 'Members', selected: true }).waitFor();
  await follow(keys, 'Members');
});

test('a plugin is found, read about, and installed with one of what it may', async () => {
  const badges = await listPlugin(world.server, {
    name: 'Badge printer',
    intro: 'Prints badges',
    categories: ['visitors'],
    events: [{ name: VISIT, url: `${world.plugin.url}/greet` }],
    optional_scopes: ['badges.print'],
    setup_steps: [form('Printer', greeting)],
  });
  await listPlugin(world.server, { name: 'Canteen', categories: ['food'] });
  const { page, keys, spaceId } = await sitDown('/catalog');
  await page.getByRole('status').getByText('2 plugins').waitFor();

  await keys.tabTo('searchbox', 'Search plugins');
  await keys.type('unicorn');
  await keys.tabTo('button', 'Show all plugins');
  await keys.press('Enter');
  await page.getByRole('status').getByText('2 plugins').waitFor();
  await keys.tabBackTo('combobox', 'Category');
  await keys.type('visitors');
  await page.getByRole('status').getByText('1 plugin', { exact: true }).waitFor();
  await keys.isAt('combobox', 'Category');
  await keys.tabTo('link', 'Badge printer');
  await follow(keys, 'Badge printer');
  await keys.tabTo('link', 'Install Badge printer');
  await follow(keys, 'Install Badge printer');
  await keys.tabTo('checkbox', 'Print badges');
  await keys.press('Space');
  await keys.tabTo('button', 'Install Badge printer');
  await follow(keys, 'Set up Badge printer');
  expect(await installsIn(world.server, spaceId)).toMatchObject([
    { plugin_slug: badges.slug, status: 'setup', scopes: ['badges.print'] },
  ]);
});

/** Every way to answer. */
const everyWay = () => ({
  ...form(
    'Reception',
    { ...greeting, key: 'desk', label: 'Desk' },
    { key: 'wifi', type: 'password', label: 'Wi-Fi', required: true },
    { key: 'announce', type: 'checkbox', label: 'Announce' },
    {
      key: 'tone',
      type: 'select',
      label: 'Tone',
      required: true,
      options: [
        { label: 'Formal', value: 'formal' },
        { label: 'Warm', value: 'warm' },
      ],
    },
    {
      key: 'language',
      type: 'select',
      label: 'Language',
      required: true,
      options_url: `${world.plugin.url}/languages`,
      searchable: true,
    },
    {
      key: 'others',
      type: 'select',
      label: 'Others',
      multiple: true,
      required: true,
      options_url: `${world.plugin.url}/languages`,
      searchable: true,
    },
    {
      key: 'rooms',
      type: 'mapping',
      label: 'Rooms',
      required: true,
      left_options_url: `${world.plugin.url}/rooms`,
      right_field: { type: 'select', options_url: `${world.plugin.url}/desks` },
    },
  ),
  validation_url: `${world.plugin.url}/check`,
});

/** Goes by the arrow through the choices of what has the focus. */
async function choose(page: Page, keys: Keyboard, name: string) {
  const option = page.getByRole('option', { name, exact: true });
  const marked = option.and(page.locator('[data-highlighted]'));
  await waitFor(
    async () => {
      if ((await option.count()) > 0 && (await marked.count()) > 0) return true;
      await keys.press('ArrowDown');
      return false;
    },
    { describe: `the choice ${name}` },
  );
  await keys.press('Enter');
}

test('a form with every way to answer leads to what is wrong, one after the other', async () => {
  const { page, keys, spaceId } = await sitDown('', undefined, MAGNIFIED);
  const plugin = await registerPlugin(world.server, {
    name: 'Asker',
    slug: 'asker',
    events: [{ name: VISIT, url: `${world.plugin.url}/greet` }],
    setup_steps: [everyWay()],
  });
  const { id } = await installPlugin(world.server, plugin, spaceId);
  await page.goto(`/spaces/${spaceId}/installs/${id}/setup`);
  const save = async () => {
    await keys.tabTo('button', 'Save and finish');
    await keys.press('Enter');
  };
  await page.getByRole('heading', { name: 'Set up Asker' }).waitFor();
  await save();
  await keys.isAt('textbox', 'Desk');
  await keys.type('Front');
  await save();
  await keys.isAt('textbox', 'Wi-Fi');
  await keys.type('short');
  await keys.tabTo('checkbox', 'Announce');
  await keys.press('Space');
  await save();
  await keys.isAt('combobox', 'Tone');
  await keys.type('Warm');
  await save();

  await keys.isAt('combobox', 'Language');
  await keys.type('Language 20');
  await choose(page, keys, 'Language 20');
  await save();

  await keys.isAt('combobox', 'Others');
  await choose(page, keys, 'Language 3');
  await keys.type('Language 30');
  await choose(page, keys, 'Language 30');
  await keys.press('Escape', 'Backspace');
  await page.getByRole('button', { name: 'Remove Language 30' }).waitFor({ state: 'detached' });
  await keys.tabBackTo('combobox', 'Language');
  await keys.press('Control+a', 'Backspace', 'Escape');
  await save();
  await keys.isAt('combobox', 'Language');
  await keys.type('Language 20');
  await choose(page, keys, 'Language 20');
  await save();

  await keys.isAt('combobox', 'Rooms: Hall');
  await choose(page, keys, 'Front desk');
  answers['/check'] = () => refusal('The Wi-Fi password is too short');
  await save();
  await page.getByRole('alert').getByText('The Wi-Fi password is too short').waitFor();
  await keys.isAt('button', 'Save and finish');
  answers['/check'] = ({ body }) => ok(body.payload);
  await keys.tabBackTo('textbox', 'Wi-Fi');
  await keys.press('End');
  await keys.type(' no more');
  await save();
  await keys.isAt('heading', 'Asker is set up');
  expect(await configOf(id)).toMatchObject({
    config: {
      desk: 'Front',
      announce: true,
      tone: 'warm',
      language: 20,
      others: [3],
      rooms: [{ left: 'hall', right: 'front' }],
    },
    secrets: ['wifi'],
  });
  await keys.tabTo('link', 'Go to Asker');
  await follow(keys, 'Asker');
});

/** The window that Enter opens, for somebody with a keyboard. */
async function windowOf(page: Page, keys: Keyboard) {
  const comes = page.context().waitForEvent('page');
  await keys.press('Enter');
  const opened = await comes;
  await opened.getByRole('heading').first().waitFor();
  return { opened, inside: keyboardOf(opened) };
}

test('steps in windows are refused, given up, and done', async () => {
  const { page, keys, spaceId } = await sitDown('');
  const plugin = await registerPlugin(world.server, {
    name: 'Connector',
    slug: 'connector',
    setup_steps: [oauth2Step(world), popupStep(world)],
  });
  const { id } = await installPlugin(world.server, plugin, spaceId);
  await page.goto(`/spaces/${spaceId}/installs/${id}/setup`);
  const connect = `Connect ${new URL(world.site.url).host}`;
  await page.getByRole('button', { name: connect }).waitFor();

  await keys.tabTo('button', connect);
  const refused = await windowOf(page, keys);
  await refused.inside.tabTo('button', 'Deny');
  await refused.opened.keyboard.press('Enter');
  await page.getByText('You said no').waitFor();
  await closeWindow(page, refused.opened);
  await keys.isAt('button', connect);

  const left = await windowOf(page, keys);
  await keys.tabBackTo('button', 'Show the window');
  await closeWindow(page, left.opened);
  await page.getByText('The window was closed before it was done').waitFor();
  await keys.tabTo('button', connect);
  const done = await windowOf(page, keys);
  await done.inside.tabTo('button', 'Allow');
  await done.opened.keyboard.press('Enter');

  await keys.isAt('heading', 'Choose a site');
  await keys.tabTo('button', 'Open Connector');
  answers['/chosen'] = () => refusal('That is no site');
  const wrong = await windowOf(page, keys);
  await wrong.inside.tabTo('button', 'None');
  await wrong.opened.keyboard.press('Enter');
  await page.getByRole('main').getByText('That is no site').waitFor();
  await closeWindow(page, wrong.opened);
  await keys.isAt('button', 'Open Connector');
  answers['/chosen'] = ({ body }) => ok({ site: body.payload.site });
  const right = await windowOf(page, keys);
  await right.inside.tabTo('button', 'Bakery');
  await right.opened.keyboard.press('Enter');
  await keys.isAt('heading', 'Connector is set up');
});

test('a setting is changed, and the revision before is restored', async () => {
  const { spaceId, id } = await greeterWorks();
  const { page, keys } = await sitDown('/installs', spaceId);
  await keys.tabTo('link', 'Greeter');
  await follow(keys, 'Greeter');
  await keys.tabTo('link', 'Settings');
  await keys.press('Enter');
  await page.getByText('How to greet').first().waitFor();
  await keys.isAt('link', 'Settings');
  await keys.tabTo('textbox', 'Greeting');
  await keys.press('Control+a', 'Backspace');
  await keys.tabTo('button', 'Save How to greet');
  await keys.press('Enter');
  await keys.isAt('textbox', 'Greeting');
  await keys.type('Good morning');
  await keys.press('Enter');
  await page.getByText('Saved as revision 2.').waitFor();
  await keys.tabBackTo('link', 'See what changed');
  await follow(keys, 'Greeter');
  await keys.tabTo('button', 'Restore revision 1');
  await keys.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('"Hello"').waitFor();
  await keys.isAt('button', 'Cancel');
  await keys.press('Escape');
  await keys.isAt('button', 'Restore revision 1');
  await keys.press('Enter');
  await keys.isAt('button', 'Cancel');
  await keys.tabBackTo('textbox', /Reason/);
  await keys.type('Nobody liked it');
  await keys.tabTo('button', 'Restore revision 1');
  await keys.press('Enter');
  await page.getByText(/Revision 1 restored · Nobody liked it/).waitFor();
  await keys.isAt('button', 'Restore revision 1');
  expect((await configOf(id)).config).toEqual({ greeting: 'Hello' });
});

test('what failed is found among what happened, and tried again', async () => {
  const { spaceId } = await greeterWorks();
  answers['/greet'] = () => 502;
  const { jobs } = await emit(world.server, spaceId, VISIT, { identifier: 'entry:1' });
  await emit(world.server, spaceId, VISIT, { identifier: 'entry:2' });
  const attempts = async () =>
    (await world.server.api('GET', `/platform/v1/jobs/${jobs[0]?.id}`)).body.attempts.length;
  await waitFor(async () => (await attempts()) > 0, { describe: 'a first attempt' });
  const { page, keys } = await sitDown('', spaceId);
  await keys.tabTo('link', 'Activity');
  await follow(keys, 'Activity');
  await keys.tabTo('searchbox', 'Identifier');
  await keys.type('entry:1');
  await page.waitForURL(/identifier=entry%3A1$/);
  await keys.isAt('searchbox', 'Identifier');
  await keys.tabTo('combobox', 'Outcome');
  await keys.type('cancelled');
  await keys.isAt('combobox', 'Outcome');
  await keys.tabTo('link', 'Look for the identifier alone');
  await keys.press('Enter');
  await page.waitForURL(/identifier=entry%3A1$/);
  await keys.tabTo('button', /entry:1$/);
  await keys.press('Enter');
  await page.getByRole('region', { name: /the whole story/ }).waitFor();
  await keys.isAt('button', /entry:1$/);
  answers['/greet'] = () => ({ status: 200, body: { message: 'Hello, visitor' } });
  await keys.tabTo('button', 'Retry');
  await keys.press('Enter');
  await page.getByText('Hello, visitor').waitFor();
  await keys.tabTo('link', 'Open the job');
  await follow(keys, 'A visitor signed in');
  await keys.tabTo('button', 'Send again');
  await keys.press('Enter');
  await page.getByRole('heading', { name: '3 attempts' }).waitFor();
  await keys.isAt('button', 'Send again');
});

test('a plugin is suspended and resumed, uninstalled and restored, by its menu', async () => {
  const { spaceId, id } = await greeterWorks();
  const { page, keys } = await sitDown(`/installs/${id}`, spaceId);
  const dialog = page.getByRole('dialog');
  const menu = 'More about Greeter';
  await keys.tabTo('button', menu);
  await keys.press('ArrowDown');
  await keys.isAt('button', 'Suspend Greeter');
  await keys.press('ArrowUp');
  await keys.isAt('button', 'Uninstall Greeter');
  await keys.press('Escape');
  await keys.isAt('button', menu);
  await keys.press('Enter');
  await keys.tabTo('button', 'Suspend Greeter');
  await keys.press('Enter');
  await keys.isAt('button', 'Cancel');
  await keys.tabTo('button', 'Suspend Greeter');
  await keys.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.getByText(/Greeter is suspended/).waitFor();
  await keys.isAt('button', menu);
  await keys.press('ArrowDown');
  await keys.isAt('button', 'Resume Greeter');
  await keys.press('Enter');
  await keys.isAt('button', 'Cancel');
  await keys.tabTo('button', 'Resume Greeter');
  await keys.press('Enter');
  await page.getByText('Greeter works.').waitFor();
  await keys.isAt('button', menu);

  await keys.press('ArrowUp', 'Enter');
  await keys.isAt('button', 'Cancel');
  // All that is there besides is in the dialog.
  for (const [role, name] of [
    ['button', 'Uninstall Greeter'],
    ['link', /Export/],
    ['button', 'Cancel'],
  ] as const) {
    await keys.press('Tab');
    await keys.isAt(role, name);
  }
  await keys.press('Escape');
  await keys.isAt('button', menu);
  await keys.press('ArrowUp', 'Enter');
  await keys.isAt('button', 'Cancel');
  await keys.tabTo('button', 'Uninstall Greeter');
  await keys.press('Enter');
  await page.getByText(/can be restored with its settings and data until/).waitFor();
  await keys.isAt('button', menu);
  expect(await statusOf(id)).toBe('uninstalled');
  await keys.tabTo('button', 'Restore Greeter');
  await keys.press('Enter');
  await page.getByText('Greeter works.').waitFor();
  await keys.tabTo('link', 'Overview');
  expect(await statusOf(id)).toBe('active');
});

test('what goes away by what it did hands the focus on', async () => {
  const { spaceId, id } = await greeterWorks();
  const colleague = await createPerson(world.server, { friendly_name: 'Zoe Colleague' });
  await addMember(world.server, spaceId, colleague.id, 'editor');
  const { page, keys } = await sitDown(`/installs/${id}/permissions`, spaceId);
  await keys.tabTo('button', 'Withdraw: A visitor signed in');
  await keys.press('Enter');
  await keys.isAt('button', 'Cancel');
  await keys.tabTo('button', 'Withdraw');
  await keys.press('Enter');
  await page.getByText('not agreed to').waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await keys.tabBackTo('checkbox', 'A visitor signed in');
  await keys.press('Space');
  await page.getByText('not agreed to').waitFor({ state: 'detached' });
  await keys.tabBackTo('button', 'Withdraw: A visitor signed in');

  await keys.tabBackTo('link', 'Members');
  await follow(keys, 'Members');
  await keys.tabTo('button', 'Remove Zoe Colleague');
  await keys.press('Enter');
  await keys.isAt('button', 'Cancel');
  await keys.tabTo('button', 'Remove Zoe Colleague');
  await keys.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByText('Zoe Colleague').waitFor({ state: 'detached' });
  await keys.tabBackTo('searchbox', 'Find a member');
});

test('keys go through the roles of a member, and none is given on the way', async () => {
  const { page, keys, spaceId } = await sitDown('/members');
  const colleague = await createPerson(world.server, { friendly_name: 'Zoe Colleague' });
  await addMember(world.server, spaceId, colleague.id, 'editor');
  await page.reload();
  const given: unknown[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PUT') given.push(request.postDataJSON());
  });
  const role = page.getByRole('combobox', { name: 'Role of Zoe Colleague' });
  await keys.tabTo('combobox', 'Role of Zoe Colleague');
  await keys.press('Home', 'End', 'ArrowUp', 'Home');
  expect(await role.inputValue()).toBe('admin');
  expect(given).toEqual([]);
  await keys.tabTo('button', 'Save role: Zoe Colleague');
  await keys.press('Enter');
  await page.getByText('Zoe Colleague is admin now.').waitFor();
  await keys.isAt('combobox', 'Role of Zoe Colleague');
  expect(given).toEqual([{ role: 'admin' }]);
});

test('arrows go on from the pages of the space to those of plugins', async () => {
  const { page, keys, spaceId } = await sitDown('', undefined, MAGNIFIED);
  for (const name of ['Badges', 'House rules']) {
    const plugin = await registerPlugin(world.server, {
      name,
      slug: `${name.toLowerCase().replace(' ', '-')}-${spaceId}`,
      embedded_app_url: `${world.plugin.url}/app`,
      placements: { sidebar: { icon: null } },
    });
    await installPlugin(world.server, plugin, spaceId);
  }
  await page.reload();
  await keys.tabTo('button', 'More');
  await keys.press('Enter');
  await page.getByRole('link', { name: 'House rules' }).waitFor();
  await keys.press('ArrowDown');
  await keys.isAt('link', 'Members');
  await keys.press('ArrowDown');
  await keys.isAt('link', 'Badges');
  await keys.press('ArrowDown');
  await keys.isAt('link', 'House rules');
});

test('what the rail has no room for opens by an arrow, and closes behind who goes on', async () => {
  const { page, keys } = await sitDown('', undefined, MAGNIFIED);
  const members = page.getByRole('navigation').getByRole('link', { name: 'Members' });
  await keys.tabTo('button', 'More');
  await keys.press('Enter');
  await members.waitFor();
  await keys.tabTo('link', 'Members');
  await keys.tabBackTo('button', 'More');
  await keys.tabBackTo('link', 'Activity');
  await members.waitFor({ state: 'hidden' });
  await keys.tabTo('button', 'More');
  await keys.press('ArrowUp');
  await keys.isAt('link', 'Members');
  await follow(keys, 'Members');
  await keys.tabBackTo('button', 'Ada Admin: account');
  await keys.press('ArrowDown');
  await keys.isAt('link', 'Account');
  await keys.press('End');
  await keys.isAt('button', 'Sign out');
  await keys.press('ArrowDown');
  await keys.isAt('link', 'Account');
});
