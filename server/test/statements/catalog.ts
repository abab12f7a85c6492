import type pg from 'pg';
import type { AnsweredColumn } from './describe.ts';

/** What the schema says of a column of a table. */
export interface TableColumn {
  nullable: boolean;
  /** All that a check, of its own or of its domain, lets it be; undefined without such a check. */
  words?: string[];
}

export interface Catalog {
  /** The column of a table that an answer's column is; undefined for one that is computed. */
  columnOf(column: AnsweredColumn): TableColumn | undefined;
  /** A type's name, such as `bigint`; a domain's is that of what it is made of. */
  typeName(oid: number): string;
}

export async function readCatalog(client: pg.Client): Promise<Catalog> {
  const [columns, types] = [await readColumns(client), await readTypes(client)];
  return {
    columnOf: ({ table, number }) => columns.get(`${table} ${number}`),
    typeName: (oid) => types.get(oid) ?? `type ${oid}`,
  };
}

async function readColumns(client: pg.Client): Promise<Map<string, TableColumn>> {
  const { rows } = await client.query<{ place: string; nullable: boolean; checks: string[] }>(`
    select concat_ws(' ', a.attrelid, a.attnum) as place, not a.attnotnull as nullable,
      array(select pg_get_expr(c.conbin, c.conrelid) from pg_constraint c
        where c.contype = 'c'
          and (c.contypid = a.atttypid or (c.conrelid = a.attrelid and c.conkey = array[a.attnum]))) as checks
    from pg_attribute a join pg_class r on r.oid = a.attrelid
    where a.attnum > 0 and r.relkind in ('r', 'p')`);
  return new Map(
    rows.map(({ place, nullable, checks }) => [place, { nullable, words: wordsOf(checks) }]),
  );
}

async function readTypes(client: pg.Client): Promise<Map<number, string>> {
  const { rows } = await client.query<{ oid: number; name: string }>(
    'select oid, format_type(coalesce(nullif(typbasetype, 0), oid), null) as name from pg_type',
  );
  return new Map(rows.map(({ oid, name }) => [oid, name]));
}

// As PostgreSQL writes `status in ('a', 'b')` and `status in ('a')` down.
const CLOSED = /^\(\w+ = (?:ANY \(ARRAY\[((?:'[^']*'::text(?:, )?)+)\]\)|('[^']*'::text))\)$/;

function wordsOf(checks: string[]): string[] | undefined {
  for (const check of checks) {
    const [, several, one] = CLOSED.exec(check) ?? [];
    const list = several ?? one;
    if (list !== undefined) return [...list.matchAll(/'([^']*)'/g)].map(([, word]) => word ?? '');
  }
  return undefined;
}
