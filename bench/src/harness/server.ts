import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';
import { endProcess } from './program.ts';

/** A Plugboard server as it is built, in a process of its own. */
export interface ServerProcess {
  url: string;
  pid: number;
  hostKey: string;
  /** From the start of the process until `/readyz` said yes. */
  readyAfterMs: number;
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

/** What differs between servers; all else is set as figures are measured with it. */
export interface ServerOptions {
  /** Without one the server starts the embedded PostgreSQL in its data directory. */
  databaseUrl?: string;
  dataDir: string;
  /** Default `all`. */
  role?: 'all' | 'api' | 'worker';
}

// To compare with another build: BENCH_SERVER_MAIN=/path/to/server/dist/main.js
const MAIN =
  process.env.BENCH_SERVER_MAIN ??
  fileURLToPath(new URL('../../../server/dist/main.js', import.meta.url));
const HOST_KEY = 'pbk_benchmark-host-key-0123456789abcdefghijklm';
const READY_WITHIN_MS = 120_000;

/** Starts a server with everything on that costs time: authentication, limits, lanes, fencing, the outbound guard, metrics. */
export async function startServerProcess(options: ServerOptions): Promise<ServerProcess> {
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...nodeOptions(), MAIN, 'serve', ...roleOf(options)], {
    env: environment(options, port),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  await ready(url, child);
  return {
    url,
    pid: child.pid as number,
    hostKey: HOST_KEY,
    readyAfterMs: performance.now() - startedAt,
    stop: () => endProcess(child, 'SIGTERM'),
    kill: () => endProcess(child, 'SIGKILL'),
  };
}

const roleOf = ({ role }: ServerOptions): string[] => (role === undefined ? [] : ['--role', role]);

// For profiles: BENCH_SERVER_NODE_OPTIONS='--cpu-prof --cpu-prof-dir=/tmp/profile'
const nodeOptions = (): string[] =>
  (process.env.BENCH_SERVER_NODE_OPTIONS ?? '').split(' ').filter((option) => option !== '');

function environment({ databaseUrl, dataDir }: ServerOptions, port: number): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    PORT: String(port),
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    PLUGBOARD_DATA_DIR: dataDir,
    PLUGBOARD_SECRET_KEY: 'a secret key for benchmarks and for nothing else',
    PLUGBOARD_HOST_KEY: HOST_KEY,
    // The receiver is on loopback; every URL is still checked and its address pinned.
    PLUGBOARD_ALLOW_PRIVATE_NETWORK: 'on',
    // Never reached, but counted.
    PLUGBOARD_RATE_LIMIT: '1000000',
    PLUGBOARD_LOG_LEVEL: 'error',
  };
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  const until = performance.now() + READY_WITHIN_MS;
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}`);
    const response = await fetch(`${url}/readyz`).catch(() => undefined);
    await response?.arrayBuffer();
    if (response?.status === 200) return;
    await delay(5);
  }
  child.kill('SIGKILL');
  throw new Error(`The server was not ready within ${READY_WITHIN_MS} ms`);
}
