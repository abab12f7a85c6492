import type { Catalog } from './catalog.ts';
import type { AnsweredColumn, Description } from './describe.ts';
import type { DeclaredColumn, Form, Kind, Statement } from './read-statements.ts';

/** What the driver makes of a type, as `lib/db.ts` sets it up. (`bigint[]` is not here: its elements would come as strings.) */
const READS: Record<string, Kind> = {
  bigint: 'number',
  boolean: 'boolean',
  bytea: 'Buffer',
  'double precision': 'number',
  integer: 'number',
  json: 'string',
  jsonb: 'string',
  name: 'string',
  text: 'string',
  'text[]': 'string[]',
  'timestamp with time zone': 'Date',
  uuid: 'string',
};

/** What a client of `pg` makes of it by itself. */
const READS_PLAIN: Record<string, Kind> = {
  ...READS,
  bigint: 'string',
  json: 'object',
  jsonb: 'object',
};

/** What may be given for a parameter of a type; null always. */
const TAKES: Record<string, Kind[]> = {
  bigint: ['number'],
  'bigint[]': ['number[]'],
  boolean: ['boolean'],
  bytea: ['Buffer'],
  'boolean[]': ['boolean[]'],
  'bytea[]': ['Buffer[]'],
  'double precision': ['number'],
  'double precision[]': ['number[]'],
  integer: ['number'],
  'integer[]': ['number[]'],
  json: ['string'],
  name: ['string'],
  text: ['string'],
  'text[]': ['string[]'],
  'timestamp with time zone': ['Date', 'string'],
  'timestamp with time zone[]': ['string[]'],
  uuid: ['string'],
  'uuid[]': ['string[]'],
};

/** What the code says of a form of a statement and the database does not. */
export function differences(
  { columns, plain }: Statement,
  form: Form,
  said: Description,
  catalog: Catalog,
): string[] {
  const ofParameters = form.parameters.map((kinds, index) =>
    ofParameter(index, kinds, catalog.typeName(said.parameters[index] as number)),
  );
  const reads = plain ? READS_PLAIN : READS;
  const ofColumns = columns === undefined ? [] : ofRow(columns, said.columns, reads, catalog);
  return [...ofParameters, ...ofColumns].filter((text) => text !== undefined);
}

function ofParameter(index: number, kinds: Kind[], type: string): string | undefined {
  const wrong = kinds.filter((kind) => kind !== 'null' && !TAKES[type]?.includes(kind));
  if (wrong.length === 0) return undefined;
  return `$${index + 1} is given as ${wrong.join(' or ')} and is a ${type}`;
}

function ofRow(
  declared: DeclaredColumn[],
  answered: AnsweredColumn[],
  reads: Record<string, Kind>,
  catalog: Catalog,
): (string | undefined)[] {
  const names = new Set(declared.map(({ name }) => name));
  const undeclared = answered.filter(({ name }) => !names.has(name));
  return [
    ...undeclared.map(({ name }) => `it answers "${name}", which the code does not declare`),
    ...declared.flatMap((column) => {
      const found = answered.filter(({ name }) => name === column.name);
      if (found.length === 1) return ofColumn(column, found[0] as AnsweredColumn, reads, catalog);
      if (found.length > 1) return `it answers "${column.name}" more than once`;
      return column.kinds.includes('undefined')
        ? undefined
        : `it does not answer "${column.name}", which the code declares`;
    }),
  ];
}

function ofColumn(
  { name, kinds, words }: DeclaredColumn,
  answered: AnsweredColumn,
  reads: Record<string, Kind>,
  catalog: Catalog,
): (string | undefined)[] {
  const type = catalog.typeName(answered.type);
  const column = catalog.columnOf(answered);
  return [
    ofType(name, kinds, type, reads[type]),
    column?.nullable && !kinds.includes('null') ? `"${name}" may be null` : undefined,
    ...unknownWords(name, words, column?.words),
  ];
}

function ofType(name: string, kinds: Kind[], type: string, read?: Kind): string | undefined {
  const given = kinds.filter((kind) => kind !== 'null' && kind !== 'undefined');
  if (given.includes('unknown') || (given.length === 1 && given[0] === read)) return undefined;
  return `"${name}" is declared as ${given.join(' or ')} and comes as a ${type}`;
}

function unknownWords(name: string, declared?: string[], possible?: string[]): string[] {
  if (declared === undefined || possible === undefined) return [];
  return [
    ...declared
      .filter((word) => !possible.includes(word))
      .map((word) => `"${name}" cannot be "${word}"`),
    ...possible
      .filter((word) => !declared.includes(word))
      .map((word) => `"${name}" may be "${word}"`),
  ];
}
