import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPlugboard } from '@plugboard/testing';
import { beforeEach, describe, expect, test, vi } from 'vitest';

let temporary: string;
const node = process.execPath;
beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'plugboard-f-'));
  // A keeper of its own: one that runs already would be found.
  vi.stubEnv('TMPDIR', temporary);
  return async () => {
    process.execPath = node;
    vi.unstubAllEnvs();
    await rm(temporary, { recursive: true });
  };
});

/** What is started instead of Node.js. */
async function startInstead(script: string): Promise<void> {
  process.execPath = join(temporary, 'node');
  await writeFile(process.execPath, `#!/bin/sh\n${script}\n`);
  await chmod(process.execPath, 0o755);
}

describe('a keeper that does not start is told of at once', () => {
  test('where it is killed', async () => {
    await startInstead('echo so far >&2; kill -9 $$');
    await expect(startPlugboard()).rejects.toThrow(
      'Plugboard could not be started for tests:\nit was ended by SIGKILL\nso far',
    );
  });

  test('where it says what is wrong', async () => {
    await startInstead('echo no room >&2; exit 1');
    await expect(startPlugboard()).rejects.toThrow(
      'Plugboard could not be started for tests:\nno room',
    );
  });

  test('where there is no such program', async () => {
    process.execPath = join(temporary, 'none');
    await expect(startPlugboard()).rejects.toThrow(/for tests:\nspawn .*none ENOENT/);
  });
});
