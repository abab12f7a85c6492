import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type TestContext, test } from 'vitest';
import { DOCUMENT, expectCalls, inClientDirectory, run } from '../support/generated-client.ts';
import { startTestServer } from '../support/server.ts';

/** Does what needs a tool that not every machine has, or its registry; without, skips the test and says why. */
async function need(
  context: TestContext,
  what: string,
  get: () => Promise<unknown>,
): Promise<void> {
  try {
    await get();
  } catch (error) {
    const why = (error as Error).message.split('\n').find((line) => CANNOT_BE_HAD.test(line));
    if (why === undefined) throw error;
    const reason = `${what} cannot be had here: ${why.trim()}`;
    console.warn(`Skipped: ${context.task.name}\n${reason}`);
    context.skip(reason);
  }
}

// The program is missing or too old, or nothing answers where its packages are. Anything else is a failure.
const CANNOT_BE_HAD = new RegExp(
  [
    'ENOENT',
    'ensurepip is not',
    'No module named (?:venv|ensurepip)',
    'go.mod requires go',
    'requires go >=',
    'NewConnectionError',
    'ConnectTimeoutError',
    'ReadTimeoutError',
    'dial tcp',
    'no such host',
    'i/o timeout',
    'TLS handshake timeout',
  ].join('|'),
);

test('openapi-python-client makes a client of the whole document, which compiles and makes calls', async (context) => {
  const server = await startTestServer();
  try {
    await inClientDirectory('python', async (cwd) => {
      const bin = (name: string): string => join(cwd, 'venv/bin', name);
      await need(context, 'Python', () => run('python3', ['-m', 'venv', 'venv'], { cwd }));
      const install = [
        'install',
        '--quiet',
        '--disable-pip-version-check',
        '-r',
        'requirements.txt',
      ];
      await need(context, 'openapi-python-client', () => run(bin('pip'), install, { cwd }));
      const options = ['--meta', 'none', '--output-path', 'plugboard', '--config', 'config.yaml'];
      const made = await run(
        bin('openapi-python-client'),
        ['generate', '--path', DOCUMENT, ...options],
        // It formats what it made with a tool of the same environment.
        { cwd, env: { PATH: `${bin('')}:${process.env.PATH}` } },
      );
      // It warns of what it leaves out.
      expect(made.all).not.toMatch(/warning|unsupported|omitted/i);
      await run(bin('python'), ['-m', 'compileall', '-q', 'plugboard'], { cwd });
      const importAll = `import pkgutil, importlib, plugboard
for module in pkgutil.walk_packages(plugboard.__path__, "plugboard."): importlib.import_module(module.name)`;
      await run(bin('python'), ['-c', importAll], { cwd });
      await expectCalls(server, bin('python'), ['client.py'], cwd);
    });
  } finally {
    await server.close();
  }
});

test('oapi-codegen makes a client of the document, which compiles and makes calls', async (context) => {
  const server = await startTestServer();
  try {
    await inClientDirectory('go', async (cwd) => {
      const go = (...args: string[]) =>
        run('go', args, { cwd, env: { GOTOOLCHAIN: 'local', GOFLAGS: '-mod=readonly' } });
      await need(context, 'Go', () => go('version'));
      await need(context, 'oapi-codegen', () => go('mod', 'download'));
      await mkdir(join(cwd, 'plugboard'));
      const made = await go('tool', 'oapi-codegen', '-config', 'oapi-codegen.yaml', DOCUMENT);
      expect(made.all).not.toMatch(/warn/i);
      await go('vet', './...');
      await go('build', '-o', 'client', '.');
      await expectCalls(server, join(cwd, 'client'), [], cwd);
    });
  } finally {
    await server.close();
  }
});
