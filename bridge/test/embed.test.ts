import { readdirSync, readFileSync } from 'node:fs';
import type { Frame, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { leaveFor } from '../../server/test/support/leave.ts';
import { waitFor } from '../../server/test/support/wait-for.ts';
import { frameAt, json, makeToken, plainPlugin, startWorld, type World } from './support/world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterEach(() => world.reset());

afterAll(() => world.close());

/** Opens the host page and shows the plugin in it. */
async function embed(options: object = {}): Promise<{ page: Page; frame: Frame }> {
  const page = await world.openHost();
  const { space, user } = world.embeds;
  const shown = { plugin: plainPlugin(world.plugin), space, user, ...options };
  await page.evaluate((given) => window.embed(given), shown);
  return { page, frame: await frameAt(page, world.plugin.origin) };
}

const post = (frame: Frame | Page, message: unknown, target = '*') =>
  frame.evaluate(([data, to]) => window.parent.postMessage(data, to as string), [message, target]);

const heard = (frame: Frame | Page) => frame.evaluate(() => window.heard);

/** Resolves when the host page's listeners have all seen as many messages. */
const hostHas = (page: Page, count: number) =>
  page.waitForFunction((wanted) => window.heard.length >= wanted, count);

/** What the plugin heard by the time the host has answered a question put after everything else. */
async function heardUntilAnswer(frame: Frame) {
  await post(frame, { action: 'tool-changed', event: 'getContext' });
  return waitFor(
    async () => {
      const messages = await heard(frame);
      const last = messages.at(-1);
      return last?.data.action === 'get-context' ? messages.slice(0, -1) : undefined;
    },
    { describe: 'the answer to getContext' },
  );
}

describe('validate', () => {
  it.each([
    ['a space plugin', { action: 'app-changed', event: 'validate' }],
    ['a tool plugin', { action: 'tool-changed', event: 'validate', tool: 'word-count' }],
    [
      'a plugin that does not know its slug yet',
      { action: 'tool-changed', event: 'validate', tool: null },
    ],
  ])('gives %s the token that the server made for this user', async (_, message) => {
    const token = makeToken();
    world.answerToken = () => json({ token });
    const { page, frame } = await embed();
    await post(frame, message, world.host.origin);
    await frame.waitForFunction(() => window.heard.length > 0);
    expect(await heard(frame)).toEqual([
      { origin: world.host.origin, data: { action: 'validated', token, theme: 'light' } },
    ]);
    expect(world.tokenRequests).toEqual([{ appId: 3, cookie: 'session=signed-in' }]);
    expect(await page.evaluate(() => window.validated)).toBe(1);
  });

  it('reaches a plugin that finds its host by the parameters protocol and host', async () => {
    const { frame } = await embed();
    await frame.evaluate(() => {
      const query = new URLSearchParams(location.search);
      const message = { action: 'tool-changed', event: 'validate', tool: query.get('slug') };
      window.parent.postMessage(message, `${query.get('protocol')}//${query.get('host')}`);
    });
    await frame.waitForFunction(() => window.heard[0]?.data.action === 'validated');
  });

  it('asks the server once however often the plugin asks at once', async () => {
    const { page, frame } = await embed();
    world.answerToken = async () => {
      await hostHas(page, 50);
      return json({ token: makeToken() });
    };
    await frame.evaluate(() => {
      for (let i = 0; i < 50; i++) {
        window.parent.postMessage({ action: 'app-changed', event: 'validate' }, '*');
      }
    });
    await frame.waitForFunction(() => window.heard.length === 50);
    expect(world.tokenRequests).toHaveLength(1);
  });

  it.each([401, 404, 429, 500])('tells the page, not the plugin, of a %i', async (status) => {
    world.answerToken = () => json({ error: 'no' }, status);
    const { page, frame } = await embed();
    await post(frame, { action: 'app-changed', event: 'validate' });
    await page.waitForFunction(() => window.errors.length > 0);
    expect(await page.evaluate(() => window.errors)).toEqual([
      expect.stringMatching(/^No App Bridge token: /),
    ]);
    expect(await heardUntilAnswer(frame)).toEqual([]);
  });
});

describe('what is not from the frame that was opened', () => {
  const validate = { action: 'app-changed', event: 'validate' };

  it('is ignored from another frame of the same origin', async () => {
    const { page, frame } = await embed();
    await page.evaluate((src) => {
      const sibling = document.createElement('iframe');
      sibling.src = src;
      document.body.append(sibling);
    }, `${world.plugin.origin}/pages/app.html`);
    const sibling = await waitFor(
      () => page.frames().find((candidate) => candidate.url().endsWith('/pages/app.html')),
      { describe: 'the sibling' },
    );
    await sibling.waitForLoadState('load');
    await post(sibling, validate);
    await hostHas(page, 1);
    expect(await heardUntilAnswer(frame)).toEqual([]);
    expect(await heard(sibling)).toEqual([]);
    expect(world.tokenRequests).toEqual([]);
  });

  it('is ignored from a pop-up of the plugin', async () => {
    const { page, frame } = await embed();
    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      frame.evaluate((url) => void window.open(url), `${world.plugin.origin}/pages/app.html`),
    ]);
    await popup.waitForLoadState('load');
    await popup.evaluate((data) => window.opener.parent.postMessage(data, '*'), validate);
    await hostHas(page, 1);
    expect(await heardUntilAnswer(frame)).toEqual([]);
    expect(await heard(popup)).toEqual([]);
    expect(world.tokenRequests).toEqual([]);
  });

  it('is ignored from a frame inside the plugin, with an opaque origin', async () => {
    const { page, frame } = await embed();
    await frame.evaluate(() => {
      const inner = document.createElement('iframe');
      inner.setAttribute('sandbox', 'allow-scripts');
      inner.srcdoc = `<script>parent.parent.postMessage({action:'app-changed',event:'validate'},'*')</script>`;
      document.body.append(inner);
    });
    await hostHas(page, 1);
    expect(await page.evaluate(() => window.heard[0]?.origin)).toBe('null');
    expect(await heardUntilAnswer(frame)).toEqual([]);
    expect(world.tokenRequests).toEqual([]);
  });

  it('is ignored from the host page itself', async () => {
    const { page, frame } = await embed();
    await page.evaluate((data) => window.postMessage(data, location.origin), validate);
    await hostHas(page, 1);
    expect(await heardUntilAnswer(frame)).toEqual([]);
    expect(world.tokenRequests).toEqual([]);
  });
});

