import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A process and its children, all of them stopped. */
export interface Frozen {
  /** Lets them go on. */
  thaw(): void;
}

/** Stops a PostgreSQL as a machine that hangs does: its connections stay open, and nobody answers. */
export async function freeze(postmaster: number): Promise<Frozen> {
  // First, so that it makes no more children.
  process.kill(postmaster, 'SIGSTOP');
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=']);
  const children = stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === postmaster)
    .map(([pid]) => pid as number);
  for (const pid of children) signal(pid, 'SIGSTOP');
  return {
    thaw() {
      for (const pid of [postmaster, ...children]) signal(pid, 'SIGCONT');
    },
  };
}

// Those that have ended are as good.
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
