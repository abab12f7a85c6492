import { decodeJwt } from 'jose';
import type { Frame, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { leaveFor } from '../support/leave.ts';
import { installPlugin, registerPlugin, type TestPlugin } from '../support/plugins.ts';
import { waitFor } from '../support/wait-for.ts';
import { type Site, startSite, startWorld, type Visitor, visit, type World } from './world.ts';

let world: World;
let site: Site;
let visitor: Visitor | undefined;

beforeAll(async () => {
  world = await startWorld();
  site = await startSite();
});

afterAll(async () => {
  await site.close();
  await world.close();
});

afterEach(() => visitor?.context.close());

// What the host page tells its frame is kept, to be counted.
const KEEP =
  '<script>heard = []; addEventListener("message", (event) => heard.push(event.data))</script>';

interface Shown {
  page: Page;
  frame: Frame;
  plugin: TestPlugin;
  spaceId: number;
  /** How many messages have reached the host page. */
  arrived(): Promise<number>;
  /** How many tokens the host page has asked for. */
  tokens(): number;
}

/** The host page with a plugin of ours, whose page is at `path` of the site. */
async function show(path: string, html: string, headers?: Record<string, string>): Promise<Shown> {
  site.set(path, KEEP + html, headers);
  const plugin = await registerPlugin(world.server, {
    embedded_app_url: site.origin + path,
    placements: { sidebar: { icon: null }, toolbar: true },
  });
  visitor = await visit(world, 'admin');
  const { page, spaceId } = visitor;
  await installPlugin(world.server, plugin, spaceId);
  await installPlugin(world.server, world.linkChecker, spaceId);
  let tokens = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/app_validations')) tokens++;
  });
  // Only of the host page itself: frames have a parent.
  await page.addInitScript(
    'if (window === top) { arrived = 0; addEventListener("message", () => arrived++) }',
  );
  await page.goto(`${world.url}/spaces/${spaceId}/plugins/${plugin.slug}`);
  const frame = await frameAt(page, site.origin);
  return {
    page,
    frame,
    plugin,
    spaceId,
    arrived: () => page.evaluate('arrived') as Promise<number>,
    tokens: () => tokens,
  };
}

async function frameAt(page: Page, url: string): Promise<Frame> {
  const find = () => page.frames().find((frame) => frame.url().startsWith(url));
  const frame = await waitFor(find, { describe: `a frame at ${url}` });
  await frame.waitForLoadState();
  return frame;
}

const post = (frame: Frame, message: object) =>
  frame.evaluate(`parent.postMessage(${JSON.stringify(message)}, '*')`);

/** What the host page has told a frame, once it has told it anything. */
function heard(frame: Frame): Promise<Record<string, unknown>[]> {
  const kept = async () => {
    const all = (await frame.evaluate('heard')) as Record<string, unknown>[];
    return all.length > 0 ? all : undefined;
  };
  return waitFor(kept, { describe: 'an answer of the host page' });
}

const validate = { action: 'app-changed', event: 'validate' };
const getContext = { action: 'tool-changed', event: 'getContext' };

/** The answer to the only question that was asked properly: had another one been answered, that answer would be before it. */
async function soleAnswer({ frame }: Pick<Shown, 'frame'>): Promise<Record<string, unknown>> {
  await post(frame, getContext);
  const all = await heard(frame);
  expect(all).toHaveLength(1);
  return all[0] as Record<string, unknown>;
}

test('a plugin that says it is another one gets its own token', async () => {
  const { frame, plugin, spaceId, tokens } = await show('/liar', '');
  await post(frame, { ...validate, action: 'tool-changed', tool: 'link-checker', app_id: 1 });
  const [answer] = await heard(frame);
  expect(decodeJwt(String(answer?.token))).toMatchObject({
    aud: plugin.clientId,
    app_id: plugin.id,
    space_id: spaceId,
  });
  expect(tokens()).toBe(1);
});

test('what a frame inside of the frame says is not heard', async () => {
  site.set('/inner', '');
  const shown = await show('/outer', `<iframe src="/inner"></iframe>`);
  const inner = await frameAt(shown.page, `${site.origin}/inner`);
  for (const message of [validate, getContext]) {
    await inner.evaluate(`top.postMessage(${JSON.stringify(message)}, '*')`);
  }
  await waitFor(async () => (await shown.arrived()) === 2, { describe: 'both messages' });
  expect((await soleAnswer(shown)).action).toBe('get-context');
  expect(shown.tokens()).toBe(0);
});

test('a page without an origin is not heard, though it is in the frame of the plugin', async () => {
  const policy = { 'content-security-policy': 'sandbox allow-scripts' };
  const shown = await show('/opaque', '', policy);
  expect(await shown.frame.evaluate('origin')).toBe('null');
  for (const message of [validate, getContext]) await post(shown.frame, message);
  await waitFor(async () => (await shown.arrived()) === 2, { describe: 'both messages' });
  expect(shown.tokens()).toBe(0);

  // The same frame, now with its origin, is heard: it was that which kept it from being heard.
  site.set('/clear', KEEP);
  await leaveFor(shown.frame, '/clear');
  const frame = await frameAt(shown.page, `${site.origin}/clear`);
  expect((await soleAnswer({ ...shown, frame })).action).toBe('get-context');
});

