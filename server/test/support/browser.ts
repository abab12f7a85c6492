import { type Browser, chromium } from 'playwright-core';
import { findChromium } from '../../../scripts/find-chromium.js';

/**
 * Starts a headless Chromium: the one that `CHROMIUM_PATH` names, else an installed one, else Playwright's own.
 *
 * @throws Error telling how to get one, when there is none.
 * @example
 * const browser = await launchBrowser();
 * const page = await browser.newPage();
 * await page.goto(server.url);
 * await browser.close();
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error(
      'No Chromium found: "node scripts/chromium.js" gets one, CHROMIUM_PATH names one',
    );
  }
  // Chromium refuses to run its sandbox as root, which is who containers usually run tests as. They load only our own pages.
  const chromiumSandbox = process.getuid?.() !== 0;
  return chromium.launch({ executablePath, chromiumSandbox });
}
