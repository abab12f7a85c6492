import { type Db, sql } from '../lib/db.ts';
import type { EventTypeRow, ScopeRow } from './schema.ts';

/** Event types in the order of their names, those after the given one. */
export function selectEventTypePage(db: Db, after: string, limit: number): Promise<EventTypeRow[]> {
  return db.query(sql`
    select name, description, example_payload, payload_schema, ordered, required_scope, private,
      created_at, updated_at
    from event_types where name collate "C" > ${after} order by name collate "C" limit ${limit}`);
}

/** An event type of the host; lifecycle events are none. */
export async function selectEventType(db: Db, name: string): Promise<EventTypeRow | undefined> {
  const [row] = await db.query<EventTypeRow>(sql`
    select name, description, example_payload, payload_schema, ordered, required_scope, private,
      created_at, updated_at
    from event_types where name = ${name}`);
  return row;
}

/** Writes an event type; `created` tells a new one from one that was replaced. */
export async function upsertEventType(
  db: Db,
  row: Omit<EventTypeRow, 'created_at' | 'updated_at'>,
): Promise<EventTypeRow & { created: boolean }> {
  const [stored] = await db.query<EventTypeRow & { created: boolean }>(sql`
    insert into event_types as t
      (name, description, example_payload, payload_schema, ordered, required_scope, private)
    values (${row.name}, ${row.description}, ${row.example_payload}, ${row.payload_schema},
      ${row.ordered}, ${row.required_scope}, ${row.private})
    on conflict (name) do update set description = excluded.description,
      example_payload = excluded.example_payload, payload_schema = excluded.payload_schema,
      ordered = excluded.ordered, required_scope = excluded.required_scope, private = excluded.private,
      updated_at = now()
    returning *, t.xmax = 0 as created`);
  return stored as EventTypeRow & { created: boolean };
}

/** Those of the named event types that somebody with these scopes hears; null: with any. */
export function selectHeardEventTypes(
  db: Db,
  names: readonly string[],
  scopes: readonly string[] | null,
): Promise<Pick<EventTypeRow, 'name' | 'description'>[]> {
  return db.query(sql`
    select name, description from event_types
    where name = any(${names}) and (required_scope is null or required_scope = any(${scopes}) or ${scopes}::text[] is null)`);
}

/** Keeps whoever subscribes to it waiting until the transaction ends. False when there is none. */
export async function lockEventType(tx: Db, name: string): Promise<boolean> {
  const rows = await tx.query(sql`select 1 from event_types where name = ${name} for update`);
  return rows.length > 0;
}

/** It must be locked ({@link lockEventType}), and nobody subscribe to it. */
export async function deleteEventType(tx: Db, name: string): Promise<void> {
  await tx.query(sql`delete from event_types where name = ${name}`);
}

/** Those of the named event types that exist; they stay until the transaction ends. */
export async function holdEventTypes(tx: Db, names: string[]): Promise<Set<string>> {
  const rows = await tx.query<{ name: string }>(sql`
    select name from event_types where name = any(${names}) order by name for key share`);
  return new Set(rows.map((row) => row.name));
}

/** Scopes in the order of their names, those after the given one. */
export function selectScopePage(db: Db, after: string, limit: number): Promise<ScopeRow[]> {
  return db.query(sql`
    select name, description, created_at, updated_at
    from scopes where name collate "C" > ${after} order by name collate "C" limit ${limit}`);
}

/** A scope of the host; those of the protocol are not stored. */
export async function selectScope(db: Db, name: string): Promise<ScopeRow | undefined> {
  const [row] = await db.query<ScopeRow>(sql`
    select name, description, created_at, updated_at from scopes where name = ${name}`);
  return row;
}

/** Writes a scope; `created` tells a new one from one that was replaced. */
export async function upsertScope(
  db: Db,
  name: string,
  description: string,
): Promise<ScopeRow & { created: boolean }> {
  const [stored] = await db.query<ScopeRow & { created: boolean }>(sql`
    insert into scopes as s (name, description) values (${name}, ${description})
    on conflict (name) do update set description = excluded.description, updated_at = now()
    returning *, s.xmax = 0 as created`);
  return stored as ScopeRow & { created: boolean };
}

/** Keeps whoever asks for it waiting until the transaction ends. False when there is none. */
export async function lockScope(tx: Db, name: string): Promise<boolean> {
  const rows = await tx.query(sql`select 1 from scopes where name = ${name} for update`);
  return rows.length > 0;
}

/** It must be locked ({@link lockScope}), and without a use (see {@link selectScopeUses}). */
export async function deleteScope(tx: Db, name: string): Promise<void> {
  await tx.query(sql`delete from scopes where name = ${name}`);
}

/** Those of the named scopes that exist; they stay until the transaction ends. */
export async function holdScopes(tx: Db, names: string[]): Promise<Set<string>> {
  const rows = await tx.query<{ name: string }>(sql`
    select name from scopes where name = any(${names}) order by name for key share`);
  return new Set(rows.map((row) => row.name));
}

/** What keeps a scope from being removed, apart from manifests: event types that require it, and installs it was granted to. */
export async function selectScopeUses(
  tx: Db,
  name: string,
): Promise<{ event_types: string[]; installs: number }> {
  const [uses] = await tx.query<{ event_types: string[]; installs: number }>(sql`
    select array(select name from event_types where required_scope = ${name} order by name limit 5)
        as event_types,
      (select count(*) from installs
        where ${name} = any(scopes) and status <> 'uninstalled')::integer as installs`);
  return uses as { event_types: string[]; installs: number };
}

/** Descriptions of scopes by their names. */
export async function selectScopeDescriptions(
  db: Db,
  names: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db.query<{ name: string; description: string }>(sql`
    select name, description from scopes where name = any(${names})`);
  return new Map(rows.map(({ name, description }) => [name, description]));
}
