import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { curlOf } from '../src/activity/curl.ts';

/** The arguments that a shell makes of a command for curl. */
function argumentsOf(command: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  return execFileSync('sh', ['-c', script]).toString().split('\0').slice(0, -1);
}

test('a command sends what was sent, whatever a shell would make of its signs', () => {
  const body = '{"visitor":"O\'Hara $(id) `id` \\\\ \\"x\\"","n":12345678901234567890}';
  const command = curlOf({
    method: 'POST',
    url: "https://plugin.example/hook?a=1&b='2'",
    headers: '{"Content-Type":"application/json","x-note":"it\'s $HOME","Content-Length":"9"}',
    body,
  });
  expect(argumentsOf(command)).toEqual([
    // Of an address with brackets curl would make many.
    '--globoff',
    '-X',
    'POST',
    "https://plugin.example/hook?a=1&b='2'",
    '-H',
    'Content-Type: application/json',
    '-H',
    "x-note: it's $HOME",
    '--data-raw',
    body,
  ]);
});
