import { execFile, execFileSync } from 'node:child_process';
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

/** What stands in a line of what the demo shows. */
const shown = (demo: DemoProcess, label: string): string =>
  new RegExp(`^ +${label} +(\\S+)`, 'm').exec(demo.output())?.[1] ?? '';

/** Asks the Platform API with the key that the demo shows. */
const api = async (demo: DemoProcess, path: string) =>
  readJson(
    await fetch(`${shown(demo, 'Server')}/platform/v1${path}`, {
      headers: { authorization: `Bearer ${shown(demo, 'Host key')}` },
    }),
  );

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

/** The greeter works, the link checker is set up, the parcel guard asks for more, and the head count waits for its set-up. */
const INSTALLS = [
  { status: 'active', setup_open: false, permissions_pending: false },
  { status: 'active', setup_open: false, permissions_pending: false },
  { status: 'active', setup_open: false, permissions_pending: true },
  { status: 'setup', setup_open: true },
];

/** One of everything that a console has to show. */
async function seeWhatThereIs(demo: DemoProcess): Promise<void> {
  expect((await api(demo, '/installs')).data).toMatchObject(INSTALLS);
  const { pending } = await api(demo, '/installs/3/permissions');
  expect(pending).toEqual({ scopes: ['employees.read'], events: [] });

  // Some of the jobs may still be on their way.
  const outcomes = async () => {
    const { data } = await api(demo, '/jobs?limit=100');
    return data.map(({ status }: { status: string }) => status).sort();
  };
  const done = Array(10).fill('done');
  await expect.poll(outcomes).toEqual([...done, 'failed', 'ignored', 'queued']);
  const [full] = (await api(demo, '/jobs?identifier=parcel:106')).data;
  // Its second attempt may be over by now, too.
  await expect
    .poll(async () => (await api(demo, `/jobs/${full.id}`)).attempts[0])
    .toMatchObject({ status_code: 503 });
  await expect
    .poll(async () => (await api(demo, `/jobs/${full.id}`)).delivery.state)
    .toBe('scheduled');

  const { data: events } = await api(demo, '/events?name=parcel_arrived');
  const letter = events.find(
    ({ payload }: { payload: { attributes: { kind: string } } }) =>
      payload.attributes.kind === 'letter',
  );
  expect(Date.parse(letter.occurred_at)).toBeLessThan(Date.parse(letter.created_at) - 3_600_000);
  expect(await decisionsOf(demo, letter.id)).toMatchObject({ 1: 'not_subscribed', 3: 'filtered' });
  const [visit] = (await api(demo, '/events?name=entry_sign_in')).data;
  expect(await decisionsOf(demo, visit.id)).toMatchObject({
    1: 'delivered',
    4: 'setup_incomplete',
  });

  const { data: catalog } = await api(demo, '/catalog?space_id=1');
  const bySlug = Object.fromEntries(catalog.map((entry: { slug: string }) => [entry.slug, entry]));
  expect(bySlug['evacuation-plan'].in_space).toEqual({
    fits_plan: false,
    install: null,
    restorable: null,
  });
  expect(bySlug['house-rules']).toMatchObject({ origin: 'partner', in_space: { install: null } });
  expect(catalog).toHaveLength(6);
  const pictures = catalog.flatMap(({ icon, screenshot }: Record<string, string>) => [
    icon,
    screenshot,
  ]);
  for (const picture of pictures) {
    const answer = await fetch(picture);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
  }
  const page = (await api(demo, '/catalog/house-rules')).website;
  expect(await (await fetch(page)).text()).toContain('Wear your badge');
}

/** By install. */
async function decisionsOf(demo: DemoProcess, event: string): Promise<Record<string, string>> {
  const { data } = await api(demo, `/events/${event}/decisions`);
  return Object.fromEntries(
    data.map(({ install_id, decision }: { install_id: number; decision: string }) => [
      install_id,
      decision,
    ]),
  );
}

