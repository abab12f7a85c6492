import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../src/browser.ts';
import { DEV, type DemoProcess, startDemo, stopAllDemos } from './demo-process.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const LINK = fileURLToPath(new URL('../dist/link.js', import.meta.url));
const HAS_CURL = spawnSync('curl', ['--version']).status === 0;

let dataDir: string;

// The tests below go on from each other: one data directory lives through several starts.
beforeAll(async () => {
  execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-b'], {
    cwd: join(ROOT, 'examples/demo'),
  });
  dataDir = await mkdtemp(join(tmpdir(), 'plugboard-demo-'));
  return () => rm(dataDir, { recursive: true, force: true });
});

afterEach(stopAllDemos);

const start = (env: Record<string, string> = {}): DemoProcess =>
  startDemo({ PLUGBOARD_DATA_DIR: dataDir, ...env });

const whenReady = (demo: DemoProcess) => demo.until(/Ctrl-C stops everything/);

/** The two command lines that the demo shows. */
function shownCurls(demo: DemoProcess): [string, string] {
  const lines = demo.output().split('\n');
  const curls = lines.filter((line) => line.startsWith('  curl ')).map((line) => line.trim());
  expect(curls).toHaveLength(2);
  return curls as [string, string];
}

// biome-ignore lint/suspicious/noExplicitAny: a test says by its expectations what the answer is
async function runCurl(line: string): Promise<any> {
  if (HAS_CURL) return JSON.parse((await promisify(execFile)('sh', ['-c', line])).stdout);
  const headers = [...line.matchAll(/-H '([^:]+): ([^']+)'/g)].map(
    ([, name = '', value = '']): [string, string] => [name, value],
  );
  const body = /-d '([^']+)'/.exec(line)?.[1];
  const url = /'(http[^']+)'/.exec(line)?.[1] ?? '';
  return (await fetch(url, { method: body ? 'POST' : 'GET', headers, body })).json();
}

