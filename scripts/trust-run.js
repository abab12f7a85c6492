// What the trust scripts have in common: each runs one test for longer, and tells what it recorded.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs tests that write what they saw, as JSON, to the file that TRUST_RECORD names.
 *
 * @param {string[]} args of `vitest run`.
 * @param {Record<string, string>} env what tells the test how long to go on.
 * @param {import('node:child_process').StdioOptions} stdio
 * @returns what was recorded, and whether the test passed; undefined when it did not come so far.
 */
export async function runRecorded(args, env, stdio = 'inherit') {
  const directory = await mkdtemp(join(tmpdir(), 'plugboard-trust-'));
  const file = join(directory, 'record.json');
  // As long as it goes on it may go on: whatever hangs in it gives up by itself.
  const child = spawn('npx', ['vitest', 'run', ...args, '--testTimeout', '0'], {
    stdio,
    env: { ...process.env, ...env, TRUST_RECORD: file },
  });
  const [code] = await once(child, 'exit');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  await rm(directory, { recursive: true });
  return text === undefined ? undefined : { passed: code === 0, ...JSON.parse(text) };
}
