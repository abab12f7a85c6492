import { raw, type Sql, sql } from '@plugboard/server/embed';
import { MOVED } from './times.ts';

/** Runs statements: a database, or a transaction of it. */
interface Db {
  query(statement: Sql): Promise<unknown[]>;
}

/** Moves every time in the database back, as if it all had happened so many seconds earlier. To be run in a transaction. */
export async function moveBack(tx: Db, seconds: number): Promise<void> {
  for (const [table, columns] of Object.entries(MOVED)) {
    await tx.query(sql`update ${raw(table)} set ${moved(columns, seconds)}`);
  }
}

function moved(columns: readonly string[], seconds: number): Sql {
  const [first = '', ...others] = columns;
  const one = sql`${raw(first)} = ${raw(first)} - ${seconds}::double precision * interval '1 second'`;
  return others.length === 0 ? one : sql`${one}, ${moved(others, seconds)}`;
}

/** Has all access tokens of a plugin end now. */
export async function endTokens(db: Db, pluginId: number): Promise<void> {
  await db.query(sql`
    update tokens set expires_at = now()
    where plugin_id = ${pluginId} and kind = 'access' and expires_at > now()`);
}
