import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { guardPostgres } from './guard.ts';
import { give } from './layout.ts';
import { STOP_STEPS } from './leftover.ts';
import { waitUntilReady } from './ready.ts';
import type { Exit, Launch, Postmaster } from './types.ts';

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
    child = await run(postgres, args, {
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
  // When the server ends without stopping us (an uncaught error), PostgreSQL must not stay behind.
  const stopAtExit = () => child.kill('SIGINT');
  process.once('exit', stopAtExit);
  exited.then(() => process.off('exit', stopAtExit));
  guardPostgres(child.pid as number, exited);
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
