import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { axeViolations } from '../support/axe.ts';
import { sharedBrowser } from '../support/browser.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { createPerson, signIn, type Visitor, visit } from './visitor.ts';

const PASSWORD = 'three otters under the bridge';
const SIGN_UP = '/developers/sign-up';

let mail: MailServer;
let server: TestServer;
beforeAll(async () => {
  mail = await startMailServer();
  server = await startTestServer({
    delivery: true,
    env: {
      PLUGBOARD_DEVELOPERS: 'open',
      PLUGBOARD_SMTP_URL: mail.url,
      PLUGBOARD_MAIL_FROM: 'plugins@acme.test',
      PLUGBOARD_POLL_MS: '20',
    },
  });
  return async () => {
    await allSettled();
    await server.close();
    await mail.close();
  };
});

const allSettled = () =>
  waitFor(
    async () => {
      const rows = await server.db.query(sql`select id from mails where settled_at is null`);
      return rows.length === 0;
    },
    { describe: 'all mails to be sent' },
  );

const ask = async (visitor: Visitor, email: string) =>
  visitor.post(SIGN_UP, { csrf_token: await visitor.csrfToken(SIGN_UP), email });

const linkIn = (text = ''): string =>
  /http:\/\/plugboard\.test(\/developers\/invitation\/\S+)/.exec(text)?.[1] ?? '';

test('anybody signs up by a link to their address, and registers a plugin', async () => {
  const email = 'new@rooms.test';
  expect((await ask(visit(server), email)).status).toBe(200);
  const [got] = await mail.to(email);
  expect(got?.headers.subject).toBe('Develop plugins for Plugboard');
  expect(got?.headers['list-unsubscribe']).toBeUndefined();
  expect(got?.text).toMatch(/^Hello,\n/);
  const link = linkIn(got?.text);
  expect(got?.html).toContain(link);
  const visitor = visit(server);
  const joined = await visitor.post(link, {
    csrf_token: await visitor.csrfToken(link),
    friendly_name: 'New',
    new_password: PASSWORD,
  });
  expect([joined.status, joined.headers.get('location')]).toEqual([303, '/plugins']);
  const manifest = { name: 'Mine', slug: 'mine-by-sign-up' };
  expect((await visitor.call('POST', '/plugins', manifest)).status).toBe(201);
});

test('who has an account is answered the same, and gets the same link in their language', async () => {
  const person = await createPerson(server, { lang: 'de', friendly_name: 'Doro' });
  const [known, unknown] = [
    await ask(visit(server), person.email),
    await ask(visit(server), 'nobody@rooms.test'),
  ];
  expect(known.status).toBe(unknown.status);
  expect(known.text.replaceAll(person.email, '')).toBe(
    unknown.text.replaceAll('nobody@rooms.test', ''),
  );
  const [got] = await mail.to(person.email);
  expect(got?.headers.subject).toBe('Entwickle Plugins für Plugboard');
  expect(got?.text).toMatch(/^Hallo Doro,\n/);
  const link = linkIn(got?.text);
  const visitor = visit(server);
  expect((await signIn(visitor, person, { return_to: link })).headers.get('location')).toBe(link);
});

test('where mail is set up, an invitation is mailed, its link is in no answer, and the newest one works', async () => {
  const email = 'mailed@rooms.test';
  const invite = () => server.api('POST', '/platform/v1/developer_invitations', { email });
  const made = await invite();
  expect([made.status, made.body.url]).toEqual([201, null]);
  const [first] = await mail.to(email);
  expect((await visit(server).get(linkIn(first?.text))).status).toBe(200);
  await invite();
  const second = (await mail.to(email, 2))[1];
  expect((await visit(server).get(linkIn(first?.text))).status).toBe(410);
  expect((await visit(server).get(linkIn(second?.text))).status).toBe(200);
});

test('of an invitation that is withdrawn before it is mailed no mail goes out', async () => {
  const email = 'withdrawn@rooms.test';
  mail.refuse = (to) => (to === email ? { responseCode: 451, message: 'Later' } : undefined);
  const { body } = await server.api('POST', '/platform/v1/developer_invitations', { email });
  const offered = async () => {
    const [row] = await server.db.query<{ attempts: number }>(sql`
      select attempts from mails where email = ${email} and due_at > now() + interval '10 seconds'
        and due_at < now() + interval '40 seconds'`);
    return row?.attempts === 1;
  };
  await waitFor(offered, { describe: 'the mail to be put off' });
  await server.api('DELETE', `/platform/v1/developer_invitations/${body.id}`);
  mail.refuse = () => undefined;
  await server.db.query(sql`update mails set due_at = now() where email = ${email}`);
  await allSettled();
  const [row] = await server.db.query<{ outcome: string | null }>(sql`
    select outcome from mails where email = ${email}`);
  expect(row?.outcome).toBe('needless');
});

test('what is no address is said to be none, and no mail goes there', async () => {
  const before = mail.offered;
  for (const email of [
    '',
    'ann',
    'a,b@rooms.test',
    'a\u200bb@rooms.test',
    `${'a'.repeat(250)}@b.test`,
  ]) {
    const { status, text } = await ask(visit(server), email);
    expect(status).toBe(422);
    expect(text).toContain('aria-invalid="true"');
  }
  await allSettled();
  expect(mail.offered).toBe(before);
});

test('for one address links can be asked for five times in five minutes', async () => {
  const email = 'often@rooms.test';
  for (let times = 0; times < 5; times++)
    expect((await ask(visit(server), email)).status).toBe(200);
  const refused = await ask(visit(server), email.toUpperCase());
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
});

test('where not everybody may sign up, there is no such page', async () => {
  const plain = await startTestServer({ env: { PLUGBOARD_DEVELOPERS: 'invited' } });
  try {
    expect((await visit(plain).get(SIGN_UP)).status).toBe(404);
  } finally {
    await plain.close();
  }
});

test.each(['light', 'dark'] as const)(
  'nothing keeps people from signing up, %s',
  async (colorScheme) => {
    const browser = await sharedBrowser();
    const context = await browser.newContext({
      colorScheme,
      viewport: { width: 360, height: 800 },
    });
    const page = await context.newPage();
    await page.goto(server.url + SIGN_UP);
    expect(await axeViolations(page)).toEqual([]);
    await context.close();
  },
);
