import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import {
  asPlugin,
  createSpace,
  defineEventType,
  installPlugin,
  login,
  registerPlugin,
  type TestInstall,
  type TestPlugin,
} from '../../../server/test/support/plugins.ts';
import { startTestServer, type TestServer } from '../../../server/test/support/server.ts';
import { ending, waitFor } from '../../../server/test/support/wait-for.ts';
import { type Relay, startRelay } from './relay.ts';

/** A head count in whatever language. */
export interface HeadCount {
  /** The program that runs it, with its arguments. */
  command: [string, ...string[]];
  /** The body of `POST /platform/v1/plugins`. */
  manifest: (url: string) => { slug: string };
}

/** A head count that runs beside a server of its own tests, with a relay on each side. */
export interface Running {
  plugin: TestPlugin;
  /** Before the plugin: deliveries and routes go through it. */
  toPlugin: Relay;
  /** Before Plugboard: what the plugin asks goes through it. */
  toPlugboard: Relay;
  /** Ends the process and starts it anew with these secrets. */
  restart(clientSecret: string): Promise<void>;
  install(config?: { word: string; limit: string }): Promise<TestInstall>;
}

/** A server that delivers, and tries again at once. */
export async function startServer(): Promise<TestServer> {
  const env = { PLUGBOARD_RETRY_SCHEDULE: '0,0.02,0.02,0.02', PLUGBOARD_POLL_MS: '20' };
  const server = await startTestServer({ delivery: true, env });
  for (const name of ['entry_sign_in', 'entry_sign_out']) await defineEventType(server, name);
  return server;
}

let count = 0;

/** Registers a head count under a name of its own and starts it, until the test is finished. */
export async function run(server: TestServer, { command, manifest }: HeadCount): Promise<Running> {
  const [toPlugin, toPlugboard] = [await startRelay(), await startRelay(server.url)];
  const slug = `head-count-${++count}`;
  const plugin = await registerPlugin(server, { ...manifest(toPlugin.url), slug, name: slug });
  let child: ChildProcess | undefined;

  async function restart(clientSecret: string): Promise<void> {
    if (child !== undefined) await stop(child);
    const [program, ...args] = command;
    child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH: process.env.PATH,
        PLUGBOARD_URL: toPlugboard.url,
        CLIENT_ID: plugin.clientId,
        CLIENT_SECRET: clientSecret,
      },
    });
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    const [line] = await ending(once(lines, 'line'), 'the plugin to say where it listens');
    toPlugin.target = /http:\S+$/.exec(line)?.[0] ?? '';
  }

  onTestFinished(async () => {
    if (child !== undefined) await stop(child);
    await toPlugin.close();
    await toPlugboard.close();
  });
  await restart(plugin.clientSecret);
  return {
    plugin,
    toPlugin,
    toPlugboard,
    restart,
    install: async (config) =>
      installPlugin(server, plugin, await createSpace(server), config && { config }),
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const [code] = await ending(exited, 'the plugin to stop');
  if (code !== 0) throw new Error(`The plugin ended with code ${code}`);
}

/** Emits an event and answers its job once it is settled. */
export async function settled(
  server: TestServer,
  { spaceId }: TestInstall,
  name: string,
  identifier: string | null,
) {
  // Whoever parses the payload and prints it again has other bytes.
  const payload = '{"attributes": {"full-name": "\\u0041da", "size": 1.0}}';
  const event = JSON.stringify({ space_id: spaceId, name, identifier, payload: null });
  const told = event.replace('"payload":null', `"payload":${payload}`);
  const answer = await server.api('POST', '/platform/v1/events', told);
  return waitFor(
    async () => {
      const { body } = await server.api('GET', `/platform/v1/jobs/${answer.body.jobs[0].id}`);
      return ['done', 'ignored', 'failed'].includes(body.status) ? body : undefined;
    },
    { describe: `the job of ${name} to be settled` },
  );
}

/** What an install keeps under the key of its count: null until somebody was counted. */
export async function countOf(
  server: TestServer,
  { id, plugin }: TestInstall,
): Promise<number | null> {
  const token = await login(server, plugin);
  const commands = [{ action: 'get', key: 'count' }];
  const answer = await asPlugin(server, token, 'POST', '/storage', { install_id: id, commands });
  return answer.body.data[0]?.value ?? null;
}
