import { once } from 'node:events';
import { chmod, lchown, mkdir, readdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { startPlugboard } from '@plugboard/testing';
import { describe, expect, test, vi } from 'vitest';
import { builtWhen, cacheFolder, makeCacheFolder, makeRunFolder } from '../src/keeper/place.ts';
import { copyTemplate, removeUnfinished } from '../src/keeper/template.ts';
import { ownTemporaryFolder } from './support/temporary.ts';

const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;
const NAME_CACHE = 'Name a folder of your own with PLUGBOARD_TESTING_CACHE';

const temporary = ownTemporaryFolder();

describe('the folder for templates', () => {
  test.each([
    { PLUGBOARD_TESTING_CACHE: '' },
    { XDG_CACHE_HOME: '' },
    { XDG_CACHE_HOME: 'relative' },
  ])('is not below where tests run, as with %o', (env) => {
    const caches = process.platform === 'darwin' ? 'Library/Caches' : '.cache';
    expect(cacheFolder(env)).toBe(join(homedir(), caches, 'plugboard', 'testing'));
  });

  test('is in the folder for temporary files where a user has no home', () => {
    const folder = cacheFolder({}, () => {
      throw new Error('uv_os_homedir returned ENOENT');
    });
    expect(folder).toBe(join(temporary(), `plugboard-${process.getuid?.()}-templates`));
  });

  test('is refused with the setting that names another one where it cannot be made', async () => {
    await writeFile(join(temporary(), 'file'), '');
    const refused = () => makeCacheFolder(join(temporary(), 'file', 'cache'));
    expect(refused).toThrow(/ENOTDIR/);
    expect(refused).toThrow(NAME_CACHE);
  });

  test.runIf(isRoot)("is refused where a link of another user's leads to it", async () => {
    const link = join(temporary(), 'link');
    await symlink(temporary(), link);
    expect(() => makeCacheFolder(link)).not.toThrow();
    await lchown(link, NOBODY, NOBODY);
    expect(() => makeCacheFolder(link)).toThrow(NAME_CACHE);
  });

  test.skipIf(isRoot)('is refused where nothing can be put into it', async () => {
    await chmod(temporary(), 0o500);
    const refusal = copyTemplate(temporary(), join(temporary(), 'data'));
    await expect(refusal).rejects.toThrow(/EACCES.*PLUGBOARD_TESTING_CACHE/);
    await chmod(temporary(), 0o700);
  });

  test('loses what killed processes left in it long ago, and nothing else', async () => {
    const template = '0.1.0-postgres-18.4.0-beta.17-0123456789abcdef';
    // No system gives so high a number.
    const dead = `${template}.99999999.0a1b2c3d`;
    const alive = `${template}.${process.pid}.0a1b2c3d`;
    for (const name of [template, dead, alive]) await mkdir(join(temporary(), name));
    const later = Date.now() + 3_600_000;
    await removeUnfinished(temporary());
    expect(await readdir(temporary())).toHaveLength(3);
    await removeUnfinished(temporary(), later);
    expect((await readdir(temporary())).sort()).toEqual([template, alive].sort());
  });
});

test('a folder for temporary files that cannot be used is refused with the setting that names another one', async () => {
  const file = join(temporary(), 'file');
  await writeFile(file, '');
  expect(() => makeRunFolder(join(file, 'run'))).toThrow(
    /cannot be made .E\w+: .*Name a folder for temporary files that you may write to with TMPDIR/,
  );
  vi.stubEnv('TMPDIR', file);
  await expect(startPlugboard()).rejects.toThrow('that you may write to with TMPDIR');
});

test('the folder of a keeper that ends is made again, whenever it was removed', async () => {
  const folder = join(temporary(), 'run');
  const program = `
    import { rmdirSync } from 'node:fs';
    import { parentPort } from 'node:worker_threads';
    parentPort.postMessage('begins');
    for (;;) try { rmdirSync('${folder}'); } catch {}`;
  const ends = new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`));
  await once(ends, 'message');
  for (let times = 0; times < 10_000; times++) makeRunFolder(folder);
  await ends.terminate();
});

test('another keeper serves once a migration was edited or added', async () => {
  const migrations = join(temporary(), 'server', 'migrations');
  await mkdir(migrations, { recursive: true });
  await writeFile(join(migrations, '0001_first.sql'), 'select 1');
  const built = () => builtWhen(pathToFileURL(`${temporary()}/testing/`));
  const before = built();
  expect(built()).toBe(before);
  await utimes(join(migrations, '0001_first.sql'), 1, 1);
  const edited = built();
  expect(edited).not.toBe(before);
  await writeFile(join(migrations, '0002_second.sql'), 'select 2');
  expect(built()).not.toBe(edited);
  // Where the real ones are, too.
  expect(builtWhen(new URL('../', import.meta.url)).split(',').length).toBeGreaterThan(10);
});
