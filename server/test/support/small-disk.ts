import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { makeUsedDirectory } from '../embedded/data-directory.ts';
import { spawnServer } from '../embedded/processes.ts';

/** A PostgreSQL that keeps a part of its files on a disk that can be filled. */
export interface SmallDisk {
  url: string;
  fill(): void;
  makeRoom(): void;
  /** What PostgreSQL has written to its log since it was last started. */
  log(): string;
}

/** What PostgreSQL needs room for: its tables, or its log of what it is about to write to them. */
export type OnSmallDisk = 'base' | 'pg_wal';

const MEGABYTES = 64;

// In a mount namespace of its own, which goes with its last process: nothing is left behind, whatever ends it.
const MOUNT = `
set -e
part=$1 size=$2
shift 2
cp -a "$part" "$part.all"
mount -t tmpfs -o "size=$size" plugboard-test "$part"
cp -a "$part.all/." "$part"
rm -rf "$part.all"
exec "$@"`;

/** Why there can be no small disk here, if so: mounting one takes root, and a system that lets it. */
export function whyNoSmallDisk(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'only root on Linux may mount';
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'plugboard-test', '/mnt'], {
      stdio: 'pipe',
    });
    return undefined;
  } catch (error) {
    return `mounting is refused here: ${(error as Error).message}`;
  }
}

/** Starts the embedded PostgreSQL, in a process of its own that starts it again should it end. */
export async function startOnSmallDisk(what: OnSmallDisk): Promise<SmallDisk> {
  const dataDir = await makeUsedDirectory();
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const part = join(dataDir, 'postgres', 'data', what);
  const prefix = ['unshare', '-m', 'sh', '-c', MOUNT, 'sh', part, `${MEGABYTES}m`];
  const { url, child } = await spawnServer(dataDir, { prefix });
  const filler = join(`/proc/${child.pid}/root`, part, 'filler');
  return {
    url,
    fill: () => fill(filler),
    makeRoom: () => rmSync(filler),
    log: () => readFileSync(join(dataDir, 'postgres', 'postgres.log'), 'utf8'),
  };
}

function fill(file: string): void {
  const descriptor = openSync(file, 'w');
  try {
    // In pages, so that not one is left.
    for (;;) writeSync(descriptor, Buffer.alloc(4096));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(descriptor);
  }
}
