import { type InstallStatus, RUNNING_NUMBER, RUNNING_RELEASE } from '../install-status.ts';
import { type Db, type Sql, sql } from '../lib/db.ts';
import { LIFECYCLE_EVENTS } from '../manifest/lifecycle.ts';
import { tellChanges } from '../stream/tell.ts';

/**
 * Whether the release that an install runs asks for a scope, or hears an event, of which its admin has said neither yes nor no. For a
 * statement that knows `installs i` and `plugins p`.
 */
export const PERMISSIONS_PENDING = sql`(i.status <> 'uninstalled' and exists (select from releases r
  where r.plugin_id = i.plugin_id and r.number = ${RUNNING_NUMBER}
    and not (r.scopes <@ (i.scopes || i.declined_scopes)
      and r.events <@ (i.events || i.declined_events || ${[...LIFECYCLE_EVENTS]}::text[]))))`;

/** What an install was asked for and what was granted. */
export interface PermissionsRow {
  id: number;
  space_id: number;
  plugin_id: number;
  status: InstallStatus;
  /** Of the release that it runs: empty where there is none to run. */
  asked: string[];
  optional: string[];
  /** The events of that release, those of its own life included. */
  heard: string[];
  scopes: string[];
  events: string[];
  declined_scopes: string[];
  declined_events: string[];
  /** Null for the host's backend, and once they are gone. */
  granted_by: number | null;
  granted_at: Date;
}

const permissionsOf = (id: number): Sql => sql`
  select i.id, i.space_id, i.plugin_id, i.status, coalesce(r.scopes, '{}') as asked,
    coalesce(r.optional_scopes, '{}') as optional, coalesce(r.events, '{}') as heard,
    i.scopes, i.events, i.declined_scopes, i.declined_events, i.granted_by, i.granted_at
  from installs i join plugins p on p.id = i.plugin_id
  left join ${RUNNING_RELEASE}
  where i.id = ${id}`;

/** Undefined when there is no such install. */
export async function selectPermissions(db: Db, id: number): Promise<PermissionsRow | undefined> {
  const [row] = await db.query<PermissionsRow>(permissionsOf(id));
  return row;
}

/** The same, keeping others from changing the install until the transaction ends; not those who refer to it, such as a new token. */
export async function lockPermissions(tx: Db, id: number): Promise<PermissionsRow | undefined> {
  const [row] = await tx.query<PermissionsRow>(sql`
    ${permissionsOf(id)} for no key update of i`);
  return row;
}

/** What an admin said of an install. */
export type Granted = Pick<
  PermissionsRow,
  'scopes' | 'events' | 'declined_scopes' | 'declined_events' | 'granted_by'
>;

/** The install must be locked ({@link lockPermissions}), and the nodes be told (`announce` of `installs`). */
export async function updatePermissions(tx: Db, id: number, granted: Granted): Promise<void> {
  await tx.query(sql`
    update installs set scopes = ${granted.scopes}, events = ${granted.events},
      declined_scopes = ${granted.declined_scopes}, declined_events = ${granted.declined_events},
      grant_revision = grant_revision + 1, granted_by = ${granted.granted_by}, granted_at = now(),
      updated_at = now()
    where id = ${id}`);
  await tellChanges(tx, () => ({ installs: [id] }));
}