test('a page of another plugin is not heard in the frame of this one', async () => {
  const shown = await show('/mover', '');
  // It asks who looks at it as soon as it is there.
  await leaveFor(shown.frame, `${world.linkChecker.origin}/app`);
  const frame = await frameAt(shown.page, world.linkChecker.origin);
  await waitFor(async () => (await shown.arrived()) === 1, { describe: 'its question' });
  await post(frame, getContext);
  await waitFor(async () => (await shown.arrived()) === 2, { describe: 'another question' });
  expect(shown.tokens()).toBe(0);
});

test('a frame cannot go where no plugin of the space lives, and the page stays', async () => {
  const { page, frame, spaceId } = await show('/leaver', '');
  let loads = 0;
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) loads++;
  });
  const elsewhere = await startSite();
  try {
    await leaveFor(frame, `${elsewhere.origin}/`);
    await waitFor(() => visitor?.complaints.some((text) => text.includes('frame-src')), {
      describe: 'the refusal of the browser',
    });
    await page.getByRole('link', { name: 'Home' }).click();
    await page.waitForURL(`${world.url}/spaces/${spaceId}`);
    expect(loads).toBe(0);
  } finally {
    await elsewhere.close();
  }
});

test.each([
  ['another site', 'http://localhost:1/'],
  ['a script', 'javascript:document.title="hacked"'],
  ['another page of the server', '/account'],
])('the top window is not sent to %s', async (_, destination) => {
  const shown = await show('/sender', '');
  const before = shown.page.url();
  const target = destination === '/account' ? world.url + destination : destination;
  await post(shown.frame, { ...validate, event: 'beginOAuth', redirectTo: target });
  await waitFor(async () => (await shown.arrived()) === 1, { describe: 'the message' });
  expect((await soleAnswer(shown)).action).toBe('get-context');
  expect(shown.page.url()).toBe(before);
  expect(await shown.page.title()).not.toBe('hacked');

  // Nor can the plugin do it without asking.
  const attempt = shown.frame.evaluate(`top.location.href = ${JSON.stringify(target)}`);
  await expect(attempt).rejects.toThrow(/SecurityError|permission|not allowed|sandbox/i);
  expect(shown.page.url()).toBe(before);
});

test('in development mode a plugin comes from where it is developed, and only then', async () => {
  const workshop = await startSite();
  site.set('/released', '<p>released</p>');
  workshop.set('/', '<p>in development</p>');
  const plugin = await registerPlugin(world.server, {
    embedded_app_url: `${site.origin}/released`,
    dev_embedded_app_url: `${workshop.origin}/`,
    placements: { sidebar: { icon: null } },
  });
  visitor = await visit(world, 'editor');
  const { page, spaceId, complaints } = visitor;
  await installPlugin(world.server, plugin, spaceId);
  const space = `${world.url}/spaces/${spaceId}`;
  const shown = async () => {
    const answer = await page.goto(`${space}/plugins/${plugin.slug}`);
    const frame = page.frameLocator('iframe');
    const text = await frame.locator('p').innerText();
    return { text, policy: answer?.headers()['content-security-policy'] };
  };
  const develop = (development: boolean) =>
    page.evaluate(
      ([path, body]) =>
        fetch(path, { method: 'PATCH', body, headers: { 'content-type': 'application/json' } }),
      [`/platform/v1/me/spaces/${spaceId}`, JSON.stringify({ development })] as const,
    );
  try {
    const before = await shown();
    expect(before.text).toBe('released');
    expect(before.policy).not.toContain(workshop.origin);
    await develop(true);
    const during = await shown();
    expect(during.text).toBe('in development');
    expect(during.policy).toContain(workshop.origin);
    await develop(false);
    expect((await shown()).text).toBe('released');
    expect(complaints).toEqual([]);
  } finally {
    await workshop.close();
  }
});

test('no other site can embed the host page', async () => {
  visitor = await visit(world, 'admin');
  const { page, complaints } = visitor;
  site.set('/trap', `<iframe src="${world.url}/spaces"></iframe>`);
  await page.goto(`${site.origin}/trap`);
  await waitFor(() => complaints.some((text) => /frame-ancestors|X-Frame-Options/i.test(text)), {
    describe: 'the refusal of the browser',
  });
});

test('whoever is no member of a space does not get to its page', async () => {
  visitor = await visit(world, 'admin');
  const other = await world.server.api('POST', '/platform/v1/spaces', { name: 'Other' });
  const answer = await visitor.page.goto(`${world.url}/spaces/${other.body.id}`);
  expect(answer?.status()).toBe(404);
  expect((await visitor.page.goto(`${world.url}/spaces/x`))?.status()).toBe(404);
});
