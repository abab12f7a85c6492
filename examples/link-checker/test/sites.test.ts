import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { readSitesConfig } from '../src/sites/config.ts';
import { type Sites, startSites } from '../src/sites/server.ts';
import { createTokens } from '../src/sites/tokens.ts';

const CALLBACK = 'http://plugboard.test/set-up/callback';
const environment = { CLIENT_ID: 'a client', CLIENT_SECRET: 's%cret', REDIRECT_URI: CALLBACK };
const BASIC = `Basic ${Buffer.from('a+client:s%25cret').toString('base64')}`;
const VERIFIER = 'v'.repeat(43);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

let sites: Sites;
beforeAll(async () => {
  sites = await startSites(readSitesConfig(environment));
  return () => sites.close();
});

const REQUEST = {
  response_type: 'code',
  client_id: 'a client',
  redirect_uri: CALLBACK,
  scope: 'sites.read',
  state: 'the state',
  code_challenge: CHALLENGE,
  code_challenge_method: 'S256',
};

/** An authorization request; `form` is what somebody answers. */
function authorize(rest: Record<string, string | undefined> = {}, form?: Record<string, string>) {
  const given = Object.entries({ ...REQUEST, ...rest }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const body = form && new URLSearchParams(form);
  return fetch(`${sites.url}/authorize?${new URLSearchParams(given)}`, {
    redirect: 'manual',
    ...(body && { method: 'POST', body }),
  });
}

/** Where a browser is sent back to, with what. */
function sentBack(response: Response) {
  expect(response.status).toBe(303);
  const url = new URL(response.headers.get('location') ?? '');
  expect(url.origin + url.pathname).toBe(CALLBACK);
  return Object.fromEntries(url.searchParams);
}

const allow = async (account = 'bakery'): Promise<string> =>
  sentBack(await authorize({}, { account, answer: 'allow' })).code ?? '';

function exchange(code: string, rest: Record<string, string> = {}, authorization = BASIC) {
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: CALLBACK,
    code_verifier: VERIFIER,
  };
  return fetch(`${sites.url}/token`, {
    method: 'POST',
    headers: { authorization },
    body: new URLSearchParams({ ...form, ...rest }),
  });
}

const readJson = (response: Response): Promise<Record<string, unknown>> =>
  response.json() as Promise<Record<string, unknown>>;

describe('who asks to see sites', () => {
  test('comes back with a code and the state, and the code gives a token that opens them', async () => {
    const page = await authorize();
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(await page.text()).toContain('a client');
    const back = sentBack(await authorize({}, { account: 'museum', answer: 'allow' }));
    expect(back.state).toBe('the state');
    const answer = await exchange(back.code ?? '');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const { access_token, token_type, scope } = await readJson(answer);
    expect([token_type, scope]).toEqual(['Bearer', 'sites.read']);
    const headers = { authorization: `Bearer ${access_token}` };
    const listed = await readJson(await fetch(`${sites.url}/api/sites`, { headers }));
    expect(listed).toMatchObject({
      account: 'Harbour Museum',
      sites: [{ url: `${sites.url}/museum/` }],
    });
  });

  test.each([
    ['says no', { account: 'bakery', answer: 'deny' }],
    ['is nobody', { account: 'nobody', answer: 'allow' }],
    ['says nothing', {}],
  ])('comes back without one when somebody %s', async (_, form) => {
    const back = sentBack(await authorize({}, form as Record<string, string>));
    expect(back).toMatchObject({ error: 'access_denied', state: 'the state' });
    expect(back.code).toBeUndefined();
  });

  test.each([
    ['another client', { client_id: 'other' }],
    ['no address', { redirect_uri: undefined }],
    ['another address', { redirect_uri: `${CALLBACK}/` }],
    ['the address of somebody else', { redirect_uri: 'https://evil.example/' }],
  ])('is sent nowhere for %s', async (_, rest) => {
    for (const form of [undefined, { account: 'bakery', answer: 'allow' }]) {
      expect((await authorize(rest, form)).status).toBe(400);
    }
  });

  test.each([
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ scope: 'sites.write' }, 'invalid_scope'],
    [{ code_challenge: undefined }, 'invalid_request'],
    [{ code_challenge_method: 'plain' }, 'invalid_request'],
    [{ code_challenge: 'short' }, 'invalid_request'],
  ])('is told what is wrong with %o', async (rest, error) => {
    const back = sentBack(await authorize(rest, { account: 'bakery', answer: 'allow' }));
    expect([back.error, back.state, back.code]).toEqual([error, 'the state', undefined]);
  });
});

