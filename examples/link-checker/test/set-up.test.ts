import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { manifest } from '../src/manifest.ts';
import { type LinkChecker, startLinkChecker } from '../src/server.ts';
import { readSitesConfig } from '../src/sites/config.ts';
import { type Sites, startSites } from '../src/sites/server.ts';
import { createTokens } from '../src/sites/tokens.ts';

const SECRET = 'a client secret, ümlaut included';
const PLUGBOARD = 'http://plugboard.test';
const CALLBACK = `${PLUGBOARD}/set-up/callback`;
const SITES_CLIENT = { CLIENT_ID: 'c', CLIENT_SECRET: 's', REDIRECT_URI: CALLBACK };

const environment = (sitesUrl: string) => ({
  PLUGBOARD_URL: PLUGBOARD,
  CLIENT_ID: 'client',
  CLIENT_SECRET: SECRET,
  LINK_CHECKER_ALLOW_PRIVATE: 'on',
  SITES_URL: sitesUrl,
});

let sites: Sites;
let linkChecker: LinkChecker;
beforeAll(async () => {
  sites = await startSites(readSitesConfig(SITES_CLIENT));
  linkChecker = await startLinkChecker(readConfig(environment(sites.url)), () => {});
  return async () => {
    await linkChecker.close();
    await sites.close();
  };
});

const tokenOf = (accountId: string) =>
  createTokens(SITES_CLIENT.CLIENT_SECRET).issueToken({ accountId, scope: 'sites.read' });

