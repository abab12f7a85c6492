import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Site, startSite } from '../../embedding/world.ts';
import { sharedBrowser } from '../../support/browser.ts';
import { portForLater } from '../../support/port.ts';
import { type Receiver, startReceiver } from '../../support/receiver.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { waitFor } from '../../support/wait-for.ts';
import { type SetupScene, setUpWith } from './scene.ts';

let host: Site;
let pages: Site;
let plugin: Receiver;
let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  [host, pages, plugin] = [
    await startSite(),
    await startSite(),
    await startReceiver({ status: 200, body: '{}' }),
  ];
  const port = await portForLater();
  server = await startTestServer({
    env: {
      PORT: `${port}`,
      PUBLIC_URL: `http://localhost:${port}`,
      PLUGBOARD_HOST_ORIGINS: host.origin,
    },
  });
  browser = await sharedBrowser();
  return async () => {
    await server.close();
    await plugin.close();
    await pages.close();
    await host.close();
  };
});

let context: BrowserContext;
beforeEach(async () => {
  context = await browser.newContext();
});
afterEach(() => context.close());

/** A page of the host that opens windows, and remembers what they tell it. */
const HOST_PAGE = `<!doctype html><title>Host</title><script>
  heard = []; addEventListener('message', ({ origin, data }) => heard.push([origin, data]));
</script>`;

/** A page of the plugin, as the guide for developers has it. */
const PLUGIN_PAGE = `<!doctype html><title>Plugin</title><script>
  function done() {
    const here = new URL(location.href).searchParams;
    if (here.get('callback_url') !== 'CALLBACK') throw new Error('Not from Plugboard');
    const back = new URL('CALLBACK');
    back.searchParams.set('state', here.get('state'));
    back.searchParams.set('account', '7');
    location.assign(back);
  }
</script>`;

const LISTEN = `
  globalThis.heard = [];
  globalThis.channel = new BroadcastChannel('plugboard.set-up');
  channel.onmessage = ({ data }) => void heard.push(data);`;

const isolating = (policy: string | undefined): Record<string, string> =>
  policy === undefined ? {} : { 'cross-origin-opener-policy': policy };

interface Opened {
  scene: SetupScene;
  hostPage: Page;
  popup: Page;
}

/** The window of a step, opened by the host's page. */
async function open(policies: { ofHost?: string; ofPlugin?: string }): Promise<Opened> {
  host.set('/', HOST_PAGE, isolating(policies.ofHost));
  const callback = `${server.config.publicUrl}/set-up/callback`;
  pages.set('/', PLUGIN_PAGE.replaceAll('CALLBACK', callback), isolating(policies.ofPlugin));
  const step = {
    type: 'popup',
    title: 'Choose an account',
    content_url: `${pages.origin}/`,
    validation_url: `${plugin.url}/chosen`,
  } as const;
  const scene = await setUpWith(server, [step]);
  const { body } = await scene.ask(0, 'start', {});
  const hostPage = await context.newPage();
  await hostPage.goto(`${host.origin}/`);
  const opened = context.waitForEvent('page');
  await hostPage.evaluate(`void window.open(${JSON.stringify(body.url)}, 'set-up', 'popup')`);
  const popup = await opened;
  await popup.waitForURL(`${pages.origin}/**`);
  return { scene, hostPage, popup };
}

const hasOpener = (popup: Page) => popup.evaluate('window.opener !== null');

/** The plugin's page is done, and the person agrees that the step goes on. */
async function finish({ scene, popup }: Opened): Promise<void> {
  // It leaves the page, which is not to take the answer along.
  await popup.evaluate('void setTimeout(done)');
  await popup.locator('form button').click();
  await waitFor(async () => (await scene.read()).body.steps[0].state === 'done', {
    describe: 'the step to be done',
  });
}

test.each([undefined, 'same-origin-allow-popups'])(
  'a window that a page of the host opened (%s) tells it that it is done, and closes',
  async (ofHost) => {
    const opened = await open({ ofHost });
    expect(await hasOpener(opened.popup)).toBe(true);
    const closed = opened.popup.waitForEvent('close');
    await finish(opened);
    await closed;
    expect(await opened.hostPage.evaluate('heard')).toEqual([
      [
        server.config.publicUrl,
        { event: 'plugboard.set-up', install_id: opened.scene.id, step: 0, outcome: 'done' },
      ],
    ]);
  },
);

test.each([
  { ofHost: 'same-origin' },
  { ofPlugin: 'same-origin' },
  { ofPlugin: 'same-origin-allow-popups' },
])(
  'where %o cuts a window off it has no opener; the step is done all the same, and a page of ours hears so',
  async (policies) => {
    const ours = await context.newPage();
    await ours.goto(`${server.config.publicUrl}/sign-in`);
    await ours.evaluate(LISTEN);
    const opened = await open(policies);
    expect(await hasOpener(opened.popup)).toBe(false);
    await finish(opened);
    // Not in the page: its policy forbids to read a text as a script, and that is what asking there again would be.
    await waitFor(() => ours.evaluate<boolean>('heard.length > 0'), {
      describe: 'what it is told',
    });
    expect(await ours.evaluate('heard')).toEqual([
      { event: 'plugboard.set-up', install_id: opened.scene.id, step: 0, outcome: 'done' },
    ]);
    expect(await opened.hostPage.evaluate('heard')).toEqual([]);
  },
);
