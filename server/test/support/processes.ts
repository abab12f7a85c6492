import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { PATIENT, send, startTestServer, TEST_SECRET_KEY, type TestServer } from './server.ts';
import { ending, waitFor } from './wait-for.ts';

// Compiled by `tsc -b`, as it is shipped.
const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const HOST_KEY = 'pbk_process-host-key-0123456789abcdefghijklmno';

/** A line of the server's log. */
export interface LogLine {
  msg: string;
  [field: string]: unknown;
}

/** A server in a process of its own. */
export interface ServerProcess {
  /** `http://127.0.0.1:port`; empty for a worker. */
  url: string;
  pid: number;
  /** Waits for a line of its log. */
  logged(matches: (line: LogLine) => boolean, describe: string): Promise<LogLine>;
  /** What it has logged so far. */
  lines(): LogLine[];
  signal(signal: NodeJS.Signals): void;
  /** Waits until it has ended: its exit code, or the signal that ended it. */
  exited(): Promise<number | NodeJS.Signals>;
  /** Whether it still runs. */
  running(): boolean;
}

/**
 * Starts `plugboard serve` and waits until it is ready. Whatever is left of it when the test ends is ended.
 *
 * @param env settings that differ from a test process's; one that is undefined is not set.
 * @throws Error with what it wrote to stderr when it ends before it is ready.
 */
export async function spawnServer(
  env: Record<string, string | undefined>,
  role: 'all' | 'api' | 'worker' = 'all',
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [MAIN, 'serve', '--role', role], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      PUBLIC_URL: 'http://plugboard.test',
      PLUGBOARD_HOST_KEY: HOST_KEY,
      PLUGBOARD_SECRET_KEY: TEST_SECRET_KEY,
      PLUGBOARD_ALLOW_PRIVATE_NETWORK: 'on',
      ...PATIENT,
      ...env,
    },
  });
  const server = observe(child);
  onTestFinished(async () => {
    // One with a PostgreSQL of its own takes that along: it would write on in a directory that is being removed.
    const ownsDatabase = env.DATABASE_URL === undefined;
    if (server.running()) server.signal(ownsDatabase ? 'SIGTERM' : 'SIGKILL');
    await server.exited();
  });
  const ready = await server.logged(({ msg }) => msg === 'ready', `the ${role} process`);
  server.url = String(ready.url ?? '');
  return server;
}

function observe(child: ChildProcess): ServerProcess {
  const lines: LogLine[] = [];
  let errors = '';
  const closed = once(child, 'close');
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) =>
    lines.push(JSON.parse(line)),
  );
  const running = () => child.exitCode === null && child.signalCode === null;
  return {
    url: '',
    pid: child.pid as number,
    running,
    lines: () => [...lines],
    signal: (signal) => void child.kill(signal),
    async logged(matches, describe) {
      const found = await waitFor(() => lines.find(matches) ?? (running() ? undefined : 'ended'), {
        describe: `${describe}: ${errors}`,
        progress: () => lines.length,
      });
      if (found !== 'ended') return found as LogLine;
      // Not before all is read that it wrote.
      await closed;
      throw new Error(`${describe}: the process ended. ${errors}`);
    },
    async exited() {
      if (running()) await ending(once(child, 'exit'), `process ${child.pid} to end`);
      return child.exitCode ?? (child.signalCode as NodeJS.Signals);
    },
  };
}

/** The api role beside spawned workers, in this process until the test ends: one of its own takes 2 s of processor time to start. */
export async function startApi(databaseUrl: string): Promise<TestServer> {
  const database = { url: databaseUrl, drop: async () => undefined };
  const server = await startTestServer({ database });
  onTestFinished(server.close);
  return server;
}

/** What the helpers that set up plugins and installs need of a server, for one whose URL may change when it starts again. */
export function clientOf(url: () => string): TestServer {
  const client: Pick<TestServer, 'url' | 'hostKey' | 'api'> = {
    hostKey: HOST_KEY,
    get url() {
      return url();
    },
    api: (method, path, body, headers) =>
      send(url() + path, method, body, { authorization: `Bearer ${HOST_KEY}`, ...headers }),
  };
  return client as TestServer;
}
