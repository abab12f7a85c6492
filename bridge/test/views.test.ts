import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { waitFor } from '../../server/test/support/wait-for.ts';
import { type Portal, startPortal } from './support/portal.ts';
import { frameAt, json } from './support/world.ts';

declare global {
  interface Window {
    told: string[];
    view: import('../src/view/connect.ts').ConnectedView;
    opened: unknown[];
    failures: string[];
  }
}

let portal: Portal;
beforeAll(async () => {
  portal = await startPortal();
});
beforeEach(() => {
  portal.asked = [];
  portal.answerToken = () => json({ token: `pbv_${portal.asked.length}` });
});
afterAll(() => portal.close());

/** Puts an element on a page of the host, which another site's Plugboard serves the view of. */
async function place(name: string, attributes: Record<string, string>): Promise<Page> {
  const page = await portal.openHost();
  await page.evaluate(
    ([tag, given]) => {
      window.opened = [];
      window.failures = [];
      const element = document.createElement(tag as string);
      for (const [key, value] of Object.entries(given as object)) element.setAttribute(key, value);
      element.addEventListener('plugboard-open', ({ detail }) => window.opened.push(detail));
      element.addEventListener('plugboard-error', ({ detail }) =>
        window.failures.push(detail.error.message),
      );
      document.querySelector('main')?.append(element);
    },
    [
      name,
      { base: portal.plugboard.origin, 'token-url': '/plugboard-token', ...attributes },
    ] as const,
  );
  return page;
}

const viewOf = (page: Page) => frameAt(page, portal.plugboard.origin);

test.each([
  ['plugboard-catalog', { space: '1' }, '/embed/views/catalog?space=1'],
  ['plugboard-installed', { space: '1' }, '/embed/views/installed?space=1'],
  ['plugboard-settings', { install: '41' }, '/embed/views/settings?install=41'],
  [
    'plugboard-activity',
    { space: '1', identifier: 'vr:entry:19' },
    '/embed/views/activity?space=1&identifier=vr%3Aentry%3A19',
  ],
])('%s shows its view, and gives it a token of the host', async (name, attributes, path) => {
  const page = await place(name, attributes as Record<string, string>);
  const frame = await viewOf(page);
  await frame.waitForFunction(() => window.told?.length === 1);
  expect(frame.url()).toBe(portal.plugboard.origin + path);
  expect(await frame.evaluate(() => window.told)).toEqual(['pbv_1']);
  expect(await frame.evaluate(() => window.view.token())).toBe('pbv_1');
  // Asked with the cookie of the host, once.
  expect(portal.asked).toEqual([{ cookie: 'session=signed-in' }]);
  expect(await page.evaluate(() => window.failures)).toEqual([]);
  await page.close();
});

test('a token that is refused is asked for anew, once for all who ask', async () => {
  const page = await place('plugboard-settings', { install: '41' });
  const frame = await viewOf(page);
  await frame.waitForFunction(() => window.told?.length === 1);
  const tokens = await frame.evaluate(() =>
    Promise.all([window.view.requestToken(), window.view.requestToken()]),
  );
  expect(tokens).toEqual(['pbv_2', 'pbv_2']);
  expect(portal.asked).toHaveLength(2);
  await page.close();
});

test('a backend that gives what was refused once more is not asked without end', async () => {
  const page = await place('plugboard-settings', { install: '41' });
  const frame = await viewOf(page);
  await frame.waitForFunction(() => window.told?.length === 1);
  portal.answerToken = () => json({ token: 'pbv_1' });
  expect(await frame.evaluate(() => window.view.requestToken())).toBe('pbv_1');
  const refused = await frame.evaluate(() => window.view.requestToken().catch(String));
  expect(refused).toContain('no token');
  expect(portal.asked).toHaveLength(2);
  expect(await page.evaluate(() => window.failures)).toEqual([
    'The token was refused, and so was the one before: each must be a new one',
  ]);
  await page.close();
});

test('where the backend has no token any more, what is shown stays', async () => {
  const page = await place('plugboard-settings', { install: '41' });
  const frame = await viewOf(page);
  await frame.waitForFunction(() => window.told?.length === 1);
  portal.answerToken = () => json({}, 401);
  const refused = await frame.evaluate(() => window.view.requestToken().catch(String));
  expect(refused).toContain('no token');
  expect(await page.evaluate(() => window.failures)).toEqual([
    'The token could not be got: you are signed out',
  ]);
  // What somebody is in the middle of stays.
  expect(await frame.evaluate(() => document.querySelector('main')?.textContent)).toBe('View');
  await page.close();
});

test('a token is renewed before it ends', async () => {
  // A page cannot wait for this; the least is ten seconds.
  portal.answerToken = () =>
    json({ token: `pbv_${portal.asked.length}`, expires_at: new Date().toISOString() });
  const page = await portal.openHost();
  await page.clock.install();
  await page.evaluate((base) => {
    const element = document.createElement('plugboard-catalog');
    element.setAttribute('base', base);
    element.setAttribute('token-url', '/plugboard-token');
    document.querySelector('main')?.append(element);
  }, portal.plugboard.origin);
  const frame = await viewOf(page);
  await frame.waitForFunction(() => window.told?.length === 1);
  await page.clock.runFor(11_000);
  await frame.waitForFunction(() => window.told?.includes('pbv_2'));
  await page.close();
});

