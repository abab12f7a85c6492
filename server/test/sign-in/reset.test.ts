import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { axeViolations } from '../support/axe.ts';
import { sharedBrowser } from '../support/browser.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { createPerson, type Person, signedIn, signIn, type Visitor, visit } from './visitor.ts';

const NEW = 'three otters under the bridge';

let mail: MailServer;
let server: TestServer;
beforeAll(async () => {
  mail = await startMailServer();
  server = await startTestServer({
    delivery: true,
    env: {
      PLUGBOARD_SMTP_URL: mail.url,
      PLUGBOARD_MAIL_FROM: 'plugins@acme.test',
      PLUGBOARD_POLL_MS: '20',
    },
  });
  return async () => {
    await server.close();
    await mail.close();
  };
});

const ask = async (visitor: Visitor, email: string) =>
  visitor.post('/sign-in/forgotten', {
    csrf_token: await visitor.csrfToken('/sign-in/forgotten'),
    email,
  });

/** Asks for a link and answers where the newest of the mails leads. */
async function linkFor({ email }: Pick<Person, 'email'>, count = 1): Promise<string> {
  expect((await ask(visit(server), email)).status).toBe(200);
  const mails = await mail.to(email, count);
  return (
    /http:\/\/plugboard\.test(\/sign-in\/reset\/\S+)/.exec(mails.at(-1)?.text ?? '')?.[1] ?? ''
  );
}

const set = async (visitor: Visitor, link: string, new_password: string) =>
  visitor.post(link, { csrf_token: await visitor.csrfToken(link), new_password });

test('whoever forgot their password gets a link, sets a new one, and is signed out everywhere else', async () => {
  const { person, visitor: elsewhere } = await signedIn(server, { lang: 'de' });
  expect((await visit(server).get('/sign-in')).text).toContain('href="/sign-in/forgotten"');
  const link = await linkFor(person);
  const [got] = await mail.to(person.email);
  expect(got?.headers.subject).toBe('Neues Passwort für Plugboard');
  expect(got?.headers.from).toContain('plugins@acme.test');
  expect(got?.headers['list-unsubscribe']).toBeUndefined();
  const visitor = visit(server);
  const { status, headers } = await set(visitor, link, NEW);
  expect([status, headers.get('location')]).toEqual([303, '/account']);
  expect((await visitor.get('/account')).status).toBe(200);
  expect((await elsewhere.get('/account')).status).toBe(303);
  expect((await signIn(visit(server), person)).status).toBe(422);
  expect((await signIn(visit(server), { email: person.email, password: NEW })).status).toBe(303);
  const entries = await server.db.query<{ action: string }>(sql`
    select action from audit_entries where actor_kind = 'user' and actor_id = ${person.id}
    order by id`);
  expect(entries.map(({ action }) => action)).toContain('user.updated');
});

test('a link works once, and only as long as nothing else changed the password', async () => {
  const person = await createPerson(server);
  const link = await linkFor(person);
  const second = await linkFor(person, 2);
  const visitor = visit(server);
  const csrf_token = await visitor.csrfToken(link);
  const both = await Promise.all(
    [1, 2].map(() => visitor.post(link, { csrf_token, new_password: NEW })),
  );
  expect(both.map(({ status }) => status).sort()).toEqual([303, 410]);
  for (const gone of [link, second, '/sign-in/reset/pbz_nothing'])
    expect((await visit(server).get(gone)).status).toBe(410);
});

test('a link is over after half an hour, and is never kept as it was sent', async () => {
  const person = await createPerson(server);
  const link = await linkFor(person);
  const token = link.split('/').at(-1) ?? '';
  const [kept] = await server.db.query<{ all: string }>(sql`
    select (select json_agg(m)::text from mails m) || (select json_agg(t)::text from password_resets t) as all`);
  expect(kept?.all).not.toContain(token);
  await server.db.query(sql`
    update password_resets set expires_at = expires_at - interval '30 minutes' where user_id = ${person.id}`);
  expect((await visit(server).get(link)).status).toBe(410);
});

test('nobody learns who has an account: what is answered is the same, and no mail goes to anybody else', async () => {
  const person = await createPerson(server);
  const passwordless = await createPerson(server, { password: undefined });
  const known = await ask(visit(server), person.email);
  await mail.to(person.email);
  const before = mail.offered;
  for (const email of ['nobody@plugboard.test', passwordless.email]) {
    const unknown = await ask(visit(server), email);
    expect(unknown.status).toBe(known.status);
    expect(unknown.text.replaceAll(email, '')).toBe(known.text.replaceAll(person.email, ''));
  }
  // Behind those, so that theirs would have come before.
  const other = await createPerson(server);
  await linkFor(other);
  expect(mail.offered).toBe(before + 1);
});

test('what is no address and what is no password are said to be so, in the page', async () => {
  const visitor = visit(server);
  for (const email of ['', 'ann', `${'a'.repeat(250)}@b.test`]) {
    const { status, text } = await ask(visitor, email);
    expect(status).toBe(422);
    expect(text).toContain('aria-invalid="true"');
  }
  const person = await createPerson(server);
  const link = await linkFor(person);
  for (const password of ['short', 'password', person.email, 'x'.repeat(1025)]) {
    const { status, text } = await set(visitor, link, password);
    expect(status).toBe(422);
    expect(text).toContain('id="new_password-error"');
  }
  expect((await visitor.post(link, { new_password: NEW })).status).toBe(403);
  expect((await set(visitor, link, NEW)).status).toBe(303);
});

test('for one account links can be asked for five times in five minutes', async () => {
  const { email } = await createPerson(server);
  for (let times = 0; times < 5; times++)
    expect((await ask(visit(server), email)).status).toBe(200);
  const refused = await ask(visit(server), email.toUpperCase());
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
  for (let times = 0; times < 5; times++)
    expect((await ask(visit(server), 'nobody-at-all@plugboard.test')).status).toBe(200);
  expect((await ask(visit(server), 'nobody-at-all@plugboard.test')).status).toBe(429);
});

test('without mail there is neither link nor page', async () => {
  const plain = await startTestServer();
  try {
    expect((await visit(plain).get('/sign-in')).text).not.toContain('forgotten');
    expect((await visit(plain).get('/sign-in/forgotten')).status).toBe(404);
    expect((await visit(plain).get('/sign-in/reset/pbz_x')).status).toBe(404);
  } finally {
    await plain.close();
  }
});

test.each(['light', 'dark'] as const)(
  'nothing keeps people from using the pages, %s',
  async (colorScheme) => {
    const person = await createPerson(server);
    const link = await linkFor(person);
    const [got] = await mail.to(person.email);
    expect(got?.html).toContain(link);
    const browser = await sharedBrowser();
    const context = await browser.newContext({
      colorScheme,
      locale: colorScheme === 'dark' ? 'de' : 'en',
    });
    const page = await context.newPage();
    for (const path of ['/sign-in', '/sign-in/forgotten', link, '/sign-in/reset/pbz_x']) {
      await page.goto(server.url + path);
      expect(await axeViolations(page), path).toEqual([]);
    }
    await context.close();
    await waitFor(
      async () => {
        const rows = await server.db.query(sql`select id from mails where settled_at is null`);
        return rows.length === 0;
      },
      { describe: 'all mails to be sent' },
    );
  },
);
