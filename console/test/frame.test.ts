import type { Page } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../server/src/lib/db.ts';
import {
  addMember,
  createPerson,
  removeMember,
  signIn,
  type TestPerson,
} from '../../server/test/support/people.ts';
import {
  asPlugin,
  createSpace,
  defineEventType,
  emit,
  installPlugin,
  login,
  registerPlugin,
  type TestInstall,
} from '../../server/test/support/plugins.ts';
import { type Receiver, startReceiver } from '../../server/test/support/receiver.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import { expectUsable, LOOKS, startWorld, type World } from './support/world.ts';

const VISIT = 'entry_sign_in';

let world: World;
let worker: Receiver;
beforeAll(async () => {
  world = await startWorld();
  worker = await startReceiver({ status: 200, body: { message: 'Paper is on its way' } });
  await defineEventType(world.server, VISIT, { description: 'A visitor signed in' });
  return async () => {
    await world.close();
    await worker.close();
  };
});
afterEach(() => world.leave());

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();
/** Home has parts once it knows what is installed. */
const installsAreRead = (page: Page) =>
  page.getByRole('main').getByRole('heading', { level: 2 }).first().waitFor();

const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name }).waitFor();
const at = (page: Page) => new URL(page.url()).pathname;
/** In the rail, or the bar of narrow screens. */
const place = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Pages of this space' }).getByRole('link', { name });

/** A space of somebody's own, where they are admin. */
async function enterSpace(name: string, person?: TestPerson) {
  const owner = person ?? (await createPerson(world.server, { friendly_name: `Admin of ${name}` }));
  const spaceId = await createSpace(world.server, { name });
  await addMember(world.server, spaceId, owner.id);
  return { owner, spaceId };
}

/** A plugin that hears of visits, and tells and asks people something. */
async function install(spaceId: number, name: string): Promise<TestInstall> {
  const slug = `${name.toLowerCase().replaceAll(/[^a-z]+/g, '-')}-${spaceId}`;
  const events = [{ name: VISIT, url: `${worker.url}/visit` }];
  const plugin = await registerPlugin(world.server, { name, slug, events });
  return installPlugin(world.server, plugin, spaceId);
}

async function notify({ id, plugin }: TestInstall, fields: object): Promise<void> {
  const token = await login(world.server, plugin);
  const path = `/installs/${id}/notifications`;
  const answer = await asPlugin(world.server, token, 'POST', path, fields);
  expect(answer.status, answer.text).toBe(200);
}

/** As if somebody had agreed on the page for it, which has tests of its own. */
async function agree({ id }: TestPerson, { plugin, spaceId }: TestInstall, scope: string) {
  await world.server.api('PUT', `/platform/v1/scopes/${scope}`, { description: `Use ${scope}` });
  await world.server.db.query(sql`
    insert into grants (plugin_id, user_id, space_id, scopes)
    values (${plugin.id}, ${id}, ${spaceId}, ${[scope]})`);
}

test('an operator who is no member is told so, and others that nothing is here', async () => {
  const { spaceId } = await enterSpace('West');
  const page = await world.open(await createPerson(world.server), `/spaces/${spaceId}`);
  await heading(page, 'Nothing is here');

  const { id } = await createPerson(world.server, { friendly_name: 'Olga Operator' });
  await world.server.db.query(sql`update users set is_operator = true where id = ${id}`);
  // No link lets operators in.
  const { cookies } = await signIn(world.server, id);
  const url = world.server.config.publicUrl;
  await page.context().addCookies([...cookies].map(([name, value]) => ({ name, value, url })));
  await page.goto(`/spaces/${spaceId}`);
  await heading(page, 'You are no member of West');
  await expectUsable(page);
  await page.goto('/spaces/999999');
  await heading(page, 'Nothing is here');
});

