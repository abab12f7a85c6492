import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Where Chromium is: the one that `CHROMIUM_PATH` names, else an installed one, else Playwright's own; undefined without any. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  const places = named ? [named] : [...USUAL_PLACES, chromium.executablePath()];
  return places.find((place) => existsSync(place));
}
