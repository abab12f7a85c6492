import { beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { locationOf, openBrowser } from '../support/people.ts';
import { installPlugin, type TestPlugin } from '../support/plugins.ts';
import type { Answer, TestServer } from '../support/server.ts';
import {
  answerOf,
  authorizePath,
  CALLBACK,
  createVisitor,
  decide,
  exchange,
  letIn,
  newPkce,
  registerClient,
  setUpConsent,
  type Visitor,
} from './authorization.ts';

let server: TestServer;
let plugin: TestPlugin;
let publicPlugin: TestPlugin;
let visitor: Visitor;
setUpConsent(async (given) => {
  ({ server, plugin, publicPlugin, visitor } = given);
  await letIn(visitor, plugin);
});

const ask = (path: string): Promise<Answer> => visitor.browser.get(path);

/** Expects a page for the person, and nothing that leads to the address that was asked for. */
async function expectPage(path: string): Promise<void> {
  for (const browser of [visitor.browser, openBrowser(server)]) {
    for (const answer of [
      await browser.get(path),
      await browser.post(path, { decision: 'allow', space_id: String(visitor.spaceId) }),
    ]) {
      expect(answer.status, answer.text).toBe(400);
      expect(answer.headers.get('location')).toBeNull();
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(answer.text).not.toContain('evil');
    }
  }
}

describe('an address to return to that is not registered gets no redirect:', () => {
  test.each([
    'https://evil.example.com/callback',
    'https://plugin.example.com',
    'https://plugin.example.com/',
    'https://plugin.example.com/other',
    'javascript:alert(1)',
    'data:text/html,evil',
    '//plugin.example.com/callback',
    '/callback',
    'callback',
    'https://plugin.example.com/callback https://evil.example.com',
    'urn:ietf:wg:oauth:2.0:oob',
    'http://127.0.0.1/callback',
    'http://localhost/callback',
  ])('%s', (redirect_uri) => expectPage(authorizePath(plugin, { redirect_uri })));
});

describe('the registered address but', () => {
  test.each([
    ['with a slash at its end', `${CALLBACK}/`],
    ['in other letters', 'https://plugin.example.com/Callback'],
    ['with its host in other letters', 'https://PLUGIN.example.com/callback'],
    ['with its scheme in other letters', 'HTTPS://plugin.example.com/callback'],
    ['with another scheme', 'http://plugin.example.com/callback'],
    ['with dots', 'https://plugin.example.com/a/../callback'],
    ['with one dot', 'https://plugin.example.com/./callback'],
    ['with encoded dots', 'https://plugin.example.com/a/%2e%2e/callback'],
    ['with a query', `${CALLBACK}?a=1`],
    ['with an empty query', `${CALLBACK}?`],
    ['with a fragment', `${CALLBACK}#a`],
    ['with an empty fragment', `${CALLBACK}#`],
    ['with a user', 'https://user@plugin.example.com/callback'],
    ['with a user and password', 'https://plugin.example.com:a@evil.example.com/callback'],
    ['with its own port', 'https://plugin.example.com:443/callback'],
    ['with another port', 'https://plugin.example.com:8443/callback'],
    ['with an encoded slash', 'https://plugin.example.com%2fcallback'],
    ['encoded once more', encodeURIComponent(CALLBACK)],
    ['with an encoded letter', 'https://plugin.example.com/callbac%6b'],
    ['with a doubled slash', 'https://plugin.example.com//callback'],
    ['with backslashes', 'https:\\\\plugin.example.com\\callback'],
    ['with a longer host', 'https://plugin.example.com.evil.example/callback'],
    ['with a host that ends like it', 'https://evilplugin.example.com/callback'],
    ['with a subdomain', 'https://a.plugin.example.com/callback'],
    ['with a dot behind its host', 'https://plugin.example.com./callback'],
    ['cut short', CALLBACK.slice(0, -1)],
    ['with a space before', ` ${CALLBACK}`],
    ['with a space behind', `${CALLBACK} `],
    ['with a tab inside', 'https://plugin.example.com/call\tback'],
    ['with a line break', `${CALLBACK}\r\nlocation: https://evil.example.com`],
    ['with more path', `${CALLBACK}/evil`],
    ['with a path parameter', `${CALLBACK};a=1`],
    ['in full-width letters', 'https://plugin.example.com/ｃallback'],
  ])('%s gets no redirect', (_, redirect_uri) =>
    expectPage(authorizePath(plugin, { redirect_uri })),
  );

  test('twice gets no redirect', async () => {
    const path = authorizePath(plugin);
    for (const second of [CALLBACK, 'https://evil.example.com']) {
      await expectPage(`${path}&redirect_uri=${encodeURIComponent(second)}`);
    }
  });
});

describe('the address to return to', () => {
  test('is either of the two that are registered, and then must be said', async () => {
    const two = await registerClient(server, {
      dev_oauth_redirect_uri: 'http://localhost:3000/callback?dev=1',
    });
    await installPlugin(server, two, visitor.spaceId);
    for (const redirect_uri of [CALLBACK, 'http://localhost:3000/callback?dev=1']) {
      expect(await letIn(visitor, two, { redirect_uri })).toMatch(/^pbc_/);
    }
    const kept = await ask(
      authorizePath(two, { redirect_uri: 'http://localhost:3000/callback?dev=1' }),
    );
    expect(locationOf(kept)).toMatch(/^http:\/\/localhost:3000\/callback\?dev=1&code=/);
    await expectPage(authorizePath(two, { redirect_uri: undefined }));
    await expectPage(authorizePath(two, { redirect_uri: 'http://localhost:3001/callback?dev=1' }));
  });

  test('may be left out when there is one, and then also for the code', async () => {
    const path = authorizePath(plugin, { redirect_uri: undefined });
    const code = answerOf(await ask(path)).get('code') as string;
    const answer = await exchange(server, plugin, code, { redirect_uri: undefined });
    expect(answer.status, answer.text).toBe(200);
    const again = answerOf(await ask(path)).get('code') as string;
    expect((await exchange(server, plugin, again)).status).toBe(200);
  });

  test('must not be left out when there is none', async () => {
    const none = await registerClient(server, { oauth_redirect_uri: null });
    await expectPage(authorizePath(none, { redirect_uri: undefined }));
    await expectPage(authorizePath(none));
  });

  test('is that of the current release', async () => {
    const moved = await registerClient(server);
    const manifest = { name: 'M', slug: moved.slug, oauth_redirect_uri: `${CALLBACK}/new` };
    await server.api('PUT', `/platform/v1/plugins/${moved.id}/manifest`, manifest);
    await expectPage(authorizePath(moved));
    const answer = await ask(authorizePath(moved, { redirect_uri: `${CALLBACK}/new` }));
    expect(answer.status).toBe(200);
  });

  describe('of a native app', () => {
    let native: TestPlugin;
    beforeAll(async () => {
      native = await registerClient(server, {
        oauth_redirect_uri: 'http://127.0.0.1/callback',
        dev_oauth_redirect_uri: 'http://[::1]:8000/callback?a=1',
      });
      await installPlugin(server, native, visitor.spaceId);
      await letIn(visitor, native, { redirect_uri: 'http://127.0.0.1/callback' });
    });

    test.each([
      'http://127.0.0.1/callback',
      'http://127.0.0.1:1/callback',
      'http://127.0.0.1:51004/callback',
      'http://127.0.0.1:65535/callback',
      'http://[::1]/callback?a=1',
      'http://[::1]:51004/callback?a=1',
    ])('on loopback may have any port: %s', async (redirect_uri) => {
      const location = locationOf(await ask(authorizePath(native, { redirect_uri })));
      expect(location.startsWith(`${redirect_uri}${redirect_uri.includes('?') ? '&' : '?'}`)).toBe(
        true,
      );
    });

    test.each([
      'http://127.0.0.1:65536/callback',
      'http://127.0.0.1:/callback',
      'http://127.0.0.1:0x50/callback',
      'http://127.0.0.1:51004/callback/',
      'http://127.0.0.1:51004/callback?a=1',
      'http://127.0.0.1:51004@evil.example.com/callback',
      'http://127.0.0.1.evil.example.com/callback',
      'http://127.0.0.2:51004/callback',
      'http://127.1:51004/callback',
      'http://localhost:51004/callback',
      'https://127.0.0.1:51004/callback',
      'http://[::1]:51004/callback',
      'http://[::2]:51004/callback?a=1',
      'http://[0:0:0:0:0:0:0:1]:51004/callback?a=1',
      'http://127.0.0.1:51004/callback#a',
    ])('on loopback may differ in nothing else: %s', (redirect_uri) =>
      expectPage(authorizePath(native, { redirect_uri })),
    );

    test('is a registered name otherwise: the port of localhost does not vary', async () => {
      const local = await registerClient(server, {
        oauth_redirect_uri: 'http://localhost:3000/cb',
      });
      await expectPage(authorizePath(local, { redirect_uri: 'http://localhost:3001/cb' }));
    });
  });
});

describe('an unknown client gets a page:', () => {
  test.each([undefined, 'nobody', '1', "' or 1=1 --", 'x'.repeat(4000), 'é', '__proto__'])(
    '%s',
    (client_id) => expectPage(authorizePath(plugin, { client_id })),
  );

  test('named twice', async () => {
    await expectPage(`${authorizePath(plugin)}&client_id=${plugin.clientId}`);
    await expectPage(`${authorizePath(plugin)}&client_id=nobody`);
  });

  test('an endpoint without any parameter', async () => {
    await expectPage('/oauth/authorize');
    await expectPage('/a/auth/v0/authorize?');
  });
});

/** Expects that the plugin is told of an error, with its state. */
async function expectError(path: string, error: string): Promise<void> {
  // Whoever is not signed in is told so, too: no one has to sign in for a request that cannot succeed.
  for (const browser of [visitor.browser, openBrowser(server)]) {
    const answer = answerOf(await browser.get(path));
    expect(Object.fromEntries(answer)).toEqual({
      error,
      error_description: expect.stringMatching(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/),
      state: 'a-state',
      iss: 'http://plugboard.test',
    });
  }
}

describe('a response type other than code is told to the plugin:', () => {
  test.each(['token', 'id_token', 'code token', 'code id_token', 'none', 'CODE', ' code'])(
    '%s',
    (response_type) =>
      expectError(authorizePath(plugin, { response_type }), 'unsupported_response_type'),
  );

  test('none at all', () =>
    expectError(authorizePath(plugin, { response_type: undefined }), 'invalid_request'));

  test.each(['fragment', 'form_post', 'web_message'])('in the response mode %s', (response_mode) =>
    expectError(authorizePath(plugin, { response_mode }), 'invalid_request'),
  );

  test('but the response mode query is what it is anyway', async () => {
    const answer = answerOf(await ask(authorizePath(plugin, { response_mode: 'query' })));
    expect(answer.get('code')).not.toBeNull();
  });
});

describe('PKCE', () => {
  const { challenge } = newPkce();
  const S256 = 'S256';

  test('is required of a public client', async () => {
    await expectError(authorizePath(publicPlugin), 'invalid_request');
    const path = authorizePath(publicPlugin, {
      code_challenge: challenge,
      code_challenge_method: S256,
    });
    expect((await ask(path)).status).toBe(200);
  });

  test.each([
    ['plain', { code_challenge: challenge, code_challenge_method: 'plain' }],
    ['no method, which means plain,', { code_challenge: challenge }],
    ['an unknown method', { code_challenge: challenge, code_challenge_method: 'S512' }],
    ['a method in other letters', { code_challenge: challenge, code_challenge_method: 's256' }],
    ['a method without challenge', { code_challenge_method: S256 }],
    ['a method and an empty challenge', { code_challenge: '', code_challenge_method: S256 }],
  ])('%s is an invalid request', async (_, parameters) => {
    for (const one of [plugin, publicPlugin]) {
      await expectError(authorizePath(one, parameters), 'invalid_request');
    }
  });

  test.each([
    ['42 characters', 'a'.repeat(42)],
    ['129 characters', 'a'.repeat(129)],
    ['one character', 'a'],
    ['padding', `${'a'.repeat(43)}=`],
    ['a plus', `${'a'.repeat(42)}+`],
    ['a slash', `${'a'.repeat(42)}/`],
    ['a space', `${'a'.repeat(42)} `],
    ['an umlaut', `${'a'.repeat(42)}ä`],
    ['a line break', `${'a'.repeat(43)}\n`],
  ])('a challenge of %s is an invalid request', (_, code_challenge) =>
    expectError(
      authorizePath(plugin, { code_challenge, code_challenge_method: S256 }),
      'invalid_request',
    ),
  );

  test.each([43, 128])('a challenge of %i characters is one', async (length) => {
    const parameters = { code_challenge: 'a'.repeat(length), code_challenge_method: S256 };
    const answer = answerOf(await ask(authorizePath(plugin, parameters)));
    expect(answer.get('code')).not.toBeNull();
  });
});

describe('a parameter that is there twice is an invalid request:', () => {
  test.each([
    'response_type=code',
    'scope=entries.read&scope=entries.read',
    'space_id=1&space_id=1',
    'code_challenge=a&code_challenge=a',
    'unknown=1&unknown=2',
  ])('%s', (more) => expectError(`${authorizePath(plugin)}&${more}`, 'invalid_request'));

  test('and of two states neither is sent back', async () => {
    const answer = answerOf(await ask(`${authorizePath(plugin)}&state=b`));
    expect([answer.get('error'), answer.get('state')]).toEqual(['invalid_request', null]);
  });
});

describe('the scope', () => {
  test.each([
    'entries.delete',
    'plugin',
    'entries.read entries.delete',
    'ENTRIES.READ',
    'entries.read\u0001',
    'entries.read"',
    'entries.réad',
    'x'.repeat(129),
    Array.from({ length: 101 }, (_, index) => `s${index}`).join(' '),
  ])('%s is invalid', (scope) => expectError(authorizePath(plugin, { scope }), 'invalid_scope'));

  test.each([
    [undefined, 'entries.read entries.write'],
    ['', 'entries.read entries.write'],
    ['entries.write', 'entries.write'],
    ['entries.write,entries.read', 'entries.write entries.read'],
    ['entries.write  entries.write', 'entries.write'],
    ['entries.read token.refresh', 'entries.read'],
  ])('%s is %s', async (scope, granted) => {
    const code = answerOf(await ask(authorizePath(plugin, { scope }))).get('code') as string;
    expect((await exchange(server, plugin, code)).body.scope).toBe(granted);
  });
});

test.each(['0', '-1', '1e3', 'x', '1 ', '99999999999999999999'])(
  'the space %s is an invalid request',
  (space_id) => expectError(authorizePath(plugin, { space_id }), 'invalid_request'),
);

describe('iss', () => {
  test('is that of the metadata, on success and on errors', async () => {
    const { issuer } = (await server.api('GET', '/.well-known/oauth-authorization-server')).body;
    expect(issuer).toBe('http://plugboard.test');
    expect(answerOf(await ask(authorizePath(plugin))).getAll('iss')).toEqual([issuer]);
    const error = await ask(authorizePath(plugin, { response_type: 'x' }));
    expect(answerOf(error).getAll('iss')).toEqual([issuer]);
  });

  test('is absent for a plugin with the profile storyblok, whose scopes are those of its manifest', async () => {
    const old = await registerClient(server, { compatibility: 'storyblok' });
    await installPlugin(server, old, visitor.spaceId);
    const path = authorizePath(old, { scope: 'read_content write_content' });
    const success = answerOf(await decide(visitor.browser, await ask(path), 'allow'));
    expect([...success.keys()].sort()).toEqual(['code', 'space_id', 'state']);
    const { body } = await exchange(server, old, success.get('code') as string);
    expect(body.scope).toBe('entries.read entries.write');
    const error = answerOf(await ask(authorizePath(old, { response_type: 'x' })));
    expect([...error.keys()].sort()).toEqual(['error', 'error_description', 'state']);
  });
});

describe('state comes back byte for byte:', () => {
  const encoded: Record<string, string> = {
    '2 kB': 'x'.repeat(2048),
    unicode: encodeURIComponent('ä€\u{1f511} ‮'),
    'a line break': encodeURIComponent('a\r\nset-cookie: evil=1\r\n\r\n<script>'),
    'a plus for a space': 'a+b%20c%2Bd',
    'lower-case percents': 'a%2fb%2Fc',
    'bytes that are no UTF-8': '%ff%fe%80',
    'broken percents': '%zz%4',
    'another query': encodeURIComponent('a&code=evil&iss=x#y'),
    'characters that need no encoding': 'a:b/c?d@e!f$g(i)j*k,l;m~n',
    'an equals sign': 'a=b==',
    JSON: encodeURIComponent('{"a":["b",null]}'),
  };
  test.each(Object.entries(encoded))('%s', async (_, state) => {
    const path = authorizePath(plugin, { state: undefined });
    for (const address of [path, path.replace('response_type=code', 'response_type=x')]) {
      const answer = await ask(`${address}&state=${state}`);
      expect(answer.status).toBe(303);
      const location = locationOf(answer);
      expect(location.split('&state=').slice(1)).toEqual([state]);
      expect(answer.headers.get('set-cookie')).toBeNull();
      expect(location).toMatch(/^[\x21-\x7e]+$/);
    }
  });

  test('none is none', async () => {
    for (const state of ['', undefined]) {
      const answer = answerOf(await ask(authorizePath(plugin, { state })));
      expect(answer.has('state')).toBe(false);
    }
  });

  test('also after a page in between', async () => {
    const own = await createVisitor(server);
    const state = 'a+b%20c%2bd%0d%0a%22%3E';
    const path = `${authorizePath(plugin, { state: undefined })}&state=${state}`;
    const answer = await decide(own.browser, await own.browser.get(path), 'allow');
    expect(locationOf(answer).split('&state=')[1]).toBe(state);
  });
});

test('every redirect to the plugin is a 303, never cached, and has the code only once', async () => {
  const answer = await ask(authorizePath(plugin));
  expect(answer.status).toBe(303);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const first = answerOf(answer);
  expect([...first.keys()].sort()).toEqual(['code', 'iss', 'space_id', 'state']);
  expect(first.get('space_id')).toBe(String(visitor.spaceId));
  expect(answerOf(await ask(authorizePath(plugin))).get('code')).not.toBe(first.get('code'));
});

test('the Plugin API’s address is the same endpoint', async () => {
  const path = authorizePath(plugin, {}, '/a/auth/v0/authorize');
  const code = answerOf(await ask(path)).get('code') as string;
  expect((await exchange(server, plugin, code)).status).toBe(200);
  await expectPage(authorizePath(plugin, { client_id: 'nobody' }, '/a/auth/v0/authorize'));
});

test('a code itself is nowhere in the database', async () => {
  const code = answerOf(await ask(authorizePath(plugin))).get('code') as string;
  const rows = await server.db.query<{ row: string }>(
    sql`select c::text as row from authorization_codes c`,
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toContain(code);
  expect(JSON.stringify(rows)).not.toContain(Buffer.from(code).toString('hex'));
});
