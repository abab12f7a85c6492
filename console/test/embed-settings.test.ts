import type { Locator } from 'playwright-core';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { installPlugin, registerPlugin } from '../../server/test/support/plugins.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import { type EmbedWorld, expectUsable, startEmbedWorld } from './support/embed-world.ts';

let world: EmbedWorld;
let install: number;
beforeAll(async () => {
  world = await startEmbedWorld();
  const { server, spaceId } = world;
  const form = {
    title: 'How to greet',
    type: 'form',
    fields: [
      { type: 'text', key: 'greeting', label: 'Greeting', required: true },
      { type: 'select', key: 'tone', label: 'Tone', options: TONES },
    ],
  };
  const greeter = await registerPlugin(server, {
    name: 'Greeter',
    slug: 'greeter',
    setup_steps: [form],
  });
  const config = { config: { greeting: 'Hello' } };
  install = (await installPlugin(server, greeter, spaceId, config)).id;
  return () => world.close();
});
afterEach(() => world.leave());

const TONES = Array.from({ length: 14 }, (_, index) => ({ label: `Tone ${index}`, value: index }));

const ofInstall = () => ({
  attributes: { space: '', install: `${install}` },
  bounds: { install_id: install },
});

const greeting = async () => {
  const { body } = await world.server.api('GET', `/platform/v1/installs/${install}/config`);
  return body.config.greeting;
};

test('an admin changes a setting, undoes it, and goes back further by the history', async () => {
  const shown = await world.open(world.admin, 'settings', ofInstall());
  const { frame } = shown;
  const field = frame.getByLabel('Greeting');
  await field.fill('Good morning');
  await frame.getByRole('button', { name: 'Save How to greet' }).click();
  await frame.getByText(/^Saved as revision/).waitFor();
  expect(await greeting()).toBe('Good morning');
  await frame.getByRole('button', { name: 'Undo' }).click();
  await waitFor(async () => (await field.inputValue()) === 'Hello', {
    describe: 'the old greeting',
  });

  await frame.getByRole('link', { name: 'History' }).click();
  const restore = frame.getByLabel('Restore revision 2', { exact: true });
  await restore.click();
  const panel = frame.getByRole('dialog');
  await panel.getByText('Good morning').waitFor();
  await expectUsable(shown);
  const [button, asked] = [await restore.boundingBox(), await panel.boundingBox()];
  expect((asked?.y ?? 0) - (button?.y ?? 0)).toBeLessThan(200);
  await frame.page().keyboard.press('Escape');
  await waitFor(() => restore.evaluate((element) => element === document.activeElement), {
    describe: 'the focus to be back',
  });
  await restore.click();
  await panel.getByRole('button', { name: /^Restore/ }).click();
  await panel.waitFor({ state: 'detached' });
  expect(await greeting()).toBe('Good morning');
});

test('with the keyboard alone, what goes away in a view hands the focus on', async () => {
  const { frame } = await world.open(world.admin, 'settings', ofInstall());
  const hasFocus = (element: Locator) =>
    waitFor(() => element.evaluate((one) => one === document.activeElement), {
      describe: 'what comes next to have the focus',
    });
  const field = frame.getByLabel('Greeting');
  const save = async (text: string) => {
    await field.fill(text);
    await field.press('Enter');
    await frame.getByText(/^Saved as revision/).waitFor();
  };
  await save('Good day');
  await frame.getByRole('button', { name: 'Undo' }).press('Enter');
  await frame.getByText(/^Saved as revision/).waitFor({ state: 'detached' });
  await hasFocus(frame.getByRole('link', { name: 'Form' }));
  await save('Good evening');
  await frame.getByRole('link', { name: 'See what changed' }).press('Enter');
  await hasFocus(frame.getByRole('heading', { name: 'Greeter', level: 1 }));
});

