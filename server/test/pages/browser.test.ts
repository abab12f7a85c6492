import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { authorizePath, registerClient } from '../oauth/authorization.ts';
import { createPerson, type Person } from '../sign-in/visitor.ts';
import { axeViolations } from '../support/axe.ts';
import { sharedBrowser } from '../support/browser.ts';
import { signIn as startSession } from '../support/people.ts';
import { installPlugin, type TestPlugin } from '../support/plugins.ts';
import { portForLater } from '../support/port.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { setUpPages } from './set-up-pages.ts';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  const port = await portForLater();
  server = await startTestServer({
    env: {
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      // Nobody signs in there: for the button.
      PLUGBOARD_OIDC_ISSUER: 'https://id.example.test',
      PLUGBOARD_OIDC_CLIENT_ID: 'plugboard',
      PLUGBOARD_SIGN_IN_URL: 'https://app.example.test/sign-in',
      PLUGBOARD_FAILED_SIGN_IN_LIMIT: '2',
    },
  });
  browser = await sharedBrowser();
  return () => server.close();
});

const contexts: BrowserContext[] = [];
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});

interface Look {
  colorScheme: 'light' | 'dark';
  viewport: { width: number; height: number };
  locale: string;
}

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const LOOKS: [name: string, look: Look][] = [
  ['light on a desktop', { colorScheme: 'light', viewport: DESKTOP, locale: 'en' }],
  ['dark on a phone', { colorScheme: 'dark', viewport: PHONE, locale: 'de' }],
];

/** A browser of its own until the end of a test. */
async function open(look: Partial<Look> = {}) {
  const opened = await newPage(look);
  contexts.push(opened.page.context());
  return opened;
}

// What was asked for wrongly, and a plugin that is away.
const EXPECTED = /status of 4\d\d|ERR_FAILED/;

/** A page in a browser of its own; whatever it complains about (a blocked style, an error) is kept. */
async function newPage(look: Partial<Look>): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ baseURL: server.url, ...look });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !EXPECTED.test(message.text())) {
      complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, complaints };
}

/** Signs in without the page for it, which has a test of its own. */
async function beSignedIn(page: Page, person: Person): Promise<void> {
  const { cookies } = await startSession(server, person.id);
  const all = [...cookies].map(([name, value]) => ({ name, value, url: server.url }));
  await page.context().addCookies(all);
}

async function enter(page: Page, person: Person, path: string): Promise<unknown> {
  await beSignedIn(page, person);
  return page.goto(path);
}

async function linkFor(person: Person): Promise<string> {
  const { body } = await server.api('POST', '/platform/v1/sign_in_links', {
    user_id: person.id,
    path: '/account',
  });
  return body.url;
}

/** What there is to see of a plugin that asks for much, in a space of this person's. */
interface Scene {
  spaceId: number;
  installed: TestPlugin;
  asking: TestPlugin;
}

const WORKER = 'https://plugin.example.com/worker';

async function createScene(person: Person, longest = false): Promise<Scene> {
  const long = (text: string, length: number) =>
    longest ? text.repeat(length).slice(0, length) : text;
  const space = { name: long('Ünïcödeسلام', 200) };
  const { body } = await server.api('POST', '/platform/v1/spaces', space);
  const members = `/platform/v1/spaces/${body.id}/members`;
  await server.api('PUT', `${members}/${person.id}`, { role: 'admin' });
  const scopes = [long('entries.see', 128), long('entries.edit', 128)];
  const optional_scopes = [long('entries.pay', 128), long('entries.print', 128)];
  for (const name of [...scopes, ...optional_scopes]) {
    const description = long('Change_entries', 300);
    await server.api('PUT', `/platform/v1/scopes/${name}`, { description });
  }
  const names = Array.from({ length: 9 }, (_, index) => long(`visitor_${index}`, 100));
  for (const name of names) {
    const description = long(`A visitor did ${name}`, 300);
    await server.api('PUT', `/platform/v1/event_types/${name}`, { description });
  }
  const fields = {
    author: long('Author', 200),
    intro: long('Greets_visitors', 500),
    website: `https://${long('website', 60)}.example.com/`,
    scopes,
    optional_scopes,
    events: [...names, 'plugin_installed'].map((name) => ({ name, url: WORKER })),
    embedded_app_url: 'https://plugin.example.test/app',
    use_app_bridge: true,
    placements: { sidebar: { icon: null }, toolbar: true },
  };
  const installed = await registerClient(server, { ...fields, name: long('Greeter', 100) });
  await installPlugin(server, installed, body.id);
  const asking = await registerClient(server, { ...fields, name: long('أهلا👋', 100) });
  return { spaceId: body.id, installed, asking };
}

