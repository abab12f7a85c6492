import { beforeAll, expect, test } from 'vitest';
import { createPlugin, installIn, requestToken } from '../installs/fixtures.ts';
import { signedIn, signIn, type Visitor, visit } from '../sign-in/visitor.ts';
import { createSpace } from '../support/plugins.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';
import { withinSecond } from '../support/within-second.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const NEW_PASSWORD = 'nine otters in the canal';

async function submit(visitor: Visitor, form: string, fields: Record<string, string>) {
  const csrf_token = await visitor.csrfToken('/account');
  return visitor.post(`/account/${form}`, { ...fields, csrf_token });
}

test('people change their name and language, and see it at once', async () => {
  const { person, visitor } = await signedIn(server);
  const answer = await submit(visitor, 'profile', { friendly_name: ' Añn <b> ', lang: 'de' });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/account?done=profile']);
  const page = await visitor.get('/account?done=profile');
  expect(page.text).toContain('<html lang="de">');
  expect(page.text).toContain('Dein Profil ist gespeichert.');
  expect(page.text).toContain('Añn &lt;b&gt;');
  const { body } = await server.api('GET', `/platform/v1/users/${person.id}`);
  expect(body).toMatchObject({ friendly_name: 'Añn <b>', lang: 'de' });

  for (const name of ['', '   ', 'x'.repeat(201), 'nul\u0000']) {
    const wrong = await submit(visitor, 'profile', { friendly_name: name, lang: 'en' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('aria-invalid="true"');
    expect(wrong.text).toContain('href="#friendly_name"');
  }
  // A language that there are no texts for is not taken.
  await submit(visitor, 'profile', { friendly_name: 'Ann', lang: 'xx' });
  expect((await server.api('GET', `/platform/v1/users/${person.id}`)).body.lang).toBe('de');
});

test('who chose no language reads that of their browser, and can go back to it', async () => {
  const { person, visitor } = await signedIn(server);
  const german = { 'accept-language': 'fr;q=0.9, en;q=0.3, de-AT;q=0.5, *;q=0.1' };
  const chosen = async () => {
    const { text } = await visitor.get('/account', german);
    const [, lang] = /<html lang="(\w+)">/.exec(text) ?? [];
    return [lang, /<option value="([^"]*)" selected>/.exec(text)?.[1]];
  };
  const stored = async () => (await server.api('GET', `/platform/v1/users/${person.id}`)).body.lang;
  expect([await chosen(), await stored()]).toEqual([['de', 'browser'], null]);
  await submit(visitor, 'profile', { friendly_name: 'Ann', lang: 'en' });
  expect([await chosen(), await stored()]).toEqual([['en', 'en'], 'en']);
  await submit(visitor, 'profile', { friendly_name: 'Ann', lang: 'browser' });
  expect([await chosen(), await stored()]).toEqual([['de', 'browser'], null]);

  // What the host chose, and there are no texts in, is not lost with another field; nor need it be a real language.
  for (const lang of ['nl', 'en-ab1']) {
    await server.api('PATCH', `/platform/v1/users/${person.id}`, { lang });
    expect((await chosen())[1]).toBe(lang);
    await submit(visitor, 'profile', { friendly_name: 'Anna', lang });
    expect(await stored()).toBe(lang);
  }
});

test('a new password asks for the old one, and ends everything that the old one allowed', async () => {
  const { person, visitor } = await signedIn(server);
  const elsewhere = visit(server);
  await signIn(elsewhere, person);
  const session = visitor.cookies.get('plugboard_session');
  const spaceId = await createSpace(server);
  const plugin = await createPlugin(server, { scopes: ['rooms.read'] });
  const install = await installIn(server, plugin, { spaceId, user_id: person.id });
  const token = await requestToken(server, plugin, {
    grant_type: 'plugin_install',
    install_id: install.id,
    scope: 'rooms.read token.refresh',
  });
  expect(token.status).toBe(200);
  const refresh = () =>
    requestToken(server, plugin, {
      grant_type: 'refresh_token',
      refresh_token: token.body.refresh_token,
    });

  const wrong = await submit(visitor, 'password', {
    current_password: 'not this one',
    new_password: NEW_PASSWORD,
  });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('The current password is not right.');
  expect((await refresh()).status).toBe(200);
  const link = await server.api('POST', '/platform/v1/sign_in_links', { user_id: person.id });

  const answer = await submit(visitor, 'password', {
    current_password: person.password,
    new_password: NEW_PASSWORD,
  });
  expect(answer.headers.get('location')).toBe('/account?done=password');
  expect(visitor.cookies.get('plugboard_session')).not.toBe(session);
  expect((await visitor.get('/account')).status).toBe(200);
  expect((await elsewhere.get('/account')).status).toBe(303);
  expect((await refresh()).body.error).toBe('invalid_grant');
  expect((await visit(server).get(new URL(link.body.url).pathname)).status).toBe(410);
  expect((await signIn(visit(server), person)).status).toBe(422);
  const { email } = person;
  expect((await signIn(visit(server), { email, password: NEW_PASSWORD })).status).toBe(303);
});

test.each([
  ['short', 'abc 123', 'at least 8 characters'],
  ['seven characters of four bytes each', '💥'.repeat(7), 'at least 8 characters'],
  ['longer than 1,024 bytes', 'ä'.repeat(513), 'too long'],
  ['what everybody tries first', 'Password123', 'first that anybody would try'],
  ['the own address', undefined, 'first that anybody would try'],
])('a password that is %s is refused, and told why', async (_, password, reason) => {
  const { person, visitor } = await signedIn(server);
  const answer = await submit(visitor, 'password', {
    current_password: person.password,
    new_password: password ?? person.email,
  });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain(reason);
  expect(answer.text).toContain('href="#new_password"');
});

test.each([['a'.repeat(1024)], ['        '], ['ﬀ ﬁ Å ｐａｓｓ'], ['correct horse']])(
  'a password may be made of anything: %j',
  async (password) => {
    const { person, visitor } = await signedIn(server);
    await submit(visitor, 'password', {
      current_password: person.password,
      new_password: password,
    });
    expect((await signIn(visit(server), { email: person.email, password })).status).toBe(303);
  },
);

test('guessing the current password is limited, too', async () => {
  const limited = await startTestServer({ env: { PLUGBOARD_FAILED_SIGN_IN_LIMIT: '2' } });
  try {
    const { visitor } = await signedIn(limited);
    const guess = () =>
      submit(visitor, 'password', { current_password: 'a guess', new_password: NEW_PASSWORD });
    const statuses = [await guess(), await guess(), await guess()].map(({ status }) => status);
    expect(statuses).toEqual([422, 422, 429]);
  } finally {
    await limited.close();
  }
});

test('people make personal tokens, see each once, and revoke them', async () => {
  const { visitor } = await signedIn(server);
  const other = await signedIn(server);
  const page = await submit(visitor, 'tokens', { name: 'Nightly <export>', days: '30' });
  expect(page.status).toBe(200);
  const token = /pbp_[\w-]{43}/.exec(page.text)?.[0] as string;
  expect(page.text).toContain('Nightly &lt;export&gt;');
  const list = (value: string) =>
    send(`${server.url}/platform/v1/personal_access_tokens`, 'GET', undefined, {
      authorization: `Bearer ${value}`,
    });
  const [row] = (await list(token)).body.data;
  const days = (Date.parse(row.expires_at) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(29.9);
  expect(days).toBeLessThan(30.1);

  const later = await visitor.get('/account');
  expect(later.text).not.toContain(token);
  expect(later.text).toContain(`${token.slice(0, 4)}…${token.slice(-4)}`);
  expect((await submit(visitor, 'tokens', { name: ' ', days: '30' })).status).toBe(422);

  expect((await submit(other.visitor, `tokens/${row.id}/revoke`, {})).status).toBe(404);
  expect((await list(token)).status).toBe(200);
  const revoked = await submit(visitor, `tokens/${row.id}/revoke`, {});
  expect(revoked.headers.get('location')).toBe('/account?done=token_revoked');
  expect(await withinSecond(async () => (await list(token)).status === 401)).toBe(true);
});

test('somebody without a password sets one', async () => {
  const { body } = await server.api('POST', '/platform/v1/users', {
    email: 'linked@plugboard.test',
    friendly_name: 'Linked',
  });
  const link = await server.api('POST', '/platform/v1/sign_in_links', { user_id: body.id });
  const visitor = visit(server);
  const path = new URL(link.body.url).pathname;
  await visitor.post(path, { csrf_token: await visitor.csrfToken(path) });
  expect((await visitor.get('/account')).text).not.toContain('current_password');
  await submit(visitor, 'password', { new_password: NEW_PASSWORD });
  const answer = await signIn(visit(server), { email: body.email, password: NEW_PASSWORD });
  expect(answer.status).toBe(303);
});
