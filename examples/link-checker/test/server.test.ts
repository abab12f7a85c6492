import { once } from 'node:events';
import { connect } from 'node:net';
import { beforeAll, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { manifest } from '../src/manifest.ts';
import { type LinkChecker, startLinkChecker } from '../src/server.ts';

// Nothing listens there: what is tested here needs no Plugboard.
const environment = {
  PLUGBOARD_URL: 'http://127.0.0.1:9/',
  CLIENT_ID: 'client',
  CLIENT_SECRET: 'secret',
  HOST_PAGE: 'https://app.example/spaces/{space_id}',
};

let linkChecker: LinkChecker;

beforeAll(async () => {
  linkChecker = await startLinkChecker(readConfig(environment), () => {});
  return () => linkChecker.close();
});

const fetchFrom = (path: string, init?: RequestInit) => fetch(linkChecker.url + path, init);

test('only the host may embed the page, and it runs nothing but its own', async () => {
  const page = await fetchFrom('/app');
  const policy = new Map(
    page.headers
      .get('content-security-policy')
      ?.split('; ')
      .map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1).join(' ')]),
  );
  expect(Object.fromEntries(policy)).toEqual({
    'default-src': "'none'",
    'img-src': 'data:',
    'script-src': expect.stringMatching(/^'self' 'sha256-[\w+/=]+'$/),
    'style-src': "'self'",
    'connect-src': "'self'",
    'frame-ancestors': 'https://app.example',
    'base-uri': "'none'",
    'form-action': "'none'",
  });
});

test('everything that the page loads is there', async () => {
  const html = await (await fetchFrom('/app')).text();
  const [, map = ''] = /<script type="importmap">(.*?)<\/script>/.exec(html) ?? [];
  const bridge: string = JSON.parse(map).imports['@plugboard/bridge/plugin'];
  const own = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path = '']) => path);
  expect(own.length).toBeGreaterThan(1);
  for (const path of [...own, bridge]) {
    const { status, headers } = await fetchFrom(path);
    expect([path, status]).toEqual([path, 200]);
    expect(headers.get('content-type')).toMatch(/^text\/(?:javascript|css)/);
  }
});

test('its own pages cannot be embedded at all', async () => {
  const page = await fetchFrom('/');
  expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(await page.text()).toContain('href="/install"');
});

test.each([
  ['GET', '/nothing', 404],
  ['GET', '/bridge/../package.json', 404],
  ['GET', '/assets/constructor', 404],
  ['GET', '//example.com/app', 404],
  ['POST', '/app', 405],
  ['GET', '/oauth/callback', 400],
  ['GET', '/oauth/callback?code=1&state=2', 400],
  ['GET', '/install', 303],
  ['GET', '/api/me', 401],
  ['POST', '/api/checks', 401],
  ['PUT', '/api/settings', 401],
  ['DELETE', '/api/me', 404],
])('%s %s answers %i', async (method, path, status) => {
  const response = await fetchFrom(path, { method, redirect: 'manual' });
  expect(response.status).toBe(status);
});

test('the manifest names pages that are there', async () => {
  const { app_url, embedded_app_url, oauth_redirect_uri } = manifest(linkChecker.url);
  for (const [url, status] of [
    [app_url, 200],
    [embedded_app_url, 200],
    [oauth_redirect_uri, 400],
  ] as const) {
    expect([url, (await fetch(url)).status]).toEqual([url, status]);
  }
});

test.each([
  [{ CLIENT_ID: '' }, 'set CLIENT_ID in'],
  [{ PORT: '70000' }, 'PORT is "70000"'],
  [{ HOST_PAGE: 'app.example' }, 'HOST_PAGE must be an http or https URL'],
  [{ LINK_CHECKER_ALLOW_PRIVATE: 'yes' }, 'LINK_CHECKER_ALLOW_PRIVATE is "yes"'],
])('a wrong setting is named: %o', (setting, message) => {
  expect(() => readConfig({ ...environment, ...setting })).toThrow(message);
});

test('it stops though browsers keep connections open, with and without a request on them', async () => {
  const other = await startLinkChecker(readConfig(environment), () => {});
  const { port } = new URL(other.url);
  const [silent, used] = [connect(Number(port), '127.0.0.1'), connect(Number(port), '127.0.0.1')];
  for (const socket of [silent, used]) socket.on('error', () => {});
  await Promise.all([once(silent, 'connect'), once(used, 'connect')]);
  used.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(used, 'data');
  await other.close();
  silent.destroy();
  used.destroy();
});
