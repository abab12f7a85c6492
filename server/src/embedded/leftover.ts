import { setTimeout as delay } from 'node:timers/promises';
import type { Layout } from './layout.ts';
import type { EmbeddedLogger } from './logger.ts';
import { recordedPid, removeStaleLockFiles } from './pid-file.ts';
import { clusterProcesses } from './processes.ts';

interface StopStep {
  signal: NodeJS.Signals;
  graceMs: number;
}

/**
 * How PostgreSQL is stopped: what each signal may take before the next, harsher one. A fast stop (SIGINT) writes up to
 * `shared_buffers` of dirty pages; an immediate one (SIGQUIT) writes nothing, and the log is replayed at the next start.
 * Windows ends the process at the first.
 */
export const STOP_STEPS: StopStep[] = [
  { signal: 'SIGINT', graceMs: 15_000 },
  { signal: 'SIGQUIT', graceMs: 5_000 },
  { signal: 'SIGKILL', graceMs: 5_000 },
];

/**
 * Stops what a previous server that was killed left running on this cluster, and clears lock files that would keep
 * PostgreSQL from starting though nobody runs. The caller holds the lock, so no living server owns those processes.
 *
 * @throws Error when a process survives even SIGKILL.
 */
export async function stopLeftover(
  layout: Layout,
  logger: EmbeddedLogger,
  steps: StopStep[] = STOP_STEPS,
): Promise<void> {
  let pids = await clusterProcesses(layout);
  if (pids.length > 0) logger.warn({ pids }, 'Stopping a PostgreSQL that was left running');
  for (const { signal, graceMs } of steps) {
    if (send(signal, targets(signal, pids, layout))) pids = await waitUntilGone(layout, graceMs);
  }
  if (pids.length > 0) {
    throw new Error(
      `PostgreSQL (processes ${pids.join(', ')}) still runs on ${layout.cluster} and cannot be stopped. End it first`,
    );
  }
  removeStaleLockFiles(layout);
}

// Only the postmaster may get SIGINT, to its children the signal means other things; if it was itself killed, there is none.
function targets(signal: NodeJS.Signals, pids: number[], layout: Layout): number[] {
  return signal === 'SIGINT' ? pids.filter((pid) => pid === recordedPid(layout)) : pids;
}

function send(signal: NodeJS.Signals, pids: number[]): boolean {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
  return pids.length > 0;
}

async function waitUntilGone(layout: Layout, graceMs: number): Promise<number[]> {
  const deadline = performance.now() + graceMs;
  for (;;) {
    const pids = await clusterProcesses(layout);
    if (pids.length === 0 || performance.now() > deadline) return pids;
    await delay(20);
  }
}
