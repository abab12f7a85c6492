import type { BrowserContext, Frame, Page, Request } from 'playwright-core';
import { expect } from 'vitest';
import { announce } from '../../../server/src/lib/changes.ts';
import { sql } from '../../../server/src/lib/db.ts';
import {
  type HostAnswer,
  startThreeSites,
  type TestProfile,
  type ThreeSites,
} from '../../../server/test/embedding/three-sites.ts';
import { axeViolations } from '../../../server/test/support/axe.ts';
import { addMember, createPerson, type TestPerson } from '../../../server/test/support/people.ts';
import { createSpace } from '../../../server/test/support/plugins.ts';
import type { TestServer } from '../../../server/test/support/server.ts';
import { HANG_MS, waitFor } from '../../../server/test/support/wait-for.ts';
import { noteComplaints } from './browsers.ts';

/** A view as its element's name says it. */
export type View = 'catalog' | 'installed' | 'settings' | 'activity';

/** A page of the host with a view in it. */
export interface Shown {
  /** The host's. */
  page: Page;
  /** The view's document. */
  frame: Frame;
  /** What the element told of: the events `plugboard-open`. */
  opened(): Promise<unknown[]>;
  /** How many tokens were asked for. */
  tokens(): number;
}

/** What a page of the host is to be. */
export interface Showing {
  /** Attributes of the element; `space` is given. */
  attributes?: Record<string, string>;
  /** Bounds of the token. */
  bounds?: { install_id?: number; identifier?: string };
  /** The host's own style sheet. */
  css?: string;
  lang?: string;
  theme?: 'light' | 'dark';
  width?: number;
  /** Instead of a token that counts. */
  token?: () => Promise<HostAnswer> | HostAnswer;
}

/** A host's product on one site, Plugboard on another, and a browser that keeps cookies and storage from frames of other sites. */
export interface EmbedWorld {
  sites: ThreeSites;
  server: TestServer;
  spaceId: number;
  /** Of the space. Nobody ever signs in at Plugboard. */
  admin: TestPerson;
  editor: TestPerson;
  context: BrowserContext;
  /** What was asked of Plugboard in the browser since the last page was opened. */
  asked: Request[];
  /** Opens a page of the host with a view, for somebody who is signed in with the host. */
  open(person: { id: number }, view: View, showing?: Showing): Promise<Shown>;
  /** A token as the host's backend makes it. */
  makeToken(person: { id: number }, view: View, bounds?: object): Promise<string>;
  /** All tokens of before count no more. */
  endTokens(): Promise<void>;
  /**
   * After each test: closes what was opened.
   *
   * @throws where a browser complained of something, such as an error of a script or a style that the policy forbids.
   */
  leave(): Promise<void>;
  close(): Promise<void>;
}

// What was asked for wrongly is told of on the page, and in the browser's console, too.
const REFUSED = /status of [45]\d\d/;

