import { withConnection } from '../support/connection.ts';

/** A row that a transaction wrote. */
export interface Write {
  transaction: string;
  table: string;
  kind: 'INSERT' | 'UPDATE' | 'DELETE';
  /** What an update made another of. */
  changed: string[];
  row: Record<string, unknown>;
  /** The text of the statement; a cascade has that of what began it. */
  statement: string;
}

/** What a database saw, by transaction. */
export interface Seen {
  writes: Write[];
  told: Map<string, string[]>;
}

// The product finds this `pg_notify` before PostgreSQL's, which it calls.
const SET_UP = `
  create schema witness;
  create table witness.writes (transaction xid8, "table" text, kind text, changed text[], "row" jsonb, statement text);
  create table witness.told (transaction xid8, told text);
  create function witness.write() returns trigger language plpgsql as $$
    begin
      insert into witness.writes values (pg_current_xact_id(), tg_table_name, tg_op,
        array(select n.key from jsonb_each(to_jsonb(new)) n
          where tg_op = 'UPDATE' and n.value is distinct from to_jsonb(old) -> n.key),
        to_jsonb(coalesce(new, old)), current_query());
      return null;
    end $$;
  create function public.pg_notify(channel text, told text) returns void language sql as $$
    insert into witness.told values (pg_current_xact_id(), told);
    select pg_catalog.pg_notify(channel, told)
  $$;`;

/** Has a database note, from now on, what is written to some tables, and what is announced. To be called before anybody connects to it. */
export function watch(url: string, tables: Iterable<string>): Promise<void> {
  return withConnection(url, async (client) => {
    await client.query(SET_UP);
    for (const table of tables) {
      await client.query(
        `create trigger witness after insert or update or delete on ${table} for each row execute function witness.write()`,
      );
    }
    const { rows } = await client.query<{ name: string }>('select current_database() as name');
    await client.query(`alter database ${rows[0]?.name} set search_path = public, pg_catalog`);
  });
}

/** What was noted. */
export function seenIn(url: string): Promise<Seen> {
  return withConnection(url, async (client) => {
    const writes = await client.query<Write>('select *, transaction::text from witness.writes');
    const rows = await client.query<{ transaction: string; told: string[] }>(
      'select transaction::text, array_agg(told) as told from witness.told group by transaction',
    );
    return {
      writes: writes.rows,
      told: new Map(rows.rows.map(({ transaction, told }) => [transaction, told])),
    };
  });
}
