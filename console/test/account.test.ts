import type { Page } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createPerson, signIn } from '../../server/test/support/people.ts';
import { createSpace } from '../../server/test/support/plugins.ts';
import { send } from '../../server/test/support/server.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import { expectUsable, LOOKS, startWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({
    PLUGBOARD_FAILED_SIGN_IN_LIMIT: '3',
    // Nothing is sent here, but it might be.
    PLUGBOARD_SMTP_URL: 'smtp://127.0.0.1:1',
    PLUGBOARD_MAIL_FROM: 'plugins@acme.test',
  });
  return () => world.close();
});
afterEach(() => world.leave());

const PASSWORD = 'seven herons at the lock';
const NEW_PASSWORD = 'nine otters in the canal';

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();
const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

async function userOf({ id }: { id: number }) {
  return (await world.server.api('GET', `/platform/v1/users/${id}`)).body;
}

const patchUser = ({ id }: { id: number }, body: object) =>
  world.server.api('PATCH', `/platform/v1/users/${id}`, body);

test('a name is changed, and what was wrong with one stands at the field, which keeps what was typed', async () => {
  const person = await createPerson(world.server, { friendly_name: 'Before' });
  const page = await world.open(person, '/account');
  const name = page.getByLabel('Name', { exact: true });
  await name.fill('   ');
  await press(page, 'Save profile');
  await says(page, 'Enter the name by which people call you.');
  expect(await name.getAttribute('aria-invalid')).toBe('true');

  await name.fill(' Añn <b> ');
  await press(page, 'Save profile');
  await says(page, 'Saved.');
  expect(await name.inputValue()).toBe('Añn <b>');
  expect((await userOf(person)).friendly_name).toBe('Añn <b>');
  await page.getByRole('button', { name: 'Añn <b>: account' }).waitFor();
});

test('what could not be saved is said with why, and what was typed is still there to be sent again', async () => {
  const person = await createPerson(world.server);
  const page = await world.open(person, '/account');
  const name = page.getByLabel('Name', { exact: true });
  await name.fill('Ann');
  await page.route('**/platform/v1/me', (route) =>
    route.request().method() === 'PATCH'
      ? route.fulfill({ status: 429, json: { code: 'too_many_requests', detail: 'Wait a little' } })
      : route.continue(),
  );
  await press(page, 'Save profile');
  await says(page, 'This could not be saved.');
  await says(page, 'Wait a little');
  expect(await name.inputValue()).toBe('Ann');
  await page.unroute('**/platform/v1/me');
  await press(page, 'Save profile');
  await says(page, 'Saved.');
});

test('who leaves with something typed is asked first, and who saved it is not', async () => {
  const person = await createPerson(world.server);
  const page = await world.open(person, '/account');
  const name = page.getByLabel('Name', { exact: true });
  await name.fill('Ann');
  const questions: string[] = [];
  page.once('dialog', (dialog) => {
    questions.push(dialog.message());
    return dialog.dismiss();
  });
  await page.getByRole('link', { name: 'Notifications' }).click();
  await waitFor(() => questions.length === 1, { describe: 'the question' });
  expect(questions[0]).toContain('did not save it');
  expect([new URL(page.url()).pathname, await name.inputValue()]).toEqual(['/account', 'Ann']);
  await press(page, 'Save profile');
  await says(page, 'Saved.');
  await page.getByRole('link', { name: 'Notifications' }).click();
  await page.getByRole('heading', { name: 'Notifications' }).waitFor();
});

