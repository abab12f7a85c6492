import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../support/database.ts';
import { emit, installListener } from '../support/plugins.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { attempts, KEY_A, KEY_B, newDirectory, startWith } from './scene.ts';

// The tests go on from each other: the jobs that no wrong key touched are delivered by the right one in the end.
let url: string;
let server: TestServer;
let receiver: Receiver;

beforeAll(async () => {
  const database = await createTestDatabase();
  url = database.url;
  server = await startTestServer({ database, env: { PLUGBOARD_SECRET_KEY: KEY_A } });
  receiver = await startReceiver();
  const { spaceId } = await installListener(server, 'sealed', receiver.url);
  for (const identifier of ['one', 'two', 'three']) {
    await emit(server, spaceId, 'sealed', { identifier });
  }
  return async () => {
    await receiver.close();
    await server.close();
    await database.drop();
  };
});

async function expectUntouched(): Promise<void> {
  expect(receiver.requests).toEqual([]);
  expect(await attempts(server)).toEqual(Array(3).fill({ status: 'queued', attempts: 0 }));
}

const settings: [name: string, keys: string | undefined, why: RegExp][] = [
  ['a missing key', undefined, /secret key is missing.*PLUGBOARD_SECRET_KEY.*secret\.key/],
  ['another key', KEY_B, /PLUGBOARD_SECRET_KEY is wrong.*sealed under the secret key [0-9a-f]{18}/],
  ['an empty key', '', /PLUGBOARD_SECRET_KEY must be a key of at least 32 characters/],
  ['a short key', KEY_A.slice(0, 31), /PLUGBOARD_SECRET_KEY must be a key of at least 32/],
  ['an empty key in between', `${KEY_A},,${KEY_B}`, /PLUGBOARD_SECRET_KEY.*number 2 has 0/],
  ['a short key behind', `${KEY_A},short`, /PLUGBOARD_SECRET_KEY.*number 2 has 5/],
];

test.each(settings)('%s in the settings is refused at start', async (_name, keys, why) => {
  const dataDir = await newDirectory();
  await expect(startWith(url, keys, { dataDir })).rejects.toThrow(why);
  await expectUntouched();
  // Nor does it make a key of its own.
  expect(await readdir(dataDir)).toEqual([]);
});

const files: [name: string, make: (path: string) => void, why: RegExp][] = [
  ['of another server', (path) => write(path, `${KEY_B}\n`), /The key file .* is wrong/],
  ['that is empty', (path) => write(path, ''), /secret\.key is empty/],
  ['that is cut short', (path) => write(path, KEY_A.slice(0, 20)), /has 20 characters.*half-w/],
  [
    'that ends in zeros',
    (path) => write(path, KEY_A.slice(0, 33) + '\0'.repeat(9)),
    /half-written/,
  ],
  ['that others can read', (path) => write(path, KEY_A, 0o644), /mode 0644.*chmod 600/],
  ['that its group can write', (path) => write(path, KEY_A, 0o620), /mode 0620/],
  ['that is a directory', (path) => mkdirSync(path), /secret\.key is not a regular file/],
  ['that is a pipe', makePipe, /not a regular file/],
];

function write(path: string, text: string, mode = 0o600): void {
  writeFileSync(path, text);
  chmodSync(path, mode);
}

function makePipe(path: string): void {
  execFileSync('sh', ['-c', 'mkfifo -m 600 "$0"', path]);
}

test.each(files)('a key file %s is refused at start', async (_name, make, why) => {
  const dataDir = await newDirectory();
  make(join(dataDir, 'secret.key'));
  await expect(startWith(url, undefined, { dataDir })).rejects.toThrow(why);
  await expectUntouched();
});

test('the right key in a file delivers what no other key touched', async () => {
  const dataDir = await newDirectory();
  write(join(dataDir, 'secret.key'), `${KEY_A}\n`);
  await startWith(url, undefined, { dataDir });
  await waitFor(() => receiver.requests.length === 3, { describe: 'all jobs to be delivered' });
  const done = Array(3).fill({ status: 'done', attempts: 1 });
  await waitFor(async () => JSON.stringify(await attempts(server)) === JSON.stringify(done), {
    describe: 'the deliveries to be recorded',
  });
});
