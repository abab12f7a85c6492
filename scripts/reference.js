// Writes the reference of the packages that plugins are written with (docs/reference), from the comments of their sources: a page an entry
// point. With --check, tells instead whether the pages are what the sources say.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const REFERENCE = join(ROOT, 'docs/reference');
const FIRST = 'README.md';
const PACKAGES = ['sdk', 'testing'];
/** Types of which a reader is shown what they stand for. */
const NOT_EXPORTED = {
  sdk: [
    ...['FromJsonSchema', 'MaybePromise', 'Nothing', 'PayloadOf'],
    // Parts of the entry for plugins of Envoy's SDK, whose names are nobody's but ours.
    ...[
      'Amount',
      'Answering',
      'ApprovalReport',
      'Catch',
      'Correspondent',
      'Found',
      'Handler',
      'Ids',
      'LegalDoc',
    ],
    ...[
      'LoggedRequest',
      'LoggedResponse',
      'OneOf',
      'Related',
      'RelatedList',
      'Resources',
      'Session',
      'SomeObject',
    ],
    ...['Switch', 'Text', 'Then', 'UserDatum'],
  ],
};

const { values: options } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

// The tools have a compiler of their own, and are not there before somebody needs them.
const installed = spawnSync(
  process.execPath,
  [join(ROOT, 'scripts/tools.js'), 'sdk/test-runtimes'],
  { stdio: 'inherit' },
);
if (installed.status !== 0) process.exit(installed.status ?? 1);
const tools = createRequire(join(ROOT, 'sdk/test-runtimes/package.json'));
const { Application } = await import(tools.resolve('typedoc'));

const stale = [];
for (const name of PACKAGES) {
  const pages = await pagesOf(name);
  const folder = join(REFERENCE, name);
  if (options.check) {
    stale.push(...(await differences(folder, pages)));
  } else {
    await rm(folder, { recursive: true, force: true });
    for (const [path, text] of pages) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  }
}
for (const path of stale) console.error(`${path} is not what the sources say: npm run reference`);
if (stale.length > 0) process.exitCode = 1;

/** The pages of a package by their paths. */
async function pagesOf(name) {
  const app = await Application.bootstrapWithPlugins(typedocOptions(name, await entriesOf(name)));
  const project = await app.convert();
  if (project === undefined) throw new Error(`The sources of ${name} do not compile`);
  app.validate(project);
  const directory = await mkdtemp(join(tmpdir(), 'plugboard-reference-'));
  try {
    for (const module of project.children ?? []) module.name = pageName(module.name);
    app.options.setValue('outputs', [{ name: 'markdown', path: directory }]);
    await app.generateOutputs(project);
    if (app.logger.hasErrors() || app.logger.hasWarnings()) throw new Error('See above');
    const paths = await pathsBelow(directory);
    const texts = await Promise.all(paths.map((path) => readFile(join(directory, path), 'utf8')));
    return new Map(paths.map((path, at) => [path, withContents(texts[at], path, paths)]));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** A page with what is on it at its top; the first, with where the others are. */
function withContents(text, path, paths) {
  const groups = text.split(/^(?=## )/m).slice(1);
  const lines = groups.map((group) => {
    const links = [...group.matchAll(/^<a id="([^"]+)"><\/a>\n\n### (.+)$/gm)];
    const titles = links.map(([, anchor, title]) => `[${title.replace('()', '')}](#${anchor})`);
    return `**${group.slice(3, group.indexOf('\n'))}**: ${titles.join(', ')}`;
  });
  if (path === FIRST) {
    const others = paths.filter((other) => other !== FIRST);
    const links = others.map((other) => `[${other.replace('.md', '')}](${other})`);
    if (links.length > 0) lines.push(`**More entry points**: ${links.join(', ')}`);
  }
  return text.replace('\n\n', () => `\n\n${lines.join('\n\n')}\n\n`);
}

async function pathsBelow(folder) {
  const names = existsSync(folder) ? await readdir(folder, { recursive: true }) : [];
  return names.filter((name) => name.endsWith('.md')).sort();
}

/** An entry point's page has the name that stands behind the package's, whichever folder its source is in. */
function pageName(module) {
  return module.replace(/^adapters\//, '').replace(/\/index$/, '');
}

/** What is imported. */
function importName(name, module) {
  return module === 'index' ? `@plugboard/${name}` : `@plugboard/${name}/${module}`;
}

/** The sources of what a package exports. */
async function entriesOf(name) {
  const { exports } = await packageJson(name);
  return Object.values(exports).map(({ types }) =>
    types.replace('./dist/', `${name}/src/`).replace('.d.ts', '.ts'),
  );
}

async function packageJson(name) {
  return JSON.parse(await readFile(join(ROOT, name, 'package.json'), 'utf8'));
}

function typedocOptions(name, entries) {
  return {
    name: `@plugboard/${name}`,
    entryPoints: entries.map((path) => join(ROOT, path)),
    tsconfig: join(ROOT, name, 'tsconfig.json'),
    plugin: [tools.resolve('typedoc-plugin-markdown')],
    outputFileStrategy: 'modules',
    pageTitleTemplates: {
      index: ({ projectName }) => projectName,
      module: ({ name: module }) => importName(name, module),
    },
    readme: 'none',
    githubPages: false,
    disableSources: true,
    excludeExternals: true,
    excludePrivate: true,
    groupOrder: ['Functions', 'Classes', 'Interfaces', '*'],
    entryModule: 'index',
    indexFormat: 'table',
    intentionallyNotExported: NOT_EXPORTED[name] ?? [],
    hideBreadcrumbs: true,
    useHTMLAnchors: true,
    hidePageHeader: true,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    typeDeclarationFormat: 'table',
    useCodeBlocks: true,
    expandObjects: true,
    logLevel: 'Warn',
  };
}

/** Paths of pages that are not what they would be written as. */
async function differences(folder, pages) {
  const there = await pathsBelow(folder);
  const paths = [...new Set([...there, ...pages.keys()])].sort();
  const same = await Promise.all(
    paths.map(async (path) => {
      const text = there.includes(path) ? await readFile(join(folder, path), 'utf8') : undefined;
      return text === pages.get(path);
    }),
  );
  return paths.filter((_, at) => !same[at]).map((path) => relative(ROOT, join(folder, path)));
}
