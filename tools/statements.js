// Prints every statement that the server runs, as JSON: where it is, each form that its text can take, and the columns of its rows as the
// code declares them. What it cannot follow it says, with file and line. server/test/statements compares them with the database.
//   node tools/statements.js [another file with statements …]
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { callsOf, isPlain } from './statements/calls.js';
import { excuse, staleExcuses } from './statements/excused.js';
import { createFollower, templatesOf } from './statements/follow.js';
import { columnsOf } from './statements/rows.js';
import { everyRun } from './statements/runs.js';
import { loadSources, NotFollowed } from './statements/sources.js';

// A list with ten optional filters has 1,024.
const MOST_FORMS = 4096;

const SERVER = fileURLToPath(new URL('../server', import.meta.url));

const sources = loadSources(
  SERVER,
  process.argv.slice(2).map((file) => resolve(file)),
);
const follower = createFollower(sources);
const statements = [];
const problems = [];

for (const call of sources.files.flatMap((file) => callsOf(file, sources.checker))) {
  try {
    const columns = columnsOf(call, sources.checker);
    const plain = isPlain(call, sources.checker);
    statements.push({ ...placeOf(call), plain, columns, forms: formsOf(call) });
  } catch (error) {
    if (!(error instanceof NotFollowed)) throw error;
    follower.pass(call);
    const { file, line } = placeOf(error.node);
    if (!excuse(placeOf(call))) problems.push(problem(call, `${error.message} (${file}:${line})`));
  }
}
for (const template of sources.files.flatMap((file) => templatesOf(file, sources.checker))) {
  if (follower.passed(template) || excuse(placeOf(template))) continue;
  problems.push(problem(template, 'no statement has this in it'));
}
problems.push(...staleExcuses());
process.stdout.write(JSON.stringify({ statements, problems }));

function formsOf(call) {
  const forms = everyRun((choose) => follower.follow(call.arguments[0], choose), MOST_FORMS);
  if (forms === undefined) throw new NotFollowed(call, `has more than ${MOST_FORMS} forms`);
  if (forms.length === 0) throw new NotFollowed(call, 'always ends in an error');
  return distinct(forms);
}

function problem(node, message) {
  return { ...placeOf(node), message };
}

/** The file, from the server's folder, the line and the innermost function with a name. */
function placeOf(node) {
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart());
  return {
    file: relative(SERVER, file.fileName),
    line: line + 1,
    function: sources.functionAround(node),
  };
}

function distinct(forms) {
  return [...new Map(forms.map((form) => [JSON.stringify(form), form])).values()];
}
