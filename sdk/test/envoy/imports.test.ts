import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const ENVOY = '@envoy/envoy-integrations-sdk';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'plugboard-moving-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

test('the command of the page about moving changes the imports of all kinds of modules, and of nothing else', async () => {
  const page = await readFile(
    new URL('../../../docs/moving-from-envoy.md', import.meta.url),
    'utf8',
  );
  const command = /^grep -rl .*$/m.exec(page)?.[0] as string;
  const kinds = ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs'];
  const changed = [...kinds.map((kind) => `a.${kind}`), 'src/my routes/entry sign in.ts'];
  const others = ['README.md', 'package-lock.json', 'node_modules/other/index.js'];
  for (const name of [...changed, ...others]) {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), `import * as envoy from '${ENVOY}';\n`);
  }
  await run('sh', ['-c', command], { cwd: directory });
  const found = await Promise.all(
    [...changed, ...others].map(async (name) => {
      const text = await readFile(join(directory, name), 'utf8');
      return text.includes('@plugboard/sdk/envoy') && !text.includes(ENVOY) ? [name] : [];
    }),
  );
  expect(found.flat()).toEqual(changed);
});
