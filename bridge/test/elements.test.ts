import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { frameAt, json, plainPlugin, startWorld, type World } from './support/world.ts';

declare global {
  interface Window {
    events: { type: string; detail: Record<string, unknown> }[];
  }
}

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterEach(() => world.reset());

afterAll(() => world.close());

/** Puts an element on the host page, as a page in any framework would: by name, attributes and properties. */
async function place(name: string, attributes: Record<string, string>, page?: Page): Promise<Page> {
  const on = page ?? (await world.openHost());
  await on.evaluate(
    ([tag, given]) => {
      window.events ??= [];
      const element = document.createElement(tag as string);
      for (const [key, value] of Object.entries(given as object)) element.setAttribute(key, value);
      for (const type of ['validated', 'navigate', 'error', 'select']) {
        element.addEventListener(`plugboard-${type}`, (event) => {
          const { error, ...detail } = (event as CustomEvent).detail;
          window.events.push({
            type,
            detail: error ? { ...detail, error: error.message } : detail,
          });
        });
      }
      document.querySelector('main')?.append(element);
    },
    [name, attributes] as const,
  );
  return on;
}

const hasEvent = (page: Page, type: string) =>
  page.waitForFunction((wanted) => window.events.some((event) => event.type === wanted), type);

const set = (page: Page, selector: string, name: string, value: string | null) =>
  page.locator(selector).evaluate(
    (element, [attribute, to]) => {
      if (to === null) element.removeAttribute(attribute as string);
      else element.setAttribute(attribute as string, to as string);
    },
    [name, value],
  );

const validate = async (page: Page) => {
  const frame = await frameAt(page, world.plugin.origin);
  await frame.evaluate(() =>
    window.parent.postMessage({ action: 'app-changed', event: 'validate' }, '*'),
  );
  return frame;
};

