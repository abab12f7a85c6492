import { createPlugin, type Viewer } from '@plugboard/sdk';
import {
  type CookieOAuthOptions,
  createOAuth,
  memoryStore,
  storageStore,
} from '@plugboard/sdk/oauth';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  CALLBACK,
  createVisitor,
  setUpConsent,
  type Visitor,
} from '../../../server/test/oauth/authorization.ts';
import { addMember, removeMember } from '../../../server/test/support/people.ts';
import {
  createSpace,
  installPlugin,
  type TestPlugin,
} from '../../../server/test/support/plugins.ts';
import type { TestServer } from '../../../server/test/support/server.ts';
import {
  goThrough,
  holdRenewals,
  openPluginBrowser,
  PLUGIN,
  type PluginBrowser,
  signInAt,
} from './visiting.ts';

let server: TestServer;
let plugin: TestPlugin;
let publicPlugin: TestPlugin;
setUpConsent((given) => ({ server, plugin, publicPlugin } = given));

let visitor: Visitor;
let installId: number;
let at: PluginBrowser;
/** What was asked of Plugboard, as `POST /path grant_type`. */
let calls: string[];
/** The refresh tokens that were used. */
let used: (string | null)[];
beforeEach(async () => {
  visitor = await createVisitor(server);
  ({ id: installId } = (await installPlugin(server, plugin, visitor.spaceId)) as { id: number });
  await installPlugin(server, publicPlugin, visitor.spaceId);
  at = openPluginBrowser();
  calls = [];
  used = [];
});
afterEach(() => vi.useRealTimers());

const options = (of: TestPlugin = plugin): CookieOAuthOptions => ({
  baseUrl: server.url,
  publicUrl: server.config.publicUrl,
  clientId: of.clientId,
  ...(of === publicPlugin
    ? { sessionSecret: 'only for sessions, and long enough' }
    : { secret: of.clientSecret }),
  redirectUri: CALLBACK,
  fetch: (url, init) => {
    const form = init?.body instanceof URLSearchParams ? init.body : undefined;
    const grant = form?.get('grant_type');
    if (grant === 'refresh_token') used.push(form?.get('refresh_token') ?? null);
    calls.push([init?.method, new URL(String(url)).pathname, grant].filter(Boolean).join(' '));
    return fetch(url, init);
  },
});
const TOKEN = 'POST /a/auth/v0/token';
const renewals = () => calls.filter((call) => call === `${TOKEN} refresh_token`).length;

/** Past the life of an access token. */
const later = (seconds = 899) =>
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 });