/** What somebody does with it who was told to: a visitor, a plugin that is broken, and mended. */
async function useReception(demo: DemoProcess): Promise<void> {
  const reception = shown(demo, 'Reception');
  const { origin } = new URL(reception);
  expect((await api(demo, '/spaces/1')).attributes.reception_url).toBe(origin);
  const click = async (path: string, form: Record<string, string> = {}) => {
    const body = new URLSearchParams(form);
    const answer = await fetch(origin + path, { method: 'POST', body, headers: { origin } });
    expect(answer.status).toBe(200);
    return answer.text();
  };
  const latest = async () => (await api(demo, '/jobs?limit=1')).data[0];

  expect(await (await fetch(reception)).text()).toContain('The greeter <strong>works');
  expect(await click('/sign-in')).toContain('Visitor 43 signed in. One plugin hears of it');
  expect(await click('/greeter/break')).toContain('The greeter <strong>is broken');
  expect(await click('/sign-in')).toContain('Visitor 44 signed in');
  const missed = await latest();
  await expect
    .poll(async () => (await api(demo, `/jobs/${missed.id}`)).attempts[0])
    .toMatchObject({ status_code: 502 });
  expect(await click('/greeter/mend')).toContain('The greeter <strong>works');
  await expect.poll(async () => (await api(demo, `/jobs/${missed.id}`)).status).toBe('done');
  expect(await click('/sign-out', { id: '44' })).toContain('Visitor 44 signed out');
  expect(await click('/sign-out', { id: '44' })).toContain('not in any more');
  expect(await click('/parcel', { kind: 'letter', recipient: '<b>' })).toContain(
    'A letter for &lt;b&gt; came by Sample Freight. No plugin hears of it',
  );
  // Everything is stopped while the greeter is.
  await click('/greeter/break');
  await expectOwnPageOnly(demo, origin);
}

/** It has the host's key: no other page may have it act, nor one read it whose name was made to lead here. */
async function expectOwnPageOnly(demo: DemoProcess, reception: string): Promise<void> {
  const { data: before } = await api(demo, '/events?limit=100');
  for (const origin of ['', 'null', 'http://elsewhere.example']) {
    const headers = new Headers(origin === '' ? {} : { origin });
    const answer = await fetch(`${reception}/sign-in`, { method: 'POST', body: '', headers });
    expect(answer.status).toBe(403);
  }
  expect((await getOnce(reception, { host: 'elsewhere.example' })).status).toBe(421);
  expect((await api(demo, '/events?limit=100')).data).toHaveLength(before.length);
}

test('the first start sets everything up, and Ctrl-C ends it all', async () => {
  const demo = start();
  await whenReady(demo);
  const steps = demo.output().match(/^.* …$/gm);
  expect(steps).toEqual([
    'Starting Plugboard …',
    'Making the database, which is done once …',
    'Starting PostgreSQL …',
    'Preparing the database …',
    'Setting up the demo …',
    'Starting the plugins …',
  ]);
  expect(demo.output()).toContain('PLUGBOARD_ALLOW_PRIVATE_NETWORK');
  expect((await stat(join(dataDir, 'demo.json'))).mode & 0o777).toBe(0o600);

  const [docs] = await demo.until(/http:\S+\/docs/);
  expect((await fetch(docs)).status).toBe(200);
  await visitPages(demo);
  await visitSetUpWindows(demo);
  await expectAnotherLink(demo);
  await seeWhatThereIs(demo);
  await useReception(demo);

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
  expect(Object.keys(before.plugins)).toHaveLength(4);
  const demo = start();
  await whenReady(demo);
  expect(await remembered()).toEqual(before);
  expect((await api(demo, '/spaces')).data).toHaveLength(1);
  expect((await api(demo, '/installs')).data).toHaveLength(4);
  expect((await api(demo, '/plugins')).data).toHaveLength(6);
  // What was said yes or no to, and what was told, stays.
  expect((await api(demo, '/installs/3')).permissions_pending).toBe(true);
  expect((await api(demo, '/events?name=parcel_arrived')).data).toHaveLength(7);
  expect(await demo.stop('SIGTERM')).toBe(0);
});

test('a start without its memory takes the plugins over, at other addresses', async () => {
  await rm(join(dataDir, 'demo.json'));
  const demo = start();
  await whenReady(demo);
  expect((await api(demo, '/spaces')).data).toHaveLength(1);
  expect((await api(demo, '/plugins')).data).toHaveLength(6);
  // Windows that lead elsewhere are other steps, which are done, too.
  expect((await api(demo, '/installs')).data).toMatchObject(INSTALLS);
  expect(await demo.stop('SIGINT')).toBe(0);
});

test('a start on an empty database makes good use of what it remembers of another', async () => {
  const other = await mkdtemp(join(tmpdir(), 'plugboard-demo-'));
  try {
    execFileSync('cp', [join(dataDir, 'demo.json'), other]);
    const demo = start({ PLUGBOARD_DATA_DIR: other });
    await whenReady(demo);
    expect((await api(demo, '/installs')).data).toMatchObject(INSTALLS);
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

  expect(headers.location).toMatch(/\/spaces\/1$/);
  const space = `${origin}/v1/spaces/1`;
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
  const [, install = ''] = await demo.until(/been set up \(install (\d+)\)/);
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
    const plugins = [
      ...demo
        .output()
        .matchAll(/(?:Greeter|Parcel guard|Head count|Links|Sites|Reception) +(http:\S+)/g),
    ];
    expect(plugins).toHaveLength(6);
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

  // None of the server's: a keeper of test servers ends when the server is built again, also that of tests which run now.
  const source = join(ROOT, 'examples/greeter/src/server.ts');
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
