import type { PlugboardError } from '@plugboard/sdk';
import { type CookieOAuthOptions, createOAuth } from '@plugboard/sdk/oauth';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  CALLBACK,
  createVisitor,
  registerClient,
  setUpConsent,
  type Visitor,
} from '../../../server/test/oauth/authorization.ts';
import { installPlugin, type TestPlugin } from '../../../server/test/support/plugins.ts';
import type { TestServer } from '../../../server/test/support/server.ts';
import { comeBack, goThrough, openPluginBrowser, PLUGIN, signInAt } from './visiting.ts';

let server: TestServer;
let plugin: TestPlugin;
let publicPlugin: TestPlugin;
let visitor: Visitor;
setUpConsent((given) => ({ server, plugin, publicPlugin, visitor } = given));
afterEach(() => vi.useRealTimers());

const optionsOf = (one: TestPlugin = plugin): CookieOAuthOptions => ({
  baseUrl: server.url,
  publicUrl: server.config.publicUrl,
  clientId: one.clientId,
  secret: one.clientSecret,
  redirectUri: CALLBACK,
});

const stateCookie = /^__Host-plugboard_state_/;
/** What was the matter, for whoever is not let in. */
const refusing = () => {
  const refused: PlugboardError[] = [];
  const onFailure: CookieOAuthOptions['onFailure'] = (error) => {
    refused.push(error);
    return new Response(error.message, { status: 400 });
  };
  return { refused, onFailure };
};
const codesOf = (refused: PlugboardError[]) => refused.map(({ code }) => code);

test('somebody signs in, and is who they are at Plugboard', async () => {
  const oauth = createOAuth(optionsOf());
  const at = openPluginBrowser();
  const done = await signInAt(oauth, visitor, at);
  expect([done.status, done.headers.get('location')]).toEqual([
    303,
    `${server.config.publicUrl}/oauth/app_redirect?client_id=${plugin.clientId}&space_id=${visitor.spaceId}`,
  ]);
  const session = await oauth.session(at.request('/'));
  const { person, spaceId } = visitor;
  expect(session).toMatchObject({
    user: { id: person.id, friendlyName: person.friendlyName, email: person.email },
    space: { id: spaceId, name: 'Space' },
    roles: [{ name: 'admin' }],
    scopes: ['entries.read', 'entries.write'],
  });
  expect(await session?.request('/oauth/user_info')).toMatchObject({ user: { id: person.id } });
  expect(await oauth.session(openPluginBrowser().request('/'))).toBeNull();
});

test('a public client signs people in without its secret', async () => {
  const oauth = createOAuth({
    ...optionsOf(publicPlugin),
    secret: undefined,
    sessionSecret: 'x'.repeat(32),
  });
  const at = openPluginBrowser();
  expect((await signInAt(oauth, visitor, at)).status).toBe(303);
  expect((await oauth.session(at.request('/')))?.user.id).toBe(visitor.person.id);
});

test('cookies are for the plugin alone, kept apart by site, and say nothing', async () => {
  const oauth = createOAuth(optionsOf());
  const at = openPluginBrowser();
  const sent = await oauth.authorize(at.request('/connect'), { spaceId: visitor.spaceId });
  const done = await signInAt(oauth, visitor, at);
  const lines = [...sent.headers.getSetCookie(), ...done.headers.getSetCookie()];
  expect(lines).toHaveLength(3);
  for (const line of lines) {
    expect(line).toMatch(/^__Host-plugboard_/);
    const attributes = line.split('; ').slice(1);
    for (const one of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=None', 'Partitioned']) {
      expect(attributes).toContain(one);
    }
    expect(attributes.some((one) => one.startsWith('Domain'))).toBe(false);
  }
  expect(lines.join()).not.toContain(visitor.person.email);
  expect(sent.headers.get('cache-control')).toBe('no-store');
  // What the way there took is gone with the way back.
  expect([...at.cookies.keys()].filter((name) => stateCookie.test(name))).toEqual([]);
});

