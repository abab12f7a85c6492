import { beforeAll, expect, test } from 'vitest';
import { signedIn, signIn as signInByForm, type Visitor, visit } from '../sign-in/visitor.ts';
import { addMember, createPerson, createScene, type Headers, signIn } from '../space-api/scene.ts';
import { createSpace, registerPartnerPlugin } from '../support/plugins.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';
import { withinSecond } from '../support/within-second.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const NEW_PASSWORD = 'nine otters in the canal';

const ask = (headers: Headers, method: string, path: string, body?: unknown): Promise<Answer> =>
  send(`${server.url}/platform/v1${path}`, method, body, headers);

/** What the browser of a visitor sends with a call of its page. */
const browserOf = ({ cookies }: Visitor): Headers => ({
  cookie: [...cookies].map((pair) => pair.join('=')).join('; '),
  origin: server.config.publicUrl,
});

test('people read who they are, by session and personal token', async () => {
  const person = await createPerson(server);
  const byToken = await ask(person.headers, 'GET', '/me');
  const bySession = await ask(await signIn(server, person.id), 'GET', '/me');
  expect(byToken.body).toEqual({
    id: person.id,
    email: expect.stringContaining('@'),
    friendly_name: expect.any(String),
    lang: null,
    theme: 'system',
    mail_notifications: true,
    sends_mail: false,
    portal: null,
    is_operator: false,
    is_developer: false,
    may_register_plugins: true,
    has_password: false,
  });
  expect(bySession.body).toEqual(byToken.body);
  await registerPartnerPlugin(server, person.headers);
  expect((await ask(person.headers, 'GET', '/me')).body.is_developer).toBe(true);
  const operator = await createPerson(server, true);
  expect((await ask(operator.headers, 'GET', '/me')).body).toMatchObject({
    is_operator: true,
    is_developer: false,
  });
});

test('a host key is told that it is nobody', async () => {
  for (const path of ['/me', '/me/spaces', '/grants']) {
    const answer = await server.api('GET', `/platform/v1${path}`);
    expect([path, answer.status, answer.body.code]).toEqual([path, 401, 'invalid_token']);
    expect(answer.body.detail).toContain('A host key does not say who asks');
  }
});

test('people change their name, language, theme and whether mails come, and nothing else', async () => {
  const { headers } = await createPerson(server);
  const before = (await ask(headers, 'GET', '/me')).body;
  const patch = { friendly_name: 'Ann', lang: 'de-CH', theme: 'dark', mail_notifications: false };
  const changed = await ask(headers, 'PATCH', '/me', patch);
  expect([changed.status, changed.body]).toEqual([200, { ...before, ...patch }]);
  expect((await ask(headers, 'PATCH', '/me', { lang: null })).body).toEqual({
    ...before,
    ...patch,
    lang: null,
  });
  for (const [field, value] of [
    ['theme', 'blue'],
    ['mail_notifications', 'no'],
    ['mail_notifications', null],
    ['sends_mail', true],
    ['friendly_name', ''],
    ['friendly_name', 'x'.repeat(201)],
    ['friendly_name', 'nul\u0000'],
    ['lang', 'not a language'],
    ['is_operator', true],
    ['email', 'other@plugboard.test'],
  ] as const) {
    const refused = await ask(headers, 'PATCH', '/me', { [field]: value });
    expect([field, refused.status]).toEqual([field, 422]);
    expect(refused.body.errors[0].pointer).toBe(`/${field}`);
  }
});

test('a theme that was chosen is that of pages, and of the sign-in page of that browser', async () => {
  const { visitor } = await signedIn(server);
  const pageOf = async (path: string) => (await visitor.get(path)).text.slice(0, 400);
  expect(await pageOf('/account')).not.toContain('data-theme');
  expect(await pageOf('/account')).toContain('content="light dark"');
  const set = await ask(browserOf(visitor), 'PATCH', '/me', { theme: 'dark' });
  expect(set.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^plugboard_theme=dark; Max-Age=31536000; Path=\/; SameSite=Lax$/),
  ]);
  // The browser of the test has not kept that, and learns it by a page.
  for (const path of ['/account', '/spaces', '/grants']) {
    expect(await pageOf(path)).toMatch(/<html lang="en" data-theme="dark">[\s\S]*content="dark"/);
  }
  expect(visitor.cookies.get('plugboard_theme')).toBe('dark');
  visitor.cookies.delete('plugboard_session');
  expect(await pageOf('/sign-in')).toContain('data-theme="dark"');
  visitor.cookies.set('plugboard_theme', '"><script>');
  expect(await pageOf('/sign-in')).not.toContain('data-theme');
});