test('what goes away in a view takes no focus from the page around', async () => {
  const { frame, page } = await world.open(world.admin, 'settings', {
    attributes: { install: `${install}` },
  });
  const path = `/platform/v1/installs/${install}`;
  const save = frame.getByRole('button', { name: 'Save How to greet' });
  await save.focus();
  await page.evaluate(() => {
    const notes = document.body.appendChild(document.createElement('textarea'));
    notes.setAttribute('aria-label', 'Notes');
  });
  await page.getByLabel('Notes').click();
  const suspended = await world.server.api('POST', `${path}/suspend`);
  expect(suspended.status, suspended.text).toBe(200);
  await save.waitFor({ state: 'detached' });
  await page.keyboard.type('Still here', { delay: 30 });
  expect(await page.getByLabel('Notes').inputValue()).toBe('Still here');
  await world.server.api('POST', `${path}/resume`);
});

test('choices open below their field, for which the frame grows', async () => {
  const { frame } = await world.open(world.admin, 'settings', ofInstall());
  const field = frame.getByRole('combobox', { name: 'Tone', exact: true });
  await field.click();
  const eighth = frame.getByRole('option', { name: 'Tone 7' });
  await waitFor(
    () => eighth.evaluate((element) => element.getBoundingClientRect().bottom <= innerHeight),
    { describe: 'the frame to have room' },
  );
  const [above, below] = [await field.boundingBox(), await eighth.boundingBox()];
  expect(below?.y ?? 0).toBeGreaterThan(above?.y ?? 0);
  const list = await frame.getByRole('listbox').evaluate((element) => {
    const { height } = element.parentElement?.getBoundingClientRect() ?? new DOMRect();
    return height;
  });
  expect(list).toBeGreaterThan(250);
});

test('what is typed as JSON is asked about before it is left', async () => {
  const { frame, page } = await world.open(world.admin, 'settings', ofInstall());
  await frame.getByRole('link', { name: 'JSON' }).click();
  // Until it is known that whoever looks may change it, it is only read.
  await frame.locator('[aria-label="JSON"][aria-readonly="false"]').click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText('{"greeting": "Hi"}');
  await frame.getByRole('link', { name: 'History' }).click();
  await frame.getByRole('dialog').getByRole('button', { name: 'Stay' }).click();
  await frame.getByRole('button', { name: 'Save settings' }).click();
  await frame.getByText(/^Saved as revision/).waitFor();
  expect(await greeting()).toBe('Hi');
});

test('a token that ended is renewed, and nothing of what was typed is lost', async () => {
  const shown = await world.open(world.admin, 'settings', ofInstall());
  const { frame } = shown;
  const before = shown.tokens();
  await frame.getByLabel('Greeting').fill('Good evening');
  await world.endTokens();
  await frame.getByRole('button', { name: 'Save How to greet' }).click();
  await frame.getByText(/^Saved as revision/).waitFor();
  expect(shown.tokens()).toBe(before + 1);
  expect(await greeting()).toBe('Good evening');
});

test('where the host has no token any more, that is said in place; with one again it goes on', async () => {
  let isSignedIn = true;
  const shown = await world.open(world.admin, 'settings', {
    ...ofInstall(),
    token: async () =>
      isSignedIn
        ? { body: { token: await world.makeToken(world.admin, 'settings') } }
        : { status: 401, body: {} },
  });
  const { frame } = shown;
  await frame.getByLabel('Greeting').fill('Good night');
  isSignedIn = false;
  await world.endTokens();
  await frame.getByRole('button', { name: 'Save How to greet' }).click();
  await frame.getByText('The page around must sign you in again').first().waitFor();
  expect(await frame.getByLabel('Greeting').inputValue()).toBe('Good night');
  isSignedIn = true;
  await frame.getByRole('button', { name: 'Save How to greet' }).click();
  await frame.getByText(/^Saved as revision/).waitFor();
  expect(await greeting()).toBe('Good night');
});

test('who is no admin reads the settings, and changes nothing', async () => {
  const { frame } = await world.open(world.editor, 'settings', ofInstall());
  await frame.getByText('How to greet').waitFor();
  expect(await frame.getByRole('button').count()).toBe(0);
});
