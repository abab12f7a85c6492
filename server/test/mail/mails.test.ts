import { beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { deleteOldMails } from '../../src/mail/queries.ts';
import { readLog } from '../audit/log.ts';
import { visit } from '../sign-in/visitor.ts';
import { collaborate, giveTo } from '../support/collaborators.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { addMember, createPerson, removeMember, signIn } from '../support/people.ts';
import {
  asPlugin,
  createSpace,
  defineEventType,
  emit,
  installPlugin,
  login,
  registerPlugin,
  type TestInstall,
} from '../support/plugins.ts';
import { startReceiver } from '../support/receiver.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

let mail: MailServer;
let server: TestServer;
beforeAll(async () => {
  mail = await startMailServer();
  server = await startTestServer({
    delivery: true,
    env: {
      PLUGBOARD_SMTP_URL: mail.url,
      PLUGBOARD_MAIL_FROM: 'Acme Plugins <plugins@acme.test>',
      PLUGBOARD_BRAND_NAME: 'Acme <Works>',
      PLUGBOARD_POLL_MS: '20',
    },
  });
  return async () => {
    await server.close();
    await mail.close();
  };
});
beforeEach(() => {
  mail.refuse = () => undefined;
});

interface Scene {
  install: TestInstall;
  admin: { id: number; email: string };
  editor: { id: number; email: string };
  notify(body: object): Promise<string>;
}

async function scene(manifest: Record<string, unknown> = {}): Promise<Scene> {
  const plugin = await registerPlugin(server, { name: 'Greeter & Co', ...manifest });
  const spaceId = await createSpace(server, { name: 'North' });
  const admin = await createPerson(server);
  const editor = await createPerson(server);
  await addMember(server, spaceId, admin.id);
  await addMember(server, spaceId, editor.id, 'editor');
  const install = await installPlugin(server, plugin, spaceId);
  const token = await login(server, plugin);
  return {
    install,
    admin,
    editor,
    async notify(body) {
      const path = `/installs/${install.id}/notifications`;
      const { status, text, body: answer } = await asPlugin(server, token, 'POST', path, body);
      expect(status, text).toBe(200);
      return answer.data.id;
    },
  };
}

/** Of everybody's mails, those that are to somebody, by what became of them. */
const outboxOf = (userId: number) =>
  server.db.query<{ kind: string; outcome: string | null; more: number; attempts: number }>(sql`
    select kind, outcome, more, attempts from mails where user_id = ${userId} order by id`);

const settled = (userId: number, outcome: string) =>
  waitFor(async () => (await outboxOf(userId)).find((one) => one.outcome === outcome), {
    describe: `a mail to end as ${outcome}`,
  });

/** Not only taken, which is for five minutes. */
const putOff = (userId: number) =>
  waitFor(
    async () => {
      const [one] = await server.db.query<{ isPut: boolean }>(sql`
        select due_at < now() + interval '1 minute' and attempts = 1 as "isPut"
        from mails where user_id = ${userId} and settled_at is null`);
      return one?.isPut;
    },
    { describe: 'the mail to be put off' },
  );

/** All that waits for somebody becomes due. */
const hurry = (userId: number) =>
  server.db.query(
    sql`update mails set due_at = now() where user_id = ${userId} and settled_at is null`,
  );

test('a notification is mailed to the admins of its space, in words and in HTML', async () => {
  const { admin, editor, notify } = await scene();
  await notify({ message: 'Out of paper\n<script>alert(1)</script>' });
  const [got] = await mail.to(admin.email);
  expect(got?.headers).toMatchObject({
    from: 'Acme Plugins <plugins@acme.test>',
    subject: 'Greeter & Co has a message for North',
    'auto-submitted': 'auto-generated',
  });
  expect(got?.headers.to).toContain(admin.email);
  expect(got?.text).toContain('> Out of paper\n> <script>alert(1)</script>');
  expect(got?.text).toContain('http://plugboard.test/notifications');
  expect(got?.html).toContain('&lt;script&gt;alert(1)');
  expect(got?.html).toContain('Acme &lt;Works&gt;');
  expect(got?.html).not.toContain('<script');
  await settled(admin.id, 'sent');
  expect(await outboxOf(editor.id)).toEqual([]);
});

test('it is in the language that its reader chose', async () => {
  const { admin, notify } = await scene();
  await server.api('PATCH', `/platform/v1/users/${admin.id}`, { lang: 'de-CH' });
  await notify({ message: 'Kein Papier' });
  const [got] = await mail.to(admin.email);
  expect(got?.headers.subject).toBe('Greeter & Co hat eine Nachricht für North');
  expect(got?.text).toContain('Nachricht ansehen:');
});

test('one that names somebody goes to them alone, if they belong to the space', async () => {
  const { admin, editor, notify } = await scene();
  const stranger = await createPerson(server);
  await notify({ message: 'For you', recipient: { email: editor.email.toUpperCase(), name: {} } });
  await mail.to(editor.email);
  await notify({ message: 'For nobody here', recipient: stranger.email });
  await notify({ message: 'For you, too', recipient: { user_id: admin.id } });
  const [got] = await mail.to(admin.email);
  expect(got?.text).toContain('For you, too');
  expect(await outboxOf(stranger.id)).toEqual([]);
  await notify({ message: 'For whoever is there', recipient: 'front desk' });
  await waitFor(async () => (await outboxOf(admin.id)).length === 2, { describe: 'the next mail' });
});

test('of what one plugin says within an hour there is one more mail, which tells how much it was', async () => {
  const { admin, notify } = await scene();
  await notify({ message: 'First' });
  await settled(admin.id, 'sent');
  for (const message of ['Second', 'Third', 'Fourth']) await notify({ message });
  expect(await outboxOf(admin.id)).toEqual([
    { kind: 'notification', outcome: 'sent', more: 0, attempts: 1 },
    { kind: 'notification', outcome: null, more: 2, attempts: 0 },
  ]);
  const [waiting] = await server.db.query<{ isLater: boolean }>(sql`
    select due_at between now() + interval '55 minutes' and now() + interval '61 minutes' as "isLater"
    from mails where user_id = ${admin.id} and settled_at is null`);
  expect(waiting?.isLater).toBe(true);
  await hurry(admin.id);
  const [, second] = await mail.to(admin.email, 2);
  expect(second?.text).toContain('> Second');
  expect(second?.text).toContain('And 2 more since.');
});

test('whoever is not concerned any more gets none', async () => {
  const { admin, install, notify } = await scene();
  await notify({ message: 'First' });
  await settled(admin.id, 'sent');
  await notify({ message: 'Second' });
  await removeMember(server, install.spaceId, admin.id);
  await hurry(admin.id);
  await settled(admin.id, 'needless');
  expect(await mail.to(admin.email)).toHaveLength(1);
});

test('a link in each mail ends them, by a click of the mail program or on the page, and takes it back', async () => {
  const { admin, notify } = await scene();
  await notify({ message: 'First' });
  const [got] = await mail.to(admin.email);
  expect(got?.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
  const url = new URL(/^<(.+)>$/.exec(got?.headers['list-unsubscribe'] ?? '')?.[1] ?? '');
  expect(got?.text).toContain(url.href);
  const wants = async () =>
    (
      await server.db.query<{ wants: boolean }>(sql`
        select mail_notifications as wants from users where id = ${admin.id}`)
    )[0]?.wants;
  const page = await visit(server).get(url.pathname);
  expect(page.text).toContain('No more mails about plugins?');
  expect(await wants()).toBe(true);
  // As a mail program posts it: without cookies, from nowhere.
  const answer = await visit(server).post(
    url.pathname,
    { 'List-Unsubscribe': 'One-Click' },
    { origin: undefined },
  );
  expect(answer.status).toBe(200);
  expect(await wants()).toBe(false);
  await visit(server).post(url.pathname, {}, { origin: undefined });
  const [{ count } = { count: 0 }] = await server.db.query<{ count: number }>(sql`
    select count(*)::integer as count from audit_entries
    where action = 'user.updated' and target_id = ${`${admin.id}`}`);
  expect(count).toBe(1);
  await notify({ message: 'Second' });
  expect(await outboxOf(admin.id)).toHaveLength(1);
  await visit(server).post(url.pathname, { mails: 'on' });
  expect(await wants()).toBe(true);
  await notify({ message: 'Third' });
  expect(await outboxOf(admin.id)).toHaveLength(2);
  const damaged = url.pathname.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  for (const wrong of [`${url.pathname}x`, '/mail/stop/x', damaged])
    expect((await visit(server).get(wrong)).status).toBe(404);
});

test('people end them themselves, too, and take it back', async () => {
  const { admin, notify } = await scene();
  const { call } = await signIn(server, admin.id);
  const me = async (method: string, body?: object) => (await call(method, '/me', body)).body;
  expect(await me('GET')).toMatchObject({ mail_notifications: true, sends_mail: true });
  expect(await me('PATCH', { mail_notifications: false })).toMatchObject({
    mail_notifications: false,
  });
  await notify({ message: 'First' });
  expect(await outboxOf(admin.id)).toEqual([]);
  await me('PATCH', { mail_notifications: true });
  await notify({ message: 'Second' });
  expect(await outboxOf(admin.id)).toHaveLength(1);
});

test('a release that asks for more is told to the admins, once', async () => {
  await defineEventType(server, 'visit_began');
  for (const scope of ['visits.read', 'visits.write'])
    await server.api('PUT', `/platform/v1/scopes/${scope}`, { description: scope });
  const { install, admin, editor } = await scene({ scopes: ['visits.read'] });
  const path = `/platform/v1/plugins/${install.plugin.id}/manifest`;
  const { body: manifest } = await server.api('GET', path);
  const put = async (fields: object) => {
    const answer = await server.api('PUT', path, { ...manifest, ...fields });
    expect(answer.status, answer.text).toBe(201);
  };
  await put({ description: 'Nothing more' });
  expect(await outboxOf(admin.id)).toEqual([]);
  await put({ scopes: ['visits.read', 'visits.write'] });
  const [got] = await mail.to(admin.email);
  expect(got?.headers.subject).toBe('Greeter & Co asks for more in North');
  expect(got?.text).toContain(
    `http://plugboard.test/spaces/${install.spaceId}/installs/${install.id}/permissions`,
  );
  expect(await outboxOf(editor.id)).toEqual([]);
});

test('an endpoint that is gone is told to whoever looks after the plugin', async () => {
  const operator = await createPerson(server);
  await server.db.query(sql`update users set is_operator = true where id = ${operator.id}`);
  const receiver = await startReceiver(410);
  try {
    await defineEventType(server, 'visit_ended');
    const url = `${receiver.url}/hook`;
    const { install } = await scene({ events: [{ name: 'visit_ended', url }] });
    await emit(server, install.spaceId, 'visit_ended');
    const [got] = await mail.to(operator.email);
    expect(got?.headers.subject).toBe('An endpoint of Greeter & Co is disabled');
    expect(got?.text).toContain('for visit_ended');
    expect(got?.text).toContain(`http://plugboard.test/plugins/${install.plugin.slug}`);
  } finally {
    await receiver.close();
  }
});

test('an endpoint that is gone is told to owners and developers of its plugin, and not to who only looks at it', async () => {
  const [owner, developer, viewer] = [
    await createPerson(server),
    await createPerson(server),
    await createPerson(server),
  ];
  const receiver = await startReceiver(410);
  try {
    await defineEventType(server, 'visit_moved');
    const { install } = await scene({ events: [{ name: 'visit_moved', url: receiver.url }] });
    await giveTo(server, install.plugin.id, owner.id);
    await collaborate(server, install.plugin.id, viewer.id, 'viewer');
    await collaborate(server, install.plugin.id, developer.id, 'developer');
    await emit(server, install.spaceId, 'visit_moved');
    for (const { email } of [owner, developer]) {
      const [got] = await mail.to(email);
      expect(got?.headers.subject).toBe('An endpoint of Greeter & Co is disabled');
    }
    expect(await outboxOf(viewer.id)).toEqual([]);
  } finally {
    await receiver.close();
  }
});

test('an endpoint of a plugin whose last owner is gone is told to operators, and to who develops it', async () => {
  const [operator, owner, developer] = [
    await createPerson(server),
    await createPerson(server),
    await createPerson(server),
  ];
  await server.db.query(sql`update users set is_operator = true where id = ${operator.id}`);
  const receiver = await startReceiver(410);
  try {
    await defineEventType(server, 'visit_missed');
    const { install } = await scene({ events: [{ name: 'visit_missed', url: receiver.url }] });
    await giveTo(server, install.plugin.id, owner.id);
    await collaborate(server, install.plugin.id, developer.id, 'developer');
    expect((await server.api('DELETE', `/platform/v1/users/${owner.id}`)).status).toBe(204);
    const told = await readLog(server, { action: 'collaborator.removed' });
    const targets = told.map(({ target }) => target.id);
    expect(targets).toContain(`${install.plugin.id}/${owner.id}`);
    await emit(server, install.spaceId, 'visit_missed');
    for (const { email } of [operator, developer]) {
      const [got] = await mail.to(email);
      expect(got?.headers.subject).toBe('An endpoint of Greeter & Co is disabled');
    }
  } finally {
    await receiver.close();
  }
});

test('what the mail server cannot take now is tried again, and what it never will is given up', async () => {
  const { admin, editor, notify } = await scene();
  mail.refuse = (to) =>
    to === admin.email
      ? { responseCode: 451, message: 'Later' }
      : { responseCode: 550, message: 'No such mailbox' };
  await notify({ message: 'For later', recipient: admin.email });
  await putOff(admin.id);
  await notify({ message: 'For nobody', recipient: editor.email });
  await settled(editor.id, 'given_up');
  mail.refuse = () => undefined;
  await hurry(admin.id);
  expect(await mail.to(admin.email)).toHaveLength(1);
  expect(await settled(admin.id, 'sent')).toMatchObject({ attempts: 2 });
});

test('a mail whose time is over is given up, and what is long settled removed', async () => {
  const { admin, notify } = await scene();
  mail.refuse = () => ({ responseCode: 451, message: 'Later' });
  await notify({ message: 'Too late' });
  await putOff(admin.id);
  mail.refuse = () => undefined;
  await server.db.query(sql`
    update mails set due_at = now(), expires_at = now() where user_id = ${admin.id}`);
  await settled(admin.id, 'given_up');
  expect(mail.mails.filter(({ to }) => to === admin.email)).toEqual([]);
  await server.db.query(sql`
    update mails set settled_at = now() - interval '31 days' where user_id = ${admin.id}`);
  await deleteOldMails(server.db, 30, 1000);
  expect(await outboxOf(admin.id)).toEqual([]);
});

test('where mail is not set up, nothing is queued', async () => {
  const plain = await startTestServer();
  try {
    const plugin = await registerPlugin(plain);
    const spaceId = await createSpace(plain);
    const person = await createPerson(plain);
    await addMember(plain, spaceId, person.id);
    const { id } = await installPlugin(plain, plugin, spaceId);
    const token = await login(plain, plugin);
    const path = `/installs/${id}/notifications`;
    expect((await asPlugin(plain, token, 'POST', path, { message: 'Hi' })).status).toBe(200);
    expect(await plain.db.query(sql`select id from mails`)).toEqual([]);
  } finally {
    await plain.close();
  }
});
