import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { axeViolations } from '../support/axe.ts';
import { sharedBrowser } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { CLIENT, type IdentityProvider, startIdentityProvider } from './identity-provider.ts';
import { createPerson, type Person, signedIn, signIn, type Visitor, visit } from './visitor.ts';

const PASSWORD = 'three otters under the bridge';

let server: TestServer;
let provider: IdentityProvider;
beforeAll(async () => {
  provider = await startIdentityProvider('http://plugboard.test/sign-in/oidc/callback');
  server = await startTestServer({
    env: {
      PLUGBOARD_DEVELOPERS: 'invited',
      PLUGBOARD_OIDC_ISSUER: provider.issuer,
      PLUGBOARD_OIDC_CLIENT_ID: CLIENT.id,
      PLUGBOARD_OIDC_CLIENT_SECRET: CLIENT.secret,
      PLUGBOARD_OIDC_NAME: 'Example ID',
    },
  });
  return async () => {
    await server.close();
    await provider.close();
  };
});

let count = 0;
const newAddress = () => `invited-${++count}@rooms.test`;

/** Invites somebody and answers the path of the link. */
async function invite(email: string): Promise<string> {
  const path = '/platform/v1/developer_invitations';
  const { status, text, body } = await server.api('POST', path, { email });
  expect(status, text).toBe(201);
  return new URL(body.url).pathname;
}

/** Fills in the page as somebody without an account does. */
const join = async (visitor: Visitor, link: string, fields: object = {}) =>
  visitor.post(link, {
    csrf_token: await visitor.csrfToken(link),
    friendly_name: 'Dev',
    new_password: PASSWORD,
    ...fields,
  });

const accept = async (visitor: Visitor, link: string) =>
  visitor.post(link, { csrf_token: await visitor.csrfToken(link) });

const whoIs = async (visitor: Visitor) => (await visitor.call('GET', '/me')).body;

test('somebody without an account makes one for the address of the invitation, and is a developer', async () => {
  const email = newAddress();
  const link = await invite(email);
  const visitor = visit(server);
  const page = await visitor.get(link);
  expect(page.status).toBe(200);
  expect(page.text).toContain(email);
  const answer = await join(visitor, link, { email: 'else@rooms.test', is_operator: 'true' });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/plugins']);
  expect(await whoIs(visitor)).toMatchObject({
    email,
    friendly_name: 'Dev',
    is_operator: false,
    is_developer: true,
    may_register_plugins: true,
  });
  const manifest = { name: 'Mine', slug: 'mine-by-invitation' };
  expect((await visitor.call('POST', '/plugins', manifest)).status).toBe(201);
  const again = await signIn(visit(server), { email, password: PASSWORD });
  expect(again.status).toBe(303);
});

test('a link works once, of any number of attempts', async () => {
  const link = await invite(newAddress());
  const visitors = await Promise.all(
    [1, 2].map(async () => {
      const visitor = visit(server);
      return { visitor, csrf_token: await visitor.csrfToken(link) };
    }),
  );
  const answers = await Promise.all(
    visitors.map(({ visitor, csrf_token }) =>
      visitor.post(link, { csrf_token, friendly_name: 'Dev', new_password: PASSWORD }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 410]);
  expect((await visit(server).get(link)).status).toBe(410);
});

test('a newer invitation ends the one before, and nobody is told why a link does not work', async () => {
  const email = newAddress();
  const first = await invite(email);
  const second = await invite(email.toUpperCase());
  const late = await invite(newAddress());
  await server.db.query(sql`
    update developer_invitations set expires_at = expires_at - interval '7 days'
    where email = ${`invited-${count}@rooms.test`}`);
  const gone = await Promise.all(
    [first, late, '/developers/invitation/pbd_nothing'].map((link) => visit(server).get(link)),
  );
  expect(gone.map(({ status }) => status)).toEqual([410, 410, 410]);
  expect(new Set(gone.map(({ text }) => text)).size).toBe(1);
  expect((await visit(server).get(second)).status).toBe(200);
});

test('what cannot be a name or a password is said in the page, and leaves the invitation open', async () => {
  const email = newAddress();
  const link = await invite(email);
  const visitor = visit(server);
  for (const friendly_name of ['', ' ', 'a\u202eb', 'x'.repeat(201)]) {
    const { status, text } = await join(visitor, link, { friendly_name });
    expect(status).toBe(422);
    expect(text).toContain('id="friendly_name-error"');
  }
  for (const new_password of ['short', 'password', email, 'x'.repeat(1025)]) {
    const { status, text } = await join(visitor, link, { new_password });
    expect(status).toBe(422);
    expect(text).toContain('id="new_password-error"');
    expect(text).toContain('value="Dev"');
  }
  expect((await join(visitor, link, { csrf_token: 'forged' })).status).toBe(403);
  expect((await join(visitor, link)).status).toBe(303);
});

test('who has an account signs in to it, and accepts by a button', async () => {
  const person = await createPerson(server, { lang: 'de' });
  const link = await invite(person.email.toUpperCase());
  const visitor = visit(server);
  const page = await visitor.get(link);
  expect(page.text).toContain(`href="/sign-in?return_to=${encodeURIComponent(link)}"`);
  expect(page.text).not.toContain('new_password');
  expect(page.text).toContain('lang="de"');
  // Whoever fills in the form of a new account gets none.
  const csrf_token = await visitor.csrfToken('/sign-in');
  const forged = await visitor.post(link, {
    csrf_token,
    friendly_name: 'Else',
    new_password: PASSWORD,
  });
  expect([forged.status, forged.headers.get('location')]).toEqual([303, link]);
  const signedInAs = await signIn(visitor, person, { return_to: link });
  expect(signedInAs.headers.get('location')).toBe(link);
  expect((await whoIs(visitor)).may_register_plugins).toBe(false);
  const answer = await accept(visitor, link);
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/plugins']);
  expect(await whoIs(visitor)).toMatchObject({ id: person.id, may_register_plugins: true });
});

test('who is signed in as somebody else is told so, and comes back after signing out', async () => {
  const { visitor } = await signedIn(server);
  for (const email of [newAddress(), (await createPerson(server)).email]) {
    const link = await invite(email);
    const page = await visitor.get(link);
    expect(page.status).toBe(403);
    expect(page.text).toContain(email);
    const csrf_token = await visitor.csrfToken('/sign-in');
    const tried = await visitor.post(link, { csrf_token, friendly_name: 'D', new_password: 'x' });
    expect(tried.status).not.toBe(200);
  }
  expect((await whoIs(visitor)).may_register_plugins).toBe(false);
  const link = await invite(newAddress());
  const out = await visitor.post('/sign-out', {
    csrf_token: await visitor.csrfToken(link),
    return_to: link,
  });
  expect(out.headers.get('location')).toBe(link);
  expect((await join(visitor, link)).status).toBe(303);
});

test('an account that comes to be while the page is open is not overwritten', async () => {
  const email = newAddress();
  const link = await invite(email);
  const visitor = visit(server);
  const csrf_token = await visitor.csrfToken(link);
  await createPerson(server, { email });
  const answer = await visitor.post(link, {
    csrf_token,
    friendly_name: 'Dev',
    new_password: PASSWORD,
  });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, link]);
  expect((await signIn(visit(server), { email, password: PASSWORD })).status).toBe(422);
});