test('the language of a person is theirs at once, and can be that of the browser again', async () => {
  const person = await createPerson(world.server, { friendly_name: 'Ann' });
  const page = await world.open(person, '/account');
  const language = page.getByRole('combobox', { name: /Language|Sprache/ });
  expect(await language.inputValue()).toBe('');
  await language.selectOption('Deutsch');
  await press(page, 'Save profile');
  await page.getByRole('heading', { name: 'Dein Konto' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
  expect((await userOf(person)).lang).toBe('de');

  await language.selectOption({ label: 'Wie im Browser eingestellt' });
  await press(page, 'Profil speichern');
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
  expect((await userOf(person)).lang).toBeNull();
});

test('a language that the host gave, and there are no texts in, is not lost with another field', async () => {
  const person = await createPerson(world.server);
  for (const lang of ['nl', 'en-ab1']) {
    await patchUser(person, { lang });
    const page = await world.open(person, '/account');
    await page.getByLabel('Name', { exact: true }).fill(`Ann ${lang}`);
    await press(page, 'Save profile');
    await says(page, 'Saved.');
    expect(await userOf(person)).toMatchObject({ lang, friendly_name: `Ann ${lang}` });
  }
});

test('a theme is put on at once, and is that of the next document', async () => {
  const person = await createPerson(world.server);
  const page = await world.open(person, '/account', { colorScheme: 'light' });
  const theme = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  const saved = page.waitForResponse((response) => response.request().method() === 'PATCH');
  await page.getByLabel('Dark').check();
  expect(await theme()).toBe('dark');
  await saved;
  await page.reload();
  await page.getByLabel('Dark').waitFor();
  expect([await theme(), await page.getByLabel('Dark').isChecked()]).toEqual(['dark', true]);
});

test('whether mails come is chosen at once, where there are any', async () => {
  const person = await createPerson(world.server);
  const page = await world.open(person, '/account');
  const choice = page.getByLabel('Mail me what plugins have to say');
  await choice.waitFor();
  expect(await choice.isChecked()).toBe(true);
  const saved = page.waitForResponse((response) => response.request().method() === 'PATCH');
  await choice.uncheck();
  await saved;
  await page.reload();
  await choice.waitFor();
  expect(await choice.isChecked()).toBe(false);

  await page.route('**/platform/v1/me', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ json: { ...(await answer.json()), sends_mail: false } });
  });
  await page.reload();
  await page.getByLabel('New password').waitFor();
  expect(await choice.count()).toBe(0);
});

test('a new password asks for the old one, says what is wrong where, and signs others out', async () => {
  const person = await createPerson(world.server, { password: PASSWORD });
  const elsewhere = await signIn(world.server, person.id);
  const page = await world.open(person, '/account');
  await says(page, 'signs you out everywhere else');
  const current = page.getByLabel('Current password');
  const next = page.getByLabel('New password');
  await current.fill('a guess');
  await next.fill(NEW_PASSWORD);
  await press(page, 'Change password');
  await says(page, 'This is not your password as it is now.');
  expect([await current.getAttribute('aria-invalid'), await next.inputValue()]).toEqual([
    'true',
    NEW_PASSWORD,
  ]);

  await current.fill(PASSWORD);
  for (const [password, problem] of [
    ['abc 123', 'Too short'],
    ['Password123', 'one of the first'],
  ] as const) {
    await next.fill(password);
    await press(page, 'Change password');
    await says(page, new RegExp(problem));
  }
  await next.fill(NEW_PASSWORD);
  await press(page, 'Change password');
  await says(page, 'Your password is changed.');
  expect(await current.inputValue()).toBe('');
  expect((await elsewhere.get('/account')).status).toBe(303);

  // This browser goes on, with a session of its own: signing out knows that.
  await page.getByRole('button', { name: `${person.friendlyName}: account` }).click();
  await press(page, 'Sign out');
  await says(page, 'You are signed out.');
});

test('who has no password is told so, and sets one', async () => {
  const person = await createPerson(world.server);
  const page = await world.open(person, '/account');
  await says(page, 'You have no password yet');
  expect(await page.getByLabel('Current password').count()).toBe(0);
  await page.getByLabel('New password').fill(NEW_PASSWORD);
  await press(page, 'Set password');
  await says(page, 'Your password is changed.');
  await page.getByLabel('Current password').waitFor();
  expect((await userOf(person)).has_password).toBe(true);
});

