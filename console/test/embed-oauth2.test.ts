import type { Page } from 'playwright-core';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { installPlugin, registerPlugin } from '../../server/test/support/plugins.ts';
import { type Receiver, startReceiver } from '../../server/test/support/receiver.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import {
  type EmbedWorld,
  expectUsable,
  type Shown,
  startEmbedWorld,
} from './support/embed-world.ts';
import { oauth2Step, type Site, startSite } from './support/set-up-world.ts';

let world: EmbedWorld;
let plugin: Receiver;
let site: Site;
let service: string;
beforeAll(async () => {
  [world, plugin, site] = [await startEmbedWorld(), await startReceiver(), await startSite()];
  plugin.answer = () => ({ status: 200, body: { connected: true } });
  service = new URL(site.url).host;
  return async () => {
    await world.close();
    await plugin.close();
    await site.close();
  };
});
afterEach(() => world.leave());

const GREETING = { type: 'text', key: 'greeting', label: 'Greeting', required: true };
let installs = 0;

/** A new install, in a view of its settings, which begins with its set-up: it goes on at the service. */
async function setUp(): Promise<{ id: number; shown: Shown }> {
  const registered = await registerPlugin(world.server, {
    name: 'Calendar',
    slug: `calendar-${++installs}`,
    setup_steps: [
      { ...oauth2Step({ plugin, site }), title: 'Your calendar' },
      { type: 'form', title: 'How to greet', fields: [GREETING] },
    ],
  });
  const { id } = await installPlugin(world.server, registered, world.spaceId);
  const shown = await world.open(world.admin, 'settings', {
    attributes: { space: '', install: `${id}` },
    bounds: { install_id: id },
  });
  await shown.frame.getByRole('heading', { name: 'Your calendar' }).waitFor();
  return { id, shown };
}

const connect = ({ frame }: Shown) => frame.getByRole('button', { name: `Connect ${service}` });

/** The window that a click opens, at the service. */
async function windowOf(click: () => Promise<void>): Promise<Page> {
  const comes = world.context.waitForEvent('page');
  await click();
  const opened = await comes;
  await opened.getByRole('heading', { name: 'Service' }).waitFor();
  return opened;
}

/** Nobody is signed in at the server in this browser: where the window comes back to, it asks who began it. */
async function comeBack(opened: Page, answer: 'Allow' | 'Deny'): Promise<void> {
  await opened.getByRole('button', { name: answer }).click();
  await opened.locator('main form button').first().click();
}

/** The step after it: the view has gone on by itself. */
async function goesOn({ id, shown: { frame } }: Awaited<ReturnType<typeof setUp>>): Promise<void> {
  await frame.getByLabel('Greeting').fill('Good morning');
  await frame.getByRole('button', { name: 'Save and finish' }).click();
  await frame.getByRole('heading', { name: 'Calendar is set up' }).waitFor();
  const { body } = await world.server.api('GET', `/platform/v1/installs/${id}/config`);
  expect(body.config).toEqual({ connected: true, greeting: 'Good morning' });
}

test('a service is connected in a window, which closes, and the view goes on', async () => {
  const begun = await setUp();
  const { frame } = begun.shown;
  await expectUsable(begun.shown);
  const opened = await windowOf(() => connect(begun.shown).click());
  await frame.getByText(`Go on in the window of ${service}`).waitFor();
  await comeBack(opened, 'Allow');
  await waitFor(() => opened.isClosed(), { describe: 'the window to close' });
  await goesOn(begun);
});

test('who closes the window is told that nothing is connected, and who refuses, in the words of the service', async () => {
  const begun = await setUp();
  const { frame } = begun.shown;
  const closed = await windowOf(() => connect(begun.shown).click());
  await closed.close();
  const said = frame.getByRole('status').filter({ hasText: 'The window was closed before' });
  await said.getByText('Open it again').waitFor();
  await expectUsable(begun.shown);

  const refused = await windowOf(() => connect(begun.shown).click());
  await comeBack(refused, 'Deny');
  await frame.getByRole('alert').getByText('You said no').waitFor();
  await expectUsable(begun.shown);

  // The window that says so is the one that it goes on in.
  await connect(begun.shown).click();
  await refused.getByRole('heading', { name: 'Service' }).waitFor();
  await comeBack(refused, 'Allow');
  await goesOn(begun);
});

test('where the browser opens no window, a link does, from which the view goes on as well', async () => {
  const begun = await setUp();
  const { frame } = begun.shown;
  await frame.evaluate('window.open = () => null');
  await connect(begun.shown).click();
  await frame.getByText('The browser opened no window').waitFor();
  await expectUsable(begun.shown);
  const link = frame.getByRole('link', { name: `Open ${service} in a new tab` });
  await comeBack(await windowOf(() => link.click()), 'Allow');
  await goesOn(begun);
});