test('who goes back to the theme of the device leaves no cookie, nor does a script with a token', async () => {
  const { visitor } = await signedIn(server);
  await ask(browserOf(visitor), 'PATCH', '/me', { theme: 'light' });
  await visitor.get('/account');
  expect(visitor.cookies.get('plugboard_theme')).toBe('light');
  const back = await ask(browserOf(visitor), 'PATCH', '/me', { theme: 'system' });
  expect(back.headers.get('set-cookie')).toContain('plugboard_theme=; ');
  await visitor.get('/account');
  expect(visitor.cookies.has('plugboard_theme')).toBe(false);
  const { headers } = await createPerson(server);
  const byToken = await ask(headers, 'PATCH', '/me', { theme: 'light' });
  expect([byToken.status, byToken.headers.get('set-cookie')]).toEqual([200, null]);
});

test('a new password takes the old one, and leaves only this browser signed in', async () => {
  const { person, visitor } = await signedIn(server);
  const change = (body: object) => ask(browserOf(visitor), 'POST', '/me/password', body);
  const elsewhere = await signIn(server, person.id);
  for (const [body, pointer] of [
    [{ new_password: NEW_PASSWORD }, '/current_password'],
    [{ current_password: 'a guess', new_password: NEW_PASSWORD }, '/current_password'],
    [{ current_password: person.password, new_password: 'short' }, '/new_password'],
    [{ current_password: person.password, new_password: person.email }, '/new_password'],
  ] as const) {
    const refused = await change(body);
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, pointer]);
  }
  expect((await ask(elsewhere, 'GET', '/me')).status).toBe(200);
  const given = { current_password: person.password, new_password: NEW_PASSWORD };
  const changed = await change(given);
  expect(changed.status, changed.text).toBe(204);
  expect((await ask(elsewhere, 'GET', '/me')).status).toBe(401);
  expect((await ask(browserOf(visitor), 'GET', '/me')).status).toBe(401);
  const cookie = changed.headers.get('set-cookie')?.split(';')[0];
  expect((await ask({ cookie }, 'GET', '/me')).status).toBe(200);
});

test('who has no password sets one, by a session and no personal token', async () => {
  const person = await createPerson(server);
  const body = { new_password: NEW_PASSWORD };
  const byToken = await ask(person.headers, 'POST', '/me/password', body);
  expect([byToken.status, byToken.body.code]).toEqual([403, 'forbidden']);
  const session = await signIn(server, person.id);
  expect((await ask(session, 'GET', '/me')).body.has_password).toBe(false);
  const set = await ask(session, 'POST', '/me/password', body);
  const cookie = set.headers.get('set-cookie')?.split(';')[0];
  expect((await ask({ cookie }, 'GET', '/me')).body.has_password).toBe(true);
});

test.each([
  ['short', 'abc 123', 'at least 8 characters'],
  ['seven characters of four bytes each', '💥'.repeat(7), 'at least 8 characters'],
  ['longer than 1,024 bytes', 'ä'.repeat(513), 'at most 1024 bytes'],
  ['what everybody tries first', 'Password123', 'everybody tries first'],
  ['the own address', undefined, 'nor the email address'],
])('a password that is %s is refused, and told why', async (_, password, reason) => {
  const { person, visitor } = await signedIn(server);
  const refused = await visitor.call('POST', '/me/password', {
    current_password: person.password,
    new_password: password ?? person.email,
  });
  expect(refused.status).toBe(422);
  expect(refused.body.errors[0]).toMatchObject({
    pointer: '/new_password',
    message: expect.stringContaining(reason),
  });
});

test.each([['a'.repeat(1024)], ['        '], ['ﬀ ﬁ Å ｐａｓｓ'], ['correct horse']])(
  'a password may be made of anything: %j',
  async (password) => {
    const { person, visitor } = await signedIn(server);
    const { email } = person;
    const change = { current_password: person.password, new_password: password };
    expect((await visitor.call('POST', '/me/password', change)).status).toBe(204);
    expect((await signInByForm(visit(server), { email, password })).status).toBe(303);
  },
);