test('the invitation is for whom the provider vouches for, and stays open for others', async () => {
  const email = newAddress();
  const link = await invite(email);
  const begin = async (visitor: Visitor, account: string) => {
    const path = `/sign-in/oidc?return_to=${encodeURIComponent(link)}`;
    expect((await visitor.get(link)).text).toContain(`href="${path}"`);
    const { headers } = await visitor.get(path);
    const callback = new URL(await provider.visit(headers.get('location') as string, account));
    return visitor.get(callback.pathname + callback.search);
  };
  provider.accounts.unsure = { email, email_verified: false };
  expect((await begin(visit(server), 'unsure')).status).toBe(403);
  provider.accounts.sure = { email, email_verified: true, name: 'Sure' };
  const visitor = visit(server);
  const back = await begin(visitor, 'sure');
  expect([back.status, back.headers.get('location')]).toEqual([303, link]);
  expect((await accept(visitor, link)).status).toBe(303);
  expect(await whoIs(visitor)).toMatchObject({
    email,
    has_password: false,
    may_register_plugins: true,
  });
});

test('an operator who accepts stays what they are, and nobody becomes one', async () => {
  const operator: Person = await createPerson(server);
  await server.db.query(sql`update users set is_operator = true where id = ${operator.id}`);
  const link = await invite(operator.email);
  const visitor = visit(server);
  expect((await signIn(visitor, operator)).status).toBe(303);
  expect((await accept(visitor, link)).status).toBe(303);
  expect((await whoIs(visitor)).is_operator).toBe(true);
});

test('wrong links are counted for each network', async () => {
  const strict = await startTestServer({ env: { PLUGBOARD_FAILED_SIGN_IN_LIMIT: '1' } });
  try {
    const statuses = [];
    for (let times = 0; times < 11; times++) {
      statuses.push((await visit(strict).get('/developers/invitation/pbd_guess')).status);
    }
    expect(statuses).toEqual([...Array(10).fill(410), 429]);
  } finally {
    await strict.close();
  }
});

test.each([
  ['light', 360],
  ['dark', 360],
  ['light', 1280],
  ['dark', 1280],
] as const)(
  'nothing keeps people from using the pages, %s at %i pixels',
  async (colorScheme, width) => {
    const browser = await sharedBrowser();
    const context = await browser.newContext({
      colorScheme,
      viewport: { width, height: 800 },
      locale: colorScheme === 'dark' ? 'de' : 'en',
    });
    const page = await context.newPage();
    const known = await createPerson(server);
    const paths = [
      await invite(newAddress()),
      await invite(known.email),
      '/developers/invitation/pbd_x',
    ];
    for (const path of paths) {
      await page.goto(server.url + path);
      expect(await axeViolations(page), path).toEqual([]);
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(overflow, path).toBe(0);
    }
    await context.close();
  },
);
