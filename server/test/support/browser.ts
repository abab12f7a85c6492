import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

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
  // Chromium refuses to run its sandbox as root, which is who containers usually run tests as. They load only our own pages.
  const chromiumSandbox = process.getuid?.() !== 0;
  return chromium.launch({ executablePath, chromiumSandbox });
}

function findChromium(): string {
  const named = process.env.CHROMIUM_PATH;
  const places = named ? [named] : [...USUAL_PLACES, chromium.executablePath()];
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  const problem = named ? `CHROMIUM_PATH names no file: ${named}` : 'No Chromium found';
  throw new Error(
    `${problem}. Install one ("apt-get install chromium" or "npx playwright-core install chromium") or name it in CHROMIUM_PATH`,
  );
}
