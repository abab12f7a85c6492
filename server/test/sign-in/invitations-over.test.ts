import { beforeAll, expect, test } from 'vitest';
import { insertDeveloper } from '../../src/users/developer-queries.ts';
import { createTestDatabase } from '../support/database.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { CLIENT, type IdentityProvider, startIdentityProvider } from './identity-provider.ts';
import { createPerson, signIn, type Visitor, visit } from './visitor.ts';

const PASSWORD = 'three otters under the bridge';
const SIGN_UP = '/developers/sign-up';
const INVITATIONS = '/platform/v1/developer_invitations';

let mail: MailServer;
let provider: IdentityProvider;
let byProvider: Record<string, string>;
let byMail: Record<string, string>;
beforeAll(async () => {
  mail = await startMailServer();
  provider = await startIdentityProvider('http://plugboard.test/sign-in/oidc/callback');
  byMail = {
    PLUGBOARD_SMTP_URL: mail.url,
    PLUGBOARD_MAIL_FROM: 'plugins@acme.test',
    PLUGBOARD_POLL_MS: '20',
  };
  byProvider = {
    PLUGBOARD_OIDC_ISSUER: provider.issuer,
    PLUGBOARD_OIDC_CLIENT_ID: CLIENT.id,
    PLUGBOARD_OIDC_CLIENT_SECRET: CLIENT.secret,
  };
  return async () => {
    await mail.close();
    await provider.close();
  };
});

const join = async (visitor: Visitor, link: string) =>
  visitor.post(link, {
    csrf_token: await visitor.csrfToken(link),
    friendly_name: 'Dev',
    new_password: PASSWORD,
  });

/** Comes in as somebody of the provider, who vouches for the address. */
async function comeIn(server: TestServer, email: string): Promise<Visitor> {
  const visitor = visit(server);
  provider.accounts[email] = { email, email_verified: true };
  const { headers } = await visitor.get('/sign-in/oidc');
  const callback = new URL(await provider.visit(headers.get('location') as string, email));
  const back = await visitor.get(callback.pathname + callback.search);
  expect(back.status).toBe(303);
  return visitor;
}

const whoIs = async (visitor: Visitor) => (await visitor.call('GET', '/me')).body;

const linkIn = (text = ''): string =>
  /http:\/\/plugboard\.test(\/developers\/invitation\/\S+)/.exec(text)?.[1] ?? '';

test('who made an account by a link that was handed on is out once the provider vouches for its owner', async () => {
  const server = await startTestServer({ env: byProvider });
  const email = 'owner@rooms.test';
  const { body } = await server.api('POST', INVITATIONS, { email });
  const early = visit(server);
  expect((await join(early, new URL(body.url).pathname)).status).toBe(303);
  const { id } = await whoIs(early);
  const token = await early.call('POST', '/personal_access_tokens', { name: 'kept' });
  expect(token.status).toBe(201);
  const owner = await comeIn(server, email);
  expect(await whoIs(owner)).toMatchObject({ id, has_password: false });
  expect((await early.call('GET', '/me')).status).toBe(401);
  expect((await signIn(visit(server), { email, password: PASSWORD })).status).toBe(422);
  const withToken = await fetch(`${server.url}/platform/v1/me`, {
    headers: { authorization: `Bearer ${token.body.token}` },
  });
  expect(withToken.status).toBe(401);
  await server.close();
});

test('who made it by a link that was mailed to them keeps their password', async () => {
  const server = await startTestServer({ delivery: true, env: { ...byProvider, ...byMail } });
  const email = 'mailed@rooms.test';
  await server.api('POST', INVITATIONS, { email });
  const [got] = await mail.to(email);
  expect((await join(visit(server), linkIn(got?.text))).status).toBe(303);
  expect(await whoIs(await comeIn(server, email))).toMatchObject({ has_password: true });
  await server.close();
});

test('a link by which somebody signed up is worth nothing once people are invited, and that of an invitation is', async () => {
  const database = await createTestDatabase();
  const open = await startTestServer({
    database,
    delivery: true,
    env: { PLUGBOARD_DEVELOPERS: 'open', ...byMail },
  });
  const visitor = visit(open);
  const own = 'signs-up@rooms.test';
  const csrf_token = await visitor.csrfToken(SIGN_UP);
  expect((await visitor.post(SIGN_UP, { csrf_token, email: own })).status).toBe(200);
  const invited = 'invited@rooms.test';
  await open.api('POST', INVITATIONS, { email: invited });
  const person = await createPerson(open);
  await visitor.post(SIGN_UP, { csrf_token, email: person.email });
  const links = await Promise.all(
    [own, person.email, invited].map(async (to) => linkIn((await mail.to(to))[0]?.text)),
  );
  await open.close();
  const closed = await startTestServer({ database, env: { PLUGBOARD_DEVELOPERS: 'invited' } });
  const [signedUp = '', ofPerson = '', ofInvited = ''] = links;
  expect((await visit(closed).get(signedUp)).status).toBe(410);
  const known = visit(closed);
  await signIn(known, person);
  expect((await known.get(ofPerson)).status).toBe(410);
  expect((await whoIs(known)).may_register_plugins).toBe(false);
  expect((await join(visit(closed), ofInvited)).status).toBe(303);
  const { data } = (await closed.api('GET', INVITATIONS)).body;
  expect(data).toEqual([]);
  await closed.close();
  await database.drop();
});

test('who is a developer no more has no invitation left from before', async () => {
  const server = await startTestServer();
  const person = await createPerson(server);
  const { body } = await server.api('POST', INVITATIONS, { email: person.email.toUpperCase() });
  await insertDeveloper(server.db, { userId: person.id, invitedBy: null });
  const removed = await server.api('DELETE', `/platform/v1/developers/${person.id}`);
  expect(removed.status).toBe(204);
  expect((await visit(server).get(new URL(body.url).pathname)).status).toBe(410);
  await server.close();
});
