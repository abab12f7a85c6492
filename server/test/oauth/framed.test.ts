import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { someoneWaits } from '../support/database.ts';
import { addMember, type Browser, locationOf, openBrowser, signIn } from '../support/people.ts';
import { createSpace, installPlugin, type TestPlugin } from '../support/plugins.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import {
  answerOf,
  authorizePath,
  createVisitor,
  exchange,
  letIn,
  registerClient,
  type Visitor,
} from './authorization.ts';

const HOST = 'https://app.product.test';
const OTHER_HOST = 'https://admin.product.test';
const OWN = 'http://plugboard.test';
const FRAMED = { 'sec-fetch-dest': 'iframe', 'sec-fetch-mode': 'navigate' };

let server: TestServer;
let plugin: TestPlugin;
let visitor: Visitor;
beforeAll(async () => {
  server = await startTestServer({
    env: {
      PLUGBOARD_HOST_PAGE: `${HOST}/apps/{space_id}/{slug}`,
      PLUGBOARD_HOST_ORIGINS: `${HOST}, ${OTHER_HOST}/`,
      PLUGBOARD_SPACE_API_RATE_LIMIT: '0',
    },
  });
  plugin = await addPlugin();
  return () => server.close();
});
beforeEach(async () => {
  visitor = await createVisitor(server, 'editor');
  await installPlugin(server, plugin, visitor.spaceId);
});

const addPlugin = (fields: object = {}): Promise<TestPlugin> =>
  registerClient(server, {
    embedded_app_url: 'https://plugin.example.com/app?kept=1&init_oauth=true',
    dev_embedded_app_url: 'https://dev.example.com/app',
    placements: { sidebar: {} },
    ...fields,
  });

interface Wanted {
  app_id?: number;
  user_id?: number;
  host_origin?: string;
  spaceId?: number;
}

/** What the host's backend gets for its page. */
async function askForTicket(wanted: Wanted = {}): Promise<string | null> {
  const { spaceId = visitor.spaceId, ...fields } = wanted;
  const body = { app_id: plugin.id, user_id: visitor.person.id, ...fields };
  const answer = await server.api('POST', `/v1/spaces/${spaceId}/app_validations`, body);
  expect(answer.status, answer.text).toBe(200);
  expect(Object.keys(answer.body)).toEqual(['token', 'ticket']);
  return answer.body.ticket;
}

const openIn = (browser: Browser, ticket: string | null, headers: Record<string, string> = {}) =>
  browser.get(`/embed/open?ticket=${ticket}`, { ...FRAMED, referer: `${HOST}/`, ...headers });

/** A browser in which a page of the host shows the plugin; nobody is signed in with it. */
async function showPlugin(wanted: Wanted = {}): Promise<Browser> {
  const browser = openBrowser(server);
  const opened = await openIn(browser, await askForTicket(wanted), {
    referer: `${wanted.host_origin ?? HOST}/`,
  });
  expect(opened.status, opened.text).toBe(303);
  return browser;
}

const askInFrame = (browser: Browser, parameters: Record<string, string> = {}, of = plugin) =>
  browser.get(authorizePath(of, parameters), FRAMED);

/** The origins that may embed a page. */
const ancestorsOf = ({ headers }: Answer): string | undefined =>
  /frame-ancestors ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1];

/** What is neither an answer to the plugin nor a form: it asks the page around to begin the consent. */
function expectBegin(answer: Answer, origins = HOST): void {
  expect(answer.status, answer.text).toBe(200);
  expect(answer.headers.get('location')).toBeNull();
  expect(answer.text).not.toContain('<form');
  expect(answer.text).toContain('data-action="app-changed"');
  expect(answer.text).toContain(`data-origins="${origins}"`);
  expect(answer.text).toMatch(
    /data-redirect-to="http:\/\/plugboard\.test\/oauth\/authorize\?[^"]*from_host_page=true"/,
  );
  expect(ancestorsOf(answer)).toBe(`'self' ${HOST} ${OTHER_HOST}`);
  expect(answer.headers.get('x-frame-options')).toBeNull();
}

