import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createApi } from './api.ts';
import type { Child } from './children.ts';
import { greeterUrl, startGreeter } from './greeter.ts';
import { setUpHost } from './host.ts';
import { readMemory, writeMemory } from './memory.ts';
import { installGreeter, registerGreeter } from './plugin.ts';
import { serverUrl, startPlainServer, startServer } from './server.ts';
import { freePort, readSettings, refuseTakenPort, type Settings } from './settings.ts';
import { showRequests, showRunning } from './show.ts';
import { fireFirstEvents } from './visits.ts';

/** Fires when the demo is over: somebody asked for it, or (with an error as its reason) a child ended by itself. */
const ending = new AbortController();
const { signal } = ending;

/** In the order in which they stop: the server first, since what it is delivering needs the greeter. */
const children: Child[] = [];

const STOPPED = 'stopped';
const fail = (error: Error) => ending.abort(error);

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    // Asked again: the children are, too, and take that as "at once".
    if (signal.aborted) for (const child of children) child.process.kill('SIGTERM');
    ending.abort(STOPPED);
  });
}

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
  console.log('Starting Plugboard; the first time takes a few seconds longer …');
  const server = startServer(hostKey, fail);
  children.push(server);
  const url = await serverUrl(server, signal);
  const api = createApi(url, hostKey, signal);

  const { spaceId, userId } = await setUpHost(api, memory);
  const port = await freePort(memory.greeter_port);
  const { pluginId, credentials } = await registerGreeter(api, url, greeterUrl(port), memory);
  await writeMemory(settings.memoryFile, {
    // One from the environment is not ours to keep.
    host_key: settings.hostKey === undefined ? hostKey : memory.host_key,
    ...credentials,
    greeter_port: port,
    space_id: spaceId,
  });
  const { client_id: clientId, client_secret: clientSecret } = credentials;
  const options = { plugboardUrl: url, clientId, clientSecret, port };
  await startGreeter(options, signal, fail, (greeter) => children.push(greeter));
  const { installId, isNew } = await installGreeter(api, { spaceId, userId, pluginId });
  if (isNew) await fireFirstEvents(api, spaceId, signal);

  showRunning({
    serverUrl: url,
    greeterUrl: greeterUrl(port),
    hostKey,
    hostKeyFrom: settings.hostKey === undefined ? settings.memoryFile : 'PLUGBOARD_HOST_KEY',
    spaceId,
    pluginId,
    installId,
  });
  await showRequests(api, spaceId, signal);
  console.log('Ctrl-C stops everything.');
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
