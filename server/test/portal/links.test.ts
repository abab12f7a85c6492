import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { createLogger } from '../../src/log.ts';
import { sweep } from '../../src/operations/maintenance.ts';
import { authorizePath, registerClient } from '../oauth/authorization.ts';
import { type Visitor, visit } from '../sign-in/visitor.ts';
import { createPerson as createOperator } from '../space-api/scene.ts';
import { addMember, createPerson, removeMember, signIn } from '../support/people.ts';
import { createSpace, installPlugin, registerPlugin } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { withinSecond } from '../support/within-second.ts';
import { FOLLOWED, type Onlooker, onlooker, openPortal, portalLink } from './world.ts';

const LINKS = '/platform/v1/portal_links';
const COOKIE = 'plugboard_portal';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ env: { PLUGBOARD_BRAND_NAME: 'Acme' } });
  return () => server.close();
});

async function signedIn({ person }: Onlooker): Promise<Visitor> {
  const visitor = visit(server);
  for (const [name, value] of (await signIn(server, person.id)).cookies) {
    visitor.cookies.set(name, value);
  }
  return visitor;
}

/** What the audit log says was done in a space. */
async function actionsIn(spaceId: number): Promise<string[]> {
  const { body } = await server.api('GET', `/platform/v1/audit?space_id=${spaceId}`);
  return body.data.map(({ action }: { action: string }) => action);
}

const locationOf = ({ headers }: { headers: Headers }) => headers.get('location');

test('a link lets a member into one space, for eight hours and with nothing else of theirs', async () => {
  const one = await onlooker(server);
  const { person, spaceId } = one;
  const elsewhere = await createSpace(server);
  await addMember(server, elsewhere, person.id, 'admin');
  const path = await portalLink(server, one);
  const visitor = visit(server);
  const opened = await visitor.get(path, FOLLOWED);
  expect([opened.status, locationOf(opened)]).toEqual([303, `/spaces/${spaceId}`]);
  const [row] = await server.db.query<{ hours: number }>(sql`
    select extract(epoch from expires_at - created_at)::integer / 3600 as hours
    from portal_sessions where user_id = ${person.id}`);
  expect(row?.hours).toBe(8);

  for (const page of ['', '/installs', '/members']) {
    expect((await visitor.get(`/spaces/${spaceId}${page}`)).status).toBe(200);
  }
  expect((await visitor.get('/notifications')).status).toBe(200);
  for (const start of ['/', '/spaces']) {
    expect(locationOf(await visitor.get(start))).toBe(`/spaces/${spaceId}`);
  }
  for (const page of [`/spaces/${elsewhere}`, '/spaces/999999', '/account', '/grants']) {
    const answer = await visitor.get(page);
    expect([page, answer.status]).toEqual([page, 403]);
    expect(answer.text).toContain(`href="/spaces/${spaceId}"`);
  }

  const me = await visitor.call('GET', '/me');
  expect(me.body).toMatchObject({ id: person.id, portal: { space_id: spaceId } });
  const spaces = await visitor.call('GET', '/me/spaces');
  expect(spaces.body.data.map(({ id }: { id: number }) => id)).toEqual([spaceId]);
  expect((await visitor.call('GET', `/me/spaces/${elsewhere}`)).status).toBe(404);
  expect((await visitor.call('GET', `/spaces/${elsewhere}/members`)).status).toBe(404);
  const embeds = async (id: number) =>
    (await visitor.get(`/v1/spaces/${id}/embeds`, { accept: 'application/json' })).status;
  expect([await embeds(spaceId), await embeds(elsewhere)]).toEqual([200, 404]);
  const refused = await visitor.call('GET', '/personal_access_tokens');
  expect([refused.status, refused.body.detail]).toEqual([
    403,
    'This is nothing that the portal of a space opens',
  ]);
  expect((await visitor.call('PATCH', '/me', { theme: 'dark' })).status).toBe(403);

  const again = visit(server);
  const gone = await again.get(path, FOLLOWED);
  expect(gone.status).toBe(410);
  expect(gone.text).toContain('Go back to Acme and open the page there again.');
  expect(again.cookies.has(COOKIE)).toBe(false);
});

