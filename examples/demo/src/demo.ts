import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type Api, createApi } from './api.ts';
import type { Child } from './children.ts';
import { adminLink, publicUrlOf, setUpHost } from './host.ts';
import { whenLauncherIsGone } from './launcher.ts';
import { type Memory, readMemory, writeMemory } from './memory.ts';
import { installPlugin, registerPlugin } from './plugin.ts';
import {
  type Example,
  exampleUrl,
  greeter,
  linkChecker,
  startExample,
  startSites,
  type WhileItRuns,
} from './plugins.ts';
import { serverUrl, startPlainServer, startServer } from './server.ts';
import { setUpLinkChecker, windowUrl } from './set-up.ts';
import { freePort, readSettings, refuseTakenPort, type Settings } from './settings.ts';
import { showPages, showRequests, showRunning } from './show.ts';
import { fireFirstEvents } from './visits.ts';

/** Fires when the demo is over: somebody asked for it, or (with an error as its reason) a child ended by itself. */
const ending = new AbortController();
const { signal } = ending;

/** In the order in which they stop: the server first, since what it is delivering needs the plugins. */
const children: Child[] = [];

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
  for (const child of children) await child.stop();
}

async function runDemo(settings: Settings): Promise<void> {
  const memory = await readMemory(settings.memoryFile);
  const hostKey =
    settings.hostKey ?? memory.host_key ?? `pbk_${randomBytes(32).toString('base64url')}`;
  console.log('Starting Plugboard …');
  const server = startServer(hostKey, fail);
  children.push(server);
  const url = await serverUrl(server, signal);
  const api = createApi(url, hostKey, signal);
  const host = { api, url, publicUrl: await publicUrlOf(url, signal), memory };

  console.log('Setting up the demo …');
  const { spaceId, userId } = await setUpHost(api, memory);
  const members = { spaceId, userId };
  const greeting = await setUpPlugin(greeter, host);
  const sites = await clientOfSites(memory);
  const checking = await setUpPlugin(linkChecker(sites), host);
  await writeMemory(settings.memoryFile, {
    // One from the environment is not ours to keep.
    host_key: settings.hostKey === undefined ? hostKey : memory.host_key,
    space_id: spaceId,
    url,
    plugins: { ...greeting.memory, ...checking.memory },
    sites: { client_secret: sites.clientSecret, port: Number(new URL(sites.url).port) },
  });
  await startSites(sites, `${host.publicUrl}/set-up/callback/${checking.pluginId}`, asChild);
  await greeting.start();
  await checking.start();
  const { installId, isNew } = await greeting.install(members);
  const checker = await checking.install(members);
  const walk = { api, installId: checker.installId, sitesUrl: sites.url };
  await setUpLinkChecker(walk, signal);
  if (isNew) await fireFirstEvents(api, spaceId, signal);

  showRunning({
    serverUrl: url,
    greeterUrl: greeting.url,
    linkCheckerUrl: checking.url,
    sitesUrl: sites.url,
    hostKey,
    hostKeyFrom: settings.hostKey === undefined ? settings.memoryFile : 'PLUGBOARD_HOST_KEY',
    spaceId,
    pluginId: greeting.pluginId,
    installId,
  });
  await showRequests(api, spaceId, signal);
  showPages(await adminLink(api, spaceId), {
    installId: checker.installId,
    consent: await windowUrl(api, checker.installId, 0),
    popup: await windowUrl(api, checker.installId, 1),
    site: `${sites.url}/bakery/`,
  });
  console.log('Ctrl-C stops everything.');
}

/** How the link checker is known at Sites: as at the start before, so that what it was allowed there stays good. */
async function clientOfSites({ sites }: Memory) {
  const url = exampleUrl(await freePort(sites?.port));
  const clientSecret = sites?.client_secret ?? randomBytes(32).toString('base64url');
  return { url, clientId: 'link-checker', clientSecret };
}

interface Host {
  api: Api;
  url: string;
  publicUrl: string;
  memory: Memory;
}

/** Registers an example plugin; starting and installing it come later, when its credentials are written down. */
async function setUpPlugin(example: Example, { api, url, publicUrl, memory }: Host) {
  const { slug } = example.manifest('http://localhost');
  const remembered = memory.plugins?.[slug];
  const port = await freePort(remembered?.port);
  const own = exampleUrl(port);
  const manifest = example.manifest(own);
  const { pluginId, credentials } = await registerPlugin(api, url, manifest, remembered);
  const options = { plugboardUrl: publicUrl, credentials, port };
  return {
    url: own,
    pluginId,
    memory: { [slug]: { ...credentials, port } },
    start: () => startExample(example, options, asChild),
    install: (members: { spaceId: number; userId: number }) =>
      installPlugin(api, { ...members, pluginId, config: example.config }),
  };
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
