import { beforeAll, expect, test } from 'vitest';
import { listRoutes } from '../../src/describe-api.ts';
import { stopTokenFor } from '../../src/mail/stop-tokens.ts';
import { createPlugin, installIn } from '../installs/fixtures.ts';
import { authorizePath, decide, registerClient } from '../oauth/authorization.ts';
import { portalLink } from '../portal/world.ts';
import {
  createPerson,
  type Person,
  signedIn,
  signIn,
  type Visitor,
  visit,
} from '../sign-in/visitor.ts';
import { addMember, signIn as openBrowser } from '../support/people.ts';
import { createSpace } from '../support/plugins.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { readLog, toldBy } from './log.ts';

let server: TestServer;
let plugin: Receiver;
beforeAll(async () => {
  server = await startTestServer();
  plugin = await startReceiver({ status: 200, body: '{}' });
  return async () => {
    await server.close();
    await plugin.close();
  };
});

interface Visit {
  person: Person;
  visitor: Visitor;
  spaceId: number;
}

async function newVisit(): Promise<Visit> {
  const { person, visitor } = await signedIn(server);
  const spaceId = await createSpace(server);
  await addMember(server, spaceId, person.id);
  return { person, visitor, spaceId };
}

async function consent({ person, spaceId }: Visit, path: string): Promise<void> {
  const plugin = await registerClient(server);
  const browser = await openBrowser(server, person.id);
  const page = await browser.get(authorizePath(plugin, { space_id: String(spaceId) }, path));
  expect((await decide(browser, page, 'allow')).status).toBe(303);
}

async function grantOf({ person, spaceId }: Visit): Promise<number> {
  await consent({ person, spaceId } as Visit, '/oauth/authorize');
  const [entry] = await readLog(server, { action: 'grant.created', actor: `user:${person.id}` });
  return Number(entry?.target.id);
}

async function linkFor(userId: number): Promise<string> {
  const { body } = await server.api('POST', '/platform/v1/sign_in_links', { user_id: userId });
  return new URL(body.url).pathname;
}

async function invitationFor({ person: { email } }: Visit): Promise<string> {
  const { body } = await server.api('POST', '/platform/v1/developer_invitations', { email });
  return new URL(body.url).pathname;
}

/** Begins a step by a token of theirs; answers where its window comes back: to the address that all share, or to that of its plugin. */
async function windowOf(visit: Visit, ofPlugin = false): Promise<string> {
  const setup_steps = [
    { type: 'popup', title: 'Page', content_url: plugin.url, validation_url: plugin.url } as never,
  ];
  const { spaceId } = visit;
  const created = await createPlugin(server, { setup_steps });
  const { id } = await installIn(server, created, { spaceId });
  const path = `/platform/v1/installs/${id}/setup/0/start`;
  const authorization = `Bearer ${(await newToken(visit)).token}`;
  const { body } = await server.api('POST', path, undefined, { authorization });
  const callback = `/set-up/callback${ofPlugin ? `/${created.id}` : ''}`;
  return `${callback}?state=${new URL(body.url).searchParams.get('state')}`;
}

/** Says on the page at this path that it is to go on. */
async function agree({ visitor }: Pick<Visit, 'visitor'>, path?: number | string) {
  const csrf_token = await visitor.csrfToken(String(path));
  return visitor.post(String(path), { csrf_token });
}

