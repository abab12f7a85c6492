import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { acquireLock } from '../../src/embedded/lock.ts';
import { temporaryDirectory } from './data-directory.ts';
import { firstLine, kill, spawnLockHolder } from './processes.ts';

test.each([2, 3, 8])(
  'of %i that ask at the same moment exactly one gets the lock',
  async (count) => {
    const directory = await temporaryDirectory();
    for (let round = 0; round < 20; round++) {
      const results = await Promise.allSettled(
        Array.from({ length: count }, () => acquireLock(directory)),
      );
      const won = results.filter((result) => result.status === 'fulfilled');
      expect(won).toHaveLength(1);
      await won[0]?.value.release();
    }
    expect(await readdir(directory)).toEqual([]);
  },
);

test('of several processes that start at the same moment exactly one gets the lock', async () => {
  const directory = await temporaryDirectory();
  const holders = [1, 2, 3, 4].map(() => spawnLockHolder(directory));
  const results = await Promise.allSettled(holders.map(firstLine));
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
});

test('the lock of a process that was killed is free, and its socket is cleared away', async () => {
  const directory = await temporaryDirectory();
  const holder = spawnLockHolder(directory);
  await firstLine(holder);
  await expect(acquireLock(directory)).rejects.toThrow(`process ${holder.pid}`);
  await kill(holder);
  expect(await readdir(directory)).toHaveLength(1);

  const lock = await acquireLock(directory);
  expect(await readdir(directory)).toHaveLength(1);
  await lock.release();
  expect(await readdir(directory)).toEqual([]);
});

test('a process that is stopped holds its lock all the same', async () => {
  const directory = await temporaryDirectory();
  const holder = spawnLockHolder(directory);
  await firstLine(holder);
  holder.kill('SIGSTOP');
  await expect(acquireLock(directory)).rejects.toThrow(
    `Another Plugboard (process ${holder.pid}, which does not answer: is it stopped?)`,
  );
});