describe('where the browser goes on', () => {
  const goes = async (returnTo: string | undefined, headers: Record<string, string> = {}) => {
    const oauth = createOAuth(optionsOf());
    const at = openPluginBrowser();
    const sent = at.take(
      await oauth.authorize(at.request('/connect', { headers }), {
        spaceId: visitor.spaceId,
        returnTo,
      }),
    );
    const { pathname, search } = await goThrough(visitor, sent.headers.get('location') ?? '');
    const done = await oauth.callback(at.request(pathname + search, { headers }));
    return done.headers.get('location');
  };

  test.each([
    ['/app?space_id=7#here', `${PLUGIN}/app?space_id=7#here`],
    [`${PLUGIN}/app`, `${PLUGIN}/app`],
    ['/.//evil.example/', `${PLUGIN}//evil.example/`],
  ])('%s is the plugin itself', async (returnTo, location) => {
    expect(await goes(returnTo)).toBe(location);
  });

  test.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '\\\\evil.example',
    '/\t/evil.example/',
    'javascript:alert(1)',
    'data:text/html,x',
    `blob:${PLUGIN}/x`,
    'http://plugin.example.com/',
    'https://plugin.example.com:8443/',
    'https://me:secret@plugin.example.com/',
    'https://plugin.example.com.evil.example/',
    '',
  ])('%s is nowhere else', async (returnTo) => {
    const location = new URL((await goes(returnTo)) ?? '');
    expect([PLUGIN, server.config.publicUrl]).toContain(location.origin);
    expect(location.protocol).toMatch(/^https?:$/);
  });

  test('in a frame it is the page that the frame was, else the first', async () => {
    const framed = { 'sec-fetch-dest': 'iframe' };
    const referer = `${PLUGIN}/app?space_id=1&host=app.example`;
    expect(await goes(undefined, { ...framed, referer })).toBe(referer);
    expect(await goes(undefined, { ...framed, referer: 'https://evil.example/' })).toBe(
      `${PLUGIN}/`,
    );
    expect(await goes('/other', { ...framed, referer })).toBe(`${PLUGIN}/other`);
  });

  test('it is what the plugin says of its host', async () => {
    const home = (spaceId: number | undefined) => `https://app.example/spaces/${spaceId}`;
    const oauth = createOAuth({ ...optionsOf(), home });
    const done = await signInAt(oauth, visitor, openPluginBrowser());
    expect(done.headers.get('location')).toBe(`https://app.example/spaces/${visitor.spaceId}`);
  });

  test('whatever is asked for, it is no third address', async () => {
    const oauth = createOAuth(optionsOf());
    const property = fc.asyncProperty(
      fc.oneof(
        fc.webUrl(),
        fc.string({ unit: 'binary' }),
        fc.webPath().map((path) => `/${path}`),
      ),
      async (returnTo) => {
        const at = openPluginBrowser();
        const back = await comeBack(oauth, visitor, at, { returnTo });
        const done = await oauth.callback(at.request(back.pathname + back.search));
        const { origin } = new URL(done.headers.get('location') ?? '');
        expect([PLUGIN, server.config.publicUrl]).toContain(origin);
      },
    );
    await fc.assert(property, { numRuns: 40 });
  });
});

