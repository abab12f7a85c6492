// Makes sure that there is a Chromium for the tests: finds one, else gets one. Prints nothing when there was one already.
import { spawnSync } from 'node:child_process';
import { findChromium } from './find-chromium.js';

const APT = ['apt-get', '-o', 'DPkg::Lock::Timeout=120'];

const isNamed = Boolean(process.env.CHROMIUM_PATH);
if (findChromium() === undefined && (isNamed || !(fromDebian() || fromPlaywright()))) {
  console.error(
    'The tests need Chromium and could not get one: install it ("apt-get install chromium" or ' +
      '"npx playwright-core install chromium") or name it in CHROMIUM_PATH',
  );
  process.exit(1);
}

function fromDebian() {
  if (process.getuid?.() !== 0 || !run('apt-get', ['--version'], 'ignore')) return false;
  const [command, ...options] = APT;
  const packages = ['chromium', 'fonts-liberation'];
  run(command, [...options, 'update', '-q'], 'inherit');
  run(command, [...options, 'install', '-qy', '--no-install-recommends', ...packages], 'inherit');
  return findChromium() !== undefined;
}

function fromPlaywright() {
  run('npx', ['playwright-core', 'install', 'chromium'], 'inherit');
  return findChromium() !== undefined;
}

function run(command, args, stdio) {
  return spawnSync(command, args, { stdio }).status === 0;
}
