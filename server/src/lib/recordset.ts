import { binaryArray, type ElementType, single } from './binary-array.ts';
import { raw, type Sql, sql } from './sql.ts';

/** The SQL type of a column, as far as it fits what the rows hold. */
type ColumnType<Value> = Value extends number
  ? 'bigint' | 'integer' | 'double precision'
  : Value extends boolean
    ? 'boolean'
    : Value extends Buffer
      ? 'bytea'
      : Value extends readonly string[]
        ? 'text[]'
        : Value extends string
          ? 'text' | 'uuid' | 'timestamptz'
          : never;

type Columns<Row> = { [Name in keyof Row]-?: ColumnType<NonNullable<Row[Name]>> };

/** Rows that a statement takes as parameters of its own, whatever their number. */
export interface Recordset<Row> {
  /** The names of the columns, for `insert into t (…) select … from`. */
  columns: Sql;
  /** The rows as a table, for a `from` clause; what a row leaves out is null. */
  of(rows: readonly Row[]): Sql;
}

/**
 * Declares the columns of rows once, for every statement that takes such rows. They travel as one JSON parameter: a single plan for any
 * number of rows. Where rows have long texts in them, {@link arrays} are faster.
 *
 * @param alias what the statement calls the table.
 * @example
 * const entries = recordset<QueueEntry>('e', { install_id: 'bigint', job_id: 'uuid' });
 * sql`insert into job_queue (${entries.columns}) select ${entries.columns} from ${entries.of(rows)}`
 */
export function recordset<Row extends object>(
  alias: string,
  columns: Columns<Row>,
): Recordset<Row> {
  const types = Object.entries<string>(columns);
  const shape = raw(`as ${alias} (${types.map((column) => column.join(' ')).join(', ')})`);
  const binary = types.filter(([, type]) => type === 'bytea').map(([name]) => name as keyof Row);
  return {
    columns: raw(types.map(([name]) => name).join(', ')),
    of(rows) {
      const given = binary.length === 0 ? rows : rows.map((row) => withHex(row, binary));
      return sql`json_to_recordset(${JSON.stringify(given)}) ${shape}`;
    },
  };
}

// JSON has no bytes; PostgreSQL reads them from their hexadecimal digits.
function withHex<Row extends object>(row: Row, names: (keyof Row)[]): object {
  const copy: Record<keyof Row, unknown> = { ...row };
  for (const name of names) copy[name] = `\\x${(row[name] as Buffer).toString('hex')}`;
  return copy;
}

/**
 * The same with an array parameter for each column, in binary: a text within JSON is escaped, scanned and copied again. Of an event with 1 KB
 * of payload that was 24 of the 40 µs that PostgreSQL took. One row alone travels as it is: PostgreSQL makes a table of each array, and reads
 * single values in no time.
 *
 * @param alias what the statement calls the table.
 */
export function arrays<Row extends object>(
  alias: string,
  columns: ArrayColumns<Row>,
): Recordset<Row> {
  const types = Object.entries<ArrayType>(columns);
  const names = types.map(([name]) => name);
  const as = `) as ${alias} (${names.join(', ')})`;
  const one = around(
    '(values (',
    types.map(([, type]) => `::${type}`),
    `)${as}`,
  );
  const many = around(
    'unnest(',
    types.map(([, type]) => castOfMany(type)),
    as,
  );
  return {
    columns: raw(names.join(', ')),
    of(rows) {
      const [row] = rows;
      if (rows.length === 1 && row !== undefined)
        return sql(one, ...types.map(([name, type]) => single(sent(type), row[name as keyof Row])));
      const arraysOf = types.map(([name, type]) =>
        binaryArray(
          sent(type),
          rows.map((each) => each[name as keyof Row]),
        ),
      );
      return sql(many, ...arraysOf);
    },
  };
}

/** What stands between the values, each of which has its cast. */
function around(before: string, casts: string[], after: string): string[] {
  const last = casts.length - 1;
  return [before, ...casts.map((cast, index) => `${cast}${index < last ? ', ' : after}`)];
}

const castOfMany = (type: ArrayType): string =>
  type === 'timestamptz' ? '::text[]::timestamptz[]' : `::${type}[]`;

const sent = (type: ArrayType): ElementType => (type === 'timestamptz' ? 'text' : type);

// A time keeps its microseconds as the text that it is.
type ArrayType = ElementType | 'timestamptz';

/** Columns of which PostgreSQL can read many from one array. */
type ArrayColumns<Row> = {
  [Name in keyof Row]-?: Extract<ColumnType<NonNullable<Row[Name]>>, ArrayType>;
};