describe('nobody is let in', () => {
  test('by what another browser began', async () => {
    const { refused, onFailure } = refusing();
    const oauth = createOAuth({ ...optionsOf(), onFailure });
    const [theirs, mine] = [openPluginBrowser(), openPluginBrowser()];
    const back = await comeBack(oauth, visitor, theirs);
    // One that began something of its own, too.
    await comeBack(oauth, visitor, mine);
    for (const at of [openPluginBrowser(), mine]) {
      const answer = await oauth.callback(at.request(back.pathname + back.search));
      expect([answer.status, answer.headers.get('set-cookie')]).toEqual([400, null]);
    }
    expect(codesOf(refused)).toEqual(['wrong_state', 'wrong_state']);
    // And the code is still good where it belongs.
    expect((await oauth.callback(theirs.request(back.pathname + back.search))).status).toBe(303);
  });

  test('twice by the same, one after the other or at the same time, and the session stays', async () => {
    const { refused, onFailure } = refusing();
    const oauth = createOAuth({ ...optionsOf(), onFailure });
    const at = openPluginBrowser();
    const back = await comeBack(oauth, visitor, at);
    const requests = Array.from({ length: 4 }, () => at.request(back.pathname + back.search));
    const answers = await Promise.all(requests.map(oauth.callback));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 400, 400, 400]);
    expect((await oauth.callback(requests[0] as Request)).status).toBe(400);
    expect(codesOf(refused)).toEqual(Array(4).fill('wrong_state'));
    for (const answer of answers) at.take(answer);
    const session = await oauth.session(at.request('/'));
    expect(await session?.request('/oauth/user_info')).toMatchObject({ space: {} });
  });

  test.each([
    ['another', 'https://evil.example'],
    ['an empty one', ''],
    ['no', null],
  ])('with %s issuer', async (_which, iss) => {
    const { refused, onFailure } = refusing();
    const oauth = createOAuth({ ...optionsOf(), onFailure });
    const at = openPluginBrowser();
    const back = await comeBack(oauth, visitor, at);
    if (iss === null) back.searchParams.delete('iss');
    else back.searchParams.set('iss', iss);
    expect((await oauth.callback(at.request(back.pathname + back.search))).status).toBe(400);
    expect(codesOf(refused)).toEqual(['wrong_issuer']);
  });

  test('without an issuer, but for a plugin of the profile that has none', async () => {
    const storyblok = await registerClient(server, { compatibility: 'storyblok' });
    await installPlugin(server, storyblok, visitor.spaceId);
    const oauth = createOAuth({ ...optionsOf(storyblok), compatibility: 'storyblok' });
    const at = openPluginBrowser();
    const back = await comeBack(oauth, visitor, at);
    expect(back.searchParams.has('iss')).toBe(false);
    expect((await oauth.callback(at.request(back.pathname + back.search))).status).toBe(303);
  });

  test('with a state that was changed, be it at its end', async () => {
    const { refused, onFailure } = refusing();
    const oauth = createOAuth({ ...optionsOf(), onFailure });
    const at = openPluginBrowser();
    const back = await comeBack(oauth, visitor, at);
    const state = back.searchParams.get('state') ?? '';
    for (const wrong of [state.slice(0, -1), `${state}A`, `${state.slice(0, 20)}`, '', 'x']) {
      back.searchParams.set('state', wrong);
      expect((await oauth.callback(at.request(back.pathname + back.search))).status).toBe(400);
    }
    expect(codesOf(refused)).toEqual(Array(5).fill('wrong_state'));
  });

  test('after ten minutes', async () => {
    const { refused, onFailure } = refusing();
    const oauth = createOAuth({ ...optionsOf(), onFailure });
    const at = openPluginBrowser();
    const back = await comeBack(oauth, visitor, at);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 600_000 });
    expect((await oauth.callback(at.request(back.pathname + back.search))).status).toBe(400);
    expect(codesOf(refused)).toEqual(['wrong_state']);
  });

  test('with a code of somebody else in the way back', async () => {
    const { refused, onFailure } = refusing();
    const oauth = createOAuth({ ...optionsOf(), onFailure });
    const [attacker, victim] = [openPluginBrowser(), openPluginBrowser()];
    const stolen = await comeBack(oauth, visitor, attacker);
    const back = await comeBack(oauth, visitor, victim);
    back.searchParams.set('code', stolen.searchParams.get('code') ?? '');
    // PKCE: it was made for another verifier.
    expect((await oauth.callback(victim.request(back.pathname + back.search))).status).toBe(400);
    expect(codesOf(refused)).toEqual(['invalid_grant']);
  });

  test('who said no, and is told so; what the address says besides is shown to nobody', async () => {
    const oauth = createOAuth(optionsOf());
    const at = openPluginBrowser();
    const other = await createVisitor(server);
    await installPlugin(server, plugin, other.spaceId);
    const back = await comeBack(oauth, other, at, { decision: 'decline' });
    back.searchParams.set('error_description', 'Call <b>0900</b>');
    const page = await oauth.callback(at.request(back.pathname + back.search));
    const text = await page.text();
    expect([page.status, page.headers.get('set-cookie')]).toEqual([
      403,
      expect.stringContaining('Max-Age=0'),
    ]);
    expect(text).toContain('You did not allow this');
    expect(text).not.toContain('0900');
    expect(text).toContain('/oauth/app_redirect?client_id=');
  });

  test('by anything but a GET', async () => {
    const oauth = createOAuth(optionsOf());
    const at = openPluginBrowser();
    const back = await comeBack(oauth, visitor, at);
    const path = back.pathname + back.search;
    expect((await oauth.callback(at.request(path, { method: 'POST' }))).status).toBe(405);
    expect((await oauth.callback(at.request(path, { method: 'HEAD' }))).status).toBe(405);
    expect((await oauth.callback(at.request(path))).status).toBe(303);
  });

  test('while Plugboard does not answer, or does not know the plugin: that is told to its developer', async () => {
    const told: unknown[] = [];
    const onError = (error: unknown) => told.push((error as PlugboardError).code);
    const at = openPluginBrowser();
    const oauth = createOAuth(optionsOf());
    const path = async () => {
      const { pathname, search } = await comeBack(oauth, visitor, at);
      return pathname + search;
    };
    const secret = 'no secret of this plugin';
    const wrong = createOAuth({ ...optionsOf(), secret: [secret, secret], onError });
    const gone = createOAuth({ ...optionsOf(), baseUrl: 'http://127.0.0.1:9', onError });
    // What was begun with the right secret opens with it only.
    expect((await wrong.callback(at.request(await path()))).status).toBe(400);
    expect((await gone.callback(at.request(await path()))).status).toBe(502);
    const begunWrong = createOAuth({ ...optionsOf(), secret, onError });
    expect((await signInAt(begunWrong, visitor, at)).status).toBe(400);
    expect(told).toEqual(['no_answer', 'invalid_client']);
  });
});

