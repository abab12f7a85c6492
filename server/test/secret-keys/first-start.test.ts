import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { openDatabase } from '../../src/lib/db.ts';
import { openVault } from '../../src/secret-keys/open-vault.ts';
import { createTestDatabase } from '../support/database.ts';
import { KEY_B, newDirectory, startWith } from './scene.ts';

let url: string;
beforeEach(async () => {
  const database = await createTestDatabase();
  url = database.url;
  return database.drop;
});

test('a first start makes a key file for its owner alone, and the next one uses it', async () => {
  const dataDir = join(await newDirectory(), 'made', 'too');
  await startWith(url, undefined, { dataDir, role: 'api' });
  const path = join(dataDir, 'secret.key');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const key = await readFile(path, 'utf8');
  expect(key).toMatch(/^[A-Za-z0-9_-]{43}\n$/);
  await startWith(url, undefined, { dataDir });
  expect(await readFile(path, 'utf8')).toBe(key);
  expect(await readdir(dataDir)).toEqual(['secret.key']);
});

test('a key file gives way to a list of keys, in the steps of the guide', async () => {
  const dataDir = await newDirectory();
  const db = openDatabase({ url, poolSize: 1 });
  onTestFinished(() => db.close());
  const open = (keys?: string) => {
    const env = { DATABASE_URL: url, PLUGBOARD_DATA_DIR: dataDir, PLUGBOARD_SECRET_KEY: keys };
    return openVault(readConfig(env), db);
  };
  const before = (await open()).seal('a secret', 'test');
  const old = (await readFile(join(dataDir, 'secret.key'), 'utf8')).trim();
  const both = await open(`${old},${KEY_B}`);
  const after = await open(`${KEY_B},${old}`);
  const fresh = after.seal('another', 'test');
  // In each step every process opens what all have sealed.
  for (const vault of [both, after]) {
    expect([vault.open(before, 'test'), vault.open(fresh, 'test')]).toEqual([
      'a secret',
      'another',
    ]);
  }
  await expect(open()).rejects.toThrow(/^The key file .*secret\.key is wrong/);
});

test('of two first starts in one directory both have one key', async () => {
  const dataDir = await newDirectory();
  const both = [1, 2].map(() => startWith(url, undefined, { dataDir }));
  await Promise.all(both);
  expect(await readdir(dataDir)).toEqual(['secret.key']);
});

test('of two first starts in two directories one makes a key, and the other is told to take it over', async () => {
  const directories = [await newDirectory(), await newDirectory()];
  const starts = await Promise.allSettled(
    directories.map((dataDir) => startWith(url, undefined, { dataDir })),
  );
  const refused = starts.flatMap((start) => (start.status === 'rejected' ? [start.reason] : []));
  expect(refused.map(String)).toEqual([
    expect.stringMatching(/secret key is missing.*the same PLUGBOARD_SECRET_KEY, or a copy/),
  ]);
  const files = await Promise.all(directories.map((directory) => readdir(directory)));
  expect(files.flat()).toEqual(['secret.key']);
});
