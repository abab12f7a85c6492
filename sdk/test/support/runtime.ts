import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Credentials } from '@plugboard/sdk';
import {
  createSpace,
  defineEventType,
  emit,
  registerPlugin,
  type TestPlugin,
} from '../../../server/test/support/plugins.ts';
import type { TestServer } from '../../../server/test/support/server.ts';
import { ending, waitFor } from '../../../server/test/support/wait-for.ts';

/** How a runtime serves a plugin, in a process that writes the port it listens on. */
export interface Runtime {
  command: string;
  args: string[];
  cwd: string;
}

/** A plugin that is served by another process, in a space where it is installed and still to be set up. */
export interface Served {
  /** `http://127.0.0.1:port`. */
  url: string;
  credentials: Record<'baseUrl' | 'clientId' | 'secret', string> & Credentials;
  installId: number;
  /** Asks the plugin for the choices of its field. */
  options(query: object): Promise<unknown>;
  /** Ends the set-up with a greeting. */
  choose(greeting: string): Promise<void>;
  /** Tells of an event and answers its job once it is settled. */
  tell(name: string, payload: object): Promise<Record<string, unknown>>;
  /** Everything that the process wrote to stderr so far. */
  errors(): string;
  stop(): Promise<void>;
}

const EVENT = 'entry_sign_in';

/** Registers a plugin, starts it with its credentials, and has Plugboard deliver to where it listens. */
export async function serveIn(server: TestServer, runtime: Runtime): Promise<Served> {
  await defineEventType(server, EVENT);
  const plugin = await registerPlugin(server);
  const { child, url, errors } = await start(runtime, {
    PLUGBOARD_URL: server.url,
    PLUGBOARD_CLIENT_ID: plugin.clientId,
    PLUGBOARD_CLIENT_SECRET: plugin.clientSecret,
  });
  await publish(server, plugin, url);
  const spaceId = await createSpace(server);
  const api = async (method: string, path: string, body?: object) => {
    const answer = await server.api(method, `/platform/v1/${path}`, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.text}\n${errors()}`);
    return answer.body;
  };
  const install = await api('POST', `spaces/${spaceId}/installs`, { plugin_id: plugin.id });
  const step = `installs/${install.id}/setup/0`;
  return {
    url,
    credentials: { baseUrl: server.url, clientId: plugin.clientId, secret: plugin.clientSecret },
    installId: install.id,
    options: async (query) => (await api('POST', `${step}/options`, query)).data,
    choose: (greeting) => api('POST', `${step}/submit`, { payload: { greeting } }),
    async tell(name, payload) {
      const { jobs } = await emit(server, spaceId, name, { payload });
      return waitFor(
        async () => {
          const job = await api('GET', `jobs/${jobs[0]?.id}`);
          return ['done', 'ignored', 'failed'].includes(job.status) ? job : undefined;
        },
        { describe: `the job to be settled by ${runtime.command}` },
      );
    },
    errors,
    stop: () => stop(child),
  };
}

async function publish(server: TestServer, plugin: TestPlugin, url: string): Promise<void> {
  const field = { key: 'greeting', type: 'select', label: 'Greeting', searchable: true };
  const { status, text } = await server.api('PUT', `/platform/v1/plugins/${plugin.id}/manifest`, {
    name: plugin.slug,
    slug: plugin.slug,
    events: [{ name: EVENT, url: `${url}/plugboard/events` }],
    setup_steps: [
      {
        type: 'form',
        title: 'Greeting',
        fields: [{ ...field, options_url: `${url}/plugboard/greetings` }],
      },
    ],
  });
  if (status >= 300) throw new Error(text);
}

const PORT = /(?:listening on|:) ?(?:https?:\/\/[\w.]+:)?(\d+)\b/i;

async function start({ command, args, cwd }: Runtime, env: Record<string, string>) {
  const child = spawn(command, args, {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, NO_COLOR: '1', NEXT_TELEMETRY_DISABLED: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, errors] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`${command} ended with ${code}: ${out}${errors}`);
  });
  failed.catch(() => undefined);
  const listens = waitFor(() => PORT.exec(out + errors)?.[1], {
    describe: `${command} to listen`,
  });
  const port = await Promise.race([listens, failed]);
  return { child, url: `http://127.0.0.1:${port}`, errors: () => errors };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ending(ended, 'the plugin to end');
}
