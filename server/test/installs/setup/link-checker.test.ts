import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { manifest } from '@plugboard/example-link-checker/manifest';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { axeViolations } from '../../support/axe.ts';
import { closeWindow, sharedBrowser } from '../../support/browser.ts';
import { addMember, createPerson, signIn } from '../../support/people.ts';
import { registerPlugin, type TestPlugin } from '../../support/plugins.ts';
import { portForLater } from '../../support/port.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { installIn } from '../fixtures.ts';
import { type SetupScene, sceneOf } from './scene.ts';

// Compiled by `tsc -b`, as they are shipped.
const DIST = fileURLToPath(new URL('../../../../examples/link-checker/dist/', import.meta.url));

let server: TestServer;
let plugin: TestPlugin;
let sitesUrl: string;
beforeAll(async () => {
  const [port, sitesPort, ownPort] = [
    await portForLater(),
    await portForLater(),
    await portForLater(),
  ];
  const url = `http://localhost:${port}`;
  server = await startTestServer({ env: { PORT: `${port}`, PUBLIC_URL: url } });
  await server.api('PUT', '/platform/v1/scopes/pages.read', { description: 'See your pages' });
  sitesUrl = `http://localhost:${sitesPort}`;
  const client = { clientId: 'link-checker', clientSecret: 'of Sites' };
  plugin = await registerPlugin(
    server,
    manifest(`http://localhost:${ownPort}`, { url: sitesUrl, ...client }),
  );
  const children = [
    await start('sites/main.js', {
      PORT: `${sitesPort}`,
      CLIENT_ID: client.clientId,
      CLIENT_SECRET: client.clientSecret,
      REDIRECT_URI: `${url}/set-up/callback/${plugin.id}`,
    }),
    await start('main.js', {
      PORT: `${ownPort}`,
      PLUGBOARD_URL: url,
      CLIENT_ID: plugin.clientId,
      CLIENT_SECRET: plugin.clientSecret,
      SITES_URL: sitesUrl,
      LINK_CHECKER_ALLOW_PRIVATE: 'on',
    }),
  ];
  return async () => {
    for (const child of children) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await server.close();
  };
});

async function start(main: string, env: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(process.execPath, [DIST + main], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, ...env },
  });
  await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line');
  return child;
}

/** An admin of the install's space, at a page of ours. */
async function enter(scene: SetupScene): Promise<{ page: Page; id: number }> {
  const { id } = await createPerson(server);
  await addMember(server, scene.spaceId, id);
  const { cookies } = await signIn(server, id);
  const context = await (await sharedBrowser()).newContext();
  const url = server.config.publicUrl;
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url })));
  const page = await context.newPage();
  await page.goto(`${url}/spaces/${scene.spaceId}`);
  return { page, id };
}

/** Begins a step with the session of the page, in a window that the page opens. */
async function open(page: Page, scene: SetupScene, step: number): Promise<Page> {
  const opened = page.waitForEvent('popup');
  await page.evaluate(`
    fetch('/platform/v1/installs/${scene.id}/setup/${step}/start', { method: 'POST' })
      .then((answer) => answer.json())
      .then(({ url }) => void window.open(url, 'set-up', 'popup'))`);
  return opened;
}

test('an admin sets the link checker up in windows, which ask nothing more than they must, and close by themselves', async () => {
  const scene = sceneOf(server, plugin, await installIn(server, plugin));
  const { page, id } = await enter(scene);
  const first = async () => (await scene.read()).body.steps[0];

  const declined = await open(page, scene, 0);
  await declined.getByRole('button', { name: 'Deny' }).waitFor();
  await declined.emulateMedia({ colorScheme: 'dark' });
  expect(await axeViolations(declined)).toEqual([]);
  await declined.getByRole('button', { name: 'Deny' }).click();
  await declined.getByText('You said no').waitFor();
  expect(await first()).toMatchObject({ state: 'open', submitted_by: id });
  await closeWindow(page, declined);

  const consent = await open(page, scene, 0);
  await consent.getByRole('button', { name: 'Allow' }).waitFor();
  expect(await axeViolations(consent)).toEqual([]);
  await consent.getByLabel('Corner Bakery').check();
  const closed = consent.waitForEvent('close');
  await consent.getByRole('button', { name: 'Allow' }).click();
  await closed;
  expect(await first()).toMatchObject({ state: 'done', submitted_by: id, message: null });

  const left = await open(page, scene, 1);
  await left.getByLabel('Its address').waitFor();
  await closeWindow(page, left);
  const popup = await open(page, scene, 1);
  await popup.getByLabel('Its address').fill(`${sitesUrl}/bakery`);
  await popup.getByRole('button', { name: 'Look at it' }).click();
  const done = popup.waitForEvent('close');
  await popup.getByRole('link', { name: 'Take it' }).click();
  await done;
  expect(await scene.status()).toBe('active');
  expect((await scene.config()).body).toMatchObject({
    config: {
      sites_account: 'Corner Bakery',
      site: { title: 'Corner Bakery', url: `${sitesUrl}/bakery/` },
    },
    secrets: ['sites_token'],
  });
  await page.context().close();
});
