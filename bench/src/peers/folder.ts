import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where peers are that do not come with the workspace: `BENCH_PEERS_DIR`, or a folder for caches of whoever runs the benchmark. */
export const PEERS_FOLDER: string = resolve(
  process.env.BENCH_PEERS_DIR ?? join(homedir(), '.cache', 'plugboard-bench'),
);

/** A program that was built and put there, such as `svix/svix-server`; undefined where it was not. */
export function findPeerProgram(path: string): string | undefined {
  const file = join(PEERS_FOLDER, path);
  return existsSync(file) ? file : undefined;
}