describe('a frame that has gone to a stranger', () => {
  /** Host pages without a policy let a plugin's frame go anywhere. */
  async function embedLoosely() {
    const page = await world.openHost({ bypassCSP: true });
    const { space, user } = world.embeds;
    const shown = { plugin: plainPlugin(world.plugin), space, user };
    await page.evaluate((given) => window.embed(given), shown);
    return { page, frame: await frameAt(page, world.plugin.origin) };
  }

  const leave = (frame: Frame) =>
    frame.goto(`${world.stranger.origin}/pages/plain.html`, { waitUntil: 'load' });

  it('is not heard', async () => {
    const { page, frame } = await embedLoosely();
    await leave(frame);
    await post(frame, { action: 'app-changed', event: 'validate' });
    await post(frame, { action: 'tool-changed', event: 'getContext' });
    await hostHas(page, 2);
    expect(await heard(frame)).toEqual([]);
    expect(world.tokenRequests).toEqual([]);
  });

  it('is not heard with an opaque origin either', async () => {
    const { page, frame } = await embedLoosely();
    const script = `parent.postMessage({ action: 'app-changed', event: 'validate' }, '*')`;
    await leaveFor(frame, `data:text/html,${encodeURIComponent(`<script>${script}</script>`)}`);
    await hostHas(page, 1);
    const fromFrame = await page.evaluate(() => window.heard[0]?.origin);
    expect(fromFrame).toBe('null');
    expect(await page.evaluate(() => window.validated)).toBe(0);
    expect(world.tokenRequests).toEqual([]);
  });

  it('does not get the token that was asked for before', async () => {
    let giveToken = () => {};
    const asked = new Promise<void>((resolve) => {
      world.answerToken = () => {
        resolve();
        return new Promise((give) => {
          giveToken = () => give(json({ token: makeToken() }));
        });
      };
    });
    const { page, frame } = await embedLoosely();
    await post(frame, { action: 'app-changed', event: 'validate' });
    await asked;
    await leave(frame);
    giveToken();
    await page.waitForFunction(() => window.validated === 1);
    // What was sent to it would be there by the time it has an answer to a message of its own.
    await frame.evaluate(() => window.postMessage('fence', location.origin));
    await frame.waitForFunction(() => window.heard.some(({ data }) => data === 'fence'));
    expect((await heard(frame)).filter(({ data }) => data !== 'fence')).toEqual([]);
  });
});

