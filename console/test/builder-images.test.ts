import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { pictures, png } from '../../server/test/images/pictures.ts';
import { collaborate } from '../../server/test/support/collaborators.ts';
import { createPerson } from '../../server/test/support/people.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import {
  type DeveloperWorld,
  startDeveloperWorld,
  startDeveloping,
} from './support/developer-world.ts';
import { expectUsable, LOOKS } from './support/world.ts';

const MAX_BYTES = 4096;

let world: DeveloperWorld;
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plugboard-uploads-'));
  world = await startDeveloperWorld({
    PLUGBOARD_DATA_DIR: folder,
    PLUGBOARD_MAX_IMAGE_BYTES: String(MAX_BYTES),
    PLUGBOARD_QUOTA_IMAGES: '2',
  });
  return async () => {
    await world.close();
    await rm(folder, { recursive: true });
  };
});
afterEach(() => world.leave());

const ICON = /^(Icon|Symbol) \(URL\)/;

const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/png', buffer });

async function openBuilder(
  person: { id: number },
  slug: string,
  look?: Parameters<DeveloperWorld['open']>[2],
): Promise<Page> {
  const page = await world.open(person, `/plugins/${slug}/builder`, look);
  await page.getByRole('region', { name: /^(Form|Formular)$/ }).waitFor();
  return page;
}

/** As a person does: by the button, and the window of files that it opens. */
async function choose(page: Page, what: string | RegExp, chosen: ReturnType<typeof file>) {
  const window = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: what }).click();
  await (await window).setFiles(chosen);
}

const UPLOAD_ICON = 'Upload an image: Icon (URL)';

test('an image is uploaded, shown, and saved with the draft', async () => {
  const { developer, plugin } = await startDeveloping(world, 'Pictured');
  const page = await openBuilder(developer, plugin.slug);
  await choose(page, UPLOAD_ICON, file('icon.png', png('icon')));
  const shown = page.getByRole('img', { name: 'Preview: Icon (URL)' });
  await shown.waitFor();
  const url = await shown.getAttribute('src');
  expect(url).toMatch(/\/images\/[0-9a-f]{64}\.png$/);
  expect(await page.getByLabel(ICON).first().inputValue()).toBe(url);
  const width = () => shown.evaluate((image) => (image as HTMLImageElement).naturalWidth);
  await waitFor(async () => (await width()) === 1, { describe: 'the image to be loaded' });
  await page.getByRole('button', { name: 'Save draft' }).click();
  const path = `/platform/v1/plugins/${plugin.id}`;
  await waitFor(async () => (await world.server.api('GET', path)).body.icon === url, {
    describe: 'the icon to be saved',
  });
});

test('what is no image, too large or one too many is said at the field', async () => {
  const { developer, plugin } = await startDeveloping(world, 'Refused');
  const page = await openBuilder(developer, plugin.slug);
  const field = page.getByLabel(ICON).first();
  const isRefused = async (words: RegExp) => {
    await page.getByRole('alert').filter({ hasText: words }).waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await field.inputValue()).toBe('');
  };
  await choose(page, UPLOAD_ICON, file('icon.png', Buffer.from('no image')));
  await isRefused(/^This is no PNG/);
  const large = Buffer.concat([png('large'), Buffer.alloc(MAX_BYTES)]);
  await choose(page, UPLOAD_ICON, file('icon.png', large));
  await isRefused(/^This image is too large/);
  await field.fill(`${world.server.config.publicUrl}/icon.png`);
  await page.getByText(/^This image is too large/).waitFor({ state: 'detached' });
  await field.fill('');
  const screenshot = 'Upload an image: Screenshot (URL)';
  const preview = page.getByRole('img', { name: 'Preview: Screenshot (URL)' });
  for (const name of ['one', 'two']) {
    const before = (await preview.count()) === 0 ? null : await preview.getAttribute('src');
    await choose(page, screenshot, file('shot.png', png(name)));
    await waitFor(async () => (await preview.getAttribute('src')) !== before, {
      describe: 'the next screenshot',
    });
  }
  await choose(page, UPLOAD_ICON, file('icon.gif', pictures.gif));
  await isRefused(/^You have uploaded as many images as you may/);
});

test('an address where there is no image says so, and a viewer uploads nothing', async () => {
  const { developer, plugin } = await startDeveloping(world, 'Typed');
  const page = await openBuilder(developer, plugin.slug);
  await page
    .getByLabel(ICON)
    .first()
    .fill(`${world.server.config.publicUrl}/images/${'0'.repeat(64)}.png`);
  await page.getByText('At this address is no image that can be shown.').waitFor();
  const viewer = await createPerson(world.server);
  await collaborate(world.server, plugin.id, viewer.id, 'viewer');
  const other = await openBuilder(viewer, plugin.slug);
  expect(await other.getByRole('button', { name: UPLOAD_ICON }).count()).toBe(0);
});

describe.each(LOOKS)('%s', (_name, look) => {
  test('everybody can upload an image', async () => {
    const { developer, plugin } = await startDeveloping(world, 'Looked at');
    const page = await openBuilder(developer, plugin.slug, look);
    const button = /: (Icon|Symbol) \(URL\)$/;
    await choose(page, button, file('icon.png', png('looked at')));
    await page.getByRole('img', { name: /^(Preview|Vorschau): / }).waitFor();
    await expectUsable(page);
  });
});