describe('<plugboard-plugin>', () => {
  it("shows the plugin's page, told where it is and who looks at it, and gives it the token", async () => {
    const page = await place('plugboard-plugin', { space: '1', slug: 'link-checker' });
    const frame = await validate(page);
    await hasEvent(page, 'validated');
    const query = Object.fromEntries(new URL(frame.url()).searchParams);
    expect(query).toEqual({
      space_id: '1',
      space_name: 'Acme & Söhne',
      user_id: '2',
      user_name: 'Noor',
      user_lang: 'nl',
      user_is_admin: 'true',
      slug: 'link-checker',
      protocol: 'http:',
      host: world.host.host,
      theme: 'light',
    });
    expect(await page.evaluate(() => window.events)).toEqual([
      { type: 'validated', detail: { slug: 'link-checker' } },
    ]);
    expect(await page.getByTitle('Link checker').getAttribute('sandbox')).not.toContain('top');
    expect(await page.evaluate(() => window.violations)).toEqual([]);
  });

  it("says that it is loading until the plugin's page is there", async () => {
    const page = await world.openHost();
    let arrive = () => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    await page.route(`${world.plugin.origin}/pages/plain.html*`, async (route) => {
      await arrived;
      await route.continue();
    });
    await place('plugboard-plugin', { space: '1', slug: 'link-checker' }, page);
    await page.getByTitle('Link checker').waitFor();
    expect(await page.getByRole('status').innerText()).toBe('Loading…');
    arrive();
    await page.getByRole('status').waitFor({ state: 'detached' });
  });

  it('shows another plugin when its slug changes, and hears the first no more', async () => {
    const page = await place('plugboard-plugin', { space: '1', slug: 'link-checker' });
    await page.getByTitle('Link checker').waitFor();
    await set(page, 'plugboard-plugin', 'slug', 'word-count');
    await page.getByTitle('Word count').waitFor();
    expect(await page.locator('iframe').count()).toBe(1);
    expect(world.listings).toBe(1);
    await set(page, 'plugboard-plugin', 'slug', null);
    await page.locator('iframe').waitFor({ state: 'detached' });
  });

  it('stops listening when it leaves the page, and starts again when it comes back', async () => {
    const page = await world.openHost();
    await page.evaluate(() => {
      const counts = { added: 0, removed: 0 };
      Object.assign(window, { counts });
      const { addEventListener, removeEventListener } = window;
      window.addEventListener = (...given: Parameters<typeof addEventListener>) => {
        if (given[0] === 'message') counts.added += 1;
        addEventListener(...given);
      };
      window.removeEventListener = (...given: Parameters<typeof removeEventListener>) => {
        if (given[0] === 'message') counts.removed += 1;
        removeEventListener(...given);
      };
    });
    const counts = () => page.evaluate(() => Reflect.get(window, 'counts'));
    await place('plugboard-plugin', { space: '1', slug: 'link-checker' }, page);
    await page.getByTitle('Link checker').waitFor();
    expect(await counts()).toEqual({ added: 1, removed: 0 });
    await page.evaluate(() => {
      const element = document.querySelector('plugboard-plugin');
      element?.remove();
      Object.assign(window, { element });
    });
    expect(await counts()).toEqual({ added: 1, removed: 1 });
    await page.evaluate(() => document.body.append(Reflect.get(window, 'element')));
    await page.getByTitle('Link checker').waitFor();
    await validate(page);
    await hasEvent(page, 'validated');
    expect(await counts()).toEqual({ added: 2, removed: 1 });
  });

  it('lets the page keep the user from leaving', async () => {
    const page = await place('plugboard-plugin', { space: '1', slug: 'link-checker' });
    await page.evaluate(() =>
      addEventListener('plugboard-navigate', (event) => event.preventDefault(), { once: true }),
    );
    const frame = await frameAt(page, world.plugin.origin);
    const begin = () =>
      frame.evaluate(() => {
        const message = {
          action: 'app-changed',
          event: 'beginOAuth',
          redirectTo: '/pages/app.html',
        };
        window.parent.postMessage(message, '*');
      });
    await begin();
    await hasEvent(page, 'navigate');
    expect(await page.evaluate(() => window.events)).toEqual([
      {
        type: 'navigate',
        detail: { slug: 'link-checker', url: `${world.plugin.origin}/pages/app.html` },
      },
    ]);
    expect(page.url()).toBe(`${world.host.origin}/pages/host.html`);
    await begin();
    await page.waitForURL(`${world.plugin.origin}/pages/app.html`);
  });

  it('asks the plugin to begin OAuth while the consent is missing', async () => {
    world.embeds.plugins = [plainPlugin(world.plugin, { oauth_pending: true })];
    const page = await place('plugboard-plugin', { space: '1', slug: 'link-checker' });
    const frame = await frameAt(page, world.plugin.origin);
    expect(new URL(frame.url()).searchParams.get('init_oauth')).toBe('true');
  });

  it('keeps to the bounds of its attributes', async () => {
    const attributes = {
      space: '1',
      slug: 'link-checker',
      'min-height': '200',
      'max-height': '400',
    };
    const page = await place('plugboard-plugin', attributes);
    const frame = await frameAt(page, world.plugin.origin);
    const height = () => page.locator('iframe').evaluate((element) => element.style.height);
    for (const [wanted, applied] of [
      [5_000, '400px'],
      [1, '200px'],
    ]) {
      await frame.evaluate((pixels) => {
        const message = { action: 'tool-changed', event: 'heightChange', height: pixels };
        window.parent.postMessage(message, '*');
      }, wanted);
      await expect.poll(height).toBe(applied);
    }
  });

  it('takes properties set before it was defined, and functions of the page instead of requests', async () => {
    const page = await world.openHost();
    await page.goto(`${world.host.origin}/pages/late.html`);
    await page.evaluate((embeds) => {
      const element = document.createElement('plugboard-plugin');
      Object.assign(element, {
        embeds,
        slug: 'link-checker',
        context: () => ({ story: 7 }),
        fetchToken: async ({ appId }: { appId: number }) => `token for ${appId}`,
      });
      document.body.append(element);
    }, world.embeds);
    // As text, which the test runner does not rewrite.
    await page.evaluate(`import('/bridge/host/define.js').then(() => {})`);
    const frame = await validate(page);
    await frame.evaluate(() =>
      window.parent.postMessage({ action: 'tool-changed', event: 'getContext' }, '*'),
    );
    await frame.waitForFunction(() => window.heard.length === 2);
    const messages = await frame.evaluate(() => window.heard.map(({ data }) => data));
    expect(messages).toContainEqual({
      action: 'validated',
      token: 'token for 3',
      theme: 'light',
    });
    expect(messages).toContainEqual({ action: 'get-context', story: 7 });
    expect([world.listings, world.tokenRequests]).toEqual([0, []]);
  });

  it.each([
    ['a plugin that is not installed', { space: '1', slug: 'nope' }, /No plugin “nope”/],
    ['a plugin without a page', { space: '1', slug: 'broken' }, /“Broken” has no page/],
    ['a space that is not there', { space: '9', slug: 'nope' }, /no such space/],
    ['no space', { slug: 'nope' }, /“space” is missing/],
  ])('says what is wrong for %s', async (_, attributes, text) => {
    const page = await place('plugboard-plugin', attributes);
    await page.getByRole('alert').getByText(text).waitFor();
    await hasEvent(page, 'error');
    expect(await page.evaluate(() => window.events[0]?.detail.error)).toMatch(text);
  });

  it('says of a page that does not answer within ten seconds that it does not, and raises an error', async () => {
    const page = await world.openHost({ locale: 'en' });
    // A clock that stands still but for what the test lets pass.
    await page.clock.install({ time: 0 });
    await page.clock.pauseAt(1_000);
    const { origin } = world.plugin;
    const kinds: Record<string, object> = {
      'says-nothing': { app_bridge: true },
      'says-hello': { app_bridge: true },
      'forbids-framing': { app_bridge: true, url: `${origin}/pages/forbids.html` },
      'never-loads': { url: `${origin}/pages/never.html` },
      'only-loads': {},
    };
    await page.route(`${origin}/pages/never.html*`, () => {});
    await page.route(`${origin}/pages/forbids.html*`, (route) =>
      route.fulfill({ headers: { 'x-frame-options': 'DENY' }, body: 'framed' }),
    );
    world.embeds.plugins = Object.entries(kinds).map(([slug, over]) =>
      plainPlugin(world.plugin, { slug, name: slug, ...over }),
    );
    for (const slug of Object.keys(kinds)) {
      await place('plugboard-plugin', { space: '1', slug }, page);
      // Waited for as long as it is loaded, so that all of them have come as far as they will.
      if (slug !== 'never-loads') await page.getByTitle(slug).waitFor();
    }
    const frames = () => page.frames().filter((frame) => frame.url().includes('slug=says-hello'));
    await expect.poll(() => frames().length).toBe(1);
    const [speaking] = frames();
    await speaking?.evaluate(() =>
      window.parent.postMessage({ action: 'app-changed', event: 'validate' }, '*'),
    );
    await hasEvent(page, 'validated');
    const loaded = page.locator('plugboard-plugin[slug="only-loads"] [part="loading"]');
    await loaded.waitFor({ state: 'detached' });
    await page.clock.fastForward(9_000);
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.clock.fastForward(1_000);
    const shown = await page.getByRole('alert').allInnerTexts();
    const silent = ['says-nothing', 'forbids-framing', 'never-loads'];
    expect(shown.map((text) => text.split('\n')[0])).toEqual(
      silent.map((name) => `${name} does not answer.`),
    );
    const errors = await page.evaluate(() => window.events.filter(({ type }) => type === 'error'));
    expect(errors.map(({ detail }) => [detail.slug, detail.error])).toEqual(
      silent.map((slug) => [slug, `“${slug}” does not answer`]),
    );
    expect(await page.locator('iframe').count()).toBe(2);

    // In the language of the page around it, and with a time of the host's own.
    await page.evaluate(() => document.documentElement.setAttribute('lang', 'de-AT'));
    await set(page, '[slug="says-nothing"]', 'hello-ms', '5');
    await page.getByTitle('says-nothing').waitFor();
    await page.clock.fastForward(5);
    await page.getByText('says-nothing antwortet nicht.').waitFor();
    await page.getByRole('button', { name: 'Noch einmal versuchen' }).click();
    await page.getByTitle('says-nothing').waitFor();
  });

  it('gives the frame the colours of the page around it, and tells the plugin', async () => {
    const page = await world.openHost({ colorScheme: 'dark' });
    await place('plugboard-plugin', { space: '1', slug: 'link-checker' }, page);
    const frame = await frameAt(page, world.plugin.origin);
    const themes = () =>
      frame.evaluate(() => ({
        asked: new URLSearchParams(location.search).get('theme'),
        told: window.heard.map(({ data }) => data),
      }));
    const drawn = () =>
      page.locator('iframe').evaluate((iframe) => getComputedStyle(iframe).colorScheme);
    // The page says nothing of colours: it is light, though the system is dark.
    expect([await themes(), await drawn()]).toEqual([{ asked: 'light', told: [] }, 'light']);
    const heard = (count: number) =>
      frame.waitForFunction((wanted) => window.heard.length === wanted, count);
    await page.evaluate(() =>
      document.documentElement.style.setProperty('color-scheme', 'light dark'),
    );
    await heard(1);
    const dark = { action: 'theme', theme: 'dark' };
    expect([await themes(), await drawn()]).toEqual([{ asked: 'light', told: [dark] }, 'dark']);
    await page.emulateMedia({ colorScheme: 'light' });
    await heard(2);
    await set(page, 'plugboard-plugin', 'theme', 'dark');
    await heard(3);
    const light = { action: 'theme', theme: 'light' };
    expect([(await themes()).told, await drawn()]).toEqual([[dark, light, dark], 'dark']);
  });

  it('tries again when asked', async () => {
    const page = await place('plugboard-plugin', { space: '1', slug: 'later' });
    await hasEvent(page, 'error');
    world.embeds.plugins.push(plainPlugin(world.plugin, { slug: 'later', name: 'Now there' }));
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByTitle('Now there').waitFor();
  });

  it('shows names as text, whatever they are made of', async () => {
    const name = '<img src=x onerror="document.title=1"><b>hi</b>';
    world.embeds.plugins = [
      plainPlugin(world.plugin, { name, icon: 'javascript:document.title=1' }),
      plainPlugin(world.plugin, { slug: '"><script>', name, url: 'javascript:document.title=1' }),
    ];
    const page = await place('plugboard-sidebar', { space: '1', href: '/apps/{slug}' });
    await place('plugboard-toolbar', { space: '1', open: '"><script>' }, page);
    await page.getByRole('link', { name }).first().waitFor();
    await page.getByRole('alert').getByText('is not http or https').waitFor();
    expect(await page.locator('b, img, script:not([type])').count()).toBe(0);
    const links = await page
      .getByRole('link')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    expect(links).toEqual(['/apps/link-checker', '/apps/%22%3E%3Cscript%3E']);
    expect(await page.title()).toBe('Host');
    expect(await page.evaluate(() => window.violations)).toEqual([]);
  });
});

