import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const SERVER = fileURLToPath(new URL('..', import.meta.url));
const SCRIPT = fileURLToPath(new URL('../../scripts/floors.js', import.meta.url));

let copy: string;
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'floors-'));
  for (const folder of ['src', 'migrations']) {
    await cp(join(SERVER, folder), join(copy, folder), { recursive: true });
  }
});
afterAll(() => rm(copy, { recursive: true }));

/** What the check says of the server with one more file in it. */
async function complaints(path: string, text: string): Promise<string> {
  const file = join(copy, path);
  await writeFile(file, text);
  try {
    const args = [SCRIPT, '--check', '--server', copy];
    return (await promisify(execFile)(process.execPath, args)).stderr;
  } catch (error) {
    return (error as { stderr: string }).stderr;
  } finally {
    await rm(file);
  }
}

test('the server stands as it is', async () => {
  expect(await complaints('src/lib/nothing.ts', 'export {};')).toBe('');
});

test.each([
  [
    'an import from a floor above',
    'src/jobs/upwards.ts',
    "import { createPace } from '../delivery/pace.ts';",
    'jobs/upwards.ts imports delivery/pace.ts: "delivery" is not on a floor below "jobs"',
  ],
  [
    'an import from a room of the same floor',
    'src/space-api/beside.ts',
    "export * from '../oauth/scope.ts';",
    'space-api/beside.ts imports oauth/scope.ts: "oauth" is not on a floor below "space-api"',
  ],
  [
    'a write to the table of another room',
    'src/spaces/foreign.ts',
    'const statement = sql`update plugins set slug = null`;',
    'spaces/foreign.ts: "update plugins" belongs to "registry", which owns the table',
  ],
  [
    'a name with two meanings',
    'src/spaces/double.ts',
    'export const installPlugin = 1;',
    '"installPlugin" is exported by',
  ],
  ['a room on no floor', 'src/attic.ts', 'export {};', '"attic.ts" is on no floor'],
  [
    'a table without an owner',
    'migrations/9999_more.sql',
    'create table crumbs (id bigint);',
    'The table crumbs has no owner',
  ],
])('%s is refused', async (_what, path, text, complaint) => {
  expect(await complaints(path, text)).toContain(complaint);
});
