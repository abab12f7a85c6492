import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROJECT = fileURLToPath(new URL('../test-runners', import.meta.url));

beforeAll(async () => {
  // With all that npm needs to know of this machine.
  const { code, said } = await run(['scripts/tools.js', 'testing/test-runners'], ROOT, process.env);
  expect(code, said).toBe(0);
});

async function run(
  args: string[],
  cwd = PROJECT,
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
    });
  }
  const [code] = await once(child, 'close');
  return { code, said };
}

test('a project tests its plugin with node:test', async () => {
  const files = readdirSync(`${PROJECT}/node`).map((name) => `node/${name}`);
  const { code, said } = await run(['--test', ...files]);
  expect(code, said).toBe(0);
  expect(said).toMatch(/pass 5\n/);
});

test('a project tests its plugin with Jest', async () => {
  const jest = createRequire(`${PROJECT}/package.json`).resolve('jest/bin/jest');
  const { code, said } = await run([jest], PROJECT, {
    NODE_OPTIONS: '--experimental-vm-modules',
  });
  expect(code, said).toBe(0);
  expect(said).toMatch(/Tests: +4 passed, 4 total/);
  // What keeps Jest from ending it says.
  expect(said).not.toMatch(/did not exit|force exited|open handles/);
});