it('names the origin in every post', () => {
  const dist = new URL('../dist/', import.meta.url);
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' });
  // The bundles are made of these, with names of their own.
  const scripts = files.filter((file) => file.endsWith('.js') && !file.startsWith('bundle'));
  const posts = scripts.flatMap(
    (file) =>
      // Whoever holds the other end of a port was given it.
      readFileSync(new URL(file, dist), 'utf8').match(/(?<!port\??\.)\bpostMessage\([^;]*\)/g) ??
      [],
  );
  expect(posts.sort()).toEqual([
    'postMessage(CONNECT, origin, [channel.port2])',
    'postMessage(HELLO, origin)',
    'postMessage(message, hostOrigin)',
    'postMessage(message, origin)',
  ]);
});

describe('beginOAuth', () => {
  const begin = (redirectTo: string) => ({
    action: 'app-changed',
    event: 'beginOAuth',
    redirectTo,
  });

  it.each([
    ['an address of its own', () => `${world.plugin.origin}/pages/app.html`, () => world.plugin],
    ['a relative address', () => '/pages/app.html', () => world.plugin],
    [
      'the consent page',
      () => `${world.host.origin}/oauth/authorize?client_id=1`,
      () => world.host,
    ],
  ])('sends the top window to %s', async (_, redirectTo, site) => {
    const { page, frame } = await embed();
    await post(frame, begin(redirectTo()));
    await page.waitForURL((url) => url.href !== `${world.host.origin}/pages/host.html`);
    expect(page.url()).toBe(new URL(redirectTo(), site().origin).href);
  });

  it('refuses every other address, and says so to the page', async () => {
    const refused = [
      'https://evil.example/',
      'javascript:document.title="taken"',
      '//evil.example',
      '\\\\evil.example',
      '/\\evil.example',
      'data:text/html,taken',
      `blob:${world.plugin.origin}/1`,
      world.host.origin,
      `${world.host.origin}/oauth/token`,
      `${world.stranger.origin}/oauth/authorize`,
    ];
    const { page, frame } = await embed();
    for (const redirectTo of refused) await post(frame, begin(redirectTo));
    await page.waitForFunction((count) => window.errors.length === count, refused.length);
    expect(new Set(await page.evaluate(() => window.errors))).toEqual(
      new Set(['“Link checker” asked for a page that is neither its own nor /oauth/authorize']),
    );
    expect(page.url()).toBe(`${world.host.origin}/pages/host.html`);
    expect(await page.title()).toBe('Host');
  });

  it('is the only way to the top window', async () => {
    const { page, frame } = await embed();
    const outcome = await frame.evaluate(() => {
      try {
        (window.top as Window).location.href = '/pages/app.html';
        return 'went';
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(outcome).toBe('SecurityError');
    expect(page.url()).toBe(`${world.host.origin}/pages/host.html`);
  });
});

describe('getContext', () => {
  it('gives what the host page tells, as of now', async () => {
    const { page, frame } = await embed({ context: { language: 'nl', story: { id: 19 } } });
    await post(frame, { action: 'tool-changed', tool: 'word-count', event: 'getContext' });
    await frame.waitForFunction(() => window.heard.length > 0);
    expect(await heard(frame)).toEqual([
      {
        origin: world.host.origin,
        data: { action: 'get-context', language: 'nl', story: { id: 19 } },
      },
    ]);
    expect(await page.evaluate(() => window.errors)).toEqual([]);
  });

  it('has what tools of Storyblok read without asking, where the host page tells nothing', async () => {
    const { frame } = await embed();
    await post(frame, { action: 'tool-changed', event: 'getContext' });
    await frame.waitForFunction(() => window.heard.length > 0);
    const story = { name: 'Acme & Söhne', slug: '', content: {}, published: false };
    const updated_at = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
    expect((await heard(frame))[0]?.data).toEqual({
      action: 'get-context',
      language: 'nl',
      story: { ...story, updated_at },
    });
  });

  it('lets no field of the context stand in for the action', async () => {
    const { frame } = await embed({ context: { action: 'validated', token: 'forged' } });
    await post(frame, { action: 'tool-changed', event: 'getContext' });
    await frame.waitForFunction(() => window.heard.length > 0);
    expect((await heard(frame))[0]?.data).toEqual({ action: 'get-context', token: 'forged' });
  });
});

describe('heightChange', () => {
  it.each([
    [480.2, 481],
    [0, 80],
    [1e9, 2_000],
  ])('%d makes the frame %i pixels high', async (height, applied) => {
    const { page, frame } = await embed();
    await post(frame, { action: 'tool-changed', event: 'heightChange', height });
    await page.waitForFunction(() => window.heights.length > 0);
    const box = await page.locator('iframe').evaluate((iframe: HTMLElement) => iframe.style.height);
    expect(box).toBe(`${applied}px`);
    expect(await page.evaluate(() => window.heights)).toEqual([applied]);
  });
});

describe('what means nothing', () => {
  it('is ignored', async () => {
    const nonsense = [
      null,
      'validate',
      42,
      [],
      {},
      { action: 'app-changed' },
      { action: 'app-changed', event: 'VALIDATE' },
      { action: 'tool-changed', event: 'heightChange', height: '1px' },
      { action: 'tool-changed', event: 'navigate', url: 'https://evil.example' },
      { action: 'app-changed', event: 'beginOAuth', redirectTo: { href: '/' } },
    ];
    const { page, frame } = await embed();
    for (const message of nonsense) await post(frame, message);
    expect(await heardUntilAnswer(frame)).toEqual([]);
    expect(await page.evaluate(() => [window.errors, window.heights, window.validated])).toEqual([
      [],
      [],
      0,
    ]);
    expect(world.tokenRequests).toEqual([]);
  });
});

describe('the frame', () => {
  it('may not navigate the top window, is named, and tells the plugin no more than the origin', async () => {
    const { page, frame } = await embed();
    const iframe = page.locator('iframe');
    const sandbox = (await iframe.getAttribute('sandbox'))?.split(' ') ?? [];
    expect(sandbox.sort()).toEqual([
      'allow-downloads',
      'allow-forms',
      'allow-popups',
      'allow-same-origin',
      'allow-scripts',
    ]);
    expect(await iframe.getAttribute('title')).toBe('Link checker');
    expect(await frame.evaluate(() => document.referrer)).toBe(`${world.host.origin}/`);
  });

  it('breaks no rule of a strict content security policy', async () => {
    const { page, frame } = await embed();
    await post(frame, { action: 'tool-changed', event: 'heightChange', height: 300 });
    await page.waitForFunction(() => window.heights.length > 0);
    expect(await page.evaluate(() => window.violations)).toEqual([]);
  });

  it('is removed when it is no longer wanted', async () => {
    const { page } = await embed();
    await page.evaluate(() => window.embedding.destroy());
    expect(await page.locator('iframe').count()).toBe(0);
  });

  it('stays when the host page had made it, and is not heard any more', async () => {
    const page = await world.openHost();
    const { space, user } = world.embeds;
    await page.evaluate(
      (options) => {
        const iframe = document.createElement('iframe');
        document.body.append(iframe);
        window.embedding = window.bridge.embedPlugin(iframe, options);
      },
      { plugin: plainPlugin(world.plugin), space, user },
    );
    const frame = await frameAt(page, world.plugin.origin);
    await page.evaluate(() => window.embedding.destroy());
    await post(frame, { action: 'app-changed', event: 'validate' });
    await hostHas(page, 1);
    expect(await heard(frame)).toEqual([]);
    expect(world.tokenRequests).toEqual([]);
  });
});
