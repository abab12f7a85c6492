// Builds the console where its sources changed since, and compresses its files once, so that the server need not do it for each browser.
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { ROOT, stampOf } from './stamp.js';

const CONSOLE = join(ROOT, 'console');
const FILES = join(CONSOLE, 'dist/files');
/** Of what the files were built from. */
const STAMP = join(CONSOLE, 'dist/built-from');
/** Whatever ends up in the files, packages by the lockfile. */
const SOURCES = [
  'console/src',
  'console/vite.config.js',
  'console/chunks.js',
  'look/src',
  'look/tokens.css',
  'bridge/src',
  'package-lock.json',
];

/** @returns whether there was anything to do. */
export async function buildConsole(onBegin = () => {}) {
  const stamp = await stampOf(SOURCES);
  const built = existsSync(STAMP) ? await readFile(STAMP, 'utf8') : '';
  if (built === stamp && existsSync(join(FILES, '.vite/manifest.json'))) return false;
  onBegin();
  const { build } = await import('vite');
  await build({ configFile: join(CONSOLE, 'vite.config.js'), logLevel: 'warn' });
  await compressFiles(join(FILES, 'assets'));
  await writeFile(STAMP, stamp);
  return true;
}

async function compressFiles(folder) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  for (const name of await readdir(folder)) {
    if (!/\.(?:js|css|svg)$/.test(name)) continue;
    const file = join(folder, name);
    const bytes = await readFile(file);
    await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, { params }));
    await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
  }
}