const api = (demo: DemoProcess, path: string) =>
  runCurl(shownCurls(demo)[1].replace(/\/jobs\/[^']+/, path));

async function postmasterPid(): Promise<number> {
  return Number.parseInt(await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8'), 10);
}

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const runLink = (env: Record<string, string>) =>
  promisify(execFile)(process.execPath, [LINK], { env: { PATH: process.env.PATH, ...env } });

/** The one that was shown has been used. */
async function expectAnotherLink(demo: DemoProcess): Promise<void> {
  const pattern = /http:\S+\/sign-in\/link\/\S+/;
  const [shown] = await demo.until(pattern);
  expect((await fetch(shown)).status).toBe(410);
  const { stdout } = await runLink({ PLUGBOARD_DATA_DIR: dataDir });
  expect(stdout).toMatch(/^http:\S+\n$/);
  expect(await (await fetch(stdout.trim())).text()).toContain('Demo Admin');
  await expect(runLink({ PLUGBOARD_DATA_DIR: tmpdir() })).rejects.toThrow(
    /No demo was started with/,
  );
}

test('the first start sets everything up, shows two requests that work, and Ctrl-C ends it all', async () => {
  const demo = start();
  await whenReady(demo);
  const steps = demo.output().match(/^.* …$/gm);
  expect(steps).toEqual([
    'Starting Plugboard …',
    'Making the database, which is done once …',
    'Starting PostgreSQL …',
    'Preparing the database …',
    'Setting up the demo …',
  ]);
  expect(demo.output()).toContain('PLUGBOARD_ALLOW_PRIVATE_NETWORK');
  expect(demo.output().match(/ {2}worked: /g)).toHaveLength(2);
  expect((await stat(join(dataDir, 'demo.json'))).mode & 0o777).toBe(0o600);

  const [fire, look] = shownCurls(demo);
  expect((await runCurl(look)).attachments).toHaveLength(5);
  const { jobs } = await runCurl(fire);
  expect(jobs).toHaveLength(1);

  const [docs] = await demo.until(/http:\S+\/docs/);
  expect((await fetch(docs)).status).toBe(200);
  await visitPages(demo);
  await visitSetUpWindows(demo);
  await expectAnotherLink(demo);
  const settled = (await api(demo, '/jobs?status=done&name=entry_sign_in')).data;
  expect(settled.length).toBeGreaterThanOrEqual(3);

  const postgres = await postmasterPid();
  expect(isRunning(postgres)).toBe(true);
  expect(await demo.stop('SIGINT')).toBe(0);
  expect(demo.output()).not.toContain('cleanly');
  expect(isRunning(postgres)).toBe(false);
});

test('the next start finds what is there and adds nothing', async () => {
  // All but the server's address and the plugins' ports, which other processes may have taken meanwhile.
  const remembered = async () =>
    JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8'), (key, value) =>
      ['port', 'url'].includes(key) ? undefined : value,
    );
  const before = await remembered();
  const demo = start();
  await whenReady(demo);
  expect(await remembered()).toEqual(before);
  expect((await api(demo, '/spaces')).data).toHaveLength(1);
  expect((await api(demo, '/installs')).data).toHaveLength(2);
  expect((await api(demo, '/plugins')).data).toHaveLength(2);
  expect(await demo.stop('SIGTERM')).toBe(0);
});

test('a start without its memory takes the plugins over, at other addresses', async () => {
  await rm(join(dataDir, 'demo.json'));
  const demo = start();
  await whenReady(demo);
  expect((await api(demo, '/spaces')).data).toHaveLength(1);
  expect((await api(demo, '/plugins')).data).toHaveLength(2);
  // Windows that lead elsewhere are other steps, which are done, too.
  expect((await api(demo, '/installs')).data).toMatchObject([
    { status: 'active', setup_open: false },
    { status: 'active', setup_open: false },
  ]);
  expect(await demo.stop('SIGINT')).toBe(0);
});

test('a start on an empty database makes good use of what it remembers of another', async () => {
  const other = await mkdtemp(join(tmpdir(), 'plugboard-demo-'));
  try {
    execFileSync('cp', [join(dataDir, 'demo.json'), other]);
    const demo = start({ PLUGBOARD_DATA_DIR: other });
    await whenReady(demo);
    expect((await api(demo, '/installs')).data).toMatchObject([
      { status: 'active' },
      { status: 'active' },
    ]);
    expect(await demo.stop('SIGINT')).toBe(0);
  } finally {
    await rm(other, { recursive: true, force: true });
  }
});

/** What a browser does with the link that the demo shows, until the link checker knows who looks at its page. */
async function visitPages(demo: DemoProcess): Promise<void> {
  const [link] = await demo.until(/http:\S+\/sign-in\/\S+/);
  const { origin } = new URL(link);
  // As a browser says it when somebody follows a link: not everybody who fetches it shall use it up.
  const asVisit = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  const { status, headers } = await getOnce(link, asVisit);
  expect(status).toBe(303);
  expect((await getOnce(link, asVisit)).status).not.toBe(303);
  const cookie = headers['set-cookie']?.map((text) => text.split(';', 1)).join('; ') ?? '';

  const hostPage = await fetch(new URL(headers.location ?? '', origin), { headers: { cookie } });
  expect(hostPage.status).toBe(200);
  const html = await hostPage.text();
  expect(html).toContain('<plugboard-sidebar');
  const space = `${origin}/v1/spaces/${/space="(\d+)"/.exec(html)?.[1]}`;
  const embeds = await readJson(await fetch(`${space}/embeds`, { headers: { cookie } }));
  const [{ id, url }] = embeds.plugins;
  expect(embeds.plugins).toMatchObject([{ slug: 'link-checker', sidebar: true, toolbar: true }]);

  const validation = await fetch(`${space}/app_validations`, {
    method: 'POST',
    headers: { cookie, origin, 'content-type': 'application/json' },
    body: JSON.stringify({ app_id: id }),
  });
  const { token } = await readJson(validation);
  const me = await fetch(new URL('/api/me', url), { headers: { sb_app_bridge_token: token } });
  expect(await readJson(me)).toMatchObject({ role: 'admin', is_admin: true, connected: false });
}

/** The link checker is set up; the windows that are shown lead through its steps again. */
async function visitSetUpWindows(demo: DemoProcess): Promise<void> {
  const [, install = ''] = await demo.until(/set up \(install (\d+)\)/);
  const read = () => api(demo, `/installs/${install}/setup`);
  expect(await read()).toMatchObject({
    status: 'active',
    next: null,
    steps: [{ state: 'done' }, { state: 'done' }, { state: 'done' }],
  });
  const browser = openBrowser(new AbortController().signal);
  const [consent] = await demo.until(/http:\S+\/authorize\?\S+/);
  const denied = await browser.submit(await browser.open(consent), { answer: 'deny' });
  expect((await browser.submit(denied)).html).toContain('You said no');
  const [popup] = await demo.until(/http:\S+\/choose\?\S+/);
  const [, site = ''] = await demo.until(/It takes (\S+)/);
  const shown = await browser.submit(await browser.open(popup), { site });
  const back = await browser.follow(shown, `${new URL(popup).searchParams.get('callback_url')}?`);
  expect((await browser.submit(back)).html).toContain('data-outcome="done"');
  expect(await read()).toMatchObject({ status: 'active', next: null });
}

// biome-ignore lint/suspicious/noExplicitAny: a test says by its expectations what the answer is
const readJson = (response: Response): Promise<any> => response.json();

/** Like `fetch`, which says of itself that it is no visit. */
async function getOnce(url: string, headers: Record<string, string>) {
  const [response] = (await once(get(url, { headers }), 'response')) as [IncomingMessage];
  response.resume();
  return { status: response.statusCode, headers: response.headers };
}

// Only Linux tells the children of a process.
test.runIf(process.platform === 'linux')(
  'when the server dies the demo fails and takes the plugins down, and the next start mends it',
  async () => {
    const demo = start();
    await whenReady(demo);
    const plugins = [...demo.output().matchAll(/(?:Greeter|Links|Sites) +(http:\S+)/g)];
    expect(plugins).toHaveLength(3);
    const listed = await readFile(`/proc/${demo.pid}/task/${demo.pid}/children`, 'utf8');
    const [server] = listed.trim().split(' ').map(Number);
    process.kill(server as number, 'SIGKILL');

    expect(await demo.exited).toBe(1);
    expect(demo.output()).toContain('demo: The server ended (SIGKILL)');
    for (const [, url = ''] of plugins) {
      await expect(fetch(url)).rejects.toThrow('fetch failed');
    }

    const next = start();
    await whenReady(next);
    expect(await next.stop('SIGINT')).toBe(0);
  },
);

test('a port in use is told before anything is started', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  try {
    const demo = start({ PORT: String(port) });
    expect(await demo.exited).toBe(1);
    expect(demo.output()).toContain(`Port ${port} of 127.0.0.1 is in use`);
    expect(demo.output()).not.toContain('Starting');
  } finally {
    taken.close();
  }
});

test('a wrong setting is told in the words of the server', async () => {
  const demo = start({ PLUGBOARD_LEASE_SECONDS: 'soon' });
  expect(await demo.exited).toBe(1);
  expect(demo.output()).toContain('PLUGBOARD_LEASE_SECONDS must be a whole number from 2 to 600');
});

test('npm run dev starts again what is saved, on a PostgreSQL that runs on, and Ctrl-C ends it all', async () => {
  const dev = startDemo({ PLUGBOARD_DATA_DIR: dataDir }, DEV);
  await whenReady(dev);
  const postgres = await postmasterPid();

  const source = join(ROOT, 'server/src/version.ts');
  // As many editors save, and version control: the file is another one afterwards.
  await copyFile(source, `${source}.saved`);
  await rename(`${source}.saved`, source);
  await dev.until(/(?:Ctrl-C stops everything[\s\S]*){2}/);
  const now = new Date();
  await utimes(source, now, now);
  await dev.until(/(?:Ctrl-C stops everything[\s\S]*){3}/);
  expect(await postmasterPid()).toBe(postgres);
  expect(await dev.stop('SIGINT')).toBe(0);
  expect(isRunning(postgres)).toBe(false);
});

test('PLUGBOARD_DEMO=off runs the server alone', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'plugboard-demo-'));
  try {
    const demo = start({ PLUGBOARD_DEMO: 'off', PLUGBOARD_DATA_DIR: empty });
    const [, url = ''] = await demo.until(/"url":"([^"]+)".*"msg":"ready"/);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(demo.output()).not.toContain('PLUGBOARD_ALLOW_PRIVATE_NETWORK');
    await expect(stat(join(empty, 'demo.json'))).rejects.toThrow('ENOENT');
    expect(await demo.stop('SIGTERM')).toBe(0);
  } finally {
    await rm(empty, { recursive: true, force: true });
  }
});
