import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startEmbeddedPostgres } from '../../src/embedded/start.ts';
import { directoryStore } from '../../src/images/directory-store.ts';
import { makeDirectories } from '../../src/lib/directories.ts';
import { makeKeyFile } from '../../src/secret-keys/key-file.ts';
import { temporaryDirectory } from '../embedded/data-directory.ts';

const isLinux = process.platform === 'linux';

/** Where no directory can be made. Below `/proc` the system says that one above is missing, however many are made. */
async function unusable(): Promise<string[]> {
  const file = join(await temporaryDirectory(), 'file');
  await writeFile(file, '');
  return [
    file,
    join(file, 'below'),
    ...(isLinux ? ['/proc/plugboard', '/proc/1/a/b', '/sys/a'] : []),
  ];
}

test('a data directory that cannot be made is refused at once, by the name of its setting', async () => {
  for (const dataDir of await unusable()) {
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
      /^PLUGBOARD_DATA_DIR cannot be used, because of \/.* \(E[A-Z]+: .*\): set it to a directory/,
    );
    await expect(makeKeyFile(join(dataDir, 'secret.key'))).rejects.toThrow(
      /^The key file .*secret\.key cannot be made \(E[A-Z]+.*\)\. Let PLUGBOARD_DATA_DIR be a directory/,
    );
  }
});

test('an image that cannot be kept is answered as something that passes', async () => {
  for (const dataDir of await unusable()) {
    const store = directoryStore(dataDir);
    const failure = { code: 'unavailable', message: expect.stringMatching(/cannot be used/) };
    await expect(store.put('a.png', Buffer.from('a'), 'image/png')).rejects.toMatchObject(failure);
  }
});

test('directories are made with those above them, and the outermost new one is told', async () => {
  const above = await temporaryDirectory();
  const path = join(above, 'a', 'b', 'c');
  expect(makeDirectories(path)).toBe(join(above, 'a'));
  expect(makeDirectories(path)).toBeUndefined();
  await mkdir(join(above, 'd'));
  expect(makeDirectories(join(above, 'd', 'e'))).toBe(join(above, 'd', 'e'));
});
