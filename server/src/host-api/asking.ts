import type { PluginCaller } from '../auth/principals.ts';
import type { CallersAuth } from '../auth/route-auth.ts';
import type { ScopeUses } from '../installs/scope-uses.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { selectScopeDescriptions } from '../vocabulary/queries.ts';

/** The `config` of every address here: a token that acts for a user on an install, also the last one of an install. Nothing of ours changes. */
export const forPlugins = {
  auth: { callers: ['plugin'], changesNothing: true } satisfies CallersAuth,
} as const;

/** The group that operations are described in. */
export const hostTags = ['host'];

/** What Envoy's clients say that employees need: a host that defines it decides who gets them, and people read it where they consent. */
const EMPLOYEES_SCOPE = 'employees.read';

/** Whether a token may tell who the members of its space are: with the scope, or where the host has none of that name to ask for. */
export async function mayKnowEmployees(db: Db, { scopes }: PluginCaller): Promise<boolean> {
  if (scopes.includes(EMPLOYEES_SCOPE)) return true;
  return !(await selectScopeDescriptions(db, [EMPLOYEES_SCOPE])).has(EMPLOYEES_SCOPE);
}

/** What a call that needs a scope is judged with, and counted by. */
export interface ScopedDeps {
  db: Db;
  scopeUses: ScopeUses;
}

/** Counts the use of the scope. @throws Failure `insufficient_scope`. */
export async function requireEmployeesScope(
  { db, scopeUses }: ScopedDeps,
  caller: PluginCaller,
): Promise<void> {
  const { installId, scopes } = caller;
  if (scopes.includes(EMPLOYEES_SCOPE)) return scopeUses.count(installId, EMPLOYEES_SCOPE);
  if (await mayKnowEmployees(db, caller)) return;
  throw new Failure('insufficient_scope', `The token needs the scope "${EMPLOYEES_SCOPE}"`);
}

/** The same for what there is not and for what is another space's. */
export const missing = (what: string, id: string): Failure =>
  new Failure('not_found', `There is no ${what} ${id} in the space of this token`);

/** Ids of a filter, which are separated by commas; those that are none are nobody's. */
export const listedIds = (list: string): string[] => list.split(',').map((id) => id.trim());

/** Whether a filter, where it is given, names this id. */
export const names = (list: string | undefined, id: number): boolean =>
  list === undefined || listedIds(list).includes(String(id));
