// Takes the pictures of the README: starts the demo with data of its own, signs in, opens the link checker and lets it check a page.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
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
const site = await startSite();
try {
  const link = await shownLink();
  const browser = await chromium.launch({
    executablePath: findChromium(),
    // Chromium refuses to run its sandbox as root.
    chromiumSandbox: process.getuid?.() !== 0,
  });
  await mkdir(IMAGES, { recursive: true });
  await takePictures(browser, link);
  await browser.close();
} finally {
  site.close();
  demo.kill('SIGTERM');
  await ended;
  await rm(dataDir, { recursive: true, force: true });
}

/** The sign-in link that the demo shows when everything is set up. */
async function shownLink() {
  for await (const line of createInterface({ input: demo.stdout })) {
    const link = /http:\S+\/sign-in\/link\/\S+/.exec(line)?.[0];
    if (link !== undefined) return link;
  }
  throw new Error('The demo ended without showing a sign-in link');
}

async function takePictures(browser, link) {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 845 },
    deviceScaleFactor: 2,
    reducedMotion: 'reduce',
  });
  await page.goto(link);
  const plugin = page.frameLocator('iframe');
  await page.locator('plugboard-sidebar').getByText('Link checker').click();
  await plugin.getByRole('button', { name: 'Connect' }).click();
  await page.locator('button[value=allow]').click();
  await plugin.getByText('About this plugin').waitFor();
  await plugin.getByLabel('Its address').fill(`${SITE}/`);
  await plugin.getByRole('button', { name: 'Check', exact: true }).click();
  await plugin.getByText(/^Checked \d+ link/).waitFor();
  // Neither focus nor pointer is anywhere.
  await plugin.locator(':focus').evaluateAll((focused) => focused[0]?.blur());
  await page.mouse.move(0, 0);
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(IMAGES, `link-checker-${colorScheme}.png`) });
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
