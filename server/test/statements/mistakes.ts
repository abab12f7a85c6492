// Statements with one mistake each, which the check has to find. Nobody runs them.
import type { Db, Sql } from '../../src/lib/db.ts';
import { raw, sql } from '../../src/lib/db.ts';
import { recordset } from '../../src/lib/recordset.ts';

export function wrongColumn(db: Db): Promise<{ nmae: string }[]> {
  return db.query(sql`select nmae from spaces`);
}

export function wrongTable(db: Db, meta: boolean): Promise<unknown[]> {
  return db.query(sql`select 1 from ${meta ? sql`spaces` : sql`spaecs`}`);
}

export function missingColumn(db: Db): Promise<{ id: number; name: string }[]> {
  return db.query(sql`select id from spaces`);
}

export function undeclaredColumn(db: Db): Promise<{ id: number }[]> {
  return db.query(sql`select id, name from spaces`);
}

export function doubleColumn(db: Db): Promise<{ id: number }[]> {
  return db.query(sql`select s.id, p.id from spaces s, plugins p`);
}

export function wrongType(db: Db): Promise<{ created_at: string }[]> {
  return db.query(sql`select created_at from spaces`);
}

export function wrongArray(db: Db): Promise<{ ids: number[] }[]> {
  return db.query(sql`select array_agg(id) as ids from spaces`);
}

export function missingNull(db: Db): Promise<{ plan_level: number }[]> {
  return db.query(sql`select plan_level from spaces`);
}

export function wrongWords(db: Db): Promise<{ status: 'setup' | 'live' }[]> {
  return db.query(sql`select i.status from installs i`);
}

export function wrongParameter(db: Db, name: string | null): Promise<unknown[]> {
  return db.query(sql`select 1 from spaces where id = ${name}`);
}

const spaces = recordset<{ id: number }>('s', { id: 'double precision' });

export function wrongRecordset(db: Db): Promise<unknown[]> {
  return db.query(sql`select name from ${spaces.of([{ id: 1 }])}`);
}

export function textOfRunTime(db: Db, table: string): Promise<unknown[]> {
  return db.query(sql`select 1 from ${raw(table)}`);
}

export function changingFragment(db: Db): Promise<unknown[]> {
  let table = sql`spaces`;
  if (Math.random() > 0.5) table = sql`plugins`;
  return db.query(sql`select 1 from ${table}`);
}

function fragmentOrText(db: Db, table: Sql | string): Promise<unknown[]> {
  return db.query(sql`select 1 from ${table}`);
}

export const callOfIt = (db: Db) => fragmentOrText(db, 'spaces');

function inTable(db: Db, table: Sql): Promise<unknown[]> {
  return db.query(sql`select 1 from ${table}`);
}

export const handedOn = [inTable];

export function anyParameter(db: Db, name: unknown): Promise<unknown[]> {
  return db.query(sql`select 1 from spaces where name = ${name}`);
}

export function strangeColumn(db: Db): Promise<{ name: symbol }[]> {
  return db.query(sql`select name from spaces`);
}

export function parsedJson(db: Db): Promise<{ manifest: { name: string } }[]> {
  return db.query(sql`select to_jsonb(manifest) as manifest from releases`);
}

export const neverRun = sql`where name = 'nobody'`;
