import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a directory and those above it that are missing. (Node's own `recursive` never ends below `/proc`, where making one is answered as
 * if another were missing above.)
 *
 * @returns the outermost one that was made; undefined when all were there.
 * @throws Error of the system.
 */
export function makeDirectories(path: string, mode?: number): string | undefined {
  if (isDirectory(path)) return undefined;
  const above = dirname(path);
  const first = above === path ? undefined : makeDirectories(above, mode);
  try {
    mkdirSync(path, { mode });
    return first ?? path;
  } catch (error) {
    // Somebody else was faster.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' && isDirectory(path)) return first;
    throw error;
  }
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (['ENOENT', 'ENOTDIR'].includes(code)) return false;
    throw error;
  }
}
