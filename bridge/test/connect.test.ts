import type { Frame, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { leaveFor } from '../../server/test/support/leave.ts';
import type { EmbedOptions } from '../src/host/embed.ts';
import type { Connection, ConnectOptions } from '../src/plugin/connect.ts';
import { readEmbedding } from '../src/plugin/embedding.ts';
import { checkHost } from '../src/plugin/host.ts';
import { readClaims, type TokenClaims } from '../src/plugin/token.ts';
import { frameAt, json, makeToken, plainPlugin, startWorld, type World } from './support/world.ts';

declare global {
  interface Window {
    connection: Connection;
    tokens: string[];
    stopHeight: () => void;
  }
}

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterEach(() => world.reset());

afterAll(() => world.close());

/** Opens the host page with the plugin whose page has the client. */
async function open(
  options: Partial<Omit<EmbedOptions, 'around'>> = {},
): Promise<{ page: Page; frame: Frame }> {
  const page = await world.openHost();
  const url = `${world.plugin.origin}/pages/app.html`;
  const { space, user } = world.embeds;
  const shown = { plugin: plainPlugin(world.plugin, { url }), space, user, ...options };
  await page.evaluate((given) => window.embed(given), shown);
  const frame = await frameAt(page, new URL(shown.plugin.url ?? '').origin);
  return { page, frame: await loaded(frame) };
}

async function loaded(frame: Frame): Promise<Frame> {
  await frame.waitForFunction(() => window.client !== undefined);
  return frame;
}

/** Connects, and tells the code of the error or that it worked. */
function connect(frame: Frame | Page, options: ConnectOptions = {}): Promise<string> {
  return frame.evaluate(async (given) => {
    try {
      window.connection = await window.client.connect(given);
      return 'connected';
    } catch (error) {
      const { code, message } = error as { code: string; message: string };
      return `${code}: ${message}`;
    }
  }, options);
}

describe('connect', () => {
  it('gives the token, and what the host page says about space and user', async () => {
    const token = makeToken();
    world.answerToken = () => json({ token });
    const { frame } = await open();
    expect(await connect(frame)).toBe('connected');
    expect(
      await frame.evaluate(() => {
        const { token, hostOrigin, slug, space, user, initOAuth } = window.connection;
        return { token, hostOrigin, slug, space, user, initOAuth };
      }),
    ).toEqual({
      token,
      hostOrigin: world.host.origin,
      slug: 'link-checker',
      space: { id: 1, name: 'Acme & Söhne' },
      user: { id: 2, name: 'Noor', lang: 'nl', isAdmin: true },
      initOAuth: false,
    });
  });

  it('says whether the page around it is light or dark, and when that changes', async () => {
    const { page, frame } = await open();
    await connect(frame);
    expect(await frame.evaluate(() => window.connection.theme)).toBe('light');
    await frame.evaluate(() => {
      window.connection.onTheme((theme) => document.documentElement.setAttribute('data-to', theme));
    });
    await page.evaluate(() => document.body.style.setProperty('color-scheme', 'dark'));
    await frame.waitForFunction(() => document.documentElement.dataset.to === 'dark');
    expect(await frame.evaluate(() => window.connection.theme)).toBe('dark');
  });

  it('gets the context, sets the height and begins OAuth', async () => {
    const { page, frame } = await open({ context: { story: { id: 19 } } });
    await connect(frame, { placement: 'toolbar' });
    expect(await frame.evaluate(() => window.connection.context())).toEqual({ story: { id: 19 } });
    await frame.evaluate(() => window.connection.setHeight(333));
    await page.waitForFunction(() => window.heights.includes(333));
    await frame.evaluate(() => window.connection.beginOAuth('/pages/plain.html'));
    await page.waitForURL(`${world.plugin.origin}/pages/plain.html`);
  });

  it('keeps the frame as high as the content, smaller too', async () => {
    const { page, frame } = await open();
    await connect(frame);
    const fill = (pixels: number) =>
      frame.evaluate((height) => {
        document.body.style.margin = '8px';
        document.body.replaceChildren(document.createElement('div'));
        (document.body.firstChild as HTMLElement).style.height = `${height}px`;
      }, pixels);
    await frame.evaluate(() => {
      window.stopHeight = window.connection.autoHeight();
    });
    await fill(700);
    await page.waitForFunction(() => window.heights.at(-1) === 716);
    await fill(200);
    await page.waitForFunction(() => window.heights.at(-1) === 216);
  });

  it('still knows host, space and user after going to another page of the plugin', async () => {
    // Of the same site as the host, so that the browser grants storage.
    const sameSite = { origin: world.plugin.origin.replace('127.0.0.1', 'localhost') };
    const url = `${sameSite.origin}/pages/app.html`;
    const { page, frame } = await open({ plugin: plainPlugin(world.plugin, { url }) });
    await connect(frame);
    await leaveFor(frame, `${url}?another=page`);
    await frame.waitForURL(/another/);
    expect(await connect(await loaded(frame))).toBe('connected');
    expect(await frame.evaluate(() => window.connection.space.name)).toBe('Acme & Söhne');
    await frame.evaluate(() => history.pushState({}, '', '/pages/deeper'));
    expect(await connect(frame)).toBe('connected');
    expect(await page.evaluate(() => window.validated)).toBe(3);
  });

  it('still knows host, space and user where a private window refuses storage', async () => {
    const { frame } = await open();
    await connect(frame);
    await leaveFor(frame, '/pages/app.html?another=page');
    await frame.waitForURL(/another/);
    expect(await connect(await loaded(frame))).toBe('connected');
    expect(
      await frame.evaluate(() => {
        const { hostOrigin, space, user } = window.connection;
        return [hostOrigin, space.id, user.id];
      }),
    ).toEqual([world.host.origin, 1, 2]);
  });

  it('replaces the token before it expires', async () => {
    let count = 0;
    world.answerToken = () => {
      count += 1;
      const now = Math.floor(Date.now() / 1_000);
      return json({ token: makeToken({ iat: now, exp: now + 2, jti: count }) });
    };
    const { frame } = await open();
    await connect(frame);
    const [next, current] = await frame.evaluate(
      () =>
        new Promise<string[]>((resolve) =>
          window.connection.onToken((token) => resolve([token, window.connection.token])),
        ),
    );
    expect(current).toBe(next);
    const { jti } = readClaims(next ?? '') as TokenClaims & { jti: number };
    expect(jti).toBeGreaterThan(1);
  });

  it('says when the host page does not answer, and what that may mean', async () => {
    world.answerToken = () => json({ error: 'no' }, 404);
    const { frame } = await open();
    expect(await connect(frame, { timeoutMs: 50 })).toBe(
      `timeout: The host page ${world.host.origin} did not answer within 0.05 s: is the plugin installed in this space, and the user signed in?`,
    );
  });

  it('says that it is not embedded', async () => {
    const page = await world.openHost();
    await page.goto(`${world.plugin.origin}/pages/app.html?protocol=http:&host=x`);
    await page.waitForFunction(() => window.client !== undefined);
    expect(await connect(page)).toMatch(/^not_embedded: /);
  });
});

describe('a page that embeds the plugin without being its host', () => {
  /** A stranger's page with the plugin in it, whose address names `host`. */
  async function embeddedByStranger(host: string) {
    const page = await world.openHost();
    await page.goto(`${world.stranger.origin}/pages/plain.html`);
    const url = `${world.plugin.origin}/pages/app.html?protocol=http:&host=${host}`;
    await page.evaluate((src) => {
      const iframe = document.createElement('iframe');
      iframe.src = src;
      document.body.append(iframe);
    }, url);
    return { page, frame: await loaded(await frameAt(page, world.plugin.origin)) };
  }

  it('is found out', async () => {
    const { page, frame } = await embeddedByStranger(world.host.host);
    expect(await connect(frame)).toBe(
      `wrong_host: This page is embedded by ${world.stranger.origin}, but its address says ${world.host.origin}`,
    );
    expect(await page.evaluate(() => window.heard)).toEqual([]);
  });

  it.each([
    ['the browser names the parent', { ancestorOrigins: ['https://evil.example'], referrer: '' }],
    ['only the referrer names it', { ancestorOrigins: [], referrer: 'https://evil.example/' }],
    ['the parent is the plugin', { ancestorOrigins: ['https://plugin.example'], referrer: '' }],
  ])('is found out when %s', (_, told) => {
    const here = { ...told, ownOrigin: 'https://plugin.example' };
    expect(() => checkHost('https://app.example', here)).toThrow(/^This page is embedded by https/);
  });

  it.each([
    ['nothing is told', { ancestorOrigins: [], referrer: '' }],
    ['the parent is kept secret', { ancestorOrigins: ['null'], referrer: '' }],
    [
      'the plugin was left for itself',
      { ancestorOrigins: [], referrer: 'https://plugin.example/a' },
    ],
    ['it is the host', { ancestorOrigins: ['https://app.example'], referrer: '' }],
  ])('is not suspected when %s', (_, told) => {
    const here = { ...told, ownOrigin: 'https://plugin.example' };
    expect(() => checkHost('https://app.example', here)).not.toThrow();
  });

  it('is refused by a plugin that knows its hosts', async () => {
    const { page, frame } = await embeddedByStranger(world.stranger.host);
    expect(await connect(frame, { allowedHosts: [world.host.origin] })).toMatch(/^wrong_host: /);
    expect(await page.evaluate(() => window.heard)).toEqual([]);
  });

  it('is not believed when it speaks like the host', async () => {
    const { frame } = await open();
    const token = makeToken();
    // The host answers after the plugin has heard two forgeries: one of its own window, one of a frame without an origin.
    world.answerToken = async () => {
      await frame.waitForFunction(() => window.heard.length === 2);
      return json({ token });
    };
    const accepted = await frame.evaluate(async () => {
      const connecting = window.client.connect();
      const forgery = { action: 'validated', token: 'forged' };
      const inner = document.createElement('iframe');
      inner.setAttribute('sandbox', 'allow-scripts');
      inner.srcdoc = `<script>parent.postMessage(${JSON.stringify(forgery)}, '*')</script>`;
      document.body.append(inner);
      window.postMessage(forgery, location.origin);
      return (await connecting).token;
    });
    expect(accepted).toBe(token);
    const origins = await frame.evaluate(() => window.heard.map(({ origin }) => origin));
    expect(origins.slice(0, 2).sort()).toEqual([world.plugin.origin, 'null']);
  });

  it.each([
    'protocol=javascript:&host=x',
    'protocol=https:&host=',
    'protocol=https:&host=good.example/@evil.example',
    'protocol=https:&host=user@evil.example',
    'protocol=https:&host=*',
    'protocol=https&host=app.example',
    'host=app.example',
    '',
  ])('cannot name a host that is none: %s', (query) => {
    expect(() => readEmbedding(query)).toThrow(/lacks the parameters/);
  });
});
