import { mkdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { restoreLibraryLinks } from '../../src/embedded/library-links.ts';
import { temporaryDirectory } from './data-directory.ts';

const LINKS = [
  { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' },
  { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so' },
  { source: 'native/lib/deep/libicu.so.60.2', target: 'native/lib/libicu.so.60' },
];

/** An installed package as it is without its install script: files, and the list of links. */
async function installedPackage(): Promise<string> {
  const native = join(await temporaryDirectory(), 'native');
  await mkdir(join(native, 'lib', 'deep'), { recursive: true });
  await writeFile(join(native, 'lib', 'libpq.so.5.18'), 'pq');
  await writeFile(join(native, 'lib', 'deep', 'libicu.so.60.2'), 'icu');
  await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify(LINKS));
  return native;
}

test('missing library links are made, relative, and again when one is lost', async () => {
  const native = await installedPackage();
  await restoreLibraryLinks(native);
  expect(await readlink(join(native, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
  expect(await readFile(join(native, 'lib', 'libpq.so'), 'utf8')).toBe('pq');
  expect(await readFile(join(native, 'lib', 'libicu.so.60'), 'utf8')).toBe('icu');
});

test('links and files that are there stay as they are', async () => {
  const native = await installedPackage();
  await symlink('elsewhere', join(native, 'lib', 'libpq.so'));
  await writeFile(join(native, 'lib', 'libpq.so.5'), 'a real file');
  await restoreLibraryLinks(native);
  expect(await readlink(join(native, 'lib', 'libpq.so'))).toBe('elsewhere');
  expect(await readFile(join(native, 'lib', 'libpq.so.5'), 'utf8')).toBe('a real file');
});

test('several processes may restore them at once', async () => {
  const native = await installedPackage();
  await Promise.all(Array.from({ length: 10 }, () => restoreLibraryLinks(native)));
  expect(await readFile(join(native, 'lib', 'libpq.so.5'), 'utf8')).toBe('pq');
});

test('a link that cannot be made is named, with what to do', async () => {
  const native = await installedPackage();
  const impossible = [{ source: 'native/lib/a', target: 'native/missing/b' }];
  await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify(impossible));
  await expect(restoreLibraryLinks(native)).rejects.toThrow(
    /lacks the library link .*missing\/b.*DATABASE_URL/s,
  );
});

test('a package without links, as on systems that have none, is fine', async () => {
  await expect(restoreLibraryLinks(await temporaryDirectory())).resolves.toBeUndefined();
});
