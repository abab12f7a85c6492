import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeViolations } from '../../../server/test/support/axe.ts';
import { sharedBrowser } from '../../../server/test/support/browser.ts';
import { addMember, createPerson, type TestPerson } from '../../../server/test/support/people.ts';
import { createSpace } from '../../../server/test/support/plugins.ts';
import type { TestServer } from '../../../server/test/support/server.ts';
import { noteComplaints, startForBrowsers } from './browsers.ts';

/** A space with an admin and an editor, on a server whose pages a browser can use. */
export interface World {
  server: TestServer;
  spaceId: number;
  admin: TestPerson;
  editor: TestPerson;
  /** Opens a page as somebody who follows a sign-in link to it, in a browser of their own. */
  open(person: { id: number }, path: string, options?: BrowserContextOptions): Promise<Page>;
  /** Opens an address as somebody who has never been here, in a browser of their own. */
  openAt(address: string, options?: BrowserContextOptions): Promise<Page>;
  /**
   * After each test: closes what was opened.
   *
   * @throws where a browser complained of something, such as an error of a script or a style that the policy forbids.
   */
  leave(): Promise<void>;
  close(): Promise<void>;
}

// What was asked for wrongly is told of on the page, and in the browser's console, too.
const REFUSED = /status of 4\d\d/;

/**
 * Starts all of it.
 *
 * @param env settings that differ from a test server's.
 */
export async function startWorld(env: Record<string, string> = {}): Promise<World> {
  const server = await startForBrowsers({ host: 'localhost', env });
  const spaceId = await createSpace(server, { name: 'Reception' });
  const admin = await createPerson(server, { friendly_name: 'Ada Admin' });
  const editor = await createPerson(server, { friendly_name: 'Ed Editor' });
  await addMember(server, spaceId, admin.id);
  await addMember(server, spaceId, editor.id, 'editor');
  const opened: BrowserContext[] = [];
  const complaints: string[] = [];

  async function openAt(address: string, options: BrowserContextOptions = {}): Promise<Page> {
    const browser = await sharedBrowser();
    const context = await browser.newContext({ locale: 'en', baseURL: publicUrl(), ...options });
    opened.push(context);
    const page = await context.newPage();
    noteComplaints(page, complaints, REFUSED);
    await page.goto(address);
    return page;
  }

  const open: World['open'] = async ({ id }, path, options) =>
    openAt(await linkFor(id, path), options);

  const publicUrl = () => server.config.publicUrl;

  async function linkFor(user_id: number, path: string): Promise<string> {
    const answer = await server.api('POST', '/platform/v1/sign_in_links', { user_id, path });
    expect(answer.status, answer.text).toBe(201);
    return answer.body.url;
  }

  return {
    server,
    spaceId,
    admin,
    editor,
    open,
    openAt,
    async leave() {
      for (const context of opened.splice(0)) await context.close();
      expect(complaints.splice(0)).toEqual([]);
    },
    close: () => server.close(),
  };
}

/** How people look at pages: each theme on one of two screens, each in one of the languages. */
export const LOOKS: readonly [name: string, look: BrowserContextOptions][] = [
  [
    'light on a desktop',
    { colorScheme: 'light', locale: 'en', viewport: { width: 1280, height: 800 } },
  ],
  [
    'dark on a phone',
    {
      colorScheme: 'dark',
      locale: 'de',
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
    },
  ],
];

const TRANSITIONS_OVER =
  'Promise.allSettled(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished)).then(() => undefined)';
const RUNS_OUT = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';

/** Checks that everybody can use a page: axe finds nothing, and nothing is wider than the screen. */
export async function expectUsable(page: Page): Promise<void> {
  // A colour on its way to another one is none of the page's.
  await page.evaluate(TRANSITIONS_OVER);
  expect(await axeViolations(page)).toEqual([]);
  expect(await page.evaluate(RUNS_OUT), `${page.url()} scrolls sideways`).toBe(false);
}
