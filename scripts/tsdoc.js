// Holds that every exported name has a TSDoc comment right before it, where it is declared first: overloads, and the type of a schema
// of the same name, share it. A scan of the text is enough, as Biome keeps the formatting regular; TypeScript 7 has no compiler API.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    // Another copy of the sources, for the test of this script.
    root: { type: 'string', default: fileURLToPath(new URL('..', import.meta.url)) },
  },
});

const EXPORT =
  /^export (?:(?:default|declare|abstract|async) )*(?:function\*?|const|let|class|interface|type|enum) (\w+)/gm;

/** Written by generators. */
const GENERATED = new Set([join('console', 'src', 'api', 'schema.d.ts')]);

const problems = [];
for (const path of await sources()) problems.push(...(await undocumented(path)));
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

/** The code of every package, and the types of scripts; not the tests, whose titles say what they are for. */
async function sources() {
  const examples = await readdir(join(options.root, 'examples'));
  const packages = [
    'server',
    'bridge',
    'look',
    'console',
    'sdk',
    'testing',
    'bench',
    ...examples.map((name) => join('examples', name)),
  ];
  const files = await Promise.all([
    ...packages.map((name) => filesBelow(join(name, 'src'), '.ts')),
    filesBelow('console/src', '.tsx'),
    filesBelow('scripts', '.d.ts'),
  ]);
  return files.flat().sort();
}

async function filesBelow(folder, ending) {
  const names = await readdir(join(options.root, folder), { recursive: true });
  return names
    .filter((name) => name.endsWith(ending) && !GENERATED.has(join(folder, name)))
    .map((name) => join(folder, name));
}

async function undocumented(path) {
  const text = await readFile(join(options.root, path), 'utf8');
  const found = [...text.matchAll(EXPORT)];
  const names = found.map(([, name]) => name);
  return found
    .map(({ index }, place) => ({ name: names[place], place, before: text.slice(0, index) }))
    .filter(({ name, place }) => names.indexOf(name) === place)
    .filter(({ before }) => !endsInTsdoc(before))
    .map(
      ({ name, before }) => `${path}:${before.split('\n').length}: ${name} has no TSDoc comment`,
    );
}

// The comment has to end right there: between it and the export there may be nothing, not even a blank line.
function endsInTsdoc(text) {
  const comment = text.slice(text.lastIndexOf('\n/**') + 1);
  return comment.startsWith('/**') && comment.indexOf('*/\n') === comment.length - 3;
}
