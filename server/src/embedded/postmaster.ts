import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { give, type Layout } from './layout.ts';
import { STOP_STEPS } from './leftover.ts';
import type { EmbeddedLogger } from './logger.ts';
import type { Run } from './run-as.ts';

/** How PostgreSQL ended: its exit code, or the signal that ended it. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A running PostgreSQL that we started. */
export interface Postmaster {
  pid: number;
  exited: Promise<Exit>;
  /** Fast stop, then harsher ones; settles when the process is gone. */
  stop(): Promise<void>;
}

/** All that is needed to start PostgreSQL, again and again. */
export interface Launch {
  layout: Layout;
  run: Run;
  postgres: string;
  args: string[];
  adminUrl: string;
  logger: EmbeddedLogger;
}

const POLL_MS = 10;

// Replaying max_wal_size takes seconds; a wait this long means that something else is wrong.
const START_TIMEOUT_MS = 300_000;
const PROGRESS_EVERY_MS = 10_000;

/**
 * Starts PostgreSQL and waits until it takes connections.
 *
 * @param signal gives up the wait and stops it.
 * @throws Error with the end of PostgreSQL's log when it ends instead.
 */
export async function launch(options: Launch, signal?: AbortSignal): Promise<Postmaster> {
  const postmaster = await spawnPostmaster(options);
  try {
    await waitUntilReady(options, postmaster, signal);
    return postmaster;
  } catch (error) {
    await postmaster.stop();
    throw error;
  }
}

async function spawnPostmaster({ layout, run, postgres, args }: Launch): Promise<Postmaster> {
  const log = openSync(layout.log, 'a', 0o600);
  let child: ChildProcess;
  try {
    give(layout.log, layout.owner);
    child = run(postgres, args, {
      cwd: layout.cluster,
      stdio: ['ignore', log, log],
      // A process group of its own: Ctrl-C is for the server, which still needs its database while it finishes.
      detached: process.platform !== 'win32',
    });
  } finally {
    closeSync(log);
  }
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  await new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  // When the server ends without stopping us (an uncaught error), PostgreSQL must not stay behind.
  const stopAtExit = () => child.kill('SIGINT');
  process.once('exit', stopAtExit);
  exited.then(() => process.off('exit', stopAtExit));
  return { pid: child.pid as number, exited, stop: () => stop(child, exited) };
}

async function stop(child: ChildProcess, exited: Promise<Exit>): Promise<void> {
  for (const { signal, graceMs } of STOP_STEPS) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await within(graceMs, exited);
  }
}

async function within(ms: number, settled: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  const late = delay(ms, undefined, { signal: timer.signal }).catch(() => {});
  await Promise.race([settled, late]);
  timer.abort();
}

async function waitUntilReady(
  options: Launch,
  postmaster: Postmaster,
  signal: AbortSignal | undefined,
): Promise<void> {
  const started = performance.now();
  let ended: Exit | undefined;
  postmaster.exited.then((exit) => {
    ended = exit;
  });
  let nextProgress = PROGRESS_EVERY_MS;
  while (!(await acceptsConnections(options.adminUrl))) {
    signal?.throwIfAborted();
    const waited = performance.now() - started;
    if (ended !== undefined || waited > START_TIMEOUT_MS) throw startFailure(options.layout, ended);
    if (waited > nextProgress) {
      options.logger.info({ seconds: Math.round(waited / 1000) }, 'PostgreSQL is still starting');
      nextProgress += PROGRESS_EVERY_MS;
    }
    await delay(POLL_MS);
  }
}

/** False while PostgreSQL starts up or replays its log. */
async function acceptsConnections(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch (error) {
    const state = (error as { code?: string }).code;
    if (state === '28P01' || state === '28000') {
      throw new Error(
        'The embedded PostgreSQL refuses the password kept in passwords.json of its data directory. Restore that file from a backup of the same data',
        { cause: error },
      );
    }
    return false;
  } finally {
    await client.end();
  }
}

function startFailure(layout: Layout, exit: Exit | undefined): Error {
  const how = exit === undefined ? 'did not become ready' : `ended (${describeExit(exit)})`;
  const tail = readFileSync(layout.log, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
  return new Error(
    `The embedded PostgreSQL ${how} while starting. The end of ${layout.log}:\n${tail}`,
  );
}

/** For example "exit code 1" or "SIGKILL". */
export function describeExit(exit: Exit): string {
  return exit.signal ?? `exit code ${exit.code}`;
}
