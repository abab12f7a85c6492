import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { portForLater } from '../../../server/test/support/port.ts';
import { type Api, createApi } from '../src/api.ts';
import { type Browser, openBrowser } from '../src/browser.ts';
import { type Credentials, registerPlugin } from '../src/plugin.ts';
import { type Example, exampleUrl, greeter, linkChecker, SITES_MAIN } from '../src/plugins.ts';
import { startDemo } from './demo-process.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const HOST_KEY = 'pbk_for-the-tests-of-the-examples-and-nothing-else';

/** What a request came to. */
export interface Answered {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test says by its expectations what the answer is
  body: any;
  text: string;
}

/** An example, registered and running. */
export interface Running extends Credentials {
  pluginId: number;
  url: string;
}

/** A server alone, both examples, and Sites, each in a process of its own. */
export interface SetUpWorld {
  url: string;
  api: Api;
  /** Calls the Platform API with the host key, whatever the answer is. */
  call(method: string, path: string, body?: unknown): Promise<Answered>;
  /** Calls the Plugin API as this plugin. */
  asPlugin(plugin: Credentials, path: string): Promise<Answered>;
  newBrowser(): Browser;
  sitesUrl: string;
  greeter: Running;
  checker: Running;
  close(): Promise<void>;
}

/** Starts all of it, as `PLUGBOARD_DEMO=off npm start` and the pages of the examples tell. */
export async function startWorld(): Promise<SetUpWorld> {
  const ends: (() => Promise<unknown>)[] = [];
  // The plugins before the server, and that before its data.
  const close = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  return startAll(ends)
    .then((world) => ({ ...world, close }))
    .catch(async (error) => {
      await close();
      throw error;
    });
}

async function startAll(ends: (() => Promise<unknown>)[]): Promise<Omit<SetUpWorld, 'close'>> {
  execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-b'], {
    cwd: join(ROOT, 'examples/demo'),
  });
  const dataDir = await mkdtemp(join(tmpdir(), 'plugboard-set-up-'));
  ends.push(() => rm(dataDir, { recursive: true, force: true }));
  const server = startDemo({
    PLUGBOARD_DATA_DIR: dataDir,
    PLUGBOARD_DEMO: 'off',
    PLUGBOARD_HOST_KEY: HOST_KEY,
    PLUGBOARD_ALLOW_PRIVATE_NETWORK: 'on',
  });
  ends.push(() => server.stop('SIGTERM'));
  const [, address = ''] = await server.until(/"url":"([^"]+)"[^\n]*"msg":"ready"/);
  const url = address.replace('127.0.0.1', 'localhost');
  const { signal } = new AbortController();
  const api = createApi(url, HOST_KEY, signal);
  for (const name of ['entry_sign_in', 'entry_sign_out'])
    await api.put(`/event_types/${name}`, { description: name });
  await api.put('/scopes/pages.read', { description: 'See your pages' });

  async function start(main: string, env: Record<string, string>): Promise<void> {
    const { PATH } = process.env;
    const child = spawn(process.execPath, [main], {
      env: { PATH, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    ends.push(() => stop(child));
    const ended = once(child, 'exit').then(() => Promise.reject(new Error(`${main} ended`)));
    ended.catch(() => undefined);
    await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]);
  }
  const sites = {
    url: exampleUrl(await portForLater()),
    clientId: 'link checker+1',
    clientSecret: 'a secret, with % and ü',
  };
  async function run(example: Example): Promise<Running> {
    const port = await portForLater();
    const own = exampleUrl(port);
    const { pluginId, credentials } = await registerPlugin(api, url, {
      manifest: example.manifest(own),
    });
    await start(example.main, {
      PORT: String(port),
      PLUGBOARD_URL: url,
      CLIENT_ID: credentials.client_id,
      CLIENT_SECRET: credentials.client_secret,
      ...example.env,
    });
    return { pluginId, url: own, ...credentials };
  }

  const checker = await run(linkChecker(sites));
  await start(SITES_MAIN, {
    PORT: new URL(sites.url).port,
    CLIENT_ID: sites.clientId,
    CLIENT_SECRET: sites.clientSecret,
    REDIRECT_URI: `${url}/set-up/callback/${checker.pluginId}`,
  });

  return {
    url,
    api,
    call: (method, path, body) =>
      request(`${url}/platform/v1${path}`, method, `Bearer ${HOST_KEY}`, body),
    async asPlugin({ client_id, client_secret }, path) {
      const grant = { grant_type: 'client_credentials', client_id, client_secret };
      const { body } = await request(`${url}/a/auth/v0/token`, 'POST', undefined, grant);
      const services = `${url}/api/v2/plugin-services`;
      return request(services + path, 'GET', `Bearer ${body.access_token}`);
    },
    newBrowser: () => openBrowser(signal),
    sitesUrl: sites.url,
    greeter: await run(greeter),
    checker,
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

async function request(
  url: string,
  method: string,
  authorization: string | undefined,
  body?: unknown,
): Promise<Answered> {
  const headers: Record<string, string> = {};
  if (authorization !== undefined) headers.authorization = authorization;
  if (body !== undefined) headers['content-type'] = 'application/json';
  const json = body === undefined ? undefined : JSON.stringify(body);
  const response = await fetch(url, { method, headers, body: json });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text), text };
}