test('a link is for a member who is no operator', async () => {
  const { person, spaceId } = await onlooker(server);
  const stranger = await createPerson(server);
  const operator = await createOperator(server, true);
  await addMember(server, spaceId, operator.id, 'admin');
  const ask = async (change: object) => {
    const body = { user_id: person.id, space_id: spaceId, ...change };
    const answer = await server.api('POST', LINKS, body);
    return [answer.status, answer.body.code, answer.body.errors?.[0]?.pointer];
  };
  expect(await ask({ user_id: stranger.id })).toEqual([422, 'invalid', '/user_id']);
  expect(await ask({ space_id: 999_999 })).toEqual([422, 'invalid', '/user_id']);
  expect(await ask({ user_id: 999_999 })).toEqual([404, 'user_not_found', undefined]);
  expect(await ask({ user_id: operator.id })).toEqual([403, 'forbidden', undefined]);
  expect(await ask({ views: ['catalog'] })).toEqual([422, 'invalid', '/views']);
  expect(await ask({ user_id: undefined })).toEqual([422, 'invalid', '/user_id']);
});

test('of many visits at once, one is let in', async () => {
  const path = await portalLink(server, await onlooker(server));
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => visit(server).get(path, FOLLOWED)),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array(19).fill(410)]);
});

test.each<[string, 'get' | 'head', Record<string, string>]>([
  ['a HEAD', 'head', FOLLOWED],
  ['a preview of a chat', 'get', {}],
  ['a frame', 'get', { ...FOLLOWED, 'sec-fetch-dest': 'iframe' }],
  ['a prefetch', 'get', { ...FOLLOWED, 'sec-purpose': 'prefetch;prerender' }],
])('%s does not use a link up', async (_, method, headers) => {
  const path = await portalLink(server, await onlooker(server));
  const visitor = visit(server);
  expect((await visitor[method](path, headers)).status).toBe(200);
  expect(visitor.cookies.has(COOKIE)).toBe(false);
  expect((await visit(server).get(path, FOLLOWED)).status).toBe(303);
});

test('where the browser says nothing, the page asks, and its button opens', async () => {
  const one = await onlooker(server);
  const path = await portalLink(server, one);
  const visitor = visit(server);
  const csrf_token = await visitor.csrfToken(path);
  const forged = await visitor.post(path, { csrf_token }, { origin: 'http://evil.test' });
  expect(forged.status).toBe(403);
  expect((await visitor.post(path, {})).status).toBe(403);
  const answer = await visitor.post(path, { csrf_token });
  expect([answer.status, locationOf(answer)]).toEqual([303, `/spaces/${one.spaceId}`]);
  expect((await visitor.post(path, { csrf_token })).status).toBe(410);
});

test('a link that has expired lets nobody in, and what has expired is swept', async () => {
  const one = await onlooker(server);
  const path = await portalLink(server, one);
  const asked = visit(server);
  const csrf_token = await asked.csrfToken(path);
  const visitor = await openPortal(server, one);
  await server.db.query(sql`
    update portal_links set expires_at = now() - interval '1 second' where user_id = ${one.person.id}`);
  expect((await visit(server).get(path, FOLLOWED)).status).toBe(410);
  expect((await asked.post(path, { csrf_token })).status).toBe(410);
  await server.db.query(sql`
    update portal_sessions set expires_at = now() - interval '1 second' where user_id = ${one.person.id}`);
  const ended = await visitor.get(`/spaces/${one.spaceId}`);
  expect(ended.status).toBe(410);
  expect(ended.text).toContain('Go back to Acme and open the page there again.');
  expect((await visitor.call('GET', '/me')).status).toBe(401);
  const { db, config } = server;
  await sweep({ db, config, vault: server.vault, log: createLogger('silent') });
  const left = await server.db.query(sql`
    select 1 from portal_links where user_id = ${one.person.id}
    union all select 1 from portal_sessions where user_id = ${one.person.id}`);
  expect(left).toEqual([]);
});

test('it opens as much as the role of the member does', async () => {
  const editor = await onlooker(server, 'editor');
  const { spaceId, person } = editor;
  const { id } = await installPlugin(server, await registerPlugin(server), spaceId);
  const visitor = await openPortal(server, editor);
  const suspend = () => visitor.call('POST', `/installs/${id}/suspend`);
  const other = await createPerson(server);
  await addMember(server, spaceId, other.id, 'editor');
  const promote = () =>
    visitor.call('PUT', `/spaces/${spaceId}/members/${other.id}`, { role: 'admin' });
  expect([(await suspend()).status, (await promote()).status]).toEqual([403, 403]);
  await addMember(server, spaceId, person.id, 'admin');
  expect([(await suspend()).status, (await promote()).status]).toEqual([200, 200]);
  const audit = await server.api(
    'GET',
    `/platform/v1/audit?space_id=${spaceId}&action=install.suspended`,
  );
  expect(audit.body.data[0].actor).toMatchObject({ kind: 'user', id: person.id });
});

