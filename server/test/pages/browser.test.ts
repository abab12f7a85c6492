import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { holdPort } from '../../src/lib/held-port.ts';
import { createPerson, type Person } from '../sign-in/visitor.ts';
import { axeViolations } from '../support/axe.ts';
import { sharedBrowser } from '../support/browser.ts';
import { signIn as startSession } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  const { port, release } = await holdPort('127.0.0.1');
  await release();
  server = await startTestServer({
    env: {
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      // Nobody signs in there: for the button.
      PLUGBOARD_OIDC_ISSUER: 'https://id.example.test',
      PLUGBOARD_OIDC_CLIENT_ID: 'plugboard',
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

/** A page in a browser of its own; whatever it complains about (a blocked style, an error) is kept. */
async function newPage(look: Partial<Look>): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ baseURL: server.url, ...look });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) {
      complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, complaints };
}

async function signIn(page: Page, { email, password }: Person): Promise<void> {
  await page.goto('/sign-in');
  await page.locator('#email').fill(email);
  await page.locator('#password').fill(password);
  await page.locator('form button.primary').click();
  await page.waitForURL('**/account');
}

/** Signs in without the page for it, which has a test of its own. */
async function enter(page: Page, person: Person, path: string): Promise<unknown> {
  const { cookies } = await startSession(server, person.id);
  const all = [...cookies].map(([name, value]) => ({ name, value, url: server.url }));
  await page.context().addCookies(all);
  return page.goto(path);
}

async function linkFor(person: Person): Promise<string> {
  const { body } = await server.api('POST', '/platform/v1/sign_in_links', {
    user_id: person.id,
    path: '/account',
  });
  return body.url;
}

/** Every page, and how a browser comes to it. */
const PAGES: Record<string, (page: Page, person: Person) => Promise<unknown>> = {
  'sign-in': (page) => page.goto('/sign-in'),
  'sign-in-wrong': async (page) => {
    await page.goto('/sign-in');
    await page.locator('#email').fill(`nobody-${Math.random()}@plugboard.test`);
    await page.locator('#password').fill('a wrong password');
    await page.locator('form button.primary').click();
    await page.locator('[role=alert]').waitFor();
  },
  'signed-out': async (page, person) => {
    await enter(page, person, '/account');
    await page.locator('.app-account button').click();
    await page.locator('[role=status]').waitFor();
  },
  'link-used': async (page, person) => {
    const url = await linkFor(person);
    await page.goto(url);
    await page.context().clearCookies();
    await page.goto(url);
  },
  'link-of-another': async (page, person) => {
    await enter(page, person, '/account');
    await page.goto(await linkFor(await createPerson(server)));
  },
  account: signIn,
  'account-wrong': async (page, person) => {
    await enter(page, person, '/account');
    await page.locator('#friendly_name').fill(' ');
    await page.locator('form[action="/account/profile"] button').click();
    await page.locator('[role=alert]').waitFor();
  },
  'account-token': async (page, person) => {
    await enter(page, person, '/account');
    await page.locator('#name').fill('Nightly export of the visitor list to the archive');
    await page.locator('form[action="/account/tokens"] button').click();
    await page.locator('code.token').waitFor();
  },
  'not-found': (page) => page.goto('/nothing/here'),
  spaces: (page, person) => enter(page, person, '/spaces'),
  grants: (page, person) => enter(page, person, '/grants'),
};

const RUNS_OUT = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
const SMALL_TARGETS = `[...document.querySelectorAll('button, .button, input, select')]
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

test('in a browser a sign-in link leads on without a question, and signing out ends it', async () => {
  const person = await createPerson(server);
  const { page, complaints } = await open();
  await page.goto(await linkFor(person));
  expect(new URL(page.url()).pathname).toBe('/account');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('status').waitFor();
  await page.goBack();
  await page.reload();
  expect(new URL(page.url()).pathname).toBe('/sign-in');
  expect(complaints).toEqual([]);
});

test('everything can be done with the keyboard alone, and what is wrong takes the focus', async () => {
  const person = await createPerson(server);
  const { page } = await open({ locale: 'en' });
  await page.goto('/sign-in?return_to=/account');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
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
  await page.keyboard.press('Tab');
  await hasFocus('.skip');
});
