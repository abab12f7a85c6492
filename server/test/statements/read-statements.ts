import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { empty, raw, Sql, sql } from '../../src/lib/db.ts';
import { arrays, recordset } from '../../src/lib/recordset.ts';

const TOOL = fileURLToPath(new URL('../../../tools/statements.js', import.meta.url));
const COMPILER = new URL('../../../tools/node_modules/typescript', import.meta.url);

/** A place in the code. */
export interface Place {
  file: string;
  line: number;
  function: string;
}

/** What a value may be, as the code has it: for example `string`, `null` or `number[]`. */
export type Kind = string;

export interface DeclaredColumn {
  name: string;
  kinds: Kind[];
  /** All that it may be, where the code says so of a string. */
  words?: string[];
}

/** A statement of the code. */
export interface Statement extends Place {
  /** A client of `pg` itself runs it, not our own. */
  plain: boolean;
  /** Undefined where the code says nothing of its rows. */
  columns?: DeclaredColumn[];
  forms: Piece[][];
}

type Piece =
  | string
  | { kinds: Kind[] }
  | {
      recordset: string;
      columns: Record<string, string>;
      maker: keyof typeof MAKERS;
      part: 'columns' | 'of';
    };

export interface Problem extends Place {
  message: string;
}

/** Asks the tool for all statements of the server, and of one more file. */
export async function readStatements(
  file: string,
): Promise<{ statements: Statement[]; problems: Problem[] }> {
  // Without its own the tool would find the product's, which has no API.
  if (!existsSync(COMPILER)) throw new Error('Run "node scripts/tools.js" first');
  const options = { maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)(process.execPath, [TOOL, file], options);
  return JSON.parse(stdout);
}

export interface Form {
  text: string;
  /** What each parameter may be. */
  parameters: Kind[][];
}

/** A form of a statement as it is sent: with many rows, or none, and with one, which is sent in another way where rows travel as arrays. */
export const formsOf = (pieces: Piece[]): Form[] =>
  pieces.some((piece) => typeof piece === 'object' && 'maker' in piece && piece.maker === 'arrays')
    ? [formOf(pieces, 'many'), formOf(pieces, 'one')]
    : [formOf(pieces, 'many')];

export function formOf(pieces: Piece[], rows: 'one' | 'many' = 'many'): Form {
  const { text, values } = pieces.reduce<Sql>(
    (all, piece) => sql`${all}${fragmentOf(piece, rows)}`,
    empty,
  );
  // What a recordset sends is one JSON text.
  return { text, parameters: values.map((value) => (Array.isArray(value) ? value : ['string'])) };
}

function fragmentOf(piece: Piece, sent: 'one' | 'many'): Sql {
  if (typeof piece === 'string') return raw(piece);
  if ('kinds' in piece) return sql`${piece.kinds}`;
  const rows = MAKERS[piece.maker]<Record<string, never>>(
    piece.recordset,
    piece.columns as Record<string, never>,
  );
  if (piece.part === 'columns') return rows.columns;
  if (piece.maker === 'recordset') return rows.of([]);
  const given = rows.of(sent === 'one' ? [{}] : []);
  const kinds = Object.values(piece.columns)
    .map((type) => ELEMENTS[type] ?? 'string')
    .map((kind) => (sent === 'one' ? [kind] : [`${kind}[]`]));
  return new Sql(given.shape, kinds);
}

const MAKERS = { recordset, arrays };

/** What the rows have in a column, where it is no text. */
const ELEMENTS: Record<string, Kind> = {
  bigint: 'number',
  boolean: 'boolean',
  bytea: 'Buffer',
  'double precision': 'number',
  integer: 'number',
};
