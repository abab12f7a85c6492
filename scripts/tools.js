// Makes sure that the packages of a folder that is no workspace are there, as its lockfile has them: of tools/, or of the one that is named.
// Prints nothing when they are.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [name = 'tools'] = process.argv.slice(2);
const FOLDER = fileURLToPath(new URL(`../${name}`, import.meta.url));

// npm writes the second file at the end of an install.
if (timeOf('package-lock.json') > timeOf('node_modules/.package-lock.json')) {
  console.log(`Installing what the checks in ${name}/ need: npm ci --prefix ${name}`);
  const args = ['ci', '--prefix', FOLDER, '--no-audit', '--no-fund'];
  process.exitCode = spawnSync('npm', args, { stdio: 'inherit' }).status ?? 1;
}

function timeOf(file) {
  return statSync(`${FOLDER}/${file}`, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
