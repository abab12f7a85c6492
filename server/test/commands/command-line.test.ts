import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { commands } from '../../src/commands/all.ts';
import { helpOf } from '../../src/commands/help.ts';
import { readCommandLine } from '../../src/commands/parse.ts';
import { oldNode } from '../../src/node-version.ts';
import { version } from '../../src/version.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const MAIN = join(ROOT, 'server/dist/main.js');

const STARTED_BY_PEOPLE = [
  'server/dist/main.js',
  'examples/demo/dist/main.js',
  'scripts/refuse-old-node.js',
];

const read = (line: string) => readCommandLine(line.split(' ').filter(Boolean), commands);

test.each([
  ['', { command: 'serve', values: {} }],
  ['serve --role worker', { command: 'serve', values: { role: 'worker' } }],
  ['--role=api', { command: 'serve', values: { role: 'api' } }],
  ['--role api serve', { command: 'serve', values: { role: 'api' } }],
  ['sign-in-link --email a@b --operator', { values: { email: 'a@b', operator: true } }],
  ['-v', { show: 'version' }],
  ['migrate --version', { show: 'version' }],
  ['--help', { show: 'help', command: undefined }],
  ['migrate -h', { show: 'help', command: 'migrate' }],
])('the command line "%s" is understood', (line, expected) => {
  expect(read(line)).toMatchObject(expected);
});

test.each([
  ['serv', /^There is no command "serv". Is "serve" meant\?\n\nUsage: plugboard serve \| migrate/],
  ['toString', /^There is no command "toString"\.\n/],
  ['serve --rol x', /^"serve" has no option --rol: is --role meant\?\n\nUsage: plugboard serve \[/],
  ['migrate --role api', /^"migrate" has no option --role\n\nUsage: plugboard migrate$/],
  ['--operator', /^"serve" has no option --operator\n/],
  ['-x', /^"serve" has no option -x\n/],
  ['serve now', /^"serve" takes nothing but options, and there is "now"\n/],
  [
    'sign-in-link --email',
    /^--email needs a value: --email ADDRESS\n\nUsage: plugboard sign-in-link/,
  ],
  ['sign-in-link --email --operator', /^--email needs a value/],
  ['serve --role=', /^--role needs a value/],
  ['sign-in-link --operator=1', /^--operator takes no value\n/],
  ['--version=1', /^--version takes no value\n/],
])('the command line "%s" is refused with the usage', (line, message) => {
  expect(() => read(line)).toThrow(message);
});

test('help tells every command, and of each its options', () => {
  for (const [name, { summary, options }] of Object.entries(commands)) {
    expect(helpOf(commands, undefined)).toContain(`${name} `);
    expect(helpOf(commands, undefined)).toContain(summary);
    for (const [option, { help }] of Object.entries(options)) {
      expect(helpOf(commands, name)).toMatch(new RegExp(`--${option}.*${help.split('(')[0]}`));
    }
  }
});

test('a process tells its release, and ends with exit code 1 after a mistake', async () => {
  const run = (...args: string[]) => promisify(execFile)(process.execPath, [MAIN, ...args]);
  expect((await run('--version')).stdout).toBe(`plugboard ${version}\n`);
  await expect(run('serv')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^plugboard: There is no command "serv"/),
  });
});

test('a Node.js that is too old is refused in one sentence, before anything else', async () => {
  for (const old of ['18.20.8', '20.18.3', '4.9.1', '0.12.18']) {
    expect(oldNode(old)).toMatch(
      new RegExp(`^Node.js 20.19 or newer is needed.* this is ${old}: .*$`),
    );
  }
  for (const fit of ['20.19.0', '20.20.2', '22.1.0', '100.0.0'])
    expect(oldNode(fit)).toBeUndefined();

  const pretend = `data:text/javascript,${encodeURIComponent(
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.8' } })`,
  )}`;
  for (const file of STARTED_BY_PEOPLE) {
    const run = promisify(execFile)(process.execPath, ['--import', pretend, join(ROOT, file)]);
    await expect(run, file).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(new RegExp(`^\\w+: ${oldNode('18.20.8')}\\n$`)),
    });
  }
});

test('what the packages say they need is what is refused otherwise', () => {
  const folders = [
    '',
    'server',
    'bridge',
    ...readdirSync(join(ROOT, 'examples')).map((name) => `examples/${name}`),
  ];
  for (const folder of folders) {
    const { engines } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
    if (engines !== undefined) expect(engines, folder).toEqual({ node: '>=20.19' });
  }
});

// By the whole module graph it would be too late: an old Node fails while it loads what is imported.
test.each([
  ['server/src/main.ts', ['./node-version.ts']],
  ['server/src/node-version.ts', []],
  ['examples/demo/src/main.ts', ['@plugboard/server/node-version']],
  ['scripts/refuse-old-node.js', []],
])('%s can be read by an old Node.js, with all that it imports at once', (file, imported) => {
  const source = readFileSync(join(ROOT, file), 'utf8');
  const imports = [...source.matchAll(/^(?:import|export)\b[^(;]*?'([^']+)'/gm)];
  expect(imports.map(([, name]) => name)).toEqual(imported);
  expect(source).not.toMatch(/^\s*await |\?\?=|#[a-z]+\(/m);
});
