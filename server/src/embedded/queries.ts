import type { ClientBase } from 'pg';
import { raw, sql } from '../lib/db.ts';

/** Whether there is a role of this name. */
export async function roleExists(client: ClientBase, name: string): Promise<boolean> {
  const { rowCount } = await client.query(sql`select from pg_roles where rolname = ${name}`);
  return rowCount === 1;
}

/** Whether there is a database of this name. */
export async function databaseExists(client: ClientBase, name: string): Promise<boolean> {
  const { rowCount } = await client.query(sql`select from pg_database where datname = ${name}`);
  return rowCount === 1;
}

// Utility statements take no parameters: PostgreSQL itself quotes the values into them.

/**
 * Makes a role that may log in, and nothing else.
 *
 * @throws Error when there is one of this name.
 */
export async function createRole(
  client: ClientBase,
  name: string,
  password: string,
): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(
    sql`select format('create role %I login password %L', ${name}::text, ${password}::text) as statement`,
  );
  await client.query(raw(rows[0]?.statement ?? ''));
}

/**
 * Not within a transaction, as PostgreSQL makes databases in none.
 *
 * @throws Error when there is one of this name.
 */
export async function createDatabase(
  client: ClientBase,
  name: string,
  owner: string,
): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(
    sql`select format('create database %I owner %I', ${name}::text, ${owner}::text) as statement`,
  );
  await client.query(raw(rows[0]?.statement ?? ''));
}