describe('a ticket', () => {
  test("leads to the plugin's page, which is told where it is and who looks", async () => {
    const browser = openBrowser(server);
    const opened = await openIn(browser, `${await askForTicket()}&theme=dark`, {
      'accept-language': 'nl-BE, en;q=0.5',
    });
    const url = new URL(locationOf(opened));
    expect(url.origin + url.pathname).toBe('https://plugin.example.com/app');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      kept: '1',
      init_oauth: 'true',
      space_id: String(visitor.spaceId),
      space_name: 'Space',
      user_id: String(visitor.person.id),
      user_name: visitor.person.friendlyName,
      user_lang: 'nl-BE',
      theme: 'dark',
      user_is_admin: 'false',
      slug: plugin.slug,
      protocol: 'https:',
      host: 'app.product.test',
    });
    const [cookie] = opened.headers.getSetCookie();
    for (const part of ['HttpOnly', 'Secure', 'SameSite=None', 'Partitioned', 'Path=/']) {
      expect(cookie).toContain(part);
    }
    expect(opened.headers.get('cache-control')).toBe('no-store');
  });

  test('is good once, also for many at the same time', async () => {
    const ticket = await askForTicket();
    const browsers = Array.from({ length: 5 }, () => openBrowser(server));
    const answers = await Promise.all(browsers.map((browser) => openIn(browser, ticket)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 400, 400, 400, 400]);
  });

  test.each([
    ['in a page of another origin', { referer: 'https://evil.example.com/' }],
    ['in a page of another of the host', { referer: `${OTHER_HOST}/` }],
    ['in a page that does not tell where it is', { referer: '' }],
    ['outside of a frame', { 'sec-fetch-dest': 'document' }],
  ])('is not good %s', async (_where, headers) => {
    const browser = openBrowser(server);
    const refused = await openIn(browser, await askForTicket(), headers);
    expect(refused.status).toBe(400);
    expect(browser.cookies.size).toBe(0);
    expect(ancestorsOf(refused)).toBe(`'self' ${HOST} ${OTHER_HOST}`);
  });

  test.each([
    ['after a minute', sql`update embed_visits set expires_at = now()`],
    ['once the plugin is suspended there', sql`update installs set status = 'suspended'`],
    ['once the user is no member', sql`delete from space_members`],
  ])('is not good %s', async (_when, change) => {
    const ticket = await askForTicket();
    await server.db.query(change);
    const browser = openBrowser(server);
    expect((await openIn(browser, ticket)).status).toBe(400);
    expect(browser.cookies.size).toBe(0);
  });

  test('is not given for a page of an origin that may not embed plugins', async () => {
    for (const host_origin of ['https://evil.example.com', `${HOST}/`, 'null', '']) {
      expect(await askForTicket({ host_origin })).toBeNull();
    }
    for (const host_origin of [HOST, OTHER_HOST, OWN]) {
      expect(await askForTicket({ host_origin })).toMatch(/^pbt_/);
    }
  });

  test('is not got by what the plugin has: its tokens, the App Bridge token', async () => {
    const browser = openBrowser(server);
    const asked = { app_id: plugin.id, user_id: visitor.person.id };
    const { body } = await server.api(
      'POST',
      `/v1/spaces/${visitor.spaceId}/app_validations`,
      asked,
    );
    expect((await openIn(browser, body.token)).status).toBe(400);
    const path = `/v1/spaces/${visitor.spaceId}/app_validations`;
    const withToken = { authorization: `Bearer ${body.token}` };
    expect((await send(server.url + path, 'POST', asked, withToken)).status).toBe(401);
    expect(browser.cookies.size).toBe(0);
  });
});

