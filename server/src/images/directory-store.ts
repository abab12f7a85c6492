import { access, constants, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDirectory, removeLeftBehind, replaceFile } from '../lib/durable-file.ts';
import { type ImageStore, storeUnavailable } from './image-store.ts';

/** Keeps images in the folder `uploads` of the data directory. Several nodes need one that they share, or a bucket. */
export function directoryStore(dataDir: string): ImageStore {
  const folder = join(dataDir, 'uploads');
  let cleared: Promise<void> | undefined;
  return {
    async put(name, bytes) {
      try {
        await keep(join(folder, name), bytes);
      } catch (error) {
        throw storeUnavailable(error);
      }
    },
    async get(name) {
      try {
        return await orMissing(readFile(join(folder, name)));
      } catch (error) {
        throw storeUnavailable(error);
      }
    },
    // The folder is made with the first image.
    check: async () => void (await orMissing(access(dataDir, constants.W_OK))),
    close: () => undefined,
  };

  async function keep(file: string, bytes: Buffer): Promise<void> {
    if (await exists(file)) return;
    await makeDirectory(folder, 0o700);
    // What is left only takes room.
    cleared ??= removeLeftBehind(folder).catch(() => undefined);
    await cleared;
    await replaceFile(file, bytes);
  }
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
