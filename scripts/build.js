// What `npm run build` runs: compiles what changed, builds console and bridge for browsers where they did, and says so where that takes longer than a second.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildForBrowsers } from './build-browser.js';

const TSC = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));

if (existsSync(TSC)) {
  const silence = setTimeout(
    () => console.log('Compiling; the first time takes up to a minute …'),
    1000,
  );
  const compiler = spawn(process.execPath, [TSC, '-b'], { stdio: 'inherit' });
  const [code] = await once(compiler, 'exit');
  clearTimeout(silence);
  process.exitCode = code ?? 1;
  if (code === 0) await buildForBrowsers((what) => console.log(`Building ${what} …`));
} else {
  console.error('plugboard: nothing is installed yet. Run this first: npm ci');
  process.exitCode = 1;
}
