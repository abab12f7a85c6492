import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT, run, TOOLS } from '../../server/test/support/generated-client.ts';
import { type Example, examplesOf, isForAll, moduleOf, type Places } from './support/examples.ts';
import { entryPoints } from './support/packages.ts';

const PRELUDES = fileURLToPath(new URL('preludes', import.meta.url));
/** Examples that compile together. */
interface Group extends Places {
  /** Of the folder in `preludes` that they compile beside. */
  name: string;
  /** From where they use what they do not import. */
  takenForGranted: string[];
}

const GROUPS: Group[] = [
  {
    name: 'sdk',
    source: 'sdk/src',
    without: 'sdk/src/envoy',
    page: 'sdk/README.md',
    takenForGranted: ['@plugboard/sdk'],
  },
  { name: 'envoy', source: 'sdk/src/envoy', takenForGranted: [] },
  {
    name: 'testing',
    source: 'testing/src',
    page: 'testing/README.md',
    takenForGranted: ['@plugboard/sdk', '@plugboard/testing'],
  },
];
const COMPILER_OPTIONS = {
  target: 'ES2022',
  lib: ['ES2023', 'ESNext.Disposable', 'DOM', 'DOM.Iterable'],
  module: 'NodeNext',
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  allowImportingTsExtensions: true,
};

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'plugboard-examples-'));
  await symlink(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describe.each(GROUPS)('what documentation shows of $name', (group) => {
  test('compiles', async () => {
    const examples = await examplesOf(group);
    expect(examples.length).toBeGreaterThan(0);
    // What one of them says of a module for all others would be said to them, too.
    const [alone, together] = [examples.filter(isForAll), examples.filter((one) => !isForAll(one))];
    const projects = [together, ...alone.map((one) => [one])];
    const found = await Promise.all(
      projects.map((one, at) => compile(`${group.name}-${at}`, group, one)),
    );
    expect(found.join('')).toBe('');
  });
});

/** Answers what the compiler finds wrong. */
async function compile(name: string, group: Group, examples: Example[]): Promise<string> {
  const project = join(directory, name);
  await cp(join(PRELUDES, group.name), project, { recursive: true });
  const config = { compilerOptions: COMPILER_OPTIONS, include: ['.'] };
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify(config));
  await writeFile(join(project, 'package.json'), '{"type":"module"}');
  await writeFile(join(project, 'globals.d.ts'), globalsOf(group.takenForGranted));
  for (const example of examples) {
    const file = `${example.place.replaceAll(/\W/g, '-')}.ts`;
    await writeFile(join(project, example.file ?? file), moduleOf(example));
  }
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const compiled = run(process.execPath, [tsc, '-p', '.'], { cwd: project });
  return compiled.then(
    ({ all }) => all,
    ({ message }) => message,
  );
}

/** Declares the exports of modules as if they were imported everywhere. */
function globalsOf(modules: string[]): string {
  const folders = ['sdk', 'testing'].flatMap((folder) =>
    entryPoints(folder).map((entry) => ({ folder, ...entry })),
  );
  const declared = folders
    .filter(({ name }) => modules.includes(name))
    .flatMap(({ folder, name, files }) =>
      exportsOf(join(ROOT, folder, files.types))
        .filter(({ isValue }) => isValue)
        .map((one) => `  const ${one.name}: typeof import('${name}').${one.name};`),
    );
  return `export {};\ndeclare global {\n${declared.join('\n')}\n}\n`;
}

interface Exported {
  name: string;
  isValue: boolean;
  /** Whether it is a function or a class. */
  isCalled: boolean;
  hasExample: boolean;
}

/** What a module exports, as the compiler sees it. */
function exportsOf(types: string): Exported[] {
  const { ts, program, checker } = compiled();
  const module = checker.getSymbolAtLocation(program.getSourceFile(types));
  return (module ? checker.getExportsOfModule(module) : []).map((symbol: Symbol) => {
    const is = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const isValue = (is.flags & ts.SymbolFlags.Value) !== 0;
    const type = isValue ? checker.getTypeOfSymbol(is) : undefined;
    const signatures = [type?.getCallSignatures() ?? [], type?.getConstructSignatures() ?? []];
    return {
      name: symbol.name,
      isValue,
      isCalled: signatures.flat().length > 0,
      hasExample: is.getJsDocTags().some(({ name }: { name: string }) => name === 'example'),
    };
  });
}

/** What is read here of a symbol of the compiler. */
interface Symbol {
  name: string;
  flags: number;
}

/** The packages' types, read once. */
const compiled = once(() => {
  const ts = createRequire(join(TOOLS, 'package.json'))('typescript');
  const roots = entries.map(({ types }) => types);
  const program = ts.createProgram(roots, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    types: [],
  });
  return { ts, program, checker: program.getTypeChecker() };
});

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

const entries = ['sdk', 'testing'].flatMap((folder) =>
  entryPoints(folder).map(({ name, files }) => ({ name, types: join(ROOT, folder, files.types) })),
);

test.each(entries)('everything of $name that is called has an example', ({ types }) => {
  const without = exportsOf(types).filter(({ isCalled, hasExample }) => isCalled && !hasExample);
  expect(without.map(({ name }) => name)).toEqual([]);
});
