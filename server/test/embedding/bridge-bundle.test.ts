import { createHash } from 'node:crypto';
import http, { type IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import Fastify from 'fastify';
import type { Page } from 'playwright-core';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { bundleRoutes, NOT_BUNDLED } from '../../src/embedding/bundle-routes.ts';
import type { App } from '../../src/lib/http/app.ts';
import { sharedBrowser } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { type Site, startSite } from './world.ts';

let server: TestServer;
let product: Site;
let plugin: Site;
const pages: Page[] = [];
beforeAll(async () => {
  server = await startTestServer();
  product = await startSite();
  plugin = await startSite();
  return async () => {
    await product.close();
    await plugin.close();
    await server.close();
  };
});
afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close();
});

interface Manifest {
  version: string;
  files: Record<'host.js' | 'plugin.js', { path: string; integrity: string }>;
}

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(server.url + path, { headers: { origin: 'https://product.example', ...headers } });
const readManifest = async (): Promise<Manifest> =>
  (await (await get('/bridge/manifest.json')).json()) as Manifest;

const OPEN = { br: brotliDecompressSync, gzip: gunzipSync };

/** An answer as it came over the wire: `fetch` opens what is compressed. */
function getRaw(path: string, headers: Record<string, string>) {
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>(
    (resolve, reject) => {
      const request = http.get(server.url + path, { headers }, async (answer) => {
        const body = Buffer.concat(await answer.toArray());
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body });
      });
      request.on('error', reject);
    },
  );
}

async function openPage(url: string): Promise<Page> {
  const context = await (await sharedBrowser()).newContext();
  const page = await context.newPage();
  pages.push(page);
  await page.goto(url);
  return page;
}

/** A page of the product with one script tag, which shows the plugin. */
function setProduct(script: string): string {
  const embeds = {
    space: { id: 1, name: 'Acme' },
    user: { id: 2, name: 'Noor', lang: 'nl', is_admin: true },
    plugins: [
      {
        id: 3,
        slug: 'greeter',
        name: 'Greeter',
        sidebar: true,
        toolbar: false,
        url: `${plugin.origin}/app`,
      },
    ],
  };
  product.set(
    '/',
    `<plugboard-plugin base="${server.url}" slug="greeter"></plugboard-plugin>
<script>
const element = document.querySelector('plugboard-plugin');
element.embeds = ${JSON.stringify(embeds)};
element.fetchToken = async () => ({ token: '${unsignedToken()}', ticket: null });
addEventListener('plugboard-validated', ({ detail }) => document.body.append('Sent to ' + detail.slug));
</script>
${script}`,
  );
  plugin.set(
    '/app',
    `<script type="module">
import { connect } from '${server.url}/bridge/plugin.js';
const { token, space } = await connect();
document.body.append(token.split('.').length + ' parts, ' + space.name);
</script>`,
  );
  return `${product.origin}/`;
}

function unsignedToken(): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = { app_id: 3, space_id: 1, user_id: 2, iat: now, exp: now + 3600 };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.c2lnbmF0dXJl`;
}

test('one script tag on a page of another site defines the elements, and a plugin connects by an import', async () => {
  const page = await openPage(
    setProduct(`<script type="module" src="${server.url}/bridge/host.js"></script>`),
  );
  await page.getByText('Sent to greeter').waitFor();
  await page.frameLocator('iframe').getByText('3 parts, Acme').waitFor();
});

test('a page that names the hash gets the file of that version, and no other', async () => {
  const { files } = await readManifest();
  const { path, integrity } = files['host.js'];
  const tag = (hash: string) =>
    `<script type="module" src="${server.url}${path}" integrity="${hash}" crossorigin></script>`;
  const page = await openPage(setProduct(tag(integrity)));
  await page.frameLocator('iframe').getByText('3 parts, Acme').waitFor();

  const refused = await openPage(setProduct(tag(files['plugin.js'].integrity)));
  expect(await refused.evaluate(`customElements.get('plugboard-plugin') === undefined`)).toBe(true);
});

test('the modules export what the package does', async () => {
  const page = await openPage(setProduct(''));
  // As text, which nothing that runs tests rewrites.
  const names = (path: string) =>
    page.evaluate<string[]>(
      `import('${server.url}${path}').then((module) => Object.keys(module).sort())`,
    );
  expect(await names('/bridge/host.js')).toEqual(
    Object.keys(await import('@plugboard/bridge/host')).sort(),
  );
  expect(await names('/bridge/plugin.js')).toEqual(
    Object.keys(await import('@plugboard/bridge/plugin')).sort(),
  );
});

test('the manifest tells of each file where it is for ever, and its hash', async () => {
  const { version, files } = await readManifest();
  expect(Object.keys(files)).toEqual(['host.js', 'plugin.js']);
  for (const [name, { path, integrity }] of Object.entries(files)) {
    expect(path).toBe(`/bridge/${version}/${name}`);
    for (const address of [path, `/bridge/${name}`]) {
      const bytes = Buffer.from(await (await get(address)).arrayBuffer());
      const hash = createHash('sha384').update(bytes).digest('base64');
      expect(integrity).toBe(`sha384-${hash}`);
      expect(bytes.toString()).not.toMatch(/\bfrom\s*["'`]|\bimport\s*["'`(]/);
    }
  }
});