describe('<plugboard-sidebar>', () => {
  it('lists the space plugins and shows the chosen one', async () => {
    const page = await place('plugboard-sidebar', { space: '1', for: 'page' });
    await place('plugboard-plugin', { space: '1', id: 'page' }, page);
    const nav = page.getByRole('navigation', { name: 'Plugins' });
    await nav.waitFor();
    expect(await nav.getByRole('button').allInnerTexts()).toEqual([
      expect.stringContaining('Link checker'),
      expect.stringContaining('Broken'),
    ]);
    await nav.getByRole('button', { name: 'Link checker' }).click();
    await page.getByTitle('Link checker', { exact: true }).and(page.locator('iframe')).waitFor();
    const current = nav.locator('[aria-current=page]');
    expect(await current.innerText()).toContain('Link checker');
    await page.evaluate(() => {
      const [sidebar] = document.getElementsByTagName('plugboard-sidebar');
      if (sidebar) sidebar.selected = 'broken';
    });
    expect(await current.innerText()).toContain('Broken');
  });

  it('is walked by arrow keys, and leaves the choice to the page that cancels it', async () => {
    const page = await place('plugboard-sidebar', { space: '1' });
    await page.evaluate(() =>
      addEventListener('plugboard-select', (event) => event.preventDefault()),
    );
    await page.getByRole('button', { name: 'Link checker' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await hasEvent(page, 'select');
    expect(await page.evaluate(() => window.events)).toEqual([
      { type: 'select', detail: { slug: 'broken' } },
    ]);
    expect(await page.locator('plugboard-sidebar').getAttribute('selected')).toBeNull();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowUp');
    expect(await page.getByRole('button', { name: 'Broken' }).evaluate(isFocused)).toBe(true);
  });

  it('says so when the space has none', async () => {
    world.embeds.plugins = [];
    const page = await place('plugboard-sidebar', { space: '1' });
    await page.getByText('No plugins in this space yet').waitFor();
  });
});

describe('<plugboard-toolbar>', () => {
  const tool = (page: Page, name: string) =>
    page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name });

  it('opens a panel with the tool, gives it the context, and closes it again', async () => {
    const page = await place('plugboard-toolbar', { space: '1' });
    await page.evaluate(() => {
      const [toolbar] = document.getElementsByTagName('plugboard-toolbar');
      if (toolbar) toolbar.context = { story: { id: 19 } };
    });
    await tool(page, 'Word count').click();
    await page.getByRole('region', { name: 'Word count' }).waitFor();
    expect(await tool(page, 'Word count').getAttribute('aria-expanded')).toBe('true');
    const frame = await frameAt(page, world.plugin.origin);
    await frame.evaluate(() =>
      window.parent.postMessage({ action: 'tool-changed', event: 'getContext' }, '*'),
    );
    await frame.waitForFunction(() => window.heard.length === 1);
    expect(await frame.evaluate(() => window.heard[0]?.data)).toEqual({
      action: 'get-context',
      story: { id: 19 },
    });
    await tool(page, 'Link checker').click();
    await page.getByRole('region', { name: 'Link checker' }).waitFor();
    expect(await page.getByRole('region').count()).toBe(1);
    await page.getByRole('button', { name: 'Close Link checker' }).press('Escape');
    expect(await page.getByRole('region').count()).toBe(0);
    expect(await tool(page, 'Link checker').evaluate(isFocused)).toBe(true);
    expect(await page.evaluate(() => window.violations)).toEqual([]);
  });

  it('is one stop for the Tab key, and walked by arrow keys', async () => {
    const page = await place('plugboard-toolbar', { space: '1' });
    await tool(page, 'Link checker').waitFor();
    await page.keyboard.press('Tab');
    expect(await tool(page, 'Link checker').evaluate(isFocused)).toBe(true);
    await page.keyboard.press('ArrowRight');
    expect(await tool(page, 'Word count').evaluate(isFocused)).toBe(true);
    await page.keyboard.press('Tab');
    expect(await tool(page, 'Word count').evaluate(isFocused)).toBe(false);
    await page.keyboard.press('Shift+Tab');
    expect(await tool(page, 'Word count').evaluate(isFocused)).toBe(true);
  });

  it('asks the server again when told to', async () => {
    const page = await place('plugboard-toolbar', { space: '1' });
    await tool(page, 'Word count').waitFor();
    world.embeds.plugins.push(plainPlugin(world.plugin, { slug: 'new', name: 'Brand new' }));
    await page.evaluate(() => document.getElementsByTagName('plugboard-toolbar')[0]?.reload());
    await tool(page, 'Brand new').waitFor();
  });
});

describe('all of them', () => {
  it('share one request for the list', async () => {
    const page = await world.openHost();
    await page.evaluate(() => {
      for (const name of ['plugboard-sidebar', 'plugboard-toolbar', 'plugboard-plugin']) {
        const element = document.createElement(name);
        element.setAttribute('space', '1');
        element.setAttribute('slug', 'link-checker');
        document.body.append(element);
      }
    });
    await page.getByRole('navigation').waitFor();
    await page.getByRole('toolbar').waitFor();
    await page.locator('iframe').waitFor();
    expect(world.listings).toBe(1);
  });

  it('say that the user is signed out', async () => {
    const page = await world.openHost();
    await page.route('**/v1/spaces/1/embeds', (route) => {
      const { status, headers, body } = json({ error: 'unauthorized' }, 401);
      return route.fulfill({ status, headers, body });
    });
    await place('plugboard-sidebar', { space: '1' }, page);
    await page.getByRole('alert').getByText('you are signed out').waitFor();
  });
});

function isFocused(element: Element): boolean {
  return (element.getRootNode() as ShadowRoot).activeElement === element;
}
