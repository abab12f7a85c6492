// Makes sure that the packages of tools/ are there, as its lockfile has them. Prints nothing when they are.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const TOOLS = fileURLToPath(new URL('../tools', import.meta.url));

// npm writes the second file at the end of an install.
if (timeOf('package-lock.json') > timeOf('node_modules/.package-lock.json')) {
  console.log('Installing what the checks in tools/ need: npm ci --prefix tools');
  const args = ['ci', '--prefix', TOOLS, '--no-audit', '--no-fund'];
  process.exitCode = spawnSync('npm', args, { stdio: 'inherit' }).status ?? 1;
}

function timeOf(name) {
  return statSync(`${TOOLS}/${name}`, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
