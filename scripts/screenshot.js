// Takes the pictures of the README, the guides and the link checker, in light and dark: starts the demo with data of its own, signs in, and looks
// at pages as people do.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from './find-chromium.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const IMAGES = join(ROOT, 'docs/images');
const DEMO = join(ROOT, 'examples/demo/dist/main.js');

// It is to be seen in the pictures, so it is always the same.
const SITE = 'http://localhost:8080';

const dataDir = await mkdtemp(join(tmpdir(), 'plugboard-screenshot-'));
const demo = spawn(process.execPath, [DEMO], {
  env: { PATH: process.env.PATH, PORT: '0', PLUGBOARD_DATA_DIR: dataDir },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = once(demo, 'exit');
let output = '';
demo.stdout.setEncoding('utf8').on('data', (chunk) => {
  output += chunk;
});
const site = await startSite();
try {
  await shown(/Ctrl-C stops everything/);
  const link = await shown(/http:\S+\/sign-in\/link\/\S+/);
  const reception = await shown(/Reception +(http:\S+)/);
  const browser = await chromium.launch({
    executablePath: findChromium(),
    // Chromium refuses to run its sandbox as root.
    chromiumSandbox: process.getuid?.() !== 0,
  });
  await mkdir(IMAGES, { recursive: true });
  await letThemCome(browser, reception);
  await takeConsole(browser, link);
  await takePortal(browser, reception);
  await browser.close();
} finally {
  site.close();
  demo.kill('SIGTERM');
  await ended;
  await rm(dataDir, { recursive: true, force: true });
}

/** What the demo shows on its output: what is in parentheses, or all of it. */
async function shown(pattern) {
  for (;;) {
    const found = pattern.exec(output);
    if (found !== null) return found[1] ?? found[0];
    const isOver = await Promise.race([ended.then(() => true), once(demo.stdout, 'data')]);
    if (isOver === true) throw new Error(`The demo ended without showing ${pattern}`);
  }
}

/** What there is to see on the home of the space. */
async function letThemCome(browser, reception) {
  const page = await openPage(browser);
  await page.goto(reception);
  for (const what of ['Let a visitor sign in', 'Let a visitor sign in', 'Let a parcel arrive']) {
    await page.getByRole('button', { name: what }).click();
  }
  await page.getByText('plugin hears of it').waitFor();
  await page.close();
}

/** The home of the space, and the page of a plugin that has found a broken link. */
async function takeConsole(browser, link) {
  const page = await openPage(browser);
  await page.goto(link);
  await page.getByRole('button', { name: 'Hide this' }).click();
  await page.getByText('Greeted Visitor 44').waitFor();
  await take(page, 'home');

  const plugin = page.frameLocator('iframe');
  await page.getByRole('navigation').getByRole('link', { name: 'Link checker' }).click();
  await plugin.getByRole('button', { name: 'Connect' }).click();
  await page.locator('button[value=allow]').click();
  await plugin.getByText('About this plugin').waitFor();
  await plugin.getByLabel('Its address').fill(`${SITE}/`);
  await plugin.getByRole('button', { name: 'Check', exact: true }).click();
  await plugin.getByText(/^Checked \d+ link/).waitFor();
  await plugin.locator(':focus').evaluateAll((focused) => focused[0]?.blur());
  await take(page, 'link-checker');
}

/** Plugboard's views in pages of the reception. */
async function takePortal(browser, reception) {
  const page = await openPage(browser);
  const view = page.frameLocator('iframe');
  await page.goto(`${reception}plugins`);
  await view.getByText('Evacuation plan').waitFor();
  await take(page, 'portal-catalog');
  await page.goto(`${reception}plugins/settings/1`);
  await view.getByRole('button', { name: 'Save Greeting' }).waitFor();
  await take(page, 'portal-settings');
  await page.goto(`${reception}plugins/activity`);
  await view.getByText('Greeted Visitor 42').waitFor();
  await take(page, 'portal-activity');
}

function openPage(browser) {
  return browser.newPage({
    viewport: { width: 1280, height: 860 },
    deviceScaleFactor: 2,
    reducedMotion: 'reduce',
    locale: 'en',
  });
}

/** One picture in each theme, with neither focus nor pointer anywhere. */
async function take(page, name) {
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.activeElement?.blur());
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(IMAGES, `${name}-${colorScheme}.png`) });
  }
}

/** A page with links for the link checker: two lead somewhere, one nowhere. */
async function startSite() {
  const links = ['opening-hours', 'how-to-find-us', 'last-summer'];
  const html = `<title>Example Ltd</title>${links.map((to) => `<a href="/${to}">${to}</a>`)}`;
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/last-summer' ? 404 : 200;
    response.setHeader('content-type', 'text/html').end(html);
  });
  const { hostname, port } = new URL(SITE);
  server.listen(Number(port), hostname);
  await once(server, 'listening');
  return server;
}
