import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, vi } from 'vitest';

/** A folder of each test's own, as if it were the one for everybody's temporary files. */
export function ownTemporaryFolder(): () => string {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plugboard-s-'));
    vi.stubEnv('TMPDIR', folder);
    return async () => {
      vi.unstubAllEnvs();
      await rm(folder, { recursive: true });
    };
  });
  return () => folder;
}
