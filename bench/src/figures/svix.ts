import { execFile, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Bench } from '../harness/bench.ts';
import { freePort } from '../harness/free-port.ts';
import { many } from '../harness/platform.ts';
import { endProcess } from '../harness/program.ts';
import { findPeerProgram } from '../peers/folder.ts';
import { type Audience, hookPath, type Teller } from './teller.ts';

/** A Svix server on a database of its own in the same PostgreSQL. */
export interface Svix {
  /** Makes an application for each space of the audience, with an endpoint for each who listens there. */
  tell(audience: Audience): Promise<Teller>;
  stop(): Promise<void>;
}

/** Why there is none. */
export const NO_SVIX = 'no `svix/svix-server` in the folder of peers';

const READY_WITHIN_MS = 60_000;

/**
 * Svix where its built server is in the folder of peers. Its queue is in memory, which its documentation has for one process: what waits
 * there is on no disk, while ours is. It is given that advantage, and needs no Redis.
 */
export async function startSvix(bench: Bench, database: string): Promise<Svix | undefined> {
  const program = findPeerProgram('svix/svix-server');
  if (program === undefined) return undefined;
  const port = await freePort();
  const env = environment(await bench.createDatabase(database), port);
  const { stdout } = await promisify(execFile)(program, ['jwt', 'generate'], { env });
  const token = /\S+$/.exec(stdout.trim())?.[0];
  if (token === undefined) throw new Error(`Svix made no token:\n${stdout}`);
  const child = spawn(program, ['--run-migrations'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  try {
    await ready(url);
  } catch (error) {
    await endProcess(child, 'SIGKILL');
    throw error;
  }
  const measured = bench.measured({ pid: child.pid as number });
  const { url: receiver } = await bench.receiver();
  return {
    tell: (audience) => tellSvix({ url, token, measured, receiver }, audience),
    stop: () => endProcess(child, 'SIGTERM'),
  };
}

function environment(databaseUrl: string, port: number): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    SVIX_LISTEN_ADDRESS: `127.0.0.1:${port}`,
    SVIX_DB_DSN: databaseUrl,
    // Of the 200 connections that there are; more than its pool of 100 by default would not help on two cores.
    SVIX_DB_POOL_MAX_SIZE: '60',
    SVIX_QUEUE_TYPE: 'memory',
    SVIX_CACHE_TYPE: 'memory',
    SVIX_JWT_SECRET: 'a secret for benchmarks and for nothing else',
    // The receiver is on loopback.
    SVIX_WHITELIST_SUBNETS: '[127.0.0.1/32]',
    RUST_LOG: 'error',
  };
}

async function ready(url: string): Promise<void> {
  const until = performance.now() + READY_WITHIN_MS;
  while (performance.now() < until) {
    const response = await fetch(`${url}/api/v1/health`).catch(() => undefined);
    await response?.arrayBuffer();
    if (response?.ok) return;
    await delay(20);
  }
  throw new Error(`Svix was not ready within ${READY_WITHIN_MS} ms`);
}

interface SvixServer {
  url: string;
  token: string;
  measured: Teller['measured'];
  receiver: string;
}

async function tellSvix(server: SvixServer, audience: Audience): Promise<Teller> {
  const headers = { authorization: `Bearer ${server.token}` };
  async function create(path: string, body: object): Promise<string> {
    const response = await fetch(`${server.url}/api/v1${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`Svix answered ${response.status}: ${await response.text()}`);
    return ((await response.json()) as { id: string }).id;
  }
  const apps = await many(audience.spaces, (n) =>
    create('/app', { name: `${audience.name} ${n}` }),
  );
  await many(audience.spaces * audience.listeners, (n) => {
    const space = n % audience.spaces;
    // Of its own: its signatures are not of our plugins' secrets.
    const path = hookPath(
      { ...audience, name: `svix-${audience.name}` },
      space,
      Math.floor(n / audience.spaces),
    );
    return create(`/app/${apps[space]}/endpoint`, { url: `${server.receiver}${path}` });
  });
  return {
    url: server.url,
    measured: server.measured,
    request: (n, payload) => ({
      path: `/api/v1/app/${apps[n % apps.length]}/msg`,
      headers,
      body: JSON.stringify({ eventType: `bench.${audience.name}`, payload }),
    }),
    // Its attempts are recorded a little after; that it need not wait for them is in its favour.
    settled: async () => undefined,
  };
}
