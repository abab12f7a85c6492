import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Layout } from './layout.ts';

/** The process id in `postmaster.pid`, which outlives a PostgreSQL that was killed. */
export function recordedPid(layout: Layout): number | undefined {
  const file = pidFile(layout);
  if (!existsSync(file)) return undefined;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  return pid > 0 ? pid : undefined;
}

/**
 * Removes the lock files a PostgreSQL that was killed left, in its data and beside its socket. It would get over them if their process
 * id were free, but refuses to start when any process has it: another program after a reboot, or its own remains (a zombie) in a
 * container whose first process does not reap. Only for a cluster on which no PostgreSQL runs.
 */
export function removeStaleLockFiles(layout: Layout): void {
  const pid = recordedPid(layout);
  // A dead one's file tells PostgreSQL which shared memory to look at for survivors.
  if (pid !== undefined && isTaken(pid)) rmSync(pidFile(layout), { force: true });
  for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock']) {
    rmSync(join(layout.sockets, name), { force: true });
  }
}

function pidFile(layout: Layout): string {
  return join(layout.cluster, 'postmaster.pid');
}

function isTaken(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