describe('a request of another site does not act with the session', () => {
  const own = new URL(PLUGIN).origin;
  const evil = 'https://evil.example';
  test.each<[string, string, Record<string, string>, boolean]>([
    ['a form of another site', 'POST', { origin: evil, 'sec-fetch-site': 'cross-site' }, false],
    [
      'one of another host of the site',
      'POST',
      { origin: own, 'sec-fetch-site': 'same-site' },
      false,
    ],
    ['one of a sandbox', 'POST', { origin: 'null', 'sec-fetch-site': 'cross-site' }, false],
    ['one that says nothing', 'POST', {}, false],
    ['one of a browser that says less', 'POST', { origin: evil }, false],
    ['one that changes', 'DELETE', { origin: evil }, false],
    ['one with a method of its own', 'get-all', {}, false],
    ['a script of another site', 'GET', { origin: evil, 'sec-fetch-site': 'cross-site' }, false],
    ['a socket of a sandbox', 'GET', { origin: 'null', upgrade: 'websocket' }, false],
    ['a form of its own', 'POST', { origin: own, 'sec-fetch-site': 'same-origin' }, true],
    [
      'one whose page names no referrer',
      'POST',
      { origin: 'null', 'sec-fetch-site': 'same-origin' },
      true,
    ],
    ['one of a browser that says less', 'POST', { origin: own }, true],
    ['a link', 'GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, true],
    ['an address that was typed', 'GET', { 'sec-fetch-site': 'none' }, true],
    ['a socket of its own', 'GET', { origin: own, upgrade: 'websocket' }, true],
  ])('%s: %s %o', async (_what, method, headers, acts) => {
    const oauth = createOAuth(options());
    await signInAt(oauth, visitor, at);
    const session = await oauth.session(at.request('/', { method, headers }));
    expect(session !== null).toBe(acts);
  });
});

describe('cookies are what they were sealed as', () => {
  test('one that was changed, shortened or made up is none', async () => {
    const oauth = createOAuth(options());
    await signInAt(oauth, visitor, at);
    const [[name = '', value = ''] = []] = at.cookies;
    for (const wrong of [value.slice(0, -1), `${value}A`, `2${value.slice(1)}`, '', 'null', '1']) {
      at.cookies.set(name, wrong);
      expect(await oauth.session(at.request('/'))).toBeNull();
    }
    at.cookies.set(name, value);
    expect(await oauth.session(at.request('/'))).not.toBeNull();
  });

  test('one under the name of another is none: of another space, another plugin, the way there', async () => {
    const oauth = createOAuth(options());
    await signInAt(oauth, visitor, at);
    const [[name = '', value = ''] = []] = at.cookies;
    const other = openPluginBrowser(new Map([[name.replace(/\d+$/, '9'), value]]));
    expect(await oauth.session(other.request('/'))).toBeNull();
    const begun = await oauth.authorize(at.request('/'));
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state');
    at.take(begun);
    const [stateName = ''] = [...at.cookies.keys()].filter((one) => one.includes('_state_'));
    const mixed = openPluginBrowser(
      new Map([
        [stateName, value],
        [name, at.cookies.get(stateName) ?? ''],
      ]),
    );
    expect(await oauth.session(mixed.request('/'))).toBeNull();
    expect((await oauth.callback(mixed.request(`/callback?code=x&state=${state}`))).status).toBe(
      400,
    );
    const another = createOAuth({ ...options(publicPlugin), clientId: plugin.clientId });
    expect(await another.session(at.request('/'))).toBeNull();
  });

  test('with a new client secret the session goes on, and without the old one it ends', async () => {
    await signInAt(createOAuth(options()), visitor, at);
    const rotated = createOAuth({ ...options(), secret: ['the new one', plugin.clientSecret] });
    expect(await rotated.session(at.request('/'))).not.toBeNull();
    const without = createOAuth({ ...options(), secret: 'the new one' });
    expect(await without.session(at.request('/'))).toBeNull();
  });

  test('after its time there is none', async () => {
    const oauth = createOAuth({ ...options(), sessionSeconds: 3600 });
    const done = await signInAt(oauth, visitor, at);
    expect(done.headers.get('set-cookie')).toContain('Max-Age=3600;');
    later(3590);
    const session = await oauth.session(at.request('/'));
    // Renewed tokens do not make it live longer.
    expect(session?.headers().get('set-cookie')).toMatch(/Max-Age=(?:\d|10);/);
    vi.setSystemTime(Date.now() + 10_000);
    expect(await oauth.session(at.request('/'))).toBeNull();
  });
});

describe('whose it is', () => {
  test('the session of a space is found beside that of another, and none is somebody else’s', async () => {
    const oauth = createOAuth(options());
    const second = await createSpace(server, { name: 'Second' });
    await addMember(server, second, visitor.person.id);
    await installPlugin(server, plugin, second);
    await signInAt(oauth, visitor, at);
    await signInAt(oauth, { ...visitor, spaceId: second }, at);
    const find = async (owner?: { spaceId?: number; userId?: number }) =>
      (await oauth.session(at.request('/'), owner))?.space.id;
    expect(await find({ spaceId: visitor.spaceId })).toBe(visitor.spaceId);
    expect(await find({ spaceId: second })).toBe(second);
    expect(await find()).toBe(second);
    expect(await find({ spaceId: 0 })).toBeUndefined();
    expect(await find({ spaceId: Number.NaN })).toBeUndefined();
    const viewer: Viewer = {
      spaceId: second,
      userId: visitor.person.id,
      installId,
      role: 'admin',
      expiresAt: 0,
    };
    expect(await find(viewer)).toBe(second);
    expect(await find({ ...viewer, userId: viewer.userId + 1 })).toBeUndefined();
    expect(await find({ userId: viewer.userId + 1 })).toBeUndefined();
  });

  test('a browser keeps four, the newest', async () => {
    const oauth = createOAuth(options());
    const spaces: number[] = [];
    for (let count = 0; count < 5; count++) {
      const spaceId = await createSpace(server);
      await addMember(server, spaceId, visitor.person.id);
      await installPlugin(server, plugin, spaceId);
      spaces.push(spaceId);
      await signInAt(oauth, { ...visitor, spaceId }, at);
    }
    expect([...at.cookies.keys()].map((name) => Number(/\d+$/.exec(name)?.[0]))).toEqual(
      spaces.slice(1),
    );
  });
});

describe('the headers that a browser sends do not fill', () => {
  /** Somebody whose roles and name take much of a cookie. */
  let characters: number;
  const bulky = (of = plugin): CookieOAuthOptions => {
    const { fetch: send = fetch, ...rest } = options(of);
    return {
      ...rest,
      fetch: async (url, init) => {
        const response = await send(url, init);
        if (!String(url).endsWith('/oauth/user_info')) return response;
        const body = await response.json();
        const user = { ...body.user, friendly_name: 'n'.repeat(characters) };
        return Response.json({ ...body, user });
      },
    };
  };
  const bytes = () => at.request('/').headers.get('cookie')?.length;
  const spaces = () =>
    [...at.cookies.keys()]
      .filter((name) => !name.includes('_state_'))
      .map((name) => Number(/\d+$/.exec(name)?.[0]));
  async function signInto(count: number, oauth = createOAuth(bulky())): Promise<number[]> {
    const into: number[] = [];
    for (let left = count; left > 0; left--) {
      const spaceId = await createSpace(server);
      await addMember(server, spaceId, visitor.person.id);
      await installPlugin(server, plugin, spaceId);
      into.push(spaceId);
      await signInAt(oauth, { ...visitor, spaceId }, at);
    }
    return into;
  }

  test('with large sessions: the oldest end, and what is begun beside them ends none', async () => {
    characters = 1000;
    const oauth = createOAuth(bulky());
    const into = await signInto(4, oauth);
    expect(spaces()).toEqual(into.slice(2));
    expect(bytes()).toBeLessThanOrEqual(5000);
    for (let count = 0; count < 6; count++) {
      at.take(await oauth.authorize(at.request('/'), { returnTo: `/?${'a'.repeat(900)}` }));
    }
    expect(bytes()).toBeLessThanOrEqual(8000);
    expect(spaces()).toEqual(into.slice(2));
  });

  test('with sessions that grow when they are renewed', async () => {
    characters = 10;
    const oauth = createOAuth(bulky());
    const into = await signInto(3, oauth);
    expect(spaces()).toEqual(into);
    later();
    characters = 2000;
    for (const spaceId of into) {
      const session = await oauth.session(at.request('/'), { spaceId });
      if (session !== null) at.take(session.commit(new Response()));
    }
    expect(bytes()).toBeLessThanOrEqual(5000);
    expect(await oauth.session(at.request('/'), { spaceId: into[2] as number })).not.toBeNull();
  });

  test('with what was sealed with a secret that is gone', async () => {
    characters = 1000;
    await signInto(2);
    const rotated = createOAuth({
      ...bulky(),
      secret: plugin.clientSecret,
      sessionSecret: 's'.repeat(40),
    });
    const into = await signInto(1, rotated);
    expect(spaces().at(-1)).toBe(into[0]);
    expect(bytes()).toBeLessThanOrEqual(5000);
  });
});

describe('tokens are renewed when they are due', () => {
  test('once, however many ask, and what changed goes to the browser', async () => {
    const oauth = createOAuth(options());
    await signInAt(oauth, visitor, at);
    const before = await (await oauth.session(at.request('/')))?.accessToken();
    expect(renewals()).toBe(0);
    later();
    const found = await Promise.all(
      Array.from({ length: 8 }, () => oauth.session(at.request('/'))),
    );
    const tokens = new Set(await Promise.all(found.map((one) => one?.accessToken())));
    expect([tokens.size, tokens.has(before)]).toEqual([1, false]);
    expect(renewals()).toBe(1);
    // A browser that has not heard of it is not asked for it again, nor is one that has.
    const late = await oauth.session(at.request('/'));
    at.take(late?.commit(new Response()) as Response);
    expect(tokens.has(await (await oauth.session(at.request('/')))?.accessToken())).toBe(true);
    expect((await oauth.session(at.request('/')))?.headers().has('set-cookie')).toBe(false);
    expect(renewals()).toBe(1);
    // Another process finds it in the cookie.
    const other = createOAuth(options());
    expect(tokens.has(await (await other.session(at.request('/')))?.accessToken())).toBe(true);
  });

  test('of a public client, too, whose refresh token works once: also where the browser does not hear of it', async () => {
    const oauth = createOAuth(options(publicPlugin));
    await signInAt(oauth, visitor, at);
    for (let count = 1; count <= 3; count++) {
      later();
      // As if what changed got lost on its way.
      const session = await oauth.session(at.request('/'));
      expect(await session?.request('/oauth/user_info')).toMatchObject({ roles: [{}] });
      expect(renewals()).toBe(count);
    }
    expect(new Set(used).size).toBe(3);
    const session = await oauth.session(at.request('/'));
    at.take(session?.commit(new Response('kept', { status: 201 })) as Response);
    later();
    const other = createOAuth(options(publicPlugin));
    expect((await other.session(at.request('/')))?.user.id).toBe(visitor.person.id);
  });

  test('of a public client by several processes at the same time', async () => {
    const processes = [0, 1, 2].map(() => createOAuth(options(publicPlugin)));
    await signInAt(processes[0] as (typeof processes)[0], visitor, at);
    later();
    const found = await Promise.all(processes.map((one) => one.session(at.request('/'))));
    expect(renewals()).toBe(3);
    for (const session of found) {
      expect(await session?.request('/oauth/user_info')).toMatchObject({ roles: [{}] });
    }
  });

  test('before its time where one is refused, and the call is made again', async () => {
    const oauth = createOAuth(options());
    await signInAt(oauth, visitor, at);
    const session = await oauth.session(at.request('/'));
    const token = await session?.accessToken();
    await revoke(token as string);
    expect(await session?.request('/oauth/user_info')).toMatchObject({ space: {} });
    expect(await session?.accessToken()).not.toBe(token);
    expect(session?.headers().get('set-cookie')).toContain('Max-Age=');
  });

  test('with a role that has changed since', async () => {
    const oauth = createOAuth(options());
    await signInAt(oauth, visitor, at);
    await addMember(server, visitor.spaceId, visitor.person.id, 'editor');
    expect((await oauth.session(at.request('/')))?.roles).toEqual([{ name: 'admin' }]);
    later();
    expect((await oauth.session(at.request('/')))?.roles).toEqual([{ name: 'editor' }]);
  });

  test('of a public client also while Plugboard cannot say who it is, whose new refresh token is kept', async () => {
    const { fetch: send = fetch, ...rest } = options(publicPlugin);
    let isBroken = false;
    const oauth = () =>
      createOAuth({
        ...rest,
        fetch: async (url, init) =>
          isBroken && String(url).endsWith('/oauth/user_info')
            ? new Response('{}', { status: 500 })
            : send(url, init),
      });
    await signInAt(oauth(), visitor, at);
    await addMember(server, visitor.spaceId, visitor.person.id, 'editor');
    later();
    isBroken = true;
    const session = await oauth().session(at.request('/'));
    expect(session).toMatchObject({ user: { id: visitor.person.id }, roles: [{ name: 'admin' }] });
    at.take(session?.commit(new Response()) as Response);
    isBroken = false;
    later();
    expect((await oauth().session(at.request('/')))?.roles).toEqual([{ name: 'editor' }]);
    expect(new Set(used).size).toBe(2);
  });

  test('not while Plugboard does not answer, and the session is there afterwards', async () => {
    let isGone = false;
    const oauth = createOAuth({
      ...options(),
      fetch: (url, init) => (isGone ? Promise.reject(new Error('gone')) : fetch(url, init)),
    });
    await signInAt(oauth, visitor, at);
    later();
    isGone = true;
    await expect(oauth.session(at.request('/'))).rejects.toMatchObject({
      name: 'ConnectionError',
    });
    isGone = false;
    expect(await oauth.session(at.request('/'))).not.toBeNull();
  });
});

async function revoke(token: string): Promise<void> {
  const body = new URLSearchParams({
    token,
    client_id: plugin.clientId,
    client_secret: plugin.clientSecret,
  });
  expect((await fetch(`${server.url}/oauth/revoke`, { method: 'POST', body })).status).toBe(200);
}

describe.each([
  ['cookies', () => undefined],
  ['a store', () => memoryStore()],
  [
    "the plugin's storage",
    () =>
      storageStore(
        createPlugin({
          baseUrl: server.url,
          clientId: plugin.clientId,
          secret: plugin.clientSecret,
        }).storage,
      ),
  ],
])('with tokens in %s', (_where, storeOf) => {
  test.each<[string, () => Promise<unknown>]>([
    [
      'the person is no member any more',
      () => removeMember(server, visitor.spaceId, visitor.person.id),
    ],
    ['the plugin is uninstalled', () => server.api('DELETE', `/platform/v1/installs/${installId}`)],
    ['the person is gone', () => server.api('DELETE', `/platform/v1/users/${visitor.person.id}`)],
  ])('a session ends when %s', async (_why, end) => {
    const oauth = createOAuth({ ...options(), store: storeOf() });
    await signInAt(oauth, visitor, at);
    const session = await oauth.session(at.request('/'));
    expect(await session?.request('/oauth/user_info')).toMatchObject({ user: {} });
    await end();
    await expect(session?.request('/oauth/user_info')).rejects.toMatchObject({
      name: 'OAuthError',
      code: 'session_ended',
    });
    expect(session?.headers().get('set-cookie')).toContain('Max-Age=0');
    expect(await oauth.session(at.request('/'))).toBeNull();
    later();
    expect(
      await createOAuth({ ...options(), store: storeOf() }).session(at.request('/')),
    ).toBeNull();
  });

  test('signing out ends the session, what others have copied of it, and its tokens', async () => {
    const oauth = createOAuth({ ...options(), store: storeOf() });
    await signInAt(oauth, visitor, at);
    const copy = openPluginBrowser(new Map(at.cookies));
    const session = await oauth.session(at.request('/'));
    const token = await session?.accessToken();
    const forged = { method: 'POST', headers: { origin: 'https://evil.example' } };
    expect((await oauth.signOut(at.request('/sign-out', forged))).status).toBe(403);
    expect((await oauth.signOut(at.request('/sign-out'))).status).toBe(405);
    expect(await oauth.session(at.request('/'))).not.toBeNull();

    const own = { method: 'POST', headers: { origin: PLUGIN } };
    const done = at.take(await oauth.signOut(at.request('/sign-out', own), { returnTo: '/bye' }));
    expect([done.status, done.headers.get('location')]).toEqual([303, `${PLUGIN}/bye`]);
    expect(at.cookies.size).toBe(0);
    expect(await oauth.session(copy.request('/'))).toBeNull();
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${server.url}/oauth/user_info`, { headers })).status).toBe(401);
    const nobody = await oauth.signOut(at.request('/sign-out', own), {
      returnTo: 'https://evil.example',
    });
    expect([nobody.status, nobody.headers.get('location')]).toEqual([204, null]);
    // The consent stands: nobody is asked.
    expect((await signInAt(oauth, visitor, at)).status).toBe(303);
  });
});

describe('a store', () => {
  test('has what no cookie could hold, and shows nobody what', async () => {
    const kept = new Map<string, string>();
    const store = {
      get: async (key: string) => kept.get(key),
      set: async (key: string, value: string) => kept.set(key, value),
      delete: async (key: string) => kept.delete(key),
    };
    const oauth = createOAuth({ ...options(), store });
    await signInAt(oauth, visitor, at);
    expect([...at.cookies.values()].join().length).toBeLessThan(300);
    const token = (await (await oauth.session(at.request('/')))?.accessToken()) as string;
    const all = JSON.stringify([...kept]);
    expect(all).toContain('session:');
    for (const secret of [token, visitor.person.email]) expect(all).not.toContain(secret);
    // What one browser has there is moved to another one's place: it does not open.
    const other = openPluginBrowser();
    const someone = await createVisitor(server);
    await installPlugin(server, plugin, someone.spaceId);
    await signInAt(oauth, someone, other);
    const [one, two] = [...kept.keys()].filter((key) => key.startsWith('session:'));
    kept.set(two as string, kept.get(one as string) as string);
    expect(await oauth.session(other.request('/'))).toBeNull();
  });

  test('tells several processes that a way back was gone already', async () => {
    const store = memoryStore();
    const [one, two] = [0, 1].map(() => createOAuth({ ...options(), store })) as [
      ReturnType<typeof createOAuth>,
      ReturnType<typeof createOAuth>,
    ];
    const sent = at.take(await one.authorize(at.request('/'), { spaceId: visitor.spaceId }));
    const { pathname, search } = await goThrough(visitor, sent.headers.get('location') ?? '');
    const request = () => at.request(pathname + search);
    const again = request();
    expect((await one.callback(request())).status).toBe(303);
    expect((await two.callback(again)).status).toBe(400);
    // Plugboard would end what the first use gave.
    expect(calls.filter((call) => call === `${TOKEN} authorization_code`)).toHaveLength(1);
  });

  test('is not filled by who begins, and comes back with nothing', async () => {
    const [inMemory, asked] = [memoryStore({ most: 2 }), [] as string[]];
    const tell =
      <Given extends unknown[], Answer>(does: (...given: Given) => Answer) =>
      (...given: Given) => {
        asked.push(String(given[0]).replace(/:.*/, ''));
        return does(...given);
      };
    const store = {
      get: tell(inMemory.get),
      set: tell(inMemory.set),
      delete: tell(inMemory.delete),
    };
    const oauth = createOAuth({ ...options(), store });
    await signInAt(oauth, visitor, at);
    const iss = encodeURIComponent(server.config.publicUrl);
    const comeWith = async (query: string) => {
      const stranger = openPluginBrowser();
      const sent = stranger.take(await oauth.authorize(stranger.request('/')));
      const state = new URL(sent.headers.get('location') ?? '').searchParams.get('state');
      return oauth.callback(stranger.request(`/callback?state=${state}&${query}`));
    };
    asked.splice(0);
    for (const query of [
      `error=access_denied&iss=${iss}`,
      `iss=${iss}`,
      `code=&iss=${iss}`,
      'code=x&iss=https://evil.example',
    ]) {
      expect((await comeWith(query)).status).toBeGreaterThanOrEqual(400);
    }
    // That would be calls of Plugboard where the store is the plugin's storage.
    expect(asked).toEqual([]);
    for (let count = 0; count < 3; count++) await comeWith(`code=x&iss=${iss}`);
    expect(await oauth.session(at.request('/'))).not.toBeNull();
  });

  test('has as many sessions as it is to have, whatever else is remembered', async () => {
    const oauth = createOAuth({ ...options(), store: memoryStore({ most: 2 }) });
    const other = openPluginBrowser();
    await signInAt(oauth, visitor, at);
    await signInAt(oauth, visitor, other);
    for (const browser of [at, other]) {
      expect(await oauth.session(browser.request('/'))).not.toBeNull();
    }
  });

  test('has no session any more that ended while its tokens were renewed', async () => {
    const { fetch: send, ...rest } = options();
    const store = memoryStore();
    const held = holdRenewals(send);
    const oauth = createOAuth({
      ...rest,
      store,
      fetch: held.fetch,
    });
    await signInAt(oauth, visitor, at);
    later();
    const under = oauth.session(at.request('/'));
    await held.hasBegun;
    await oauth.signOut(at.request('/out', { method: 'POST', headers: { origin: PLUGIN } }));
    held.letGo();
    await under;
    // Another process has not heard of it.
    expect(await createOAuth({ ...rest, store }).session(at.request('/'))).toBeNull();
  });

  test('in memory forgets the oldest, and what is over', async () => {
    const store = memoryStore({ most: 2 });
    for (const key of ['a', 'b', 'c']) await store.set(key, key, 10);
    expect([await store.get('a'), await store.get('b')]).toEqual([undefined, 'b']);
    later(10);
    expect(await store.get('b')).toBeUndefined();
  });
});

test('a session that is too large for a cookie is the developer’s to hear of', async () => {
  const oauth = createOAuth({
    ...options(),
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      if (!String(url).endsWith('/oauth/user_info')) return response;
      const body = await response.json();
      return Response.json({ ...body, user: { ...body.user, friendly_name: 'n'.repeat(4000) } });
    },
  });
  await expect(signInAt(oauth, visitor, at)).rejects.toMatchObject({ code: 'cookie_too_large' });
});
