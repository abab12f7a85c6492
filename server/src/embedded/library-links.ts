import { lstat, readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** One entry of `pg-symlinks.json`: `target` is the link to make, `source` the file it points at, both from the package's root. */
interface LibraryLink {
  source: string;
  target: string;
}

/**
 * Makes the library links that npm cannot carry in a package. The package makes them in an install script, which is off in many
 * installs; without them the binaries do not load. Does nothing to links that exist, and two processes may do it at once.
 *
 * @throws Error naming the folder when a link is missing and cannot be made.
 */
export async function restoreLibraryLinks(nativeDir: string): Promise<void> {
  const packageDir = dirname(nativeDir);
  for (const link of await readLinks(join(nativeDir, 'pg-symlinks.json'))) {
    const path = join(packageDir, link.target);
    const points = relative(dirname(path), join(packageDir, link.source));
    try {
      if (!(await exists(path))) await symlink(points, path);
    } catch (cause) {
      // Another process was quicker.
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw new Error(
        `The embedded PostgreSQL lacks the library link ${path} → ${points}, and it cannot be made (${(cause as Error).message}). ` +
          'Start Plugboard once as a user who may write there, install with scripts allowed, or set DATABASE_URL',
        { cause },
      );
    }
  }
}

// Packages for systems without symbolic links have no such file.
async function readLinks(file: string): Promise<LibraryLink[]> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}
