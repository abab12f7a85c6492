import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { behavesAsHeadCount } from '../../head-count/test/behaviour.ts';

const PYTHON = 'python3';
const pathOf = (name: string) => fileURLToPath(new URL(`../src/${name}`, import.meta.url));

const isThere = spawnSync(PYTHON, ['--version']).status === 0;
if (!isThere) console.warn('Skipped: the head count in Python, since there is no python3 here');

describe.skipIf(!isThere)(`in Python${isThere ? '' : ', skipped: no python3 here'}`, () => {
  behavesAsHeadCount({
    command: [PYTHON, '-B', pathOf('main.py')],
    manifest: (url) =>
      JSON.parse(execFileSync(PYTHON, ['-B', pathOf('manifest.py'), url], { encoding: 'utf8' })),
  });

  test('without its settings it says which there have to be', () => {
    const { status, stderr } = spawnSync(PYTHON, ['-B', pathOf('main.py')], {
      env: { PATH: process.env.PATH },
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([1, expect.stringContaining('CLIENT_SECRET')]);
  });
});
