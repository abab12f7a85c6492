import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';

/**
 * The keys that encrypt client secrets at rest: PLUGBOARD_SECRET_KEY, or a key file in the data directory that is made on the
 * first start, readable by its owner only.
 */
export async function secretKeys({ secretKeys: given, dataDir }: Config): Promise<string[]> {
  if (given.length > 0) return [...given];
  const path = join(dataDir, 'secret.key');
  await mkdir(dataDir, { recursive: true });
  try {
    // Exclusive, so that of two first starts one makes it and both read it.
    await writeFile(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return [(await readFile(path, 'utf8')).trim()];
}
