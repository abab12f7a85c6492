import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type Api, createApi } from './api.ts';
import { fillCatalog } from './catalog.ts';
import type { Child } from './children.ts';
import { tellHistory } from './history.ts';
import { adminLink, publicUrlOf, setUpHost, tellReception } from './host.ts';
import { type ImageHost, uploadPictures } from './images.ts';
import { whenLauncherIsGone } from './launcher.ts';
import { type Memory, readMemory, writeMemory } from './memory.ts';
import { installPlugin, publish, registerPlugin } from './plugin.ts';
import {
  type Example,
  exampleUrl,
  greeter,
  headCount,
  linkChecker,
  parcelGuard,
  startExample,
  startSites,
  type WhileItRuns,
} from './plugins.ts';
import { breakable } from './reception/breakable.ts';
import { openDesk } from './reception/desk.ts';
import { openPortal } from './reception/portal.ts';
import { startReception } from './reception/server.ts';
import { serverUrl, startPlainServer, startServer } from './server.ts';
import { setUpLinkChecker, windowUrl } from './set-up.ts';
import { freePort, readSettings, refuseTakenPort, type Settings } from './settings.ts';
import { showRunning, showWindows } from './show.ts';

/** Fires when the demo is over: somebody asked for it, or (with an error as its reason) a child ended by itself. */
const ending = new AbortController();
const { signal } = ending;

/** In the order in which they stop: the server first, since what it is delivering needs the plugins. */
const children: Child[] = [];
/** What runs in this process, and keeps it from ending: stops before all of them. */
const ends: { stop(): Promise<void> }[] = [];

const STOPPED = 'stopped';
const fail = (error: Error) => ending.abort(error);
const asChild: WhileItRuns = {
  signal,
  onStart: (child) => children.push(child),
  onExit: fail,
};

/** Ctrl-C comes twice where npm started us: from the terminal, and from npm, which passes it on. Nobody asks again so soon. */
const AGAIN_MS = 500;
let askedAt = Number.NEGATIVE_INFINITY;

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    const now = performance.now();
    // Asked again: the children are, too, and take that as "at once".
    if (signal.aborted && now - askedAt > AGAIN_MS) {
      for (const child of children) child.process.kill('SIGTERM');
    }
    askedAt = now;
    ending.abort(STOPPED);
  });
}

whenLauncherIsGone(process.env, () => ending.abort(STOPPED));

try {
  const settings = readSettings(process.env);
  await refuseTakenPort(settings);
  if (settings.off) children.push(startPlainServer(fail));
  else await runDemo(settings);
  if (!signal.aborted) await once(signal, 'abort');
  if (signal.reason !== STOPPED) throw signal.reason;
} catch (error) {
  if (signal.reason !== STOPPED) {
    console.error(`demo: ${messageOf(error)}`);
    process.exitCode = 1;
  }
} finally {
  for (const end of ends) await end.stop();
  for (const child of children) await child.stop();
}

