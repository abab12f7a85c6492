import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { holdPort } from '../../src/lib/held-port.ts';
import { createPerson, type Person } from '../sign-in/visitor.ts';
import { launchBrowser } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;
let axe: string;
beforeAll(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
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
  browser = await launchBrowser();
  return async () => {
    await browser.close();
    await server.close();
  };
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

/** A browser of its own; whatever it complains about (a blocked style, an error) is kept. */
async function open(look: Partial<Look> = {}): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ baseURL: server.url, ...look });
  contexts.push(context);
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
    await signIn(page, person);
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
    await signIn(page, person);
    await page.goto(await linkFor(await createPerson(server)));
  },
  account: signIn,
  'account-wrong': async (page, person) => {
    await signIn(page, person);
    await page.locator('#friendly_name').fill(' ');
    await page.locator('form[action="/account/profile"] button').click();
    await page.locator('[role=alert]').waitFor();
  },
  'account-token': async (page, person) => {
    await signIn(page, person);
    await page.locator('#name').fill('Nightly export of the visitor list to the archive');
    await page.locator('form[action="/account/tokens"] button').click();
    await page.locator('code.token').waitFor();
  },
  'not-found': (page) => page.goto('/nothing/here'),
  spaces: async (page, person) => {
    await signIn(page, person);
    await page.goto('/spaces');
  },
  grants: async (page, person) => {
    await signIn(page, person);
    await page.goto('/grants');
  },
};

const RUNS_OUT = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
const SMALL_TARGETS = `[...document.querySelectorAll('button, .button, input, select')]
  .map((element) => element.getBoundingClientRect())
  .filter(({ height, width }) => height > 0 && (height < 44 || width < 44)).length`;

test.each(LOOKS)('every page can be used by everybody, %s', async (lookName, look) => {
  for (const [name, visit] of Object.entries(PAGES)) {
    const { page, complaints } = await open(look);
    const person = await createPerson(server, { lang: look.locale });
    await visit(page, person);
    if (process.env.SCREENSHOT_DIR) {
      const path = join(process.env.SCREENSHOT_DIR, `${name} ${lookName}.png`);
      await page.screenshot({ path, fullPage: true });
    }
    await page.evaluate(axe);
    const violations = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
      const results = await axe.run();
      return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html)}`);
    });
    expect(violations, name).toEqual([]);
    expect(complaints, name).toEqual([]);
    expect(await page.evaluate(RUNS_OUT), `${name}: wider than the screen`).toBe(false);
    expect(await page.evaluate(SMALL_TARGETS), `${name}: targets under 44 px`).toBe(0);
    await page.context().close();
  }
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
