import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { sharedBrowser } from '../../../server/test/support/browser.ts';
import { portForLater } from '../../../server/test/support/port.ts';
import { openBrowser } from '../src/browser.ts';
import { type DemoProcess, startDemo, stopAllDemos } from './demo-process.ts';
import { closeAllTerminals, commandsOf, openTerminal } from './documents.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const HAS_PYTHON = spawnSync('python3', ['--version']).status === 0;
const HAS_TOOLS = ['bash', 'curl'].every((tool) => spawnSync(tool, ['--version']).status === 0);

let dataDir: string;

beforeAll(async () => {
  execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-b'], {
    cwd: join(ROOT, 'examples/demo'),
  });
});

afterEach(async () => {
  await closeAllTerminals();
  await stopAllDemos();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(env: Record<string, string>): Promise<DemoProcess> {
  dataDir = await mkdtemp(join(tmpdir(), 'plugboard-documents-'));
  return startDemo({ ...env, PLUGBOARD_DATA_DIR: dataDir });
}

/** The commands of a page that call a server: not those that install and start. */
const callsOf = async (page: string): Promise<string[]> =>
  (await commandsOf(page)).filter((commands) => !/\bnpm (ci|start|test)\b/.test(commands));

/** What the page tells to do in a browser with the address of a window, where one is shown. */
async function goThroughWindow(shown: string, site: string): Promise<void> {
  const [url] = /^http\S+[?&]state=\S+$/m.exec(shown) ?? [];
  if (url === undefined) return;
  const browser = openBrowser(new AbortController().signal);
  const page = await browser.open(url);
  const asked = url.includes('/authorize?')
    ? await browser.submit(page, { account: 'bakery', answer: 'allow' })
    : await browser.follow(
        await browser.submit(page, { site }),
        new URL(url).searchParams.get('callback_url') ?? '',
      );
  const { html } = await browser.submit(asked);
  expect(html).toContain('data-outcome="done"');
}

/** What a command sets for the process that it starts. */
function settingsIn(command: string): Record<string, string> {
  const settings = [...command.matchAll(/\b([A-Z_]+)=(\S+)/g)];
  return Object.fromEntries(settings.map(([, name = '', value = '']) => [name, value]));
}

/** Of a server alone, as the pages write it. */
async function addressOf(server: DemoProcess): Promise<string> {
  const [, url = ''] = await server.until(/"url":"([^"]+)".*"msg":"ready"/);
  return url.replace('127.0.0.1', 'localhost');
}

const settled =
  'until [ "$(api $URL/platform/v1/jobs/$JOB | field status)" = done ]; do sleep 0.1; done';

describe.runIf(HAS_TOOLS)('what the pages tell to type works', () => {
  test('with the demo: the quick tour, and the guide for hosts', async () => {
    const demo = await start({});
    await demo.until(/Ctrl-C stops everything/);
    const [, url = ''] = await demo.until(/Server +(http:\S+)/);
    const { host_key } = JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8'));
    const terminal = openTerminal({ URL: url, KEY: host_key });

    const [tour = ''] = await callsOf('README.md');
    const shown = await terminal.run(tour);
    expect(shown).toContain('"plugin_slug":"greeter"');
    expect(shown.trimEnd().split('\n').at(-1)).toContain('"status":"active"');

    for (const commands of await callsOf('docs/host.md')) await terminal.run(commands);
    expect(await terminal.run('api $URL/platform/v1/plugins/link-list | field status')).toBe(
      'approved\n',
    );
    expect(await terminal.run('echo $EVENT; api $URL/platform/v1/users/$USER_ID')).toMatch(
      /^[0-9a-f-]{36}\n\{.*"somebody@example.com"/,
    );
  });

  test('with a server alone: plugins in a product of one’s own, from nothing to the page that customers use', async () => {
    const [howToStart = '', ...steps] = await commandsOf('docs/give-your-customers-plugins.md');
    const port = await portForLater();
    const product = `http://localhost:${port}`;
    const server = await start({ ...settingsIn(howToStart), PLUGBOARD_HOST_ORIGINS: product });
    const url = await addressOf(server);
    const terminal = openTerminal({
      URL: url,
      GREETER_PORT: String(await portForLater()),
      PRODUCT_PORT: String(port),
    });
    const tellAda = steps.find((commands) => commands.includes('/platform/v1/events')) ?? '';
    for (const commands of steps) await terminal.run(commands);
    const page = await (await sharedBrowser()).newPage();
    await page.goto(`${product}/plugins`);
    const view = page.frameLocator('iframe');
    await view.getByRole('link', { name: 'Greeter' }).click();
    await view.getByRole('link', { name: 'Install Greeter' }).click();
    await view.getByRole('button', { name: 'Install Greeter' }).click();
    await view.getByRole('combobox', { name: 'Greeting' }).selectOption('Welcome');
    await view.getByRole('button', { name: 'Save and continue' }).click();
    await view.getByLabel('Name of the desk').waitFor();

    await page.getByRole('link', { name: 'Activity' }).click();
    await view.getByText('Greeter was installed').first().waitFor();
    await terminal.run(tellAda);
    await view.getByText('Greeted Ada: Welcome').waitFor();

    await page.getByRole('link', { name: 'Installed' }).click();
    await view.getByRole('link', { name: 'Greeter' }).click();
    await view.getByRole('link', { name: 'Settings' }).click();
    await page.waitForURL(`${product}/plugins/settings/1`);
    await view.getByRole('button', { name: 'Save Greeting' }).waitFor();
    await page.close();
    await terminal.close();
    expect(await server.stop('SIGTERM')).toBe(0);
  });

  test('with a server alone: the examples, from registering them to seeing them at work', async () => {
    const [howToStart = '', ...greeterPage] = await commandsOf('examples/greeter/README.md');
    expect(howToStart).toContain('npm start');
    const server = await start(settingsIn(howToStart));
    const url = await addressOf(server);
    const sitesPort = String(await portForLater());
    const terminal = openTerminal({
      URL: url,
      GREETER_PORT: String(await portForLater()),
      HEAD_COUNT_PORT: String(await portForLater()),
      HEAD_COUNT_PYTHON_PORT: String(await portForLater()),
      GUARD_PORT: String(await portForLater()),
      CHECKER_PORT: String(await portForLater()),
      SITES_PORT: sitesPort,
    });

    const look = greeterPage.pop() ?? '';
    for (const commands of greeterPage) await terminal.run(commands);
    await terminal.run(settled);
    expect(await terminal.run(look)).toContain('"status_message":"Greeted Ada: Hello"');

    const headCountPage = await commandsOf('examples/head-count/README.md');
    const lookAtCount = headCountPage.pop() ?? '';
    for (const commands of headCountPage) await terminal.run(commands);
    await terminal.run(settled);
    expect(await terminal.run(lookAtCount)).toContain('"status_message":"Guests inside: 1 of 50"');
    const guardPage = await commandsOf('examples/parcel-guard/README.md');
    const pickUp = guardPage.pop() ?? '';
    for (const commands of guardPage) await terminal.run(commands);
    await terminal.run(settled);
    expect(await terminal.run(pickUp)).toMatch(/"message":"Place \d is free again"/);

    if (HAS_PYTHON)
      for (const commands of await commandsOf('examples/head-count-python/README.md'))
        await terminal.run(commands);

    const shown: string[] = [];
    for (const commands of await commandsOf('examples/link-checker/README.md')) {
      shown.push(await terminal.run(commands));
      await goThroughWindow(shown.at(-1) ?? '', `http://localhost:${sitesPort}/bakery/`);
    }
    // What the examples say in the background may come in between.
    expect(shown.at(-2)).toMatch(/^active$/m);
    expect(shown.at(-1)).toMatch(/^\s*http\S+\/sign-in\/link\/pbl_\S+$/m);
    await terminal.close();
    expect(await server.stop('SIGTERM')).toBe(0);
  });
});
