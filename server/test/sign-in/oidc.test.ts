import { randomBytes } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';
import { CLIENT, type IdentityProvider, startIdentityProvider } from './identity-provider.ts';
import { createPerson, type Visitor, visit } from './visitor.ts';

let server: TestServer;
let provider: IdentityProvider;
beforeAll(async () => {
  provider = await startIdentityProvider('http://plugboard.test/sign-in/oidc/callback');
  server = await startTestServer({
    env: {
      PLUGBOARD_OIDC_ISSUER: provider.issuer,
      PLUGBOARD_OIDC_CLIENT_ID: CLIENT.id,
      PLUGBOARD_OIDC_CLIENT_SECRET: CLIENT.secret,
      PLUGBOARD_OIDC_NAME: 'Example ID',
      // The provider's address is the operator's choice: private ones are fine without this.
      PLUGBOARD_ALLOW_PRIVATE_NETWORK: 'off',
    },
  });
  return async () => {
    await server.close();
    await provider.close();
  };
});

const SESSION = 'plugboard_session';

/** Where the browser is sent to sign in. */
async function begin(visitor: Visitor, returnTo = '/account'): Promise<string> {
  const answer = await visitor.get(`/sign-in/oidc?return_to=${encodeURIComponent(returnTo)}`);
  expect(answer.status, answer.text).toBe(303);
  return answer.headers.get('location') as string;
}

const pathOf = (url: string): string => new URL(url).pathname + new URL(url).search;

/** Goes through the provider as that account and comes back. */
async function signInAs(account: string, visitor = visit(server), returnTo?: string) {
  const callback = await provider.visit(await begin(visitor, returnTo), account);
  return { visitor, callback, answer: await visitor.get(pathOf(callback)) };
}

const userByEmail = async (email: string) =>
  (await server.api('GET', `/platform/v1/users?email=${encodeURIComponent(email)}`)).body.data[0];

test('somebody new gets an account, and it is theirs when their address changes', async () => {
  provider.accounts.ann = {
    email: 'ann@example.test',
    email_verified: true,
    name: 'Ann',
    locale: 'de',
  };
  const page = await visit(server).get('/sign-in?return_to=/spaces/1');
  expect(page.text).toContain('href="/sign-in/oidc?return_to=%2Fspaces%2F1"');
  expect(page.text).toContain('Continue with Example ID');

  const { answer, visitor } = await signInAs('ann', visit(server), '/spaces/1?x=1');
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/spaces/1?x=1']);
  expect((await visitor.get('/account')).text).toContain('<html lang="de">');
  const user = await userByEmail('ann@example.test');
  expect(user).toMatchObject({ friendly_name: 'Ann', lang: 'de', has_password: false });

  provider.accounts.ann = { email: 'ann@new.test', email_verified: true };
  const again = await signInAs('ann');
  expect((await again.visitor.call('GET', '/me')).body.email).toBe('ann@example.test');
});

test('an existing account is opened by its address, if the provider vouches for it', async () => {
  const person = await createPerson(server);
  provider.accounts.own = { email: person.email.toUpperCase(), email_verified: true };
  const { answer, visitor } = await signInAs('own');
  expect(answer.status).toBe(303);
  expect((await visitor.call('GET', '/me')).body.email).toBe(person.email);
});

test.each<[string, Record<string, unknown>, string]>([
  ['says that it is unverified', { email_verified: false }, 'does not vouch'],
  ['says nothing about it', {}, 'does not vouch'],
  ['says so in other words', { email_verified: 'true' }, 'does not vouch'],
])(
  'nobody comes into an account by an address of which the provider %s',
  async (_, claims, text) => {
    const person = await createPerson(server);
    provider.accounts.thief = { email: person.email, ...claims };
    const { answer, visitor } = await signInAs('thief');
    expect(answer.status).toBe(403);
    expect(answer.text).toContain(text);
    expect(visitor.cookies.has(SESSION)).toBe(false);
  },
);

test('an account that one person of the provider has is not opened to another one', async () => {
  provider.accounts.first = { email: 'shared@example.test', email_verified: true };
  provider.accounts.second = { email: 'shared@example.test', email_verified: true };
  expect((await signInAs('first')).answer.status).toBe(303);
  expect((await signInAs('second')).answer.status).toBe(403);
});