test('it ends within a second of the membership', async () => {
  const one = await onlooker(server);
  const visitor = await openPortal(server, one);
  expect((await visitor.call('GET', '/me')).status).toBe(200);
  await removeMember(server, one.spaceId, one.person.id);
  const isOut = async () => (await visitor.call('GET', '/me')).status === 401;
  expect(await withinSecond(isOut)).toBe(true);
  expect((await visitor.get(`/spaces/${one.spaceId}`)).status).toBe(410);
});

test('another page on another site changes nothing by it', async () => {
  const one = await onlooker(server);
  const { id } = await installPlugin(server, await registerPlugin(server), one.spaceId);
  const visitor = await openPortal(server, one);
  const path = `/installs/${id}/suspend`;
  for (const foreign of [{ origin: 'https://evil.test' }, { origin: undefined }]) {
    expect((await visitor.call('POST', path, undefined, foreign)).status).toBe(403);
  }
});

test('who is signed in stays that, and leaves with both', async () => {
  const one = await onlooker(server);
  const other = await createSpace(server);
  await addMember(server, other, one.person.id, 'admin');
  const visitor = await openPortal(server, one, await signedIn(one));
  expect((await visitor.call('GET', '/me')).body.portal).toBeNull();
  expect((await visitor.get(`/spaces/${other}`)).status).toBe(200);
  const csrf_token = await visitor.csrfToken('/account');
  const out = await visitor.post('/sign-out', { csrf_token });
  expect(locationOf(out)).toBe('/sign-in?signed_out');
  expect(visitor.cookies.has(COOKIE)).toBe(false);
  expect((await visitor.call('GET', '/me')).status).toBe(401);
});

test('who is signed in as somebody else is asked, and signed out', async () => {
  const now = await onlooker(server);
  const visitor = await signedIn(now);
  const one = await onlooker(server);
  const path = await portalLink(server, one);
  const page = await visitor.get(path, FOLLOWED);
  expect(page.status).toBe(200);
  expect(page.text).toContain('and will be signed out');
  expect((await visitor.call('GET', '/me')).body.id).toBe(now.person.id);
  const csrf_token = /name="csrf_token" value="([^"]+)"/.exec(page.text)?.[1];
  expect((await visitor.post(path, { csrf_token })).status).toBe(303);
  expect((await visitor.call('GET', '/me')).body.id).toBe(one.person.id);
});

test('who is in a portal as somebody else is asked before another one takes its place', async () => {
  const [one, two] = [await onlooker(server), await onlooker(server)];
  const visitor = await openPortal(server, one);
  const path = await portalLink(server, two);
  const page = await visitor.get(path, FOLLOWED);
  expect([page.status, page.text.includes('and will be signed out')]).toEqual([200, true]);
  expect((await visitor.call('GET', '/me')).body.id).toBe(one.person.id);
  const csrf_token = /name="csrf_token" value="([^"]+)"/.exec(page.text)?.[1];
  expect((await visitor.post(path, { csrf_token })).status).toBe(303);
  expect((await visitor.call('GET', '/me')).body.id).toBe(two.person.id);
  expect(await actionsIn(one.spaceId)).toContain('portal_session.ended');
});

test('a portal of somebody else ends as the browser signs in, and does not come back afterwards', async () => {
  const [one, own] = [await onlooker(server), await onlooker(server)];
  const visitor = await openPortal(server, one);
  const plugin = await registerPlugin(server);
  const { id } = await installPlugin(server, plugin, one.spaceId);
  await server.db.query(sql`
    insert into embed_visits (hash, user_id, install_id, host_origin, expires_at)
    values ('\x01', ${one.person.id}, ${id}, 'https://host.example', now() + interval '1 hour')`);
  const made = await server.api('POST', '/platform/v1/sign_in_links', { user_id: own.person.id });
  expect(made.status, made.text).toBe(201);
  const link = new URL(made.body.url).pathname;
  expect((await visitor.get(link, FOLLOWED)).status).toBe(303);
  expect((await visitor.call('GET', '/me')).body.id).toBe(own.person.id);
  // Nor are they known any more to pages of plugins that they had opened there.
  const visits = await server.db.query(sql`
    select 1 from embed_visits where user_id = ${one.person.id}`);
  expect(visits).toEqual([]);
  await server.api('PATCH', `/platform/v1/users/${own.person.id}`, {
    password: 'another horse, battery',
  });
  expect(await withinSecond(async () => (await visitor.call('GET', '/me')).status === 401)).toBe(
    true,
  );
  expect(await actionsIn(one.spaceId)).toContain('portal_session.ended');
});