describe('the frame', () => {
  test.each(['en', 'de'])(
    'what is loaded first names the texts in %s, and no others',
    async (lang) => {
      const { owner, spaceId } = await enterSpace(`First ${lang}`);
      const page = await world.open(owner, `/spaces/${spaceId}`, { locale: lang });
      await heading(page, new RegExp(`First ${lang}`));
      const named = await page
        .locator('link[rel=modulepreload]')
        .evaluateAll((links) =>
          links.map((link) => new URL((link as HTMLLinkElement).href).pathname),
        );
      expect(named.flatMap((path) => /\/(en|de)-[^/]*\.js$/.exec(path)?.[1] ?? [])).toEqual([lang]);
    },
  );

  test('who signs in comes to their spaces, from there into one, and switches to another', async () => {
    const { owner, spaceId } = await enterSpace('North');
    const south = await enterSpace('South', owner);
    const page = await world.open(owner, '/');
    await heading(page, 'Your spaces');
    await page.getByRole('link', { name: 'North' }).click();
    await heading(page, /Admin of North/);
    expect(at(page)).toBe(`/spaces/${spaceId}`);
    await press(page, 'North: switch to another space');
    await page.getByRole('link', { name: 'South' }).click();
    await page.waitForURL(`**/spaces/${south.spaceId}`);
    await page.getByRole('button', { name: 'South: switch to another space' }).waitFor();
    await press(page, 'Admin of North: account');
    await page.getByRole('link', { name: 'Your spaces' }).click();
    await heading(page, 'Your spaces');
  });

  test('who has one space comes straight into it, and finds the list all the same', async () => {
    const { owner, spaceId } = await enterSpace('Alone');
    const page = await world.open(owner, '/');
    await heading(page, /Admin of Alone/);
    expect(at(page)).toBe(`/spaces/${spaceId}`);
    await page.goto('/spaces');
    await heading(page, 'Your spaces');
  });

  test('the sidebar shows the page of a plugin as soon as it is installed, and no more once it is suspended', async () => {
    const { owner, spaceId } = await enterSpace('Sidebar');
    const page = await world.open(owner, `/spaces/${spaceId}`);
    const sidebar = page.getByRole('complementary').locator('plugboard-sidebar');
    await sidebar.getByText('No plugins').waitFor();
    await installsAreRead(page);
    const rules = await registerPlugin(world.server, {
      name: 'House rules',
      slug: `house-rules-${spaceId}`,
      embedded_app_url: `${worker.url}/app`,
      placements: { sidebar: { icon: null } },
    });
    const { id } = await installPlugin(world.server, rules, spaceId);
    const entry = sidebar.getByRole('link', { name: 'House rules' });
    await entry.waitFor();
    await page.goto(`/spaces/${spaceId}/catalog/${rules.slug}`);
    await entry.waitFor();
    expect(await entry.getAttribute('aria-current')).toBeNull();
    await page.goto(`/spaces/${spaceId}/plugins/${rules.slug}`);
    await sidebar.locator('[aria-current=page]', { hasText: 'House rules' }).waitFor();
    await page.goto(`/spaces/${spaceId}`);
    await entry.waitFor();
    await installsAreRead(page);
    await world.server.api('POST', `/platform/v1/installs/${id}/suspend`);
    await entry.waitFor({ state: 'detached' });
  });

  test('a crowd of plugins leaves room for the rest: some are named, and how to see all', async () => {
    const { owner, spaceId } = await enterSpace('Crowd');
    for (let number = 0; number < 8; number++) {
      const plugin = await registerPlugin(world.server, {
        name: `Crowded ${'abcdefgh'[number]}`,
        slug: `crowded-${number}-${spaceId}`,
        events: [{ name: VISIT, url: `${worker.url}/visit` }],
        setup_steps: [
          {
            type: 'form',
            title: 'Name',
            fields: [{ key: 'name', type: 'text', label: 'Name', required: true }],
          },
        ],
      });
      await installPlugin(world.server, plugin, spaceId);
    }
    await emit(world.server, spaceId, VISIT, { identifier: 'visitor-8' });
    const page = await world.open(owner, `/spaces/${spaceId}`);
    const needsYou = page
      .getByRole('region')
      .or(page.locator('section'))
      .filter({
        has: page.getByRole('heading', { name: 'Needs you' }),
      });
    await needsYou.getByRole('link', { name: 'See all 8' }).waitFor();
    expect(await needsYou.getByRole('link', { name: 'Continue' }).count()).toBe(5);
    const row = page.getByRole('listitem').filter({ hasText: 'visitor-8' });
    await row.getByText(/^And 2 /).waitFor();
    await needsYou.getByRole('link', { name: 'See all 8' }).click();
    await heading(page, 'Installed');
    expect(page.url()).toContain('state=attention');
  });

  test('an address of a space that leads nowhere keeps the frame of the space', async () => {
    const { owner, spaceId } = await enterSpace('Lost');
    const page = await world.open(owner, `/spaces/${spaceId}/nothing`);
    await heading(page, 'Nothing is here');
    expect(await place(page, 'Catalog').isVisible()).toBe(true);
    await page.getByRole('link', { name: 'Go to the home of this space' }).click();
    await heading(page, /Admin of Lost/);
  });

  test('the rail leads to the pages of a space; each is announced, and its heading has the focus', async () => {
    const { owner, spaceId } = await enterSpace('Rails');
    const page = await world.open(owner, `/spaces/${spaceId}`);
    await heading(page, /Admin of Rails/);
    expect(await place(page, 'Home').getAttribute('aria-current')).toBe('page');
    await place(page, 'Members').click();
    await page.locator('h1:focus', { hasText: 'Members' }).waitFor();
    await page.getByRole('status').filter({ hasText: 'Members is shown' }).waitFor();
    expect(await page.title()).toBe('Members · Plugboard');
    expect(await place(page, 'Members').getAttribute('aria-current')).toBe('page');
    expect(await place(page, 'Home').getAttribute('aria-current')).toBeNull();
  });

  test('on a phone a bar below leads there, with the rest behind "More"', async () => {
    const { owner, spaceId } = await enterSpace('Pocket');
    const viewport = { width: 360, height: 740 };
    const phone = { viewport, hasTouch: true, isMobile: true };
    const page = await world.open(owner, `/spaces/${spaceId}`, phone);
    await heading(page, /Admin of Pocket/);
    for (const name of ['Notifications', 'Find or go to', /account$/]) {
      const target = page.getByRole('banner').locator('a, button').and(page.getByLabel(name));
      const { width = 0, height = 0 } = (await target.boundingBox()) ?? {};
      expect(Math.min(width, height), `${name}`).toBeGreaterThanOrEqual(44);
    }
    const bar = await place(page, 'Home').boundingBox();
    expect(bar?.y).toBeGreaterThan(600);
    await page.getByRole('navigation').getByRole('button', { name: 'More' }).click();
    expect((await place(page, 'Members').boundingBox())?.height).toBeGreaterThanOrEqual(44);
    await place(page, 'Members').click();
    await heading(page, 'Members');
  });

  test('the palette finds a page, a plugin and a job by its identifier, with the keyboard alone', async () => {
    const { owner, spaceId } = await enterSpace('Palette');
    const { id } = await install(spaceId, 'Greeter');
    const { jobs } = await emit(world.server, spaceId, VISIT, { identifier: 'visitor-42' });
    const page = await world.open(owner, `/spaces/${spaceId}`);
    await heading(page, /Admin of Palette/);
    const find = async (text: string, option: string | RegExp) => {
      await page.keyboard.press('Control+k');
      await page.locator('input[role=combobox]:focus').waitFor();
      await page.keyboard.type(text);
      await page.getByRole('option', { name: option, selected: true }).waitFor();
      await page.keyboard.press('Enter');
    };
    await place(page, 'Catalog').focus();
    await find('memb', 'Members');
    await page.locator('h1:focus', { hasText: 'Members' }).waitFor();
    await find('greet', /^Greeter/);
    await page.waitForURL(`**/spaces/${spaceId}/installs/${id}`);
    await page.locator('h1:focus', { hasText: 'Greeter' }).waitFor();
    await find('visitor-42', /visitor-42/);
    await page.waitForURL(`**/spaces/${spaceId}/activity/jobs/${jobs[0]?.id}`);
    await page.keyboard.press('Control+k');
    await page.locator('input[role=combobox]:focus').waitFor();
    await page.keyboard.type('nothing of this name');
    await page.getByText('Nothing by this name').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('signing out ends the session, also where another tab has begun another one', async () => {
    const { owner } = await enterSpace('Leaving');
    const page = await world.open(owner, '/spaces');
    await heading(page, 'Your spaces');
    const path = '/platform/v1/sign_in_links';
    const { body } = await world.server.api('POST', path, { user_id: owner.id, path: '/spaces' });
    const tab = await page.context().newPage();
    await tab.goto(body.url);
    await heading(tab, 'Your spaces');
    await press(page, 'Admin of Leaving: account');
    await press(page, 'Sign out');
    await page.getByText('You are signed out.').waitFor();
    await tab.reload();
    expect(at(tab)).toBe('/sign-in');
  });

  test('who belongs to no space is told who can change that', async () => {
    const person = await createPerson(world.server);
    const page = await world.open(person, '/');
    await page.getByText('You belong to no space yet.').waitFor();
  });

  test('a space of others is not there, and is left by a link', async () => {
    const { spaceId } = await enterSpace('Theirs');
    const page = await world.open(world.editor, `/spaces/${spaceId}/members`);
    await heading(page, 'Nothing is here');
    expect(await page.getByText('Theirs').count()).toBe(0);
    await page.getByRole('link', { name: 'Go to the start page' }).click();
    await heading(page, /Ed Editor/);
  });
});

describe('members', () => {
  test('an admin changes what somebody is, finds them, and takes them out, but never the last admin', async () => {
    const { owner, spaceId } = await enterSpace('Crew');
    const colleague = await createPerson(world.server, { friendly_name: 'Cole League' });
    await addMember(world.server, spaceId, colleague.id, 'editor');
    const page = await world.open(owner, `/spaces/${spaceId}/members`);
    const roleOf = async (person: TestPerson) => {
      const path = `/platform/v1/spaces/${spaceId}/members`;
      const { body } = await world.server.api('GET', path);
      return body.data.find(({ user_id }: { user_id: number }) => user_id === person.id)?.role;
    };

    await page.getByLabel('Role of Admin of Crew').selectOption('editor');
    await press(page, 'Save role: Admin of Crew');
    const asked = page.getByRole('dialog');
    await asked.getByText('Only another admin of this space').waitFor();
    expect(await roleOf(owner)).toBe('admin');
    await asked.getByRole('button', { name: 'Become editor' }).click();
    await asked.getByRole('alert').waitFor();
    expect(await roleOf(owner)).toBe('admin');
    await asked.getByRole('button', { name: 'Cancel' }).click();
    await page.getByLabel('Role of Cole League').selectOption('admin');
    await press(page, 'Save role: Cole League');
    await page.getByText('Cole League is admin now.').waitFor();
    expect(await roleOf(colleague)).toBe('admin');

    await page.getByLabel('Find a member').fill('cole');
    await waitFor(
      async () => (await page.getByText('Admin of Crew', { exact: true }).count()) < 2,
      {
        describe: 'only whom the search finds',
      },
    );
    expect(page.url()).toContain('search=cole');
    await press(page, 'Remove Cole League');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('can no longer see this space').waitFor();
    await dialog.getByRole('button', { name: 'Remove Cole League' }).click();
    await page.getByText('Nobody by this name').waitFor();
    expect(await roleOf(colleague)).toBeUndefined();
  });

  test('who is no admin sees the same without the buttons, and is told who can', async () => {
    const page = await world.open(world.editor, `/spaces/${world.spaceId}/members`);
    await page.getByText('Ada Admin').waitFor();
    await page.getByText('Admins of this space can change roles.').waitFor();
    expect(await page.getByRole('combobox').count()).toBe(0);
    expect(await page.getByRole('button', { name: /Remove/ }).count()).toBe(0);
  });

  test('who is taken out while they look finds nothing there when they come again', async () => {
    const { spaceId } = await enterSpace('Gone');
    await addMember(world.server, spaceId, world.editor.id, 'editor');
    const page = await world.open(world.editor, `/spaces/${spaceId}/members`);
    await heading(page, 'Members');
    await removeMember(world.server, spaceId, world.editor.id);
    await page.reload();
    await heading(page, 'Nothing is here');
  });
});

test('a notification is counted at the bell, answered by an action, and marked as read', async () => {
  const { owner, spaceId } = await enterSpace('Desk');
  const printer = await install(spaceId, 'Printer');
  const order = { label: 'Order paper', callback_url: `${worker.url}/order` };
  await notify(printer, { message: 'Out of paper', actions: [order] });
  await notify(printer, { message: 'The lid is open' });
  const page = await world.open(owner, `/spaces/${spaceId}`);
  await page.getByRole('link', { name: 'Notifications: 2 unread' }).click();
  await page.getByRole('link', { name: 'Unread', exact: true }).waitFor();
  const current = page.getByRole('navigation', { name: 'Show' }).locator('[aria-current]');
  expect(await current.allTextContents()).toEqual(['Unread']);
  const row = (text: string) => page.getByRole('listitem').filter({ hasText: text });
  await row('Out of paper').getByRole('button', { name: 'Order paper' }).click();
  await page.getByText('Order paper: Done. Paper is on its way').waitFor();
  expect(worker.requests.map(({ path }) => path)).toContain('/order');

  await row('The lid is open').getByRole('button', { name: 'Mark as read' }).click();
  await row('The lid is open').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Notifications: 1 unread' }).waitFor();
  await press(page, 'Mark all as read');
  await page.getByText('You have read everything').waitFor();
  await page.getByRole('link', { name: 'Notifications', exact: true }).waitFor();
  await page.getByRole('link', { name: 'All', exact: true }).click();
  await row('The lid is open').waitFor();
});

test('with the keyboard alone, the focus goes to the next notification as one is read', async () => {
  const { owner, spaceId } = await enterSpace('Keys');
  const printer = await install(spaceId, 'Key printer');
  await notify(printer, { message: 'The older' });
  await notify(printer, { message: 'The newer' });
  const page = await world.open(owner, '/notifications');
  const row = (text: string) => page.getByRole('listitem').filter({ hasText: text });
  await row('The newer').getByRole('button', { name: 'Mark as read' }).focus();
  await page.keyboard.press('Enter');
  await row('The newer').waitFor({ state: 'detached' });
  await row('The older').locator(':focus').waitFor();
});

test('where the server does not answer the page stays, says so, and goes on by itself once it does', async () => {
  const { owner, spaceId } = await enterSpace('Tunnel');
  const page = await world.open(owner, `/spaces/${spaceId}`);
  await heading(page, /Admin of Tunnel/);
  await place(page, 'Home').hover();
  // The browser tells in its console what it could not load.
  page.removeAllListeners();
  await page.context().setOffline(true);
  await page.keyboard.press('Control+k');
  await page.getByRole('alert').getByText('The server does not answer').waitFor();
  await place(page, 'Members').hover();
  await heading(page, /Admin of Tunnel/);
  await place(page, 'Members').click();
  await heading(page, 'This could not be loaded');
  expect(await place(page, 'Catalog').isVisible()).toBe(true);
  await page.context().setOffline(false);
  await heading(page, 'Members');
  expect(at(page)).toBe(`/spaces/${spaceId}/members`);
});

test('what is behind a dialog is dimmed, with what stays in sight above', async () => {
  const { owner, spaceId } = await enterSpace('Dim');
  const page = await world.open(owner, `/spaces/${spaceId}/members`);
  await press(page, 'Remove Admin of Dim');
  await page.getByRole('dialog').waitFor();
  const isBehind = `document.elementFromPoint(innerWidth / 2, 20).closest('header') === null`;
  expect(await page.evaluate(isBehind)).toBe(true);
});

test('what a plugin may do for somebody is listed, and withdrawn', async () => {
  const { owner, spaceId } = await enterSpace('Trust');
  const greeter = await install(spaceId, 'Trusted greeter');
  await agree(owner, greeter, 'entries.read');
  const page = await world.open(owner, '/grants');
  await page.getByText('Use entries.read').waitFor();
  await press(page, 'Withdraw it from Trusted greeter');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('can no longer act for you in Trust').waitFor();
  await dialog.getByRole('button', { name: 'Withdraw it from Trusted greeter' }).click();
  await page.getByText('No plugin may act for you').waitFor();
  const left = await world.server.db.query(sql`
    select id from grants where user_id = ${owner.id} and revoked_at is null`);
  expect(left).toEqual([]);
});

describe.each(LOOKS)('everybody can use, %s,', (_name, look) => {
  const LONG = 'Wolfeschlegelsteinhausen'.repeat(9);

  async function longScene() {
    const owner = await createPerson(world.server, { friendly_name: LONG.slice(0, 200) });
    const { spaceId } = await enterSpace('Ünïcödeسلام'.repeat(20).slice(0, 200), owner);
    await addMember(world.server, spaceId, world.editor.id, 'editor');
    const greeter = await install(spaceId, LONG.slice(0, 60));
    const action = { label: LONG.slice(0, 100), callback_url: `${worker.url}/order` };
    await notify(greeter, { message: LONG, actions: [action] });
    await emit(world.server, spaceId, VISIT, { identifier: LONG.slice(0, 100) });
    await agree(owner, greeter, `entries.${LONG.toLowerCase().slice(0, 60)}`);
    return { owner, spaceId };
  }

  test('what is empty', async () => {
    const { owner, spaceId } = await enterSpace('Empty');
    const page = await world.open(await createPerson(world.server), '/', look);
    await page.getByRole('main').getByRole('heading', { level: 2 }).waitFor();
    await expectUsable(page);
    const own = await world.open(owner, `/spaces/${spaceId}`, look);
    for (const path of [`/spaces/${spaceId}`, '/notifications', '/grants']) {
      await own.goto(path);
      await own.getByRole('main').getByRole('heading', { level: 2 }).first().waitFor();
      await expectUsable(own);
    }
  });

  test('what is full of long names', async () => {
    const { owner, spaceId } = await longScene();
    const page = await world.open(owner, '/spaces', look);
    for (const [path, shown] of [
      ['/spaces', 'a[href^="/spaces/"]'],
      [`/spaces/${spaceId}`, 'figure'],
      [`/spaces/${spaceId}/members`, 'select'],
      ['/notifications', 'li button'],
      ['/grants', 'li button'],
    ] as const) {
      await page.goto(path);
      await page.locator(`main ${shown}`).first().waitFor();
      await expectUsable(page);
    }
    await page.keyboard.press('Control+k');
    await page.getByRole('option').first().waitFor();
    await expectUsable(page);
  });
});