async function enterScene(page: Page, person: Person, path: (scene: Scene) => string) {
  const scene = await createScene(person);
  await enter(page, person, path(scene));
}

/** Every page, and how a browser comes to it. */
const PAGES: Record<string, (page: Page, person: Person) => Promise<unknown>> = {
  'sign-in': (page) => page.goto('/sign-in'),
  'sign-in-wrong': async (page) => {
    await page.goto('/sign-in');
    await page.locator('#email').fill(`nobody-${Math.random()}@plugboard.test`);
    await page.locator('#password').fill('a wrong password');
    await page.locator('form button').click();
    await page.locator('[role=alert]').waitFor();
  },
  'signed-out': async (page, person) => {
    await enter(page, person, '/account');
    await page.getByRole('button', { name: /: (account|Konto)$/ }).click();
    await page.locator('form[action="/sign-out"] button').click();
    await page.waitForURL('**/sign-in?signed_out');
  },
  'link-used': async (page, person) => {
    const url = await linkFor(person);
    await page.goto(url);
    await page.context().clearCookies();
    await page.goto(url);
  },
  'link-of-another': async (page, person) => {
    await beSignedIn(page, person);
    await page.goto(await linkFor(await createPerson(server)));
  },
  'not-found': (page) => page.goto('/nothing/here'),
  consent: (page, person) => enterScene(page, person, ({ installed }) => authorizePath(installed)),
  'consent-installs': async (page, person) => {
    await enterScene(page, person, ({ asking }) => authorizePath(asking));
    await page.locator('summary').click();
  },
  'consent-news': async (page, person) => {
    const { installed } = await createScene(person);
    const path = `/platform/v1/plugins/${installed.id}/manifest`;
    const { body } = await server.api('GET', path);
    const scopes = [...body.scopes, ...body.optional_scopes.slice(0, 1)];
    const optional_scopes = body.optional_scopes.slice(1);
    await server.api('PUT', '/platform/v1/event_types/visitor_new', { description: 'New' });
    const events = [...body.events, { name: 'visitor_new', url: WORKER }];
    await server.api('PUT', path, { ...body, scopes, optional_scopes, events });
    await enter(page, person, authorizePath(installed));
    await page.locator('input[type=checkbox]').waitFor();
  },
  ...setUpPages(() => server),
};

const RUNS_OUT = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
// The label around a box is its target.
const SMALL_TARGETS = `[...document.querySelectorAll('button, .button, input, select')]
  .map((element) => element.closest('label.check') ?? element)
  .map((element) => element.getBoundingClientRect())
  .filter(({ height, width }) => height > 0 && (height < 44 || width < 44)).length`;

