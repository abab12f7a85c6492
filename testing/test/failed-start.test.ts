import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPlugboard } from '@plugboard/testing';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { lingerMs } from '../src/keeper/linger.ts';

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

  test('where it ends again and again without an error', async () => {
    await startInstead(`echo one >>${temporary}/starts`);
    await expect(startPlugboard()).rejects.toThrow(
      'could not be started for tests: 10 processes, one after the other,',
    );
    const starts = await readFile(join(temporary, 'starts'), 'utf8');
    expect(starts.trim().split('\n')).toHaveLength(10);
  });

  test('where there is no such program', async () => {
    process.execPath = join(temporary, 'none');
    await expect(startPlugboard()).rejects.toThrow(/for tests:\nspawn .*none ENOENT/);
  });
});

describe('how long a keeper waits', () => {
  test.each(['10s', '-1', '1.5', 'NaN', '1e3', '2147483648'])(
    'is refused where it is no whole number of milliseconds, as %s',
    async (given) => {
      vi.stubEnv('PLUGBOARD_TESTING_LINGER_MS', given);
      await expect(startPlugboard()).rejects.toThrow(
        `PLUGBOARD_TESTING_LINGER_MS is to be a whole number of milliseconds from 0 to 999999999, such as 10000, and is "${given}"`,
      );
      expect(await readdir(temporary)).toEqual([]);
    },
  );

  test('is ten seconds, or what is given', () => {
    expect(lingerMs({})).toBe(10_000);
    expect(lingerMs({ PLUGBOARD_TESTING_LINGER_MS: '' })).toBe(10_000);
    expect(lingerMs({ PLUGBOARD_TESTING_LINGER_MS: '0' })).toBe(0);
  });
});