test('a token is shown once, guarded until it is kept, works, and is revoked', async () => {
  const person = await createPerson(world.server);
  const page = await world.open(person, '/account');
  await says(page, 'You have no token');
  await press(page, 'New token');
  await press(page, 'Make token');
  await says(page, 'Say what it is for.');
  await page.getByLabel('What it is for').fill('Nightly <export>');
  await page.getByLabel('Works for').selectOption('30 days');
  await press(page, 'Make token');
  await says(page, 'it is not shown again');
  const token = (await page.getByText(/^pbp_[\w-]{43}$/).textContent()) ?? '';
  const list = () =>
    send(`${world.server.url}/platform/v1/personal_access_tokens`, 'GET', undefined, {
      authorization: `Bearer ${token}`,
    });
  const [row] = (await list()).body.data;
  const days = (Date.parse(row.expires_at) - Date.now()) / 86_400_000;
  expect([row.name, Math.round(days)]).toEqual(['Nightly <export>', 30]);

  const questions: string[] = [];
  page.once('dialog', (dialog) => {
    questions.push(dialog.message());
    return dialog.dismiss();
  });
  await page.getByRole('link', { name: 'Notifications' }).click();
  await waitFor(() => questions.length === 1, { describe: 'the question' });
  expect(questions[0]).toContain('not shown again');
  await press(page, 'I have kept it');
  await page.reload();
  await says(page, `${token.slice(0, 4)}…${token.slice(-4)}`);
  expect(await page.content()).not.toContain(token);

  await press(page, 'Revoke Nightly <export>');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('refused at once').waitFor();
  await dialog.getByRole('button', { name: 'Revoke Nightly <export>' }).click();
  await says(page, 'You have no token');
  await waitFor(async () => (await list()).status === 401, { describe: 'the token to die' });
});

test('development mode is switched for one space, and for whoever switches it', async () => {
  const other = await createSpace(world.server, { name: 'Warehouse' });
  const { editor, spaceId } = world;
  const path = `/platform/v1/spaces/${other}/members/${editor.id}`;
  await world.server.api('PUT', path, { role: 'editor' });
  const page = await world.open(editor, '/account');
  const warehouse = page.getByLabel('Development mode in Warehouse');
  const saved = page.waitForResponse((response) => response.request().method() === 'PATCH');
  await warehouse.check();
  await saved;
  await page.reload();
  await warehouse.waitFor();
  expect(await warehouse.isChecked()).toBe(true);
  expect(await page.getByLabel('Development mode in Reception').isChecked()).toBe(false);
  await page.getByRole('main').getByRole('link', { name: 'Reception' }).click();
  await page.waitForURL(`**/spaces/${spaceId}`);
});

describe.each(LOOKS)('everybody can use the account, %s:', (_name, look) => {
  test('as it is, with something wrong, and with a new token', async () => {
    const friendly_name = 'Wolfeschlegelsteinhausen'.repeat(9).slice(0, 200);
    const person = await createPerson(world.server, { friendly_name, password: PASSWORD });
    const space = await createSpace(world.server, { name: 'Ünïcödeسلام'.repeat(20).slice(0, 200) });
    await world.server.api('PUT', `/platform/v1/spaces/${space}/members/${person.id}`, {
      role: 'admin',
    });
    const page = await world.open(person, '/account', look);
    await page.getByRole('main').getByRole('link').first().waitFor();
    await expectUsable(page);
    await press(page, /Change password|Passwort ändern/);
    await page.locator('[aria-invalid]').first().waitFor();
    await press(page, /New token|Neues Token/);
    await page.getByLabel(/What it is for|Wofür es ist/).fill('T'.repeat(100));
    await press(page, /Make token|Token erstellen/);
    await page.getByText(/^pbp_/).first().waitFor();
    await expectUsable(page);
    await press(page, /^Revoke T+$|^T+ widerrufen$/);
    await page.getByRole('dialog').waitFor();
    await expectUsable(page);
  });
});