test.each(['vİktor@example.test', 'vi\u212Ator@example.test'])(
  'an address that is another one to mail servers, %s, opens nobody’s account',
  async (email) => {
    if ((await userByEmail('viktor@example.test')) === undefined) {
      await createPerson(server, { email: 'viktor@example.test' });
    }
    provider.accounts[email] = { email, email_verified: true };
    const { answer, visitor } = await signInAs(email);
    expect(answer.status).toBe(403);
    expect(visitor.cookies.has(SESSION)).toBe(false);
  },
);

test.each<[string, Record<string, unknown>]>([
  ['says that it is unverified', { email_verified: false }],
  ['says nothing about it', {}],
  ['says so in other words', { email_verified: 'true' }],
  ['says so by a number', { email_verified: 1 }],
])('an address of which the provider %s makes no account', async (_, claims) => {
  provider.accounts.squatter = { email: 'squat@example.test', ...claims };
  const { answer, visitor } = await signInAs('squatter');
  expect(answer.status).toBe(403);
  expect(answer.text).toContain('does not vouch for your email address');
  expect(visitor.cookies.has(SESSION)).toBe(false);
  expect(await userByEmail('squat@example.test')).toBeUndefined();
});

test('no address makes no account', async () => {
  provider.accounts.nameless = { name: 'N' };
  const nameless = await signInAs('nameless');
  expect(nameless.answer.status).toBe(403);
  expect(nameless.answer.text).toContain('did not tell us your email address');
});

test('a name that could not be one here is folded, and keeps nobody out', async () => {
  const names: [string, string][] = [
    ['Eve\u202e\u2066 \n\t Adams\u0000 ', 'Eve Adams'],
    ['\u200b\u200b', 'folded-1'],
    [`${'x'.repeat(199)}\u{1f600}\u{1f600}`, `${'x'.repeat(199)}\u{1f600}`],
  ];
  for (const [index, [name, expected]] of names.entries()) {
    const email = `folded-${index}@example.test`;
    provider.accounts[email] = { email, email_verified: true, name };
    expect((await signInAs(email)).answer.status).toBe(303);
    expect((await userByEmail(email)).friendly_name).toBe(expected);
  }
});

test('an address with something in it that cannot be seen is none', async () => {
  for (const email of ['ad\u200bmin@example.test', 'a\u202ed@example.test', 'a\u0000@x.test']) {
    provider.accounts.hidden = { email, email_verified: true };
    const { answer, visitor } = await signInAs('hidden');
    expect(answer.status, answer.text).toBe(403);
    expect(visitor.cookies.has(SESSION)).toBe(false);
  }
});

// OpenID Connect Core §2: at most 255 characters of ASCII.
const NO_SUBJECTS: [string, string][] = [
  ['that cannot be stored', 'a\u0000b'],
  ['with a line break', 'a\nb'],
  ['that no index takes', randomBytes(3000).toString('hex')],
  ['that is longer than one can be', 'x'.repeat(256)],
];

test.each(NO_SUBJECTS)('a subject %s is nobody’s, and no fault of ours', async (_, subject) => {
  const person = await createPerson(server);
  provider.accounts[subject] = { email: person.email, email_verified: true };
  const { answer, visitor } = await signInAs(subject);
  expect(answer.status, answer.text).toBe(400);
  expect(visitor.cookies.has(SESSION)).toBe(false);
});

test('a subject of 255 characters is one', async () => {
  const subject = 'auth0|~ '.padEnd(255, 'x');
  provider.accounts[subject] = { email: 'long-subject@example.test', email_verified: true };
  expect((await signInAs(subject)).answer.status).toBe(303);
});

test('the request has PKCE, state and nonce, fresh each time', async () => {
  const requests = [new URL(await begin(visit(server))), new URL(await begin(visit(server)))];
  const seen = requests.map(({ searchParams }) => Object.fromEntries(searchParams));
  for (const request of seen) {
    expect(request).toMatchObject({
      client_id: CLIENT.id,
      response_type: 'code',
      redirect_uri: 'http://plugboard.test/sign-in/oidc/callback',
      code_challenge_method: 'S256',
    });
    expect(request.code_challenge).toMatch(/^[\w-]{43}$/);
  }
  for (const name of ['state', 'nonce', 'code_challenge']) {
    expect(seen[0]?.[name]).not.toBe(seen[1]?.[name]);
  }
});

