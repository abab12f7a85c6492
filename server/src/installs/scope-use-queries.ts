import { type Db, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';

/** How often the plugin of an install has used a scope, and when for the last time. */
export interface ScopeUse {
  install_id: number;
  scope: string;
  uses: number;
  /** ISO 8601. */
  last_at: string;
}

const scopeUses = recordset<ScopeUse>('u', {
  install_id: 'bigint',
  scope: 'text',
  uses: 'bigint',
  last_at: 'timestamptz',
});

/** Adds to what is known, in the order of the keys, as two processes may meet. What is of an install that is gone is passed over. */
export async function addScopeUses(db: Db, uses: ScopeUse[]): Promise<void> {
  await db.query(sql`
    insert into scope_uses as s (install_id, scope, day, uses, last_at)
    select u.install_id, u.scope, (u.last_at at time zone 'UTC')::date, u.uses, u.last_at
    from ${scopeUses.of(uses)}
    where exists (select from installs i where i.id = u.install_id)
    order by u.install_id, u.scope
    on conflict (install_id, scope, day) do update
      set uses = s.uses + excluded.uses, last_at = greatest(s.last_at, excluded.last_at)`);
}

/** The scopes that an install's plugin has used in the last 30 days, by name. */
export function selectUsedScopes(
  db: Db,
  installId: number,
): Promise<{ scope: string; last_at: Date; count_30d: number }[]> {
  return db.query(sql`
    select scope, max(last_at) as last_at, sum(uses)::bigint as count_30d from scope_uses
    where install_id = ${installId} and day > (now() at time zone 'UTC')::date - 30
    group by scope order by scope`);
}

/** Removes them: for installs that are erased or begin anew. */
export async function deleteScopeUses(tx: Db, installId: number): Promise<void> {
  await tx.query(sql`delete from scope_uses where install_id = ${installId}`);
}

/** Drops days of more than 30 days ago, at most `limit` rows at once. Answers how many. */
export async function deleteOldScopeUses(db: Db, limit: number): Promise<number> {
  const rows = await db.query(sql`
    delete from scope_uses where (install_id, scope, day) in (
      select install_id, scope, day from scope_uses
      where day < (now() at time zone 'UTC')::date - 30 limit ${limit} for update skip locked)
    returning 1`);
  return rows.length;
}