/** Every page that writes, what somebody does there, and what the log is then told. `prepare` answers what it leads to. */
const PAGES: Record<string, Page> = {
  'POST /developers/invitation/{token}': {
    prepare: invitationFor,
    does: agree,
    told: [{ action: 'developer.joined' }],
  },
  'POST /mail/stop/{token}': {
    prepare: async ({ person }) => `/mail/stop/${stopTokenFor(server.vault, person.id)}`,
    does: (_visit, path) => visit(server).post(String(path), {}),
    told: [{ action: 'user.updated', changed: ['/mail_notifications'] }],
  },
  'POST /portal/{token}': {
    prepare: ({ person, spaceId }) => portalLink(server, { person, spaceId }),
    does: (_visit, path) => agree({ visitor: visit(server) }, path),
    told: [{ action: 'portal_session.started', space_id: expect.any(Number) }],
  },
  'POST /set-up/callback': {
    prepare: (visit) => windowOf(visit),
    does: agree,
    told: [{ action: 'setup_step.submitted', space_id: expect.any(Number) }],
  },
  'POST /set-up/callback/{plugin}': {
    prepare: (visit) => windowOf(visit, true),
    does: agree,
    told: [{ action: 'setup_step.submitted', space_id: expect.any(Number) }],
  },
  'POST /sign-in': {
    does: ({ person }) => signIn(visit(server), person),
    told: [{ action: 'session.started' }],
  },
  'POST /sign-in/link/{token}': {
    prepare: ({ person }) => linkFor(person.id),
    does: (_visit, path) => agree({ visitor: visit(server) }, path),
    told: [{ action: 'session.started' }],
  },
  'POST /sign-out': {
    does: ({ visitor }) => visitor.post('/sign-out', {}),
    told: [{ action: 'session.ended' }],
  },
  'POST /oauth/authorize': {
    does: (visit) => consent(visit, '/oauth/authorize'),
    told: [
      { action: 'install.created', space_id: expect.any(Number) },
      { action: 'grant.created', space_id: expect.any(Number), changed: ['/scopes'] },
    ],
  },
  'POST /a/auth/v0/authorize': {
    does: (visit) => consent(visit, '/a/auth/v0/authorize'),
    told: [{ action: 'install.created' }, { action: 'grant.created' }],
  },
};

interface Page {
  prepare?(visit: Visit): Promise<number | string>;
  does(visit: Visit, prepared?: number | string): Promise<unknown>;
  told: object[];
}

test('every page that writes is here', async () => {
  const routes = (await listRoutes()).filter(({ method }) => method !== 'GET');
  const pages = routes.filter(({ auth, operationId }) => auth === 'none' && !operationId);
  const names = pages.map(({ method, path }) => `${method} ${path}`);
  expect(names.sort()).toEqual(Object.keys(PAGES).sort());
});

test.each(Object.entries(PAGES))('%s is told, with who it was', async (_name, page) => {
  const visit = await newVisit();
  const prepared = await page.prepare?.(visit);
  const entries = await toldBy(server, () => page.does(visit, prepared));
  const own = entries.filter(({ actor }) => actor.kind === 'user');
  expect(own).toMatchObject(page.told);
  for (const { actor, details, request_id } of own) {
    expect(actor.id).toBe(visit.person.id);
    expect(details).toMatchObject({ email: visit.person.email, address: '127.0.0.1' });
    expect(request_id).toMatch(/^req-/);
  }
});

test('a wrong password is told of the account that there is, and of nobody else', async () => {
  const { visitor, person } = await signedIn(server);
  await signIn(visit(server), { email: 'nobody@plugboard.test', password: 'wrong' });
  await signIn(visit(server), { ...person, password: 'wrong' });
  await visitor.call('POST', '/me/password', {
    current_password: 'wrong',
    new_password: 'nine canaries in a mine',
  });
  const target = `user:${person.id}`;
  const refused = () => readLog(server, { action: 'session.refused', target });
  const describe = 'both refusals in the log';
  await waitFor(async () => (await refused()).length === 2, { describe });
  const [entry] = await refused();
  expect(entry).toMatchObject({
    actor: { kind: 'system', id: null, name: null },
    details: { email: null, address: '127.0.0.1' },
  });
  expect(await readLog(server, { action: 'session.refused' })).toHaveLength(2);
});

test('consent that is taken back by the API is told once', async () => {
  const visit = await newVisit();
  const id = await grantOf(visit);
  const { token } = await newToken(visit);
  const headers = { authorization: token };
  const told = await toldBy(server, async () => {
    for (const status of [204, 404]) {
      const answer = await server.api('DELETE', `/v1/oauth_grants/${id}`, undefined, headers);
      expect(answer.status).toBe(status);
    }
  });
  expect(told).toMatchObject([{ action: 'grant.revoked', space_id: visit.spaceId }]);
});

async function newToken({ person }: Visit): Promise<{ token: string }> {
  const body = { user_id: person.id, name: 'mine' };
  return (await server.api('POST', '/platform/v1/personal_access_tokens', body)).body;
}

test('a link that the host makes for somebody is told as made by the host', async () => {
  const person = await createPerson(server);
  const told = await toldBy(server, () => linkFor(person.id));
  expect(told).toMatchObject([
    { action: 'sign_in_link.created', actor: { kind: 'host' }, target: { id: String(person.id) } },
  ]);
});
