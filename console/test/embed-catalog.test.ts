import { afterEach, beforeAll, expect, test } from 'vitest';
import { type Receiver, startReceiver } from '../../server/test/support/receiver.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import { installsIn, listPlugin } from './support/catalog-world.ts';
import { type EmbedWorld, expectUsable, startEmbedWorld } from './support/embed-world.ts';
import { type Site, startSite } from './support/set-up-world.ts';

let world: EmbedWorld;
let plugin: Receiver;
let site: Site;
beforeAll(async () => {
  [world, plugin, site] = [await startEmbedWorld(), await startReceiver(), await startSite()];
  plugin.answer = ({ path, body }) => {
    if (path === '/rooms') return { status: 200, body: JSON.stringify(ROOMS) };
    if (path === '/check' && body.payload.desk !== 'Front desk') {
      return { status: 412, body: { message: 'There is no such desk' } };
    }
    return { status: 200, body: body.payload ?? {} };
  };
  await listPlugin(world.server, {
    name: 'Reception desk',
    slug: 'reception-desk',
    intro: 'Knows who is at which desk',
    setup_steps: [
      {
        type: 'form',
        title: 'Where it is',
        validation_url: `${plugin.url}/check`,
        fields: [
          { key: 'desk', type: 'text', label: 'Desk', required: true },
          { key: 'room', type: 'select', label: 'Room', options_url: `${plugin.url}/rooms` },
        ],
      },
      {
        type: 'popup',
        title: 'Choose a site',
        content_url: `${site.url}/choose`,
        validation_url: `${plugin.url}/chosen`,
      },
    ],
  });
  await listPlugin(world.server, { name: 'Weather', slug: 'weather' });
  return async () => {
    await world.close();
    await plugin.close();
    await site.close();
  };
});
afterEach(() => world.leave());

const ROOMS = [
  { label: 'Hall', value: 'hall' },
  { label: 'Cellar', value: 'cellar' },
];

test('an admin finds a plugin, installs it and sets it up, in a window for what goes on elsewhere', async () => {
  const { server, spaceId, admin, context } = world;
  const shown = await world.open(admin, 'catalog');
  const { frame } = shown;
  await frame.getByLabel('Search plugins').fill('desk');
  await frame.getByText('1 plugin', { exact: true }).waitFor();
  await frame.getByRole('link', { name: 'Reception desk' }).click();
  await frame.getByRole('heading', { name: 'Reception desk', level: 1 }).waitFor();
  await frame.getByRole('link', { name: 'Install Reception desk' }).click();
  await frame.getByRole('button', { name: 'Install Reception desk' }).click();

  await frame.getByLabel('Desk').fill('Back desk');
  await frame.getByRole('combobox', { name: 'Room', exact: true }).click();
  await frame.getByRole('option', { name: 'Cellar' }).click();
  await frame.getByRole('button', { name: 'Save and continue' }).click();
  await frame.getByText('There is no such desk').waitFor();
  await expectUsable(shown);
  await frame.getByLabel('Desk').fill('Front desk');
  await frame.getByRole('button', { name: 'Save and continue' }).click();

  const opening = context.waitForEvent('page');
  await frame.getByRole('button', { name: /^Open / }).click();
  const popup = await opening;
  await popup.getByRole('button', { name: 'Bakery' }).click();
  // Nobody is signed in there: the window asks first.
  await popup.locator('main form button').first().click();
  await frame.getByRole('heading', { name: /Reception desk/, level: 2 }).waitFor();

  const [install] = await installsIn(server, spaceId);
  expect(install).toMatchObject({ plugin_slug: 'reception-desk', status: 'active' });
  await frame.getByRole('link', { name: /^Go to Reception desk/ }).click();
  await waitFor(async () => (await shown.opened()).length > 0, { describe: 'plugboard-open' });
  expect(await shown.opened()).toEqual([{ view: 'settings', install: install?.id }]);
  await frame.getByRole('link', { name: 'Back to the catalog' }).click();
  await frame.getByText('Installed', { exact: true }).waitFor();
});

test('who is no admin sees what there is, and no button', async () => {
  const { frame } = await world.open(world.editor, 'catalog');
  await frame.getByRole('link', { name: 'Weather' }).click();
  await frame.getByText('Only admins').waitFor();
  expect(await frame.getByRole('link', { name: /^Install/ }).count()).toBe(0);
});
