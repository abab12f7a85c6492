// Draws the pictures of the demo's plugins, `examples/demo/images/*.svg`, as the PNG that images are uploaded as: `node scripts/demo-images.js`.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from './find-chromium.js';

const FOLDER = fileURLToPath(new URL('../examples/demo/images/', import.meta.url));

const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
const page = await browser.newPage();
for (const name of readdirSync(FOLDER).filter((name) => name.endsWith('.svg'))) {
  await page.setContent(`<style>body { margin: 0 }</style>${readFileSync(FOLDER + name, 'utf8')}`);
  const path = FOLDER + name.replace(/svg$/, 'png');
  await page.locator('svg').screenshot({ path, omitBackground: true });
}
await browser.close();