/** Starts all of it. */
export async function startEmbedWorld(): Promise<EmbedWorld> {
  const sites = await startThreeSites({ delivery: true });
  const { server } = sites;
  const spaceId = await createSpace(server, { name: 'Reception' });
  const admin = await createPerson(server, { friendly_name: 'Ada Admin' });
  const editor = await createPerson(server, { friendly_name: 'Ed Editor' });
  await addMember(server, spaceId, admin.id);
  await addMember(server, spaceId, editor.id, 'editor');
  const profile: TestProfile = await sites.openBrowser('blocks third-party cookies');
  const { context } = profile;
  const opened: Page[] = [];
  const complaints: string[] = [];

  async function makeToken({ id: user_id }: { id: number }, view: View, bounds = {}) {
    const body = { user_id, space_id: spaceId, views: [view], ...bounds };
    const answer = await server.api('POST', '/platform/v1/portal_tokens', body);
    expect(answer.status, answer.text).toBe(201);
    return answer.body.token as string;
  }

  async function open(person: { id: number }, view: View, showing: Showing = {}): Promise<Shown> {
    const { bounds, css = '', lang = 'en', theme = 'light', width = 1280 } = showing;
    world.asked = [];
    let tokens = 0;
    const page = await context.newPage();
    opened.push(page);
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: theme });
    page.on('request', (request) => {
      if (request.url().startsWith(sites.url)) world.asked.push(request);
    });
    noteComplaints(page, complaints, REFUSED);
    const counting = async () => ({ token: await makeToken(person, view, bounds) });
    const path = `/admin/${opened.length}`;
    const tokenUrl = `/token/${opened.length}`;
    sites.hostAnswers.set(tokenUrl, async () => {
      tokens++;
      return showing.token?.() ?? { body: await counting() };
    });
    const attributes = {
      space: `${spaceId}`,
      'token-url': tokenUrl,
      // Nothing here is silent, but may take its time.
      'hello-ms': `${HANG_MS}`,
      ...showing.attributes,
    };
    sites.hostAnswers.set(path, () => ({
      body: hostPage({ view, base: sites.url, css, lang, attributes }),
    }));
    await page.goto(sites.hostUrl + path);
    const frame = await waitFor(
      () => page.frames().find((one) => one.url().startsWith(`${sites.url}/embed/views/`)),
      { describe: 'a frame of Plugboard' },
    );
    await frame.waitForSelector('main, [role="alert"]');
    return {
      page,
      frame,
      opened: () => page.evaluate('opened') as Promise<unknown[]>,
      tokens: () => tokens,
    };
  }

  const world: EmbedWorld = {
    sites,
    server,
    spaceId,
    admin,
    editor,
    context,
    asked: [],
    open,
    makeToken,
    async endTokens() {
      await server.db.query(sql`delete from portal_tokens`);
      await announce(server.db, 'people');
    },
    async leave() {
      for (const page of opened.splice(0)) await page.close();
      expect(complaints.splice(0)).toEqual([]);
    },
    async close() {
      await profile.close();
      await sites.close();
    },
  };
  return world;
}

const SCROLLS = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
const CUT = 'document.documentElement.scrollHeight > innerHeight';
const HEIGHTS = `[innerHeight, Math.ceil(document.querySelector('#console').getBoundingClientRect().height)]`;

/** Checks that a view is a part of its page: as high as what it shows, and nothing scrolls sideways. */
async function expectPart({ page, frame }: Shown): Promise<void> {
  const isHigh = async () => {
    const [has, needs] = (await frame.evaluate(HEIGHTS)) as [number, number];
    return has === needs && !(await frame.evaluate(CUT));
  };
  await waitFor(isHigh, { describe: 'the frame to be as high as its content' });
  expect(await frame.evaluate(SCROLLS), 'the view scrolls sideways').toBe(false);
  expect(await page.evaluate(SCROLLS), 'the page of the host scrolls sideways').toBe(false);
}

/** Checks besides that everybody can use it. */
export async function expectUsable(shown: Shown): Promise<void> {
  await expectPart(shown);
  const { page, frame } = shown;
  // What is seen through the frame, axe does not see.
  const ground = await page.evaluate('getComputedStyle(document.body).backgroundColor');
  await frame.evaluate((colour) => {
    document.documentElement.style.backgroundColor = String(colour);
  }, ground);
  expect(await axeViolations(frame)).toEqual([]);
  await frame.evaluate(() => document.documentElement.style.removeProperty('background-color'));
}

interface HostPage {
  view: View;
  base: string;
  css: string;
  lang: string;
  attributes: Record<string, string>;
}

const hostPage = ({ view, base, css, lang, attributes }: HostPage): string => `<!doctype html>
<html lang="${lang}">
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>A product</title>
<style>
:root { color-scheme: light dark; }
body { margin: 0; font: 400 15px/1.5 system-ui, sans-serif; background: light-dark(#fbfaf7, #17181c); color: light-dark(#222, #eee); }
header { padding: 14px 24px; border-bottom: 1px solid light-dark(#e4e0d6, #33353c); font-weight: 600; }
main { max-width: 1000px; margin: 0 auto; padding: 24px 16px; }
${css}
</style>
<script type="module" src="/bridge/host/define.js"></script>
<header>Frontdesk</header>
<main><h1>Integrations</h1>
<plugboard-${view} base="${base}" ${Object.entries(attributes)
  .map(([name, value]) => `${name}="${value}"`)
  .join(' ')}></plugboard-${view}></main>
<script>
var opened = [];
addEventListener('plugboard-open', ({ detail }) => opened.push(detail));
</script>
</html>`;
