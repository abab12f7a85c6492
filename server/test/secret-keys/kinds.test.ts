import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));

async function filesWith(pattern: RegExp): Promise<string[]> {
  const names = await readdir(SOURCES, { recursive: true });
  const found = await Promise.all(
    names
      .filter((name) => name.endsWith('.ts'))
      .map(async (name) => (pattern.test(await readFile(join(SOURCES, name), 'utf8')) ? name : '')),
  );
  return found.filter((name) => name !== '').sort();
}

test('whatever is sealed into a table is counted before its key may be dropped', async () => {
  // Each has a line in countSealed (secret-keys/queries.ts).
  const intoTables = [
    'auth/client-secrets.ts',
    'installs/sealed-config.ts',
    'installs/setup/windows.ts',
    'lib/http/idempotency.ts',
    'manifest/step-secrets.ts',
    'vocabulary/resource-types.ts',
  ];
  // Of a sign-in under way, and of a browser that is known: where they do not open, people begin anew.
  const intoCookies = ['sign-in/known-browsers.ts', 'sign-in/oidc-routes.ts'];
  // Of links in mails: one that does not open any more leads nowhere.
  const intoLinks = ['mail/stop-tokens.ts'];
  const all = [...intoTables, ...intoCookies, ...intoLinks];
  expect(await filesWith(/vault\.seal\(/)).toEqual(all.sort());
});

/** How often a config is read without what is sealed of it: to be compared with another, and shown to nobody. */
const COMPARED: Record<string, number> = {
  'installs/setup/queries.ts': 1,
  // Whether a key has a value.
  'installs/touched-queries.ts': 1,
};

test('every statement that reads a config reads what is sealed of it, too', async () => {
  const places = (text: string, column: string) =>
    text.match(new RegExp(`\\b[a-z]\\.${column}\\b`, 'g')) ?? [];
  const files = await filesWith(/\b[a-z]\.config\b/);
  expect(files).toContain('jobs/claim.ts');
  for (const file of files) {
    const text = await readFile(join(SOURCES, file), 'utf8');
    // Who reads `config` alone takes it for the whole, or shows what a release has made a password since.
    expect([file, places(text, 'sealed_config').length]).toEqual([
      file,
      places(text, 'config').length - (COMPARED[file] ?? 0),
    ]);
  }
});

test('files are written in one way: whole, or not at all', async () => {
  const writes = /\b(writeFile|writeFileSync|appendFile|createWriteStream|copyFile)\(/;
  expect(await filesWith(writes)).toEqual(['lib/durable-file.ts']);
});