/** The headers with which Plugboard signs. */
function sign(body: string, { secret = SECRET, seconds = Math.floor(Date.now() / 1000) } = {}) {
  const mac = (...parts: string[]) =>
    createHmac('sha256', secret).update(parts.join('.')).digest('base64');
  return {
    'webhook-id': 'call-1',
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${mac('call-1', `${seconds}`, body)}`,
    'x-envoy-signature': mac(body),
  };
}

/** What Plugboard calls a route that is no validation. */
const KINDS: Record<string, string> = {
  '/setup/pages': 'step-2-field-0-options',
  '/setup/chosen-pages': 'step-2-field-0-selected-values',
};

/** Calls a route as Plugboard does. */
async function call(path: string, asked: object, config: object = {}, at = linkChecker) {
  const { payload = {}, ...params } = asked as Record<string, unknown>;
  const route = KINDS[path] ?? 'step-0-validation';
  const body = JSON.stringify({ meta: { route, config, params }, payload });
  const response = await fetch(at.url + path, { method: 'POST', body, headers: sign(body) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test('every route of the manifest is there, by POST, and asks for a signature', async () => {
  const client = { url: sites.url, clientId: 'c', clientSecret: 's' };
  const urls = JSON.stringify(manifest(linkChecker.url, client)).match(
    /"https?:[^"]*\/setup\/[^"]*"/g,
  );
  expect(urls?.length).toBe(5);
  for (const url of urls?.map((text) => JSON.parse(text)) ?? []) {
    const unsigned = await fetch(url, { method: 'POST', body: 'not JSON' });
    expect([url, unsigned.status]).toEqual([url, 401]);
    expect([url, (await fetch(url)).status]).toEqual([url, 405]);
  }
});

test('a link checker that knows no Sites has nothing to set up', async () => {
  expect(manifest('http://localhost:1').setup_steps).toEqual([]);
  const other = await startLinkChecker(readConfig(environment('')), () => {});
  const { status } = await fetch(`${other.url}/setup/connected`);
  await other.close();
  expect(status).toBe(404);
});

test('a call that somebody else signed, or a while ago, is refused', async () => {
  const body = JSON.stringify({ meta: { route: 'step-0-validation', config: {}, params: {} } });
  const before = Math.floor(Date.now() / 1000) - 400;
  for (const headers of [sign(body, { secret: `${SECRET}!` }), sign(body, { seconds: before })]) {
    const answer = await fetch(`${linkChecker.url}/setup/connected`, {
      method: 'POST',
      body,
      headers,
    });
    expect(answer.status).toBe(401);
  }
});

describe('a route', () => {
  test('keeps of the tokens one, under the key of a password', async () => {
    const payload = { access_token: tokenOf('bakery'), refresh_token: 'r', scope: 's' };
    const { status, body } = await call('/setup/connected', { payload });
    expect([status, body]).toEqual([
      200,
      {
        sites_token: payload.access_token,
        sites_account: 'Corner Bakery',
        site: null,
        pages: null,
      },
    ]);
  });

  test.each([
    ['/setup/connected', { payload: { access_token: 'made up' } }, {}],
    ['/setup/connected', { payload: {} }, {}],
    ['/setup/connected', {}, {}],
    ['/setup/chosen', { payload: { site: 'http://localhost:1/' } }, { sites_token: 'made up' }],
    ['/setup/pages', {}, {}],
    ['/setup/chosen-pages', { value: 'x' }, {}],
    ['/setup/check', { payload: { pages: [] } }, {}],
  ])('refuses in words: %s %o', async (path, params, config) => {
    expect(await call(path, params, config)).toEqual({
      status: 412,
      body: { message: 'Sites does not know us any more: connect again' },
    });
  });

  test('takes a site of the account, and no other, however often it is named', async () => {
    const config = { sites_token: tokenOf('museum') };
    const mine = `${sites.url}/museum/`;
    for (const site of [`${sites.url}/bakery/`, '', [mine, mine], undefined]) {
      const { status, body } = await call('/setup/chosen', { payload: { site } }, config);
      expect([status, body.message]).toEqual([
        412,
        `That is no site of Harbour Museum, which has ${mine}`,
      ]);
    }
    const { body } = await call('/setup/chosen', { payload: { site: mine } }, config);
    expect(body.site).toEqual({ title: 'Harbour Museum', url: mine });
  });

  test('says that Sites does not answer', async () => {
    const nowhere = { ...environment('http://127.0.0.1:9') };
    const other = await startLinkChecker(readConfig(nowhere), () => {});
    const answer = await call('/setup/pages', {}, { sites_token: 't' }, other);
    await other.close();
    expect(answer).toEqual({
      status: 412,
      body: { message: 'Sites does not answer. Try again in a moment.' },
    });
  });
});

describe('the page of the pop-up', () => {
  const open = (query: Record<string, string>) =>
    fetch(`${linkChecker.url}/choose?${new URLSearchParams(query)}`);
  const begun = { state: 'pbw_"><b>', callback_url: CALLBACK };

  test('asks for an address, shows what is there, and leads back with it and the state', async () => {
    const form = await open(begun);
    const policy = form.headers.get('content-security-policy');
    expect(policy).toContain("form-action 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(form.headers.has('cross-origin-opener-policy')).toBe(false);
    expect(await form.text()).not.toContain('<b>');
    const shown = await (await open({ ...begun, site: ` ${sites.url}/bakery ` })).text();
    expect(shown).toContain('has 5 links');
    const [, href = ''] = /<a [^>]*href="([^"]+)"/.exec(shown) ?? [];
    const back = new URL(href.replaceAll('&#38;', '&'));
    expect(back.origin + back.pathname).toBe(CALLBACK);
    expect(Object.fromEntries(back.searchParams)).toEqual({
      state: begun.state,
      site: `${sites.url}/bakery/`,
    });
  });

  test.each(['', 'bakery', 'javascript:alert(1)', 'ftp://localhost/', 'http://'])(
    'says what is wrong with "%s"',
    async (site) => {
      const page = await open({ ...begun, site });
      expect(page.status).toBe(422);
      const html = await page.text();
      expect(html).toContain('role="alert"');
      expect(html).not.toContain('<a ');
    },
  );

  test('says that a site is not there', async () => {
    const page = await open({ ...begun, site: `${sites.url}/nobody` });
    expect([page.status, (await page.text()).includes('The page answered 404')]).toEqual([
      422,
      true,
    ]);
  });

  test.each([
    'https://evil.example/',
    `${CALLBACK}/`,
    `${CALLBACK}?x`,
    'javascript:alert(1)//plugboard.test/set-up/callback',
    '',
  ])('leads to no other address: %s', async (callback_url) => {
    for (const site of [undefined, `${sites.url}/bakery/`]) {
      const page = await open({ ...begun, callback_url, ...(site !== undefined && { site }) });
      expect(page.status).toBe(400);
      expect(await page.text()).not.toContain('evil.example');
    }
    expect((await open({ callback_url: CALLBACK, state: '' })).status).toBe(400);
  });
});