describe.each(LOOKS)('everybody can use, %s,', (lookName, look) => {
  let shared: Awaited<ReturnType<typeof newPage>>;
  beforeAll(async () => {
    shared = await newPage(look);
    return () => shared.page.context().close();
  });

  test.each(Object.entries(PAGES))('the page %s', async (name, visit) => {
    const { page, complaints } = shared;
    complaints.length = 0;
    await page.context().clearCookies();
    await visit(page, await createPerson(server, { lang: look.locale }));
    if (process.env.SCREENSHOT_DIR) {
      const path = join(process.env.SCREENSHOT_DIR, `${name} ${lookName}.png`);
      await page.screenshot({ path, fullPage: true });
    }
    expect(await axeViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    expect(await page.evaluate(RUNS_OUT), 'wider than the screen').toBe(false);
    expect(await page.evaluate(SMALL_TARGETS), 'targets under 44 px').toBe(0);
  });
});

const STICKS_OUT = `[...document.querySelectorAll('.card, .notice, button, .button, .check, dd, li')]
  .filter((element) => element.clientWidth > 1 && element.scrollWidth > element.clientWidth)
  .map((element) => element.outerHTML.slice(0, 120))`;

test('no name is so long that a page is wider than a small phone, or runs out of its card', async () => {
  const long = { friendly_name: 'Wolfeschlegelsteinhausen'.repeat(9).slice(0, 200) };
  const email = `${'e'.repeat(64)}@${'d'.repeat(60)}.${'c'.repeat(60)}.${'b'.repeat(50)}.test`;
  const person = await createPerson(server, { ...long, email });
  const { asking } = await createScene(person, true);
  const { page } = await open({ locale: 'de', viewport: { width: 360, height: 740 } });
  const wide: unknown[] = [];
  const measure = async (name: string) => {
    if (process.env.SCREENSHOT_DIR) {
      const path = join(process.env.SCREENSHOT_DIR, `long ${name}.png`);
      await page.screenshot({ path, fullPage: true });
    }
    const runsOut = await page.evaluate(RUNS_OUT);
    const out = (await page.evaluate(STICKS_OUT)) as string[];
    if (runsOut || out.length > 0) wide.push([name, runsOut, out]);
  };
  await page.goto('/sign-in');
  await page.locator('#email').fill(email);
  await page.locator('#password').fill('a wrong password');
  await page.locator('form button').click();
  await page.locator('[role=alert]').waitFor();
  await measure('sign-in');
  await beSignedIn(page, await createPerson(server, long));
  await page.goto(await linkFor(person));
  await measure('link');
  await beSignedIn(page, person);
  const paths = {
    consent: authorizePath(asking),
    'consent-unknown': authorizePath({ ...asking, clientId: 'x'.repeat(200) }),
    'not-found': `/${'nothing'.repeat(30)}`,
  };
  for (const [name, path] of Object.entries(paths)) {
    await page.goto(path);
    await measure(name);
  }
  await createScene(person, true);
  await page.goto(authorizePath(asking));
  await measure('consent-choice');
  await page.goto(authorizePath(asking, { space_id: '999999' }));
  await measure('consent-cannot');
  for (const [name, visit] of Object.entries(setUpPages(() => server, true))) {
    await visit(page, person);
    await measure(name);
  }
  expect(wide).toEqual([]);
});

test('in a browser a sign-in link leads on without a question, and signing out ends it', async () => {
  const person = await createPerson(server);
  const { page, complaints } = await open();
  await page.goto(await linkFor(person));
  expect(new URL(page.url()).pathname).toBe('/account');
  await page.getByRole('button', { name: /: account$/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  // The console has a place for news, too: what is waited for is the page that says so.
  await page.waitForURL('**/sign-in?signed_out');
  await page.goBack();
  await page.reload();
  expect(new URL(page.url()).pathname).toBe('/sign-in');
  expect(complaints).toEqual([]);
});

test('everything can be done with the keyboard alone, and what is wrong takes the focus', async () => {
  const person = await createPerson(server);
  const { page } = await open({ locale: 'en' });
  await page.goto('/sign-in?return_to=/account');
  for (let tab = 0; tab < 3; tab++) await page.keyboard.press('Tab');
  await page.keyboard.type(person.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type('a wrong password');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  const hasFocus = (selector: string) => page.locator(`${selector}:focus`).waitFor();
  await hasFocus('[role=alert]');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await hasFocus('#email');
  expect(await page.locator('#email').inputValue()).toBe(person.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(person.password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/account');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('Tab');
  await hasFocus('[href="#content"]');
});
