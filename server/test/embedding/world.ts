import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { manifest } from '@plugboard/example-link-checker/manifest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { sharedBrowser } from '../support/browser.ts';
import { createSpace, createUser, registerPlugin, type TestPlugin } from '../support/plugins.ts';
import { portForLater } from '../support/port.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

// Compiled by `tsc -b`, as it is shipped.
const LINK_CHECKER = fileURLToPath(
  new URL('../../../examples/link-checker/dist/main.js', import.meta.url),
);

/** A web site of a plugin: pages by path, and the headers that they are sent with. */
export interface Site {
  /** `http://localhost:port`. */
  origin: string;
  set(path: string, html: string, headers?: Record<string, string>): void;
  close(): Promise<void>;
}

export interface World {
  server: TestServer;
  /** Where browsers find it. */
  url: string;
  browser: Browser;
  linkChecker: TestPlugin & { origin: string };
  close(): Promise<void>;
}

/** A server under its real public address, the link checker in a process of its own, a browser. */
export async function startWorld(): Promise<World> {
  const port = await portForLater();
  const url = `http://localhost:${port}`;
  // So short that the link checker renews its tokens each time that it uses them.
  const life = { PLUGBOARD_OAUTH_ACCESS_TOKEN_SECONDS: '30' };
  const server = await startTestServer({ env: { PORT: `${port}`, PUBLIC_URL: url, ...life } });
  await server.api('PUT', '/platform/v1/scopes/pages.read', { description: 'See your pages' });

  const pluginPort = await portForLater();
  const origin = `http://localhost:${pluginPort}`;
  const plugin = await registerPlugin(server, manifest(origin));
  const process = await startLinkChecker(url, plugin, pluginPort);
  const browser = await sharedBrowser();
  return {
    server,
    url,
    browser,
    linkChecker: { ...plugin, origin },
    async close() {
      process.kill('SIGTERM');
      await once(process, 'exit');
      await server.close();
    },
  };
}

async function startLinkChecker(
  plugboardUrl: string,
  { clientId, clientSecret }: TestPlugin,
  port: number,
): Promise<ChildProcess> {
  const child = spawn(process.execPath, [LINK_CHECKER], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      PLUGBOARD_URL: plugboardUrl,
      CLIENT_ID: clientId,
      CLIENT_SECRET: clientSecret,
      PORT: String(port),
      LINK_CHECKER_ALLOW_PRIVATE: 'on',
    },
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const ended = once(child, 'exit').then(() => {
    throw new Error('The link checker ended before it listened');
  });
  await Promise.race([once(lines, 'line'), ended]);
  ended.catch(() => undefined);
  return child;
}

/** Serves pages under `http://localhost`, an origin of its own for each site. */
export async function startSite(): Promise<Site> {
  // Browsers ask for it on their own.
  const icon = { html: '', headers: { 'content-type': 'image/svg+xml' } };
  const pages = new Map<string, { html: string; headers: Record<string, string> }>([
    ['/favicon.ico', icon],
  ]);
  const server: Server = createServer((request, response) => {
    const page = pages.get(request.url?.split('?', 1)[0] ?? '');
    const headers = { 'content-type': 'text/html; charset=utf-8', ...page?.headers };
    response.writeHead(page === undefined ? 404 : 200, headers).end(page?.html);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    set: (path, html, headers = {}) => void pages.set(path, { html, headers }),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Somebody with a browser of their own, signed in by the host's link. */
export interface Visitor {
  page: Page;
  context: BrowserContext;
  userId: number;
  spaceId: number;
  /** What browsers complain of: violations of a content security policy, scripts that throw. */
  complaints: string[];
}

/** Makes a user with a role in a space (a new one, unless it is given), and signs them in. */
export async function visit(
  { server, browser, url }: World,
  role: 'admin' | 'editor',
  given?: number,
): Promise<Visitor> {
  const userId = await createUser(server);
  const spaceId = given ?? (await createSpace(server, { name: 'Acme' }));
  await server.api('PUT', `/platform/v1/spaces/${spaceId}/members/${userId}`, { role });
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  const path = `/spaces/${spaceId}`;
  const wanted = { user_id: userId, space_id: spaceId, path };
  const link = await server.api('POST', '/platform/v1/sign_in_links', wanted);
  await page.goto(link.body.url);
  await page.waitForURL(url + path);
  return { page, context, userId, spaceId, complaints };
}
