import dns from 'node:dns';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { request as httpRequest } from 'node:http';
import https, { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { findChromium } from '../../../scripts/find-chromium.js';
import { readBridgeFiles } from '../../src/embedding/bridge-files.ts';
import { addMember, createPerson, type TestPerson } from '../support/people.ts';
import { createSpace, registerPlugin, type TestPlugin } from '../support/plugins.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';
import { authParams } from '../support/storyblok.ts';
import { makeCertificate, type TestCertificate } from '../support/tls.ts';
import { HANG_MS } from '../support/wait-for.ts';
import { type StarterKind, starter } from './starter.ts';

/** Three sites, as browsers see them: the server, the host's product, and plugins. */
export interface ThreeSites {
  server: TestServer;
  /** `https://plugboard.test:port`. */
  url: string;
  /** `https://product.test:port`. */
  hostUrl: string;
  /** Pages of the host's, and what its backend answers, by their path; beside those of its product. */
  hostAnswers: Map<string, () => Promise<HostAnswer> | HostAnswer>;
  /** False: as for a browser that does not know cookies that are kept apart by site. */
  setsCookieInFrames: boolean;
  /** Registers a plugin, on a site of its own, and serves it. */
  addPlugin(name: string, making: PluginMaking): Promise<TestPlugin>;
  /** Registers a plugin made from one of Storyblok's starters. */
  addStarter(kind: StarterKind): Promise<TestPlugin>;
  /** A browser that knows the sites. */
  openBrowser(profile: Profile): Promise<TestProfile>;
  close(): Promise<void>;
}

/** What a path of the host's answers: a page as a text, or something as JSON. */
export interface HostAnswer {
  status?: number;
  body: string | object;
}

/** What a browser does with cookies and storage of other sites in frames. Blocked, there are cookies still that are kept apart by site. */
export type Profile = 'allows third-party cookies' | 'blocks third-party cookies';

/** A browser of its own, as somebody has set it up. */
export interface TestProfile {
  context: BrowserContext;
  close(): Promise<void>;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** What makes a plugin, by where it is. */
export interface PluginMaking {
  manifest(baseUrl: string): Record<string, unknown>;
  handler(plugin: TestPlugin, baseUrl: string): Handler;
}

/**
 * A server behind TLS, the product of a host, and plugins, each on a registrable domain of its own.
 *
 * @param options of the server, beside where it is.
 */
export async function startThreeSites(options: { delivery?: boolean } = {}): Promise<ThreeSites> {
  const tls = makeCertificate('DNS:plugboard.test', 'DNS:product.test', 'DNS:*.plugins.test');
  const restoreNames = resolveTestNames(tls.cert);
  const servers: Server[] = [];
  async function serve(host: string, handler: Handler): Promise<string> {
    const listening = await listen(tls, handler);
    servers.push(listening.server);
    return `https://${host}:${listening.port}`;
  }
  let server: TestServer | undefined;
  const url = await serve('plugboard.test', (request, response) =>
    forward(server as TestServer, request, response, (headers) => {
      if (!sites.setsCookieInFrames && request.url?.startsWith('/embed/')) {
        delete headers['set-cookie'];
      }
    }),
  );
  const hostUrl = await serve('product.test', async (request, response) => {
    const answer = await sites.hostAnswers.get(request.url ?? '/')?.();
    if (answer !== undefined) return sendAnswer(response, answer);
    return hostProduct({ server: server as TestServer, url, hostUrl }, request, response);
  });
  server = await startTestServer({
    ...options,
    env: { PUBLIC_URL: url, PLUGBOARD_HOST_PAGE: `${hostUrl}/apps/{space_id}/{slug}` },
  });
  const sites: ThreeSites = {
    server,
    url,
    hostUrl,
    hostAnswers: new Map(),
    setsCookieInFrames: true,
    async addPlugin(name, making) {
      let handler: Handler | undefined;
      const baseUrl = await serve(`${name}.plugins.test`, (...http) => handler?.(...http));
      const plugin = await registerPlugin(server, making.manifest(baseUrl));
      handler = making.handler(plugin, baseUrl);
      return plugin;
    },
    addStarter: (kind) =>
      sites.addPlugin(kind, {
        manifest: (baseUrl) => ({
          compatibility: 'storyblok',
          embedded_app_url: `${baseUrl}/`,
          oauth_redirect_uri: `${baseUrl}/api/connect/callback`,
          placements: kind === 'tool' ? { toolbar: true } : { sidebar: {} },
          use_app_bridge: true,
        }),
        handler: (plugin, baseUrl) =>
          starter(kind, authParams(plugin, { baseUrl, storyblokApiBaseUrl: url })),
      }),
    openBrowser: launch,
    async close() {
      restoreNames();
      for (const listening of servers) {
        listening.closeAllConnections();
        listening.close();
        await once(listening, 'close');
      }
      await server.close();
    },
  };
  return sites;
}

async function listen(tls: TestCertificate, handler: Handler) {
  const server = createServer(tls, (request, response) => {
    Promise.resolve(handler(request, response)).catch(() => response.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

/** Makes `*.test` lead to this machine for whatever runs in this process, and its certificate good. */
function resolveTestNames(cert: string): () => void {
  const { lookup } = dns;
  const { globalAgent } = https;
  const local = { address: '127.0.0.1', family: 4 };
  dns.lookup = ((name: string, options: dns.LookupOptions, done: (...found: unknown[]) => void) => {
    if (!name.endsWith('.test')) return lookup(name, options, done);
    return options.all ? done(null, [local]) : done(null, local.address, local.family);
  }) as typeof dns.lookup;
  // Another agent: what one has among its options, be it undefined, goes before what a request says.
  https.globalAgent = new https.Agent({ ...globalAgent.options, ca: cert });
  return () => {
    dns.lookup = lookup;
    https.globalAgent.destroy();
    https.globalAgent = globalAgent;
  };
}

// What a person sets under “Third-party cookies”: 0 allows them, 1 blocks them. Packagers ship one or the other.
const COOKIE_CONTROLS: Record<Profile, number> = {
  'allows third-party cookies': 0,
  'blocks third-party cookies': 1,
};

async function launch(profile: Profile): Promise<TestProfile> {
  const folder = mkdtempSync(join(tmpdir(), 'plugboard-profile-'));
  mkdirSync(join(folder, 'Default'));
  const preferences = { profile: { cookie_controls_mode: COOKIE_CONTROLS[profile] } };
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: findChromium(),
    args: ['--host-resolver-rules=MAP *.test 127.0.0.1'],
    chromiumSandbox: process.getuid?.() !== 0,
    ignoreHTTPSErrors: true,
    timeout: HANG_MS,
  });
  context.setDefaultTimeout(HANG_MS);
  return {
    context,
    async close() {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a TLS proxy in front of the server does. */
function forward(
  { url }: TestServer,
  request: IncomingMessage,
  response: ServerResponse,
  change: (headers: IncomingHttpHeaders) => void,
): void {
  const { method, headers, url: path } = request;
  const onward = httpRequest(new URL(path ?? '/', url), { method, headers }, (answer) => {
    change(answer.headers);
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}

function sendAnswer(response: ServerResponse, { status = 200, body }: HostAnswer): void {
  const isPage = typeof body === 'string';
  const type = isPage ? 'text/html; charset=utf-8' : 'application/json';
  response.writeHead(status, { 'content-type': type }).end(isPage ? body : JSON.stringify(body));
}

interface Product {
  server: TestServer;
  url: string;
  hostUrl: string;
}

// What a host builds: a page with the elements, and a backend that asks for whoever is signed in with it. This one believes a cookie.
async function hostProduct(
  { server, url, hostUrl }: Product,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const userId = /user=(\d+)/.exec(request.headers.cookie ?? '')?.[1];
  const [, area = '', space, slug] = new URL(request.url ?? '/', hostUrl).pathname.split('/');
  const sendJson = ({ status, text }: { status: number; text: string }) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  const api = `${server.url}/v1/spaces/${space}`;
  const asHost = { authorization: `Bearer ${server.hostKey}` };
  if (area === 'plugins') {
    sendJson(await send(`${api}/embeds?user_id=${userId}`, 'GET', undefined, asHost));
  } else if (area === 'validations') {
    const body = { app_id: Number(slug), user_id: Number(userId), host_origin: hostUrl };
    sendJson(await send(`${api}/app_validations`, 'POST', body, asHost));
  } else if (area === 'bridge') {
    const file = (await readBridgeFiles()).get((request.url ?? '').slice('/bridge/'.length));
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(file);
  } else {
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end(hostPage({ url, space: space ?? '', slug: slug ?? '' }));
  }
}

const hostPage = ({
  url,
  space,
  slug,
}: {
  url: string;
  space: string;
  slug: string;
}) => `<!doctype html>
<title>A product</title><h1>A product</h1>
<script type="module">
import { defineElements } from '/bridge/host/index.js';
const embeds = await (await fetch('/plugins/${space}')).json();
const isTool = embeds.plugins.find(({ slug }) => slug === '${slug}')?.toolbar;
const element = document.createElement(isTool ? 'plugboard-toolbar' : 'plugboard-plugin');
element.setAttribute('base', '${url}');
element.setAttribute(isTool ? 'open' : 'slug', '${slug}');
element.embeds = embeds;
element.fetchToken = async ({ appId }) =>
  (await fetch('/validations/${space}/' + appId, { method: 'POST' })).json();
element.context = {
  language: 'en',
  story: { name: 'A page', slug: 'a-page', updated_at: '', content: {}, published: true },
};
defineElements();
document.body.append(element);
</script>`;

/** Somebody in a space of the host's. */
export interface HostUser {
  person: TestPerson;
  spaceId: number;
}

/** Makes a user of the host's in a new space; the browser is theirs from now on. */
export async function enterProduct(sites: ThreeSites, { context }: TestProfile): Promise<HostUser> {
  const person = await createPerson(sites.server);
  const spaceId = await createSpace(sites.server, { name: 'Acme' });
  await addMember(sites.server, spaceId, person.id);
  await context.clearCookies();
  const { hostname } = new URL(sites.hostUrl);
  const cookie = { name: 'user', value: String(person.id), domain: hostname, path: '/' };
  await context.addCookies([cookie]);
  return { person, spaceId };
}