describe('in a frame', () => {
  test('who has let the plugin in is not asked: it gets a code for the space around it', async () => {
    await letIn(visitor, plugin);
    const browser = await showPlugin();
    const answer = answerOf(await askInFrame(browser));
    expect(answer.get('code')).toMatch(/^pbc_/);
    expect([answer.get('space_id'), answer.get('state')]).toEqual([
      String(visitor.spaceId),
      'a-state',
    ]);
  });

  test('a release that asks for more is no reason to ask: the plugin goes on with what was granted', async () => {
    const admin = await createVisitor(server);
    const own = await addPlugin({ scopes: ['entries.read'] });
    await installPlugin(server, own, admin.spaceId);
    await letIn(admin, own);
    const path = `/platform/v1/plugins/${own.id}/manifest`;
    const { body } = await server.api('GET', path);
    const scopes = ['entries.read', 'entries.write'];
    expect((await server.api('PUT', path, { ...body, scopes })).status).toBe(201);
    const { spaceId, person } = admin;
    const browser = await showPlugin({ app_id: own.id, user_id: person.id, spaceId });
    const code = answerOf(await askInFrame(browser, {}, own)).get('code') as string;
    expect((await exchange(server, own, code)).body.scope).toBe('entries.read');
  });

  test('whoever has not is never shown a form, signed in or not', async () => {
    const begin = await askInFrame(await showPlugin(), { state: 'a?b&c' });
    expectBegin(begin);
    expect(begin.text).toContain('state=a%3Fb%26c');
    const raw = await openBrowser(server).get(`${authorizePath(plugin)}&nonce=a?b&more=1`, FRAMED);
    expect(raw.text).toContain('nonce=a?b&amp;more=1&amp;from_host_page=true');
    expectBegin(await askInFrame(openBrowser(server)), `${OWN} ${HOST} ${OTHER_HOST}`);
    await letIn(visitor, plugin);
    // A session alone is not enough: it may be that of a frame in anybody's page.
    expectBegin(await askInFrame(visitor.browser), `${OWN} ${HOST} ${OTHER_HOST}`);
  });

  test('a consent that was withdrawn, is for less, or for another space does not count', async () => {
    await letIn(visitor, plugin, { scope: 'entries.read' });
    const browser = await showPlugin();
    expectBegin(await askInFrame(browser, { scope: 'entries.read entries.write' }));
    const other = await createSpace(server);
    await addMember(server, other, visitor.person.id);
    await installPlugin(server, plugin, other);
    await letIn({ ...visitor, spaceId: other }, plugin);
    expectBegin(await askInFrame(browser, { space_id: String(other) }));
    expect(answerOf(await askInFrame(browser, { scope: 'entries.read' })).get('code')).toMatch(
      /^pbc_/,
    );
    await server.db.query(sql`update grants set revoked_at = now()`);
    expectBegin(await askInFrame(browser, { scope: 'entries.read' }));
  });

  test.each(['in the frame', 'in the window'])(
    'a consent that is revoked at that very moment does not come back %s',
    async (where) => {
      await letIn(visitor, plugin);
      const { db } = server;
      const browser = await showPlugin();
      const ask = () =>
        where === 'in the frame' ? askInFrame(browser) : visitor.browser.get(authorizePath(plugin));
      const asked = await db.transaction(async (tx) => {
        await tx.query(sql`select from embed_visits for update`);
        await tx.query(sql`select from sessions for update`);
        const answer = ask();
        await waitFor(() => someoneWaits(server.db), { describe: 'the answer to be under way' });
        await db.query(sql`update grants set revoked_at = now() where revoked_at is null`);
        return { answer };
      });
      const { status, headers } = await asked.answer;
      expect([status, headers.get('location')]).toEqual([200, null]);
      expect(await db.query(sql`select id from grants where revoked_at is null`)).toEqual([]);
    },
  );

  test('what one plugin is shown with is no use to another', async () => {
    const other = await addPlugin();
    await installPlugin(server, other, visitor.spaceId);
    await letIn(visitor, other);
    const browser = await showPlugin();
    const all = `${OWN} ${HOST} ${OTHER_HOST}`;
    expectBegin(await askInFrame(browser, {}, other), all);
    const [[name = '', value = ''] = []] = browser.cookies;
    browser.cookies.set(name.replace(plugin.clientId, other.clientId), value);
    expectBegin(await askInFrame(browser, {}, other), all);
  });

  test.each([
    [
      'a new password',
      (id: number) =>
        server.api('PATCH', `/platform/v1/users/${id}`, { password: 'another-one-1' }),
    ],
    ['the end of its time', () => server.db.query(sql`update embed_visits set expires_at = now()`)],
  ])('%s ends what the browser has', async (_what, end) => {
    await letIn(visitor, plugin);
    const browser = await showPlugin();
    const ticket = await askForTicket();
    await end(visitor.person.id);
    const again = await signIn(server, visitor.person.id);
    await letIn({ ...visitor, browser: again }, plugin);
    expectBegin(await askInFrame(browser), `${OWN} ${HOST} ${OTHER_HOST}`);
    expect((await openIn(openBrowser(server), ticket)).status).toBe(400);
  });

  test('whoever used the browser before is not taken for whoever does now', async () => {
    const all = `${OWN} ${HOST} ${OTHER_HOST}`;
    await letIn(visitor, plugin);
    // Signing out here ends what frames know, in every browser.
    const browser = await showPlugin();
    await visitor.browser.post('/sign-out');
    expectBegin(await askInFrame(browser), all);
    // So does a frame that could not be opened for the next one, and one that was, of another plugin.
    const other = await addPlugin();
    await installPlugin(server, other, visitor.spaceId);
    const next = await createVisitor(server);
    await addMember(server, visitor.spaceId, next.person.id);
    const theirs = await askForTicket({ app_id: other.id, user_id: next.person.id });
    for (const [ticket, status] of [
      ['', 400],
      ['pbt_unknown', 400],
      [theirs, 303],
    ] as const) {
      const shared = await showPlugin();
      expect(answerOf(await askInFrame(shared)).get('code')).toMatch(/^pbc_/);
      expect((await openIn(shared, ticket)).status).toBe(status);
      expectBegin(await askInFrame(shared), all);
    }
  });

  test('a plugin that is wrong, unknown or stopped is told of in a page that the host may embed', async () => {
    const browser = await showPlugin();
    const wrong = await askInFrame(browser, { redirect_uri: 'https://evil.example.com/' });
    const unknown = await browser.get('/oauth/authorize?client_id=unknown', FRAMED);
    for (const page of [wrong, unknown]) {
      expect(page.status).toBe(400);
      expect(ancestorsOf(page)).toBe(`'self' ${HOST} ${OTHER_HOST}`);
    }
    const stopped = await addPlugin();
    await server.api('POST', `/platform/v1/plugins/${stopped.id}/suspend`, { reason: 'x' });
    const page = await askInFrame(browser, {}, stopped);
    expect([page.status, ancestorsOf(page)]).toEqual([403, `'self' ${HOST} ${OTHER_HOST}`]);
  });

  test('nothing else of ours can be embedded', async () => {
    await letIn(visitor, plugin);
    for (const path of ['/spaces', '/grants', '/account', '/sign-in', authorizePath(plugin)]) {
      const page = await visitor.browser.get(path);
      if (page.status === 200) expect([path, ancestorsOf(page)]).toEqual([path, "'none'"]);
    }
  });
});