test('what was begun in several tabs ends in each, and does not pile up', async () => {
  const oauth = createOAuth(optionsOf());
  const at = openPluginBrowser();
  const first = await comeBack(oauth, visitor, at);
  const second = await comeBack(oauth, visitor, at);
  for (const back of [second, first]) {
    const done = at.take(await oauth.callback(at.request(back.pathname + back.search)));
    expect(done.status).toBe(303);
  }
  for (let count = 0; count < 8; count++) at.take(await oauth.authorize(at.request('/connect')));
  expect([...at.cookies.keys()].filter((name) => stateCookie.test(name))).toHaveLength(5);
});

describe('a link with a long query', () => {
  const long = (characters: number) => `/app?q=${'a'.repeat(characters)}`;

  test('is signed in from, and not returned to where it is too long', async () => {
    const oauth = createOAuth(optionsOf());
    const longest = 1024 - PLUGIN.length - long(0).length;
    for (const [returnTo, origin] of [
      [long(longest), PLUGIN],
      [long(longest + 1), new URL(server.config.publicUrl).origin],
      [long(10_000), new URL(server.config.publicUrl).origin],
    ] as const) {
      const done = await signInAt(oauth, visitor, openPluginBrowser(), { returnTo });
      expect(new URL(done.headers.get('location') ?? '').origin).toBe(origin);
    }
  });

  test('does not fill the headers that the browser sends, and the newest works', async () => {
    const oauth = createOAuth(optionsOf());
    const at = openPluginBrowser();
    for (let count = 0; count < 6; count++) {
      at.take(await oauth.authorize(at.request('/'), { returnTo: long(980) }));
      expect(at.request('/').headers.get('cookie')?.length).toBeLessThanOrEqual(3000);
    }
    expect((await signInAt(oauth, visitor, at, { returnTo: long(980) })).status).toBe(303);
  });
});

test.each([
  ['clientId', { clientId: undefined }, 'missing_client_id'],
  ['baseUrl', { baseUrl: '' }, 'missing_base_url'],
  ['redirectUri', { redirectUri: undefined }, 'missing_redirect_uri'],
  ['redirectUri', { redirectUri: '/callback' }, 'wrong_redirect_uri'],
  ['callMs', { callMs: -1 }, 'wrong_option'],
  ['sessionSecret', { secret: undefined }, 'missing_session_secret'],
  ['sessionSecret', { sessionSecret: 'short' }, 'weak_session_secret'],
])('an option that is missing or wrong is named: %s %o', async (name, wrong, code) => {
  const oauth = createOAuth({ ...optionsOf(), ...wrong });
  await expect(oauth.authorize(new Request(PLUGIN))).rejects.toMatchObject({
    code,
    message: expect.stringContaining(name),
  });
});
