import type { Config } from '../config.ts';
import { directoryStore } from './directory-store.ts';
import type { ImageStore } from './image-store.ts';

/** The bucket that the settings name, or the data directory. */
export async function openImageStore(config: Config): Promise<ImageStore> {
  if (config.s3Bucket === undefined) return directoryStore(config.dataDir);
  // Loaded by who uses it alone: it doubles the time that a process takes to start.
  const { bucketStore } = await import('./bucket-store.ts');
  return bucketStore({ ...config, s3Bucket: config.s3Bucket });
}
