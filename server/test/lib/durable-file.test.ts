import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { directoryStore } from '../../src/images/directory-store.ts';
import { createFile, makeDirectory, replaceFile } from '../../src/lib/durable-file.ts';
import { waitFor } from '../support/wait-for.ts';

const COMPILED = new URL('../../dist/lib/durable-file.js', import.meta.url);
const SIZE = 16 * 1024 * 1024;

let directory: string;
let path: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'plugboard-durable-'));
  path = join(directory, 'file');
  return () => rm(directory, { recursive: true, force: true });
});

test('a new file does not replace one that is there', async () => {
  expect(await createFile(path, 'first')).toBe(true);
  expect(await createFile(path, 'second')).toBe(false);
  expect(await readFile(path, 'utf8')).toBe('first');
  expect(await readdir(directory)).toEqual(['file']);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('of many that create a file at once one does', async () => {
  const made = await Promise.all(
    Array.from({ length: 20 }, (_, n) => createFile(path, `${n}`).then((is) => is && `${n}`)),
  );
  expect(made.filter(Boolean)).toEqual([await readFile(path, 'utf8')]);
});

test('a replaced file is another one, and whoever reads it meanwhile sees the old', async () => {
  await writeFile(path, 'old');
  let meanwhile = '';
  await replaceFile(path, 'new', {
    prepare: () => {
      meanwhile = readFileSync(path, 'utf8');
    },
  });
  expect(meanwhile).toBe('old');
  expect(await readFile(path, 'utf8')).toBe('new');
});

test.each(Object.entries({ createFile, replaceFile }))(
  '%s leaves nothing beside its place when it fails',
  async (_name, make) => {
    const prepare = () => {
      throw new Error('cannot be prepared');
    };
    await expect(make(path, 'new', { prepare })).rejects.toThrow('cannot be prepared');
    expect(await readdir(directory)).toEqual([]);
    await mkdir(path);
    await make(path, 'new').catch(() => undefined);
    expect(await readdir(directory)).toEqual(['file']);
  },
);

test('what a killed process left among the images goes with the first that is stored, and what is being written stays', async () => {
  const folder = join(directory, 'uploads');
  const old = 'x.png.0123456789abcdef.part';
  const young = 'y.png.0123456789abcdef.part';
  await mkdir(folder);
  for (const name of [old, young]) await writeFile(join(folder, name), 'half');
  const twoHoursAgo = Date.now() / 1000 - 7200;
  await utimes(join(folder, old), twoHoursAgo, twoHoursAgo);
  await directoryStore(directory).put('z.png', Buffer.from('whole'), 'image/png');
  expect((await readdir(folder)).sort()).toEqual([young, 'z.png']);
});

test('directories above are made too', async () => {
  const deep = join(directory, 'a', 'b', 'c');
  await makeDirectory(deep, 0o700);
  await makeDirectory(deep, 0o700);
  expect((await stat(deep)).mode & 0o777).toBe(0o700);
});

test.each(['createFile', 'replaceFile'])(
  'a process that is killed within %s leaves the whole file, or none',
  async (name) => {
    const code = `import { ${name} } from '${COMPILED}';
      await ${name}(${JSON.stringify(path)}, 'x'.repeat(${SIZE}));`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code]);
    onTestFinished(() => void child.kill('SIGKILL'));
    const exited = once(child, 'exit');
    await waitFor(async () => (await readdir(directory)).length > 0, { describe: 'a file' });
    child.kill('SIGKILL');
    await exited;
    const whole = await stat(path).catch(() => ({ size: 0 }));
    expect([0, SIZE]).toContain(whole.size);
  },
);
