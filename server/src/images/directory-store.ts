import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageStore } from './image-store.ts';

/** Keeps images in the folder `uploads` of the data directory. Several nodes need one that they share, or a bucket. */
export function directoryStore(dataDir: string): ImageStore {
  const folder = join(dataDir, 'uploads');
  return {
    async put(name, bytes) {
      const file = join(folder, name);
      if (await exists(file)) return;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // Never half an image under its name.
      const unfinished = `${file}.${randomUUID()}.part`;
      await writeFile(unfinished, bytes, { mode: 0o600, flush: true });
      await rename(unfinished, file);
    },
    get: (name) => orMissing(readFile(join(folder, name))),
    close: () => undefined,
  };
}

const exists = async (file: string): Promise<boolean> =>
  (await orMissing(stat(file))) !== undefined;

async function orMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