test('every site may load them; the plain names for minutes, a version for ever', async () => {
  const { version } = await readManifest();
  const minutes = 'public, max-age=300';
  const expected: [path: string, caching: string, type: string][] = [
    ['/bridge/host.js', minutes, 'text/javascript'],
    ['/bridge/plugin.js', minutes, 'text/javascript'],
    ['/bridge/manifest.json', minutes, 'application/json'],
    [`/bridge/${version}/host.js`, 'public, max-age=31536000, immutable', 'text/javascript'],
  ];
  for (const [path, caching, type] of expected) {
    const { status, headers } = await get(path);
    expect([path, status, Object.fromEntries(headers)]).toMatchObject([
      path,
      200,
      {
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
        'cache-control': caching,
        'content-type': `${type}; charset=utf-8`,
        'x-content-type-options': 'nosniff',
      },
    ]);
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('set-cookie')).toBeNull();
    const etag = headers.get('etag') ?? '';
    const again = await get(path, { 'if-none-match': `"other", W/${etag}` });
    expect([again.status, again.headers.get('cache-control')]).toEqual([304, caching]);
    expect(again.headers.get('access-control-allow-origin')).toBe('*');
    expect((await get(path, { 'if-none-match': '"other"' })).status).toBe(200);
  }
});

test('they are compressed for whoever takes that, each way with a tag of its own', async () => {
  const { files } = await readManifest();
  const { path, integrity } = files['host.js'];
  const tags = new Set<string | null>();
  for (const [accepted, encoding] of [
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['identity', null],
  ] as const) {
    const { headers, body } = await getRaw(path, { 'accept-encoding': accepted });
    expect([accepted, headers['content-encoding'] ?? null]).toEqual([accepted, encoding]);
    expect(String(headers.vary).toLowerCase()).toContain('accept-encoding');
    const plain = encoding === null ? body : OPEN[encoding](body);
    expect(integrity).toBe(`sha384-${createHash('sha384').update(plain).digest('base64')}`);
    if (encoding !== null) expect(body.length).toBeLessThan(plain.length / 2);
    tags.add(String(headers.etag));
    const again = await getRaw(path, {
      'accept-encoding': accepted,
      'if-none-match': String(headers.etag),
    });
    expect(again.status).toBe(304);
  }
  expect(tags.size).toBe(3);
});

test.each([
  ['another version', '/bridge/0.0.0/host.js', 'This server has version'],
  ['another file', '/bridge/{version}/else.js', 'host.js and plugin.js'],
  ['a name that objects inherit', '/bridge/{version}/constructor', 'host.js and plugin.js'],
  ['the manifest of a version', '/bridge/{version}/manifest.json', 'no version'],
])('%s is not there, and nobody keeps that', async (_, path, says) => {
  const { version } = await readManifest();
  const answer = await get(path.replace('{version}', version));
  expect(answer.status).toBe(404);
  expect(JSON.parse(await answer.text()).detail).toContain(says);
  expect(answer.headers.get('cache-control') ?? '').not.toContain('immutable');
});

test('where the bridge is not bundled every address of it says so', async () => {
  const app = Fastify();
  bundleRoutes(app as unknown as App, undefined);
  for (const path of ['/bridge/host.js', '/bridge/manifest.json', '/bridge/0.1.0/host.js']) {
    const { statusCode, body } = await app.inject(path);
    expect([path, statusCode, JSON.parse(body).message]).toEqual([path, 404, NOT_BUNDLED]);
  }
  expect(NOT_BUNDLED).toContain('npm run build');
});
