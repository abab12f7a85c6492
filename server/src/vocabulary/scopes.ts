import type { Db } from '../lib/db.ts';
import { Failure, invalid } from '../lib/failures.ts';
import { pluginsAskingFor } from './plugins-naming.ts';
import { deleteScope, lockScope, selectScope, selectScopeUses, upsertScope } from './queries.ts';
import { PROTOCOL_SCOPES, SCOPE_NAME, type Scope, type ScopeRow } from './schema.ts';

/**
 * Creates or replaces a scope.
 *
 * @throws Failure `invalid` for a bad name, `forbidden` for a scope of the Plugin API itself.
 */
export async function putScope(
  db: Db,
  name: string,
  description: string,
): Promise<ScopeRow & { created: boolean }> {
  refuseProtocolScope(name);
  if (!SCOPE_NAME.test(name)) {
    throw invalid(
      '/name',
      'A scope is 1 to 128 printable ASCII characters, without space, comma, quote and backslash',
    );
  }
  return upsertScope(db, name, description);
}

/** @throws Failure `scope_not_found`. */
export async function getScope(db: Db, name: string): Promise<ScopeRow> {
  const row = SCOPE_NAME.test(name) ? await selectScope(db, name) : undefined;
  if (row === undefined) throw noScope();
  return row;
}

/**
 * @throws Failure `scope_not_found`; `in_use` while an event type, a plugin or an install needs it; `forbidden` for a scope of the Plugin
 * API itself.
 */
export async function removeScope(tx: Db, name: string): Promise<void> {
  refuseProtocolScope(name);
  if (!SCOPE_NAME.test(name)) throw noScope();
  if (!(await lockScope(tx, name))) throw noScope();
  const uses = await usesOf(tx, name);
  if (uses.length > 0) throw new Failure('in_use', `"${name}" is ${uses.join('; ')}`);
  await deleteScope(tx, name);
}

async function usesOf(tx: Db, name: string): Promise<string[]> {
  const { event_types, installs } = await selectScopeUses(tx, name);
  const slugs = await pluginsAskingFor(tx, name);
  return [
    ...(event_types.length > 0 ? [`required by the event types ${event_types.join(', ')}`] : []),
    ...(slugs.length > 0 ? [`asked for by the plugins ${slugs.join(', ')}`] : []),
    ...(installs > 0 ? [`granted to ${installs} installs`] : []),
  ];
}

const noScope = (): Failure => new Failure('scope_not_found', 'There is no scope of this name');

function refuseProtocolScope(name: string): void {
  if (!PROTOCOL_SCOPES.includes(name)) return;
  throw new Failure('forbidden', `"${name}" belongs to the Plugin API itself`);
}

/** As it is shown. */
export function scopeView(row: ScopeRow): Scope {
  return {
    name: row.name,
    description: row.description,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}