async function runDemo(settings: Settings): Promise<void> {
  const memory = await readMemory(settings.memoryFile);
  const hostKey =
    settings.hostKey ?? memory.host_key ?? `pbk_${randomBytes(32).toString('base64url')}`;
  const receptionUrl = exampleUrl(
    await freePort(memory.reception?.port ?? receptionPort(settings)),
  );
  console.log('Starting Plugboard …');
  const server = startServer({ hostKey, hostOrigins: namesOf(receptionUrl) }, fail);
  children.push(server);
  const url = await serverUrl(server, signal);
  const api = createApi(url, hostKey, signal);
  const publicUrl = await publicUrlOf(url, signal);
  const images = { serverUrl: url, publicUrl, hostKey, signal };
  const host = { api, images, memory };

  console.log('Setting up the demo …');
  const { spaceId, userId, partnerId } = await setUpHost(api, memory);
  const sites = await clientOfSites(memory);
  const greeting = await setUpPlugin(greeter, host);
  const checking = await setUpPlugin(linkChecker(sites), host);
  const guarding = await setUpPlugin(parcelGuard, host);
  const counting = await setUpPlugin(headCount, host);
  const all = [greeting, checking, guarding, counting];
  await writeMemory(settings.memoryFile, {
    // One from the environment is not ours to keep.
    host_key: settings.hostKey === undefined ? hostKey : memory.host_key,
    space_id: spaceId,
    url,
    plugins: Object.assign({}, ...all.map((plugin) => plugin.memory)),
    sites: { client_secret: sites.clientSecret, port: portOf(sites.url) },
    reception: { port: portOf(receptionUrl) },
  });

  console.log('Starting the plugins …');
  const [greeterProcess] = await Promise.all([
    ...all.map((plugin) => plugin.start()),
    startSites(sites, `${publicUrl}/set-up/callback/${checking.pluginId}`, asChild),
  ]);
  const members = { spaceId, userId };
  const [greeterId, checkerId, guardId, countId] = [
    await greeting.install(members),
    await checking.install(members),
    await guarding.install(members),
    await counting.install(members),
  ];
  await Promise.all([
    setUpLinkChecker({ api, installId: checkerId, sitesUrl: sites.url }, signal),
    tellHistory({ api, spaceId, guardId, signal }).then(guarding.publish),
    fillCatalog({ api, images, receptionUrl, partnerId }),
  ]);

  const plugin = breakable(greeterProcess, { port: portOf(greeting.url), start: greeting.start });
  const consoleUrl = `${publicUrl}/spaces/${spaceId}`;
  const reception = {
    url: receptionUrl,
    desk: openDesk(api, spaceId),
    portal: openPortal(api, members),
    greeter: plugin,
    consoleUrl,
  };
  ends.push(await startReception(reception), plugin);
  await tellReception(api, spaceId, receptionUrl);

  const running = (name: string, { url }: { url: string }, installId: number, about: string) => ({
    ...{ name, url, installId, about },
  });
  showRunning({
    ...{ serverUrl: url, receptionUrl, hostKey, spaceId, sitesUrl: sites.url },
    signInLink: await adminLink(api, spaceId),
    hostKeyFrom: settings.hostKey === undefined ? settings.memoryFile : 'PLUGBOARD_HOST_KEY',
    plugins: [
      running('Greeter', greeting, greeterId, 'greets visitors and hands out badges'),
      running(
        'Parcel guard',
        guarding,
        guardId,
        'has a full shelf, and asks for one more permission',
      ),
      running('Head count', counting, countId, 'waits to be set up'),
      running(
        'Links',
        checking,
        checkerId,
        'the link checker: has a page in the sidebar, and a tool in the toolbar',
      ),
    ],
  });
  showWindows({
    installId: checkerId,
    consent: await windowUrl(api, checkerId, 0),
    popup: await windowUrl(api, checkerId, 1),
    site: `${sites.url}/bakery/`,
  });
  console.log('Ctrl-C stops everything.');
}

/** Both names by which browsers on this machine know it. */
function namesOf(url: string): string[] {
  return [url, url.replace('localhost', '127.0.0.1')];
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

/** Beside the server's, and not so near that another demo takes it; any where the server's is any. */
function receptionPort({ port }: Settings): number {
  return port > 0 && port <= 65_525 ? port + 10 : 0;
}

/** How the link checker is known at Sites: as at the start before, so that what it was allowed there stays good. */
async function clientOfSites({ sites }: Memory) {
  const url = exampleUrl(await freePort(sites?.port));
  const clientSecret = sites?.client_secret ?? randomBytes(32).toString('base64url');
  return { url, clientId: 'link-checker', clientSecret };
}

interface Host {
  api: Api;
  images: ImageHost;
  memory: Memory;
}

/** Registers an example plugin; starting and installing it come later, when its credentials are written down. */
async function setUpPlugin(example: Example, { api, images, memory }: Host) {
  const { slug } = example.manifest('http://localhost');
  const remembered = memory.plugins?.[slug];
  const port = await freePort(remembered?.port);
  const own = exampleUrl(port);
  const pictures = await uploadPictures(images, slug);
  const manifest = { ...example.manifest(own), ...pictures };
  const first = example.firstManifest && { ...example.firstManifest(own), ...pictures };
  const { pluginId, credentials } = await registerPlugin(
    api,
    images.serverUrl,
    { manifest, first },
    remembered,
  );
  const options = { plugboardUrl: images.publicUrl, credentials, port };
  return {
    url: own,
    pluginId,
    memory: { [slug]: { ...credentials, port } },
    start: () => startExample(example, options, asChild),
    install: (members: { spaceId: number; userId: number }) =>
      installPlugin(api, { ...members, pluginId, config: example.config }),
    /** What it declares now, where its first release declared something else. */
    publish: () => publish(api, manifest),
  };
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
