import type { Browser, BrowserContext, Disposable, Frame, Page } from 'playwright-core';
import { sharedBrowser } from '../../../server/test/support/browser.ts';
import { waitFor } from '../../../server/test/support/wait-for.ts';
import type { EmbeddedPlugin, Embeds } from '../../src/host/embeds.ts';
import { type Reply, type Route, type Site, startSite } from './sites.ts';

/** A host page's site with a Plugboard behind it, a plugin's site, a stranger's site, and a browser. */
export interface World {
  host: Site;
  plugin: Site;
  stranger: Site;
  /** What the host's Plugboard was asked for tokens. */
  tokenRequests: { appId: unknown; cookie: string | undefined }[];
  /** How it answers; a token by default. */
  answerToken: () => Reply | Promise<Reply>;
  /** What it lists. */
  embeds: Embeds;
  /** How often it was asked for the list. */
  listings: number;
  /** Opens the host page, signed in; with options, in a browser context of its own. One a test. */
  openHost(options?: Parameters<Browser['newContext']>[0]): Promise<Page>;
  /** Brings everything back to the beginning. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** A JWT with a signature that nobody checks here. */
export function makeToken(claims: object = {}): string {
  const now = Math.floor(Date.now() / 1_000);
  const payload = { app_id: 3, space_id: 1, user_id: 2, iat: now, exp: now + 3_600, ...claims };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(payload)}.c2lnbmF0dXJl`;
}

/** A JSON answer. */
export function json(value: unknown, status = 200): Reply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

/** Starts all of it. */
export async function startWorld(): Promise<World> {
  const browser = await sharedBrowser();
  const plugin = await startSite('127.0.0.1');
  const stranger = await startSite('127.0.0.1');
  // Loading a page again takes half the processor time of a new one, whose processes have to start.
  const context = await browser.newContext();
  const page = await context.newPage();
  const others: BrowserContext[] = [];
  let opened = 0;
  let forgetting: Disposable | undefined;
  const route: Route = ({ method, url = '/', headers }, body) => {
    const { pathname } = new URL(url, 'http://host');
    if (pathname === '/oauth/authorize') return { body: 'consent' };
    if (pathname === '/v1/spaces/1/embeds') {
      world.listings += 1;
      return json(world.embeds);
    }
    if (pathname !== '/v1/spaces/1/app_validations' || method !== 'POST') return undefined;
    world.tokenRequests.push({ appId: JSON.parse(body).app_id, cookie: headers.cookie });
    return world.answerToken();
  };
  const host = await startSite('localhost', { route, policy: strictPolicy(plugin) });
  async function enterHost(page: Page): Promise<Page> {
    await page.context().addCookies([{ name: 'session', value: 'signed-in', url: host.origin }]);
    await page.goto(`${host.origin}/pages/host.html`);
    await page.waitForFunction(() => window.ready);
    return page;
  }
  const world: World = {
    host,
    plugin,
    stranger,
    tokenRequests: [],
    answerToken: () => json({ token: makeToken() }),
    embeds: listing(plugin),
    listings: 0,
    async openHost(options) {
      if (options === undefined) {
        await forgetting?.dispose();
        forgetting = await page.addInitScript(forget, `test ${++opened}`);
        return enterHost(page);
      }
      const other = await browser.newContext(options);
      others.push(other);
      return enterHost(await other.newPage());
    },
    async reset() {
      for (const other of others.splice(0)) await other.close();
      await page.unrouteAll();
      page.removeAllListeners();
      await page.goto('about:blank');
      await context.clearCookies();
      world.tokenRequests = [];
      world.answerToken = () => json({ token: makeToken() });
      world.embeds = listing(plugin);
      world.listings = 0;
    },
    async close() {
      for (const open of [context, ...others]) await open.close();
      await Promise.all([host, plugin, stranger].map((site) => site.close()));
    },
  };
  return world;
}

/** Runs in each document before its scripts: what the tab keeps is of one test only. */
function forget(test: string): void {
  try {
    if (sessionStorage.getItem('test') === test) return;
    sessionStorage.clear();
    sessionStorage.setItem('test', test);
  } catch {
    // A document without an origin keeps nothing.
  }
}

// The policy that a careful host gives its pages: nothing inline, frames of the plugin only, no DOM injection.
function strictPolicy(plugin: Site): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self'",
    `frame-src ${plugin.origin} ${plugin.origin.replace('127.0.0.1', 'localhost')}`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

/** The plugin that the tests show: a page that does nothing but note what it hears. */
export function plainPlugin({ origin }: Site, over: Partial<EmbeddedPlugin> = {}): EmbeddedPlugin {
  return {
    id: 3,
    slug: 'link-checker',
    name: 'Link checker',
    icon: null,
    sidebar: true,
    toolbar: true,
    url: `${origin}/pages/plain.html`,
    oauth_pending: false,
    ...over,
  };
}

function listing(plugin: Site): Embeds {
  return {
    space: { id: 1, name: 'Acme & Söhne' },
    user: { id: 2, name: 'Noor', lang: 'nl', is_admin: true },
    development: false,
    plugins: [
      plainPlugin(plugin),
      plainPlugin(plugin, { id: 4, slug: 'word-count', name: 'Word count', sidebar: false }),
      plainPlugin(plugin, { id: 5, slug: 'broken', name: 'Broken', toolbar: false, url: null }),
    ],
  };
}

/** The frame of a page that is at `origin` and has loaded. */
export async function frameAt(page: Page, origin: string): Promise<Frame> {
  const frame = await waitFor(
    () => page.frames().find((candidate) => candidate.url().startsWith(`${origin}/`)),
    { describe: `a frame at ${origin}` },
  );
  await frame.waitForLoadState('load');
  return frame;
}

/** A message that a page heard. */
export interface Heard {
  origin: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test says by its expectations what the message is
  data: any;
}

declare global {
  interface Window {
    bridge: typeof import('../../src/host/index.ts');
    client: typeof import('../../src/plugin/index.ts');
    embed(options: object): void;
    embedding: import('../../src/host/embed.ts').Embedding;
    ready: boolean;
    heard: Heard[];
    violations: string[];
    errors: string[];
    heights: number[];
    validated: number;
  }
}
