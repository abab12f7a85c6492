import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { ProcessOwner } from './process-owner.ts';

/** Starts a program as the user PostgreSQL runs as; settles when it runs. */
export type Run = (program: string, args: string[], options: SpawnOptions) => Promise<ChildProcess>;

// Numbers of the Linux capabilities, in the order we prefer them. Containers often withhold the first, which may only read.
const CAPABILITIES = [
  { name: 'dac_read_search', bit: 2n },
  { name: 'dac_override', bit: 1n },
];

/**
 * How to start programs as `owner`, so that they can reach `paths` (directories and files) even below a directory that is closed
 * to that user, such as `/root`: there they keep the one capability of root that passes closed directories.
 *
 * @throws Error naming the closed path and what to do, where that is not possible.
 */
export function runAs(owner: ProcessOwner | undefined, paths: string[]): Run {
  const closed = owner && paths.map((path) => firstClosed(path, owner)).find(Boolean);
  if (owner === undefined || closed === undefined) {
    return (program, args, options) => spawned(program, args, { ...options, ...owner });
  }
  const capability = heldCapability();
  if (capability === undefined || !hasSetpriv()) {
    throw new Error(
      `PostgreSQL refuses to run as root, and user ${owner.uid}, whom it runs as instead, cannot enter ${closed}. ` +
        `${capability ? 'Install setpriv (package util-linux)' : 'Move the installation and its data directory'}, open that directory (chmod o+x), start Plugboard as an ordinary user, or set DATABASE_URL`,
    );
  }
  const prefix = [
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    '--clear-groups',
    // PostgreSQL asks access(2) about its own programs, for which the kernel sets capabilities of ordinary users aside unless told
    // not to. What root had otherwise is gone with the exec all the same.
    '--securebits=+no_setuid_fixup',
    `--inh-caps=+${capability}`,
    `--ambient-caps=+${capability}`,
    '--',
  ];
  return (program, args, options) => spawned('setpriv', [...prefix, program, ...args], options);
}

async function spawned(
  program: string,
  args: string[],
  options: SpawnOptions,
): Promise<ChildProcess> {
  try {
    const child = spawn(program, args, { ...options, env: environment(), windowsHide: true });
    await once(child, 'spawn');
    return child;
  } catch (cause) {
    throw new Error(
      `PostgreSQL cannot be started (${(cause as Error).message}). Where root may not run it as another user, start Plugboard as an ordinary user or set DATABASE_URL`,
      { cause },
    );
  }
}

// PostgreSQL gets none of our environment: it may hold keys, and PGOPTIONS, PGDATA and their like would change what it does.
function environment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { LC_ALL: 'C', TZ: 'UTC' };
  for (const name of ['PATH', 'SystemRoot', 'TEMP', 'TMP']) {
    if (process.env[name] !== undefined) env[name] = process.env[name];
  }
  return env;
}

/** The outermost part of `path` that `owner` may not enter or read, if there is one. */
function firstClosed(path: string, owner: ProcessOwner): string | undefined {
  const above = dirname(path);
  const closed = above === path ? undefined : firstClosed(above, owner);
  if (closed !== undefined) return closed;
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  const shift = stats.uid === owner.uid ? 6 : stats.gid === owner.gid ? 3 : 0;
  const needed = stats.isDirectory() ? 0o1 : 0o4;
  return (stats.mode >> shift) & needed ? undefined : path;
}

function heldCapability(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  const permitted = /^CapPrm:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  const held = BigInt(`0x${permitted ?? '0'}`);
  return CAPABILITIES.find(({ bit }) => (held >> bit) & 1n)?.name;
}

function hasSetpriv(): boolean {
  const folders = process.env.PATH?.split(delimiter) ?? [];
  return folders.some((folder) => existsSync(join(folder, 'setpriv')));
}
