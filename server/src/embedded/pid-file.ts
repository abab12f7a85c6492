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
 * Removes a `postmaster.pid` that names a living process. PostgreSQL gets over one whose process is dead, but refuses to start when
 * the id now belongs to another program, as happens after a reboot. Only for a cluster on which no PostgreSQL runs.
 */
export function removeReusedPid(layout: Layout): void {
  const pid = recordedPid(layout);
  if (pid !== undefined && isAlive(pid)) rmSync(pidFile(layout), { force: true });
}

function pidFile(layout: Layout): string {
  return join(layout.cluster, 'postmaster.pid');
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
