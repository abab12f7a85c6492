import { spawn } from 'node:child_process';
import { basename } from 'node:path';

/** Clears up after this process, in whatever way it ends. */
export interface Janitor {
  /** One more folder that is to go. */
  also(folder: string): void;
}

// Is told names by the pipe, as anybody may look at the command lines of processes. Reads until the kernel closes the pipe, as we have ended;
// waits for PostgreSQL, which has its own guard, and removes what we had: more than once where a copy that we began is still being written. It
// stays in the run folder, and removes by names in it: by then that may be gone, and the path lead to what somebody else put in its place.
const CODE = `
read -r own
read -r socket
more=
while read -r line; do more=$line; done
tries=0
while [ $tries -lt 200 ] && kill -0 "$(head -n 1 "$own/postgres/data/postmaster.pid" 2>/dev/null)" 2>/dev/null; do
  sleep 0.1; tries=$((tries + 1))
done
remove() {
  tries=0
  while rm -rf -- "$1"; [ -e "$1" ] && [ $tries -lt 200 ]; do
    sleep 0.1; tries=$((tries + 1))
  done
}
remove "$own"
[ -z "$more" ] || remove "$more"
rm -f -- "$socket" lock.*."$2"
cd /
rmdir -- "$1"
`;

/**
 * Starts a shell that outlives us by a moment. A process that is killed cannot clear up, and no other may come for a long time.
 *
 * Not on Windows, where there is no such shell: there the next keeper clears up.
 *
 * @param own the folder of this keeper alone, in the run folder.
 * @param socket where it listens, in the run folder.
 * @param shared the run folder, which goes when it is empty.
 */
export function startJanitor(own: string, socket: string, shared: string): Janitor {
  if (process.platform === 'win32') return { also: () => undefined };
  const args = ['-c', CODE, 'plugboard-janitor', shared, String(process.pid)];
  const shell = spawn('/bin/sh', args, {
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { PATH: process.env.PATH },
    cwd: shared,
    detached: true,
  });
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.stdin.write(`${basename(own)}\n${basename(socket)}\n`);
  shell.unref();
  return { also: (folder) => void shell.stdin.write(`${folder}\n`) };
}
