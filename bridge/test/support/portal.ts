import type { Page } from 'playwright-core';
import { sharedBrowser } from '../../../server/test/support/browser.ts';
import { type Reply, type Route, type Site, startSite } from './sites.ts';
import { json } from './world.ts';

/** A host's site, a Plugboard of another site with a plain view, and a stranger's. */
export interface Portal {
  host: Site;
  plugboard: Site;
  stranger: Site;
  /** How the host answers who asks for a token, and how often it was. */
  answerToken: () => Reply;
  asked: { cookie: string | undefined }[];
  /** Opens an empty page of the host with the elements defined, signed in there. */
  openHost(): Promise<Page>;
  close(): Promise<void>;
}

const PAGE = { 'content-type': 'text/html; charset=utf-8' };

/** Starts all of it. */
export async function startPortal(): Promise<Portal> {
  const browser = await sharedBrowser();
  const origins: string[] = [];
  const view: Route = ({ url = '' }) =>
    url.startsWith('/embed/views/')
      ? { headers: PAGE, body: viewDocument(origins.join(' ')) }
      : undefined;
  const plugboard = await startSite('127.0.0.1', { route: view });
  const stranger = await startSite('127.0.0.1');
  const asking: Route = ({ url, headers }) => {
    if (url === '/') return { headers: PAGE, body: HOST_PAGE };
    if (url !== '/plugboard-token') return undefined;
    portal.asked.push({ cookie: headers.cookie });
    return portal.answerToken();
  };
  const host = await startSite('localhost', { route: asking });
  origins.push('https://another.example', host.origin);
  const context = await browser.newContext();
  const portal: Portal = {
    host,
    plugboard,
    stranger,
    answerToken: () => json({ token: `pbv_${portal.asked.length}` }),
    asked: [],
    async openHost() {
      const page = await context.newPage();
      await context.addCookies([{ name: 'session', value: 'signed-in', url: host.origin }]);
      await page.goto(host.origin);
      await page.waitForFunction(() => customElements.get('plugboard-settings') !== undefined);
      return page;
    },
    async close() {
      await context.close();
      await Promise.all([host, plugboard, stranger].map((site) => site.close()));
    },
  };
  return portal;
}

const HOST_PAGE = `<!doctype html><html lang="de"><meta charset="utf-8"><title>Host</title>
<script type="module" src="/bridge/host/define.js"></script><main></main></html>`;

const viewDocument = (origins: string) => `<!doctype html><meta charset="utf-8"><title>View</title>
<meta name="plugboard-host-origins" content="${origins}">
<body style="margin: 0"><main style="height: 240px">View</main>
<script type="module" src="/pages/view.js"></script></body>`;