test('the view takes on language, colours and theme, and follows them', async () => {
  const page = await place('plugboard-catalog', { space: '1' });
  const frame = await viewOf(page);
  await frame.waitForFunction(() => window.told?.length === 1);
  const look = () =>
    frame.evaluate(() => {
      const { style, lang, dataset } = document.documentElement;
      return [lang, dataset.theme, style.getPropertyValue('--plugboard-color-accent')];
    });
  expect(await look()).toEqual(['de', 'light', '']);
  await page.evaluate(() => {
    const sheet = document.createElement('style');
    sheet.textContent =
      ':root { color-scheme: dark; --plugboard-color-accent: #b5472f; --plugboard-radius: 2px }';
    document.head.append(sheet);
    document.documentElement.lang = 'en';
  });
  await frame.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  expect(await look()).toEqual(['en', 'dark', '#b5472f']);
  await page.close();
});

test('the frame is as high as what it shows', async () => {
  const page = await place('plugboard-catalog', { space: '1' });
  const frame = await viewOf(page);
  const height = (wanted: number) =>
    page.waitForFunction((pixels) => {
      const { iframe } = document.querySelector('plugboard-catalog') ?? {};
      return iframe?.getBoundingClientRect().height === pixels;
    }, wanted);
  await height(240);
  await frame.evaluate(() => {
    (document.querySelector('main') as HTMLElement).style.height = '310px';
  });
  await height(310);
  await page.close();
});

test('the page hears where the user goes on', async () => {
  const page = await place('plugboard-installed', { space: '1' });
  const frame = await viewOf(page);
  await frame.waitForFunction(() => window.told?.length === 1);
  await frame.evaluate(() => window.view.open('settings', 41));
  await page.waitForFunction(() => window.opened.length === 1);
  expect(await page.evaluate(() => window.opened)).toEqual([{ view: 'settings', install: 41 }]);
  await page.close();
});

test('only the window in the frame, at the address of Plugboard, is given a token', async () => {
  const page = await place('plugboard-settings', { install: '41' });
  const frame = await viewOf(page);
  await frame.waitForFunction(() => window.told?.length === 1);
  // Another window at the same address, and the frame at another one.
  await page.evaluate((source) => {
    const other = document.createElement('iframe');
    other.src = source;
    document.body.append(other);
  }, `${portal.plugboard.origin}/embed/views/settings`);
  const other = await waitFor(
    () =>
      page
        .frames()
        .find((one) => one !== frame && one.url().startsWith(`${portal.plugboard.origin}/`)),
    { describe: 'the other frame' },
  );
  await other.waitForFunction(() => window.view !== undefined);
  await frame.goto(`${portal.stranger.origin}/pages/plain.html`);
  await page.evaluate(() =>
    addEventListener('message', ({ data, source }) => {
      if (data === 'after') source?.postMessage('answered', { targetOrigin: '*' });
    }),
  );
  const heard = await frame.evaluate(
    () =>
      new Promise((done) => {
        const all: unknown[] = [];
        addEventListener('message', ({ data }) => {
          all.push(data);
          if (data === 'answered') done(all);
        });
        window.parent.postMessage('plugboard-view-hello', '*');
        window.parent.postMessage('after', '*');
      }),
  );
  expect(heard).toEqual(['answered']);
  await frame.goto(`${portal.plugboard.origin}/embed/views/settings`);
  await frame.waitForFunction(() => window.told?.length === 1);
  expect(await other.evaluate(() => window.told)).toEqual([]);
  await page.close();
});

test('a view hears nobody but the page around it, at an address of the host', async () => {
  const page = await portal.openHost();
  // At a stranger's address the same page around is nobody.
  await page.goto(`${portal.stranger.origin}/pages/plain.html`);
  const address = `${portal.plugboard.origin}/embed/views/catalog`;
  await page.evaluate((source) => {
    const frame = document.createElement('iframe');
    frame.src = source;
    document.body.append(frame);
  }, address);
  const frame = await viewOf(page);
  await frame.waitForFunction(() => window.view !== undefined);
  await frame.evaluate(() =>
    addEventListener('message', ({ data }) => {
      if (data === 'after') window.told.push('after');
    }),
  );
  await page.evaluate(() => {
    const { port1, port2 } = new MessageChannel();
    const frame = document.querySelector('iframe')?.contentWindow;
    port1.postMessage({ type: 'token', token: 'pbv_forged' });
    frame?.postMessage('plugboard-view-connect', '*', [port2]);
    frame?.postMessage('after', '*');
  });
  await frame.waitForFunction(() => window.told.includes('after'));
  const heard = await frame.evaluate(() => window.told);
  expect(heard).toEqual(['after']);
  await page.close();
});

test('without a token, and without an answer, the element says so and offers to try again', async () => {
  portal.answerToken = () => json({}, 500);
  const page = await place('plugboard-settings', { install: '41' });
  const alert = page.locator('plugboard-settings').getByRole('alert');
  await alert.waitFor();
  expect(await alert.textContent()).toContain('Der Zugang ist gerade nicht möglich.');
  portal.answerToken = () => json({ token: 'pbv_again' });
  await alert.getByRole('button').click();
  const frame = await viewOf(page);
  await frame.waitForFunction(() => window.told?.includes('pbv_again'));
  await page.close();
  const silent = await place('plugboard-settings', {
    install: '41',
    base: portal.stranger.origin,
    'hello-ms': '1',
  });
  await silent.locator('plugboard-settings').getByRole('alert').waitFor();
  expect(await silent.evaluate(() => window.failures)).toEqual([
    'The view “settings” does not answer',
  ]);
  await silent.close();
});
