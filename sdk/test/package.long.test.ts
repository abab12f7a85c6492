import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT, run } from '../../server/test/support/generated-client.ts';
import { entryPoints, FOR_AUTHORS, pack, packageJson, RUNTIMES } from './support/packages.ts';

/** Bytes of an entry point with all that it needs, minified and compressed; an adapter is nothing without the main one. */
const MOST_BYTES = 15_000;
const ALONE = ['@plugboard/sdk/envoy', '@plugboard/sdk/oauth'];

const tools = createRequire(join(RUNTIMES, 'package.json'));

let directory: string;
let archives: Map<string, string>;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'plugboard-archives-'));
  archives = await pack(FOR_AUTHORS, directory);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describe.each(FOR_AUTHORS)('the package %s', (folder) => {
  test('is found by publint to be as bundlers and runtimes want it', async () => {
    const { publint } = await import(tools.resolve('publint'));
    const { messages, pkg } = await publint({ pkgDir: join(ROOT, folder), strict: true });
    expect(pkg.name).toBe(packageJson(folder).name);
    expect(messages).toEqual([]);
  });

  test('has types that attw finds wherever modules of JavaScript are resolved', async () => {
    const cli = join(RUNTIMES, 'node_modules/@arethetypeswrong/cli/dist/index.js');
    const archive = archives.get(folder) as string;
    const args = [cli, archive, '--profile', 'esm-only', '--format', 'json'];
    const { stdout } = await run(process.execPath, args, { cwd: directory });
    const { analysis } = JSON.parse(stdout);
    expect(Object.keys(analysis.entrypoints)).toEqual(entryPoints(folder).map(({ path }) => path));
  });

  test('comes with the licence of the project, and depends on nothing of others', async () => {
    const [own, root] = await Promise.all(
      [folder, '.'].map((at) => readFile(join(ROOT, at, 'LICENSE'), 'utf8')),
    );
    expect(own).toBe(root);
    const { license, dependencies = {}, optionalDependencies = {} } = packageJson(folder);
    expect(license).toBe('Apache-2.0');
    const named = Object.keys({ ...dependencies, ...optionalDependencies });
    expect(named.filter((name) => !name.startsWith('@plugboard/'))).toEqual([]);
  });

  test('has no any in its types', async () => {
    const found = await Promise.all(
      (await declarations(folder)).map(async (file) => anyIn(file, await readFile(file, 'utf8'))),
    );
    expect(found.flat()).toEqual([]);
  });
});

async function declarations(folder: string): Promise<string[]> {
  const files = await readdir(join(ROOT, folder, 'dist'), { recursive: true });
  const found = files.filter((file) => file.endsWith('.d.ts'));
  expect(found.length).toBeGreaterThan(0);
  return found.map((file) => join(ROOT, folder, 'dist', file));
}

/** Places of the keyword in a module. */
function anyIn(name: string, text: string): string[] {
  const ts = tools('typescript');
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest);
  const found: string[] = [];
  const look = (node: { kind: number; pos: number }) => {
    if (node.kind === ts.SyntaxKind.AnyKeyword)
      found.push(`${name}: ${text.slice(node.pos, node.pos + 60)}`);
    ts.forEachChild(node, look);
  };
  look(file);
  return found;
}

describe('the SDK', () => {
  test('depends on nothing', () => {
    const { dependencies = {}, optionalDependencies = {} } = packageJson('sdk');
    expect({ ...dependencies, ...optionalDependencies }).toEqual({});
  });

  test.each(entryPoints('sdk'))(
    'is small for edge runtimes and for Node: $name',
    async ({ name }) => {
      for (const condition of ['worker', 'node']) {
        const names = ALONE.includes(name) ? [name] : ['@plugboard/sdk', name];
        const bytes = await bytesOf(names, condition);
        expect(bytes, condition).toBeLessThanOrEqual(MOST_BYTES);
      }
    },
  );
});

/** Bytes of a bundle that takes all of some entry points, minified and compressed. */
async function bytesOf(names: string[], condition: string): Promise<number> {
  const { rolldown } = await import(tools.resolve('rolldown'));
  const input = '\0all';
  const bundle = await rolldown({
    input,
    cwd: join(ROOT, 'sdk'),
    external: [/^node:/],
    resolve: { conditionNames: [condition, 'import', 'default'] },
    plugins: [
      {
        name: 'all',
        resolveId: (id: string) => (id === input ? input : undefined),
        load: (id: string) =>
          id === input
            ? names.map((name, at) => `export * as e${at} from '${name}';`).join('\n')
            : undefined,
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'esm', minify: true });
  await bundle.close();
  const code = output.map((chunk: { code?: string }) => chunk.code ?? '').join('');
  expect(code).toContain('Plugboard');
  return gzipSync(code, { level: 9 }).length;
}
