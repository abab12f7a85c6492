import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../../scripts/find-chromium.js';
import { HANG_MS } from './wait-for.ts';

let launched: Promise<Browser> | undefined;

/**
 * A headless Chromium: the one that `CHROMIUM_PATH` names, else an installed one, else Playwright's own. All files of a worker share
 * it, and it ends with the worker: a test closes its contexts.
 *
 * @throws Error telling how to get one, when there is none.
 * @example
 * const browser = await sharedBrowser();
 * const page = await browser.newPage();
 * await page.goto(server.url);
 * await page.close();
 */
export function sharedBrowser(): Promise<Browser> {
  launched ??= launch();
  return launched;
}

async function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error(
      'No Chromium found: "node scripts/chromium.js" gets one, CHROMIUM_PATH names one',
    );
  }
  const browser = await chromium.launch({
    executablePath,
    // Chromium refuses to run its sandbox as root, which is who containers usually run tests as. They load only our own pages.
    chromiumSandbox: process.getuid?.() !== 0,
    timeout: HANG_MS,
  });
  browser.on('context', (context) => context.setDefaultTimeout(HANG_MS));
  return browser;
}

/**
 * Closes a window, and lets the page hear of it: browsers hand on what is typed before anything else, and one that still knows the window by
 * its name opens no other.
 */
export async function closeWindow(page: Page, opened: Page): Promise<void> {
  await opened.close();
  await page.bringToFront();
  await page.evaluate('new Promise((resolve) => requestIdleCallback(() => resolve()))');
}