test('an answer counts once, in the browser that asked, and as it was asked for', async () => {
  provider.accounts.bob = { email: 'bob@example.test', email_verified: true };
  const refused = async (visitor: Visitor, path: string) => {
    const answer = await visitor.get(path);
    expect(answer.status, path).toBe(400);
    expect(answer.text).toContain('could not be used');
    expect(visitor.cookies.has(SESSION)).toBe(false);
  };
  // Another browser, which never asked (login CSRF), and one that asked for something else.
  const victim = visit(server);
  const callback = await provider.visit(await begin(visit(server)), 'bob');
  await refused(victim, pathOf(callback));
  await begin(victim);
  await refused(victim, pathOf(callback));

  // The same answer again: its cookie is gone; and with the cookie kept, the code was used.
  const visitor = visit(server);
  const url = await begin(visitor);
  const kept = new Map(visitor.cookies);
  const own = await provider.visit(url, 'bob');
  expect((await visitor.get(pathOf(own))).status).toBe(303);
  const replay = visit(server);
  for (const [name, value] of kept) replay.cookies.set(name, value);
  await refused(replay, pathOf(own));

  for (const change of [
    (query: URLSearchParams) => query.set('state', 'x'),
    (query: URLSearchParams) => query.delete('state'),
    (query: URLSearchParams) => query.set('code', 'x'),
    (query: URLSearchParams) => query.delete('code'),
    (query: URLSearchParams) => query.set('iss', 'http://evil.test'),
    (query: URLSearchParams) => query.append('state', 'y'),
  ]) {
    const tampered = visit(server);
    const target = new URL(await provider.visit(await begin(tampered), 'bob'));
    change(target.searchParams);
    await refused(tampered, pathOf(target.href));
  }
  for (const cookie of ['', 'x', 'AAAA', '%']) {
    const forged = visit(server);
    const target = await provider.visit(await begin(forged), 'bob');
    forged.cookies.set('plugboard_oidc', cookie);
    await refused(forged, pathOf(target));
  }
});

test('cancelling at the provider is told, with a way back', async () => {
  const visitor = visit(server);
  const callback = await provider.decline(await begin(visitor));
  expect(callback).toContain('error=access_denied');
  const answer = await visitor.get(pathOf(callback));
  expect(answer.status).toBe(400);
  expect(answer.text).toContain('href="/sign-in"');
});

test('a provider that is away is told, and asked again the next time', async () => {
  const away = await startIdentityProvider('http://plugboard.test/sign-in/oidc/callback');
  const issuer = away.issuer;
  await away.close();
  const alone = await startTestServer({
    env: { PLUGBOARD_OIDC_ISSUER: issuer, PLUGBOARD_OIDC_CLIENT_ID: CLIENT.id },
  });
  try {
    for (let n = 0; n < 2; n += 1) {
      const answer = await visit(alone).get('/sign-in/oidc');
      expect(answer.status).toBe(503);
      expect(answer.text).toContain('127.0.0.1 cannot be reached right now');
    }
    expect((await visit(alone).get('/sign-in')).text).toContain('Continue with 127.0.0.1');
  } finally {
    await alone.close();
  }
});

test('where no provider is configured there is none', async () => {
  const plain = await startTestServer();
  try {
    expect((await visit(plain).get('/sign-in')).text).not.toContain('/sign-in/oidc');
    expect((await visit(plain).get('/sign-in/oidc')).status).toBe(404);
  } finally {
    await plain.close();
  }
});

test('what was pending is sealed: neither state nor code verifier can be read in the cookie', async () => {
  const visitor = visit(server);
  const state = new URL(await begin(visitor)).searchParams.get('state') as string;
  const cookie = Buffer.from(visitor.cookies.get('plugboard_oidc') as string, 'base64url');
  expect(cookie.includes(state)).toBe(false);
});