describe('a code', () => {
  test('works once', async () => {
    const code = await allow();
    expect((await exchange(code)).status).toBe(200);
    const again = await exchange(code);
    expect([again.status, (await readJson(again)).error]).toEqual([400, 'invalid_grant']);
  });

  test.each([
    ['another verifier', { code_verifier: 'w'.repeat(43) }],
    ['no verifier', { code_verifier: '' }],
    ['another address', { redirect_uri: 'https://evil.example/' }],
  ])('is used up by %s', async (_, rest) => {
    const code = await allow();
    const answer = await exchange(code, rest);
    expect([answer.status, (await readJson(answer)).error]).toEqual([400, 'invalid_grant']);
    expect((await exchange(code)).status).toBe(400);
  });

  test.each([
    '',
    'Basic ',
    `${BASIC}x`,
    `Basic ${Buffer.from('a client:s%cret').toString('base64')}`,
  ])('is not for a client that shows "%s"', async (authorization) => {
    const code = await allow();
    const answer = await exchange(code, {}, authorization);
    expect([answer.status, (await readJson(answer)).error]).toEqual([401, 'invalid_client']);
    expect((await exchange(code)).status).toBe(200);
  });

  test('lives for a minute', () => {
    let now = 0;
    const tokens = createTokens('secret', () => now);
    const issue = () => tokens.issueCode({ accountId: 'bakery', scope: 's' }, CALLBACK, CHALLENGE);
    const [first, second] = [issue(), issue()];
    now = 59_999;
    expect(tokens.takeCode(first, CALLBACK, VERIFIER)).toEqual({ accountId: 'bakery', scope: 's' });
    now = 60_000;
    expect(tokens.takeCode(second, CALLBACK, VERIFIER)).toBeUndefined();
  });
});

test('a token that is changed, or another’s, opens nothing', async () => {
  const { access_token } = await readJson(await exchange(await allow()));
  const [text = ''] = String(access_token).split('.');
  const other = createTokens('another secret').issueToken({ accountId: 'bakery', scope: 's' });
  for (const token of ['', 'x', text, `${text}.`, `${text}x.${text}`, other]) {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${sites.url}/api/sites`, { headers });
    expect([token, answer.status]).toEqual([token, 401]);
    expect(answer.headers.get('www-authenticate')).toContain('invalid_token');
  }
});

test('its sites have pages, links that lead nowhere, and some that have moved', async () => {
  const statusOf = async (path: string) =>
    (await fetch(sites.url + path, { redirect: 'manual' })).status;
  const paths = ['/bakery/', '/bakery/bread', '/bakery/summer-menu', '/bakery/shop', '/bakery'];
  expect(await Promise.all(paths.map(statusOf))).toEqual([200, 200, 404, 303, 303]);
});

test.each([
  ['POST', '/', 404],
  ['GET', '/token', 404],
  ['GET', '//evil.example', 404],
  ['GET', '/constructor', 404],
  ['POST', '/authorize', 400],
])('%s %s answers %i', async (method, path, status) => {
  expect((await fetch(sites.url + path, { method, redirect: 'manual' })).status).toBe(status);
});

test('a form that is too large, or none, is refused', async () => {
  for (const body of [new URLSearchParams({ code: 'x'.repeat(17_000) }), '{}']) {
    const answer = await fetch(`${sites.url}/token`, { method: 'POST', body });
    expect(answer.status).toBe(400);
  }
});

test.each([
  [{ CLIENT_SECRET: '' }, 'set CLIENT_ID, CLIENT_SECRET and REDIRECT_URI'],
  [{ REDIRECT_URI: 'callback' }, 'REDIRECT_URI must be a URL'],
  [{ PORT: 'soon' }, 'PORT is "soon"'],
])('a wrong setting is named: %o', (setting, message) => {
  expect(() => readSitesConfig({ ...environment, ...setting })).toThrow(message);
});
