// Makes one module of each side of the App Bridge, for pages without a bundler, where the sources changed since.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT, stampOf } from './stamp.js';

const BRIDGE = join(ROOT, 'bridge');
const FILES = join(BRIDGE, 'dist/bundle');
const MANIFEST = join(FILES, 'manifest.json');
/** Of what the files were built from. */
const STAMP = join(BRIDGE, 'dist/.bundled-from');
const SOURCES = [
  'bridge/src',
  'bridge/package.json',
  'scripts/build-bridge.js',
  'package-lock.json',
];
/** What each file is made of, below the sources. */
const ENTRIES = { 'host.js': 'host/served.ts', 'plugin.js': 'plugin/index.ts' };

/** @returns whether there was anything to do. */
export async function buildBridge(onBegin = () => {}) {
  const stamp = await stampOf(SOURCES);
  const built = existsSync(STAMP) ? await readFile(STAMP, 'utf8') : '';
  if (built === stamp && existsSync(MANIFEST)) return false;
  onBegin();
  const { version } = JSON.parse(await readFile(join(BRIDGE, 'package.json'), 'utf8'));
  const files = {};
  await mkdir(FILES, { recursive: true });
  for (const [name, entry] of Object.entries(ENTRIES)) {
    const code = await bundle(join(BRIDGE, 'src', entry));
    await writeFile(join(FILES, name), code);
    const hash = createHash('sha384').update(code).digest('base64');
    files[name] = { path: `/bridge/${version}/${name}`, integrity: `sha384-${hash}` };
  }
  await writeFile(MANIFEST, `${JSON.stringify({ version, files }, null, 2)}\n`);
  await writeFile(STAMP, stamp);
  return true;
}

async function bundle(input) {
  const { rolldown } = await import('rolldown');
  const build = await rolldown({ input, platform: 'browser', transform: { target: 'es2022' } });
  const { output } = await build.generate({ format: 'esm', minify: true, codeSplitting: false });
  await build.close();
  const [{ code }, ...others] = output;
  if (others.length > 0) throw new Error(`${input} became more than one file`);
  return code;
}
