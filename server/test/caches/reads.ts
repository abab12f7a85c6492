import type pg from 'pg';
import { readCatalog } from '../statements/catalog.ts';
import { describeStatement } from '../statements/describe.ts';
import { formOf, type Statement } from '../statements/read-statements.ts';

/** The columns of each table that something reads. */
export type Reads = Map<string, Set<string>>;

/** What PostgreSQL says that the statement of a function reads, conditions included: what a view of it would depend on. */
export async function readsOf(
  client: pg.Client,
  statements: Statement[],
  loader: string,
): Promise<Reads> {
  const found = statements.filter((statement) => statement.function === loader);
  const [statement] = found;
  if (statement === undefined || found.length > 1) {
    throw new Error(`${found.length} statements are in functions of the name ${loader}`);
  }
  const reads: Reads = new Map();
  for (const form of statement.forms) {
    await client.query('begin');
    await client.query(
      `create temporary view looked_at as ${await filledIn(client, formOf(form).text)}`,
    );
    const { rows } = await client.query<{ table: string; column: string }>(`
      select distinct d.refobjid::regclass::text as table, a.attname as column
      from pg_rewrite r
      join pg_depend d on d.objid = r.oid and d.classid = 'pg_rewrite'::regclass and d.refobjsubid > 0
      join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
      where r.ev_class = 'looked_at'::regclass and d.refobjid <> 'looked_at'::regclass`);
    await client.query('rollback');
    for (const { table, column } of rows) {
      reads.set(table, (reads.get(table) ?? new Set()).add(column));
    }
  }
  return reads;
}

/** The tables whose removed rows take along rows of these, or change them. */
export async function referredBy(client: pg.Client, tables: string[]): Promise<Set<string>> {
  const { rows } = await client.query<{ table: string }>(
    `select distinct confrelid::regclass::text as table from pg_constraint
     where contype = 'f' and confdeltype in ('c', 'n', 'd') and conrelid::regclass::text = any($1)`,
    [tables],
  );
  return new Set(rows.map(({ table }) => table));
}

/** A view has no parameters. */
async function filledIn(client: pg.Client, text: string): Promise<string> {
  const { typeName } = await readCatalog(client);
  const { parameters } = await describeStatement(client, text);
  return text.replace(/\$(\d+)/g, (_, number) => {
    return `null::${typeName(parameters[Number(number) - 1] as number)}`;
  });
}
