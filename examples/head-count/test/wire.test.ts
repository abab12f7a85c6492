import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { manifest } from '../src/manifest.ts';
import { behavesAsHeadCount } from './behaviour.ts';

// Compiled by `tsc -b`, as it is run.
const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

behavesAsHeadCount({ command: [process.execPath, MAIN], manifest });

test('without its settings it says which there have to be', () => {
  const { status, stderr } = spawnSync(process.execPath, [MAIN], { env: {}, encoding: 'utf8' });
  expect([status, stderr]).toEqual([1, expect.stringContaining('CLIENT_SECRET')]);
});