test('signing out ends it, and leads back to the product', async () => {
  const one = await onlooker(server);
  const visitor = await openPortal(server, one);
  const before = new Map(visitor.cookies);
  const foreign = { origin: 'https://evil.test' };
  expect((await visitor.post('/sign-out', {}, foreign)).status).toBe(403);
  const out = await visitor.post('/sign-out', {});
  expect([out.status, locationOf(out)]).toEqual([303, '/portal']);
  const closed = await visitor.get('/portal');
  expect(closed.text).toContain('Go back to Acme and open the page there again.');
  const thief = visit(server);
  for (const [name, value] of before) thief.cookies.set(name, value);
  expect((await thief.call('GET', '/me')).status).toBe(401);
});

test('a second link takes the place of the first one', async () => {
  const one = await onlooker(server);
  const spaceId = await createSpace(server);
  await addMember(server, spaceId, one.person.id);
  const two = { ...one, spaceId };
  const visitor = await openPortal(server, one);
  const before = visitor.cookies.get(COOKIE) ?? '';
  await openPortal(server, two, visitor);
  expect((await visitor.call('GET', '/me')).body.portal).toEqual({ space_id: two.spaceId });
  const old = visit(server);
  old.cookies.set(COOKIE, before);
  expect((await old.call('GET', '/me')).status).toBe(401);
});

test('the log tells of the link, of its use and of its end', async () => {
  const one = await onlooker(server);
  const visitor = await openPortal(server, one);
  const csrf_token = await visitor.csrfToken(`/spaces/${one.spaceId}`);
  await visitor.post('/sign-out', { csrf_token });
  const { body } = await server.api('GET', `/platform/v1/audit?space_id=${one.spaceId}`);
  const told = body.data.map((entry: { action: string; actor: { kind: string } }) => [
    entry.action,
    entry.actor.kind,
  ]);
  expect(told.slice(0, 3)).toEqual([
    ['portal_session.ended', 'user'],
    ['portal_session.started', 'user'],
    ['portal_link.created', 'host'],
  ]);
});

test('a plugin is let in there, and nowhere else', async () => {
  const one = await onlooker(server);
  const elsewhere = await createSpace(server);
  await addMember(server, elsewhere, one.person.id, 'admin');
  const plugin = await registerClient(server);
  for (const space of [one.spaceId, elsewhere]) await installPlugin(server, plugin, space);
  const visitor = await openPortal(server, one);
  const foreign = await visitor.get(authorizePath(plugin, { space_id: String(elsewhere) }));
  expect(foreign.status).toBe(404);
  // It asks for no space, and there is only one to choose.
  const path = authorizePath(plugin);
  const page = await visitor.get(path);
  expect(page.status, page.text).toBe(200);
  expect(page.text).not.toContain('/grants');
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page.text)?.[1];
  const names = ['csrf_token', 'space_id', 'scope', 'offer'];
  const form = Object.fromEntries(names.map((name) => [name, field(name)]));
  const answer = await visitor.post(path, { ...form, decision: 'allow' });
  expect(answer.status, answer.text).toBe(303);
  expect(locationOf(answer)).toContain(`space_id=${one.spaceId}`);
  await server.db.query(sql`delete from portal_sessions where user_id = ${one.person.id}`);
  const late = await visitor.post(path, { ...form, decision: 'allow' });
  expect(late.status).not.toBe(200);
  expect(locationOf(late) ?? '').not.toContain('code=');
});

test('a step of a set-up that goes on in a window comes back to the browser that began it', async () => {
  const one = await onlooker(server);
  const content_url = 'http://localhost:4999/page';
  const setup_steps = [{ type: 'popup', title: 'Page', content_url, validation_url: content_url }];
  const plugin = await registerPlugin(server, { setup_steps });
  const { id } = await installPlugin(server, plugin, one.spaceId);
  const visitor = await openPortal(server, one);
  const begun = await visitor.call('POST', `/installs/${id}/setup/0/start`);
  expect(begun.status, begun.text).toBe(200);
  const state = new URL(begun.body.url).searchParams.get('state');
  const back = `/set-up/callback?state=${state}`;
  const other = await openPortal(server, one);
  expect((await other.get(back)).status).toBe(403);
  // It is taken, and the plugin is asked, which does not answer here.
  expect((await visitor.get(back)).text).toContain('This did not work');
  expect((await visitor.get(back)).text).toContain('This window cannot go on');
});
