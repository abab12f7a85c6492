import { spawn } from 'node:child_process';

/**
 * Stops PostgreSQL when this process is gone, in whatever way: a process that is killed cannot, and PostgreSQL does not look after its parent.
 * A shell reads from a pipe that only we can write to. When we end the kernel closes it, and the shell sends the signal of a fast stop.
 *
 * Not on Windows, where there is no such shell.
 *
 * @param pid of the postmaster.
 * @param exited settles when it has ended: its process id may then soon be another's.
 */
export function guardPostgres(pid: number, exited: Promise<unknown>): void {
  if (process.platform === 'win32') return;
  const code = 'read -r line || kill -INT "$1"';
  const guard = spawn('/bin/sh', ['-c', code, 'plugboard-guard', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
    // What is sent to all of our process group is not for it.
    detached: true,
  });
  // Without a shell the next start stops what was left running.
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  exited.then(() => guard.stdin.end('ended\n'));
}