test('people make tokens for themselves, see each once, and revoke their own only', async () => {
  const { visitor } = await signedIn(server);
  const other = await signedIn(server);
  const made = await visitor.call('POST', '/personal_access_tokens', { name: 'Nightly <export>' });
  expect(made.status).toBe(201);
  const { id, token } = made.body;
  const list = await visitor.call('GET', '/personal_access_tokens');
  expect(list.text).not.toContain(token);
  const hint = `${token.slice(0, 4)}…${token.slice(-4)}`;
  expect(list.body.data).toMatchObject([{ id, name: 'Nightly <export>', hint }]);
  const works = async () =>
    (await ask({ authorization: `Bearer ${token}` }, 'GET', '/me')).status === 200;
  const path = `/personal_access_tokens/${id}`;
  expect((await other.visitor.call('GET', '/personal_access_tokens')).body.data).toEqual([]);
  expect((await other.visitor.call('DELETE', path)).status).toBe(404);
  expect(await works()).toBe(true);
  expect((await visitor.call('DELETE', path)).status).toBe(204);
  expect(await withinSecond(async () => !(await works()))).toBe(true);
});

test('guessing the current password is limited', async () => {
  const limited = await startTestServer({ env: { PLUGBOARD_FAILED_SIGN_IN_LIMIT: '2' } });
  try {
    const { visitor } = await signedIn(limited);
    const guess = async () => {
      const url = `${limited.url}/platform/v1/me/password`;
      const headers = { ...browserOf(visitor), origin: limited.config.publicUrl };
      const body = { current_password: 'a guess', new_password: NEW_PASSWORD };
      return (await send(url, 'POST', body, headers)).status;
    };
    expect([await guess(), await guess(), await guess()]).toEqual([422, 422, 429]);
  } finally {
    await limited.close();
  }
});

test('people list the spaces that they are members of, by name, and find them by a part of it', async () => {
  const person = await createPerson(server, true);
  const ids: Record<string, number> = {};
  for (const [name, role] of [
    ['zebra house', 'editor'],
    ['Acme', 'admin'],
    ['100% _real_', 'front desk'],
    ['acme', 'editor'],
  ] as const) {
    ids[name] = await createSpace(server, { name, plan_level: 3 });
    await addMember(server, ids[name], person.id, role);
  }
  await createSpace(server, { name: 'Acme of somebody else' });
  const list = (query = '') => ask(person.headers, 'GET', `/me/spaces${query}`);
  const names = (answer: Answer) => answer.body.data.map(({ name }: { name: string }) => name);
  const all = await list();
  expect(names(all)).toEqual(['100% _real_', 'Acme', 'acme', 'zebra house']);
  expect(all.body.data[1]).toEqual({
    id: ids.Acme,
    name: 'Acme',
    plan_level: 3,
    role: 'admin',
    is_admin: true,
    development: false,
    uninstall_grace_days: 30,
  });
  expect(names(await list('?search=ACM'))).toEqual(['Acme', 'acme']);
  expect(names(await list('?search=%25%20_'))).toEqual(['100% _real_']);
  expect((await ask(person.headers, 'GET', `/me/spaces/${ids.Acme}`)).body).toEqual(
    all.body.data[1],
  );
  const paged: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Answer = await list(`?limit=1${cursor === null ? '' : `&cursor=${cursor}`}`);
    paged.push(...names(page));
    cursor = page.body.next_cursor;
  } while (cursor !== null);
  expect(paged).toEqual(names(all));
  const foreign = await list(`?cursor=${Buffer.from('x y').toString('base64url')}`);
  expect([foreign.status, foreign.body.errors[0].pointer]).toEqual([422, '/cursor']);
});

test('a member switches development mode for themselves', async () => {
  const { spaceId, editor, admin } = await createScene(server);
  const path = `/me/spaces/${spaceId}`;
  const on = await ask(editor.headers, 'PATCH', path, { development: true });
  expect([on.status, on.body]).toMatchObject([
    200,
    { id: spaceId, role: 'editor', development: true },
  ]);
  const developing = async ({ headers }: { headers: Headers }) =>
    (await ask(headers, 'GET', '/me/spaces')).body.data[0].development;
  expect([await developing(editor), await developing(admin)]).toEqual([true, false]);
  const entries = async () =>
    (await server.api('GET', `/platform/v1/audit?space_id=${spaceId}&action=member.updated`)).body
      .data;
  expect(await entries()).toMatchObject([{ changed: ['/development'] }]);
  await ask(editor.headers, 'PATCH', path, { development: true });
  expect(await entries()).toHaveLength(1);
  const stranger = await createPerson(server, true);
  for (const [method, body] of [['GET'], ['PATCH', { development: true }]] as const) {
    const refused = await ask(stranger.headers, method, path, body);
    expect([refused.status, refused.body.code]).toEqual([404, 'space_not_found']);
  }
});
