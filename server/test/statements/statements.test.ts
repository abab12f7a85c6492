import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { groupBy } from '../../src/lib/group.ts';
import { createTestDatabase } from '../support/database.ts';
import { startOldestPostgres } from '../support/oldest-postgres.ts';
import { checkStatements } from './check.ts';
import { type Problem, readStatements, type Statement } from './read-statements.ts';

// PostgreSQL parses every statement and says what it answers; nothing is run. That a column may be null is known where it is a table's
// own. It is not known where an outer join or an expression makes the null, and a condition that keeps nulls away is not looked at:
// such a column is declared with null all the same.

// The compiler reads the whole server: 5 s of processor time, and as much more as others use the machine.
const COMPILER_MS = 300_000;

const MISTAKES = fileURLToPath(new URL('mistakes.ts', import.meta.url));

let statements: Statement[];
let problems: Problem[];
beforeAll(async () => {
  ({ statements, problems } = await readStatements(MISTAKES));
}, COMPILER_MS);

test('every statement of the code can be followed, and every template is part of one', () => {
  expect(ofCode(problems).map(shown)).toEqual([]);
});

test('what cannot be followed is told', () => {
  expect(byFunction(ofMistakes(problems))).toEqual({
    '': ['no statement has this in it'],
    anyParameter: [expect.stringMatching(/parameter of the type unknown/)],
    changingFragment: [
      expect.stringMatching(/cannot follow "table", which is no constant/),
      'no statement has this in it',
      'no statement has this in it',
    ],
    fragmentOrText: [expect.stringMatching(/whether a string \| Sql is a fragment/)],
    inTable: [
      expect.stringMatching(/is handed on, not called \(test\/statements\/mistakes.ts:\d+/),
    ],
    strangeColumn: [expect.stringMatching(/a column of the type symbol/)],
    textOfRunTime: [expect.stringMatching(/cannot tell what "table" is given/)],
  });
});

describe.each([
  { on: 'the PostgreSQL of the tests', open: openTestDatabase },
  { on: 'the oldest PostgreSQL', open: startOldestPostgres },
])('on $on', ({ open }) => {
  let database: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database?.stop());

  test('every statement fits the schema', async ({ skip }) => {
    if (database === undefined) return skip(NO_POSTGRES);
    const found = await checkStatements(database.url, ofCode(statements));
    expect(found.map(shown)).toEqual([]);
  });

  test('every mistake is found', async ({ skip }) => {
    if (database === undefined) return skip(NO_POSTGRES);
    const found = await checkStatements(database.url, ofMistakes(statements));
    expect(byFunction(found)).toEqual({
      doubleColumn: ['it answers "id" more than once'],
      missingColumn: ['it does not answer "name", which the code declares'],
      missingNull: ['"plan_level" may be null'],
      parsedJson: ['"manifest" is declared as object and comes as a jsonb'],
      undeclaredColumn: ['it answers "name", which the code does not declare'],
      wrongArray: ['"ids" is declared as number[] and comes as a bigint[]'],
      wrongColumn: [expect.stringMatching(/column "nmae" does not exist/)],
      wrongParameter: ['$1 is given as string and is a bigint'],
      wrongRecordset: [expect.stringMatching(/column "name" does not exist/)],
      wrongTable: [expect.stringMatching(/relation "spaecs" does not exist/)],
      wrongType: ['"created_at" is declared as string and comes as a timestamp with time zone'],
      wrongWords: [
        '"status" cannot be "live"',
        '"status" may be "active"',
        '"status" may be "suspended"',
        '"status" may be "uninstalled"',
      ],
    });
  });
});

const NO_POSTGRES = 'tools/ has no PostgreSQL for this machine';

async function openTestDatabase() {
  const { url, drop } = await createTestDatabase();
  return { url, stop: drop };
}

const isMistake = ({ file }: { file: string }): boolean => file.endsWith('/mistakes.ts');

const ofMistakes = <Item extends { file: string }>(items: Item[]): Item[] =>
  items.filter(isMistake);

const ofCode = <Item extends { file: string }>(items: Item[]): Item[] =>
  items.filter((item) => !isMistake(item));

const shown = ({ file, line, function: name, message }: Problem): string =>
  `${file}:${line} ${name}: ${message}`;

function byFunction(found: Problem[]): Record<string, string[]> {
  const groups = groupBy(found, (problem) => problem.function);
  return Object.fromEntries(
    [...groups].map(([name, group]) => [name, group.map(({ message }) => message)]),
  );
}
