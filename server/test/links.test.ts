import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../scripts/links.js', import.meta.url));

/** What the check says of a repository with a page of this text, and with `docs/a.md`, which has the headings "One & two" twice. */
async function problemsOf(text: string): Promise<string[]> {
  const root = await mkdtemp(join(tmpdir(), 'plugboard-links-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await mkdir(join(root, 'docs'));
  await writeFile(join(root, 'docs/a.md'), '# One & two\n\n## One & two\n');
  await writeFile(join(root, 'README.md'), text);
  execFileSync('git', ['init', '-q'], { cwd: root });
  const { stderr, status } = spawnSync(process.execPath, [SCRIPT, root], { encoding: 'utf8' });
  const lines = stderr.split('\n').filter((line) => line !== '');
  expect(status).toBe(lines.length === 0 ? 0 : 1);
  return lines;
}

test.each([
  '[a](docs/a.md)',
  '[a](docs/a.md#one--two) [again](docs/a.md#one--two-1)',
  '# Here\n[a](#here)',
  '<a id="there"></a>\n[a](#there)',
  '[elsewhere](https://example.com/nothing#here)',
  '`docs/a.md` and `events/batch` and `POST /platform/v1/events`',
  '```sh\ncat [a](docs/b.md)\n```',
  '`[a](docs/b.md)`',
])('is content with %j', async (text) => {
  expect(await problemsOf(text)).toEqual([]);
});

test.each([
  ['[a](docs/b.md)', 'README.md links to docs/b.md, which is not there'],
  ['<img src="docs/b.png">', 'README.md links to docs/b.png, which is not there'],
  ['[a](docs/a.md#three)', 'README.md links to docs/a.md#three, but docs/a.md has no such heading'],
  ['`docs/b`', 'README.md names `docs/b`, which is not there'],
  ['`lib/b.ts`', 'README.md names `lib/b.ts`, which is not there'],
])('finds what is wrong with %j', async (text, problem) => {
  expect(await problemsOf(text)).toEqual([problem]);
});
