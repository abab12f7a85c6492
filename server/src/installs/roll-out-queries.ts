import { type Db, empty, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';

/** What became of an install of a roll-out (migrations/0020_roll_outs.sql). */
export const ROLL_OUT_INSTALL_STATES = [
  'waiting',
  'moved',
  'failed',
  'rolled_back',
  'kept_config',
] as const;
/** One of them. */
export type RollOutInstallState = (typeof ROLL_OUT_INSTALL_STATES)[number];

/** What became of an install, as it is shown. */
export interface OutcomeRow {
  install_id: number;
  space_name: string;
  state: RollOutInstallState;
  message: string | null;
  changed: string[];
}

/** Notes that installs are to come, whatever the per cent. One that failed is tried again. */
export async function insertNamed(
  tx: Db,
  rollOutId: number,
  installIds: readonly number[],
): Promise<void> {
  await tx.query(sql`
    insert into roll_out_installs as w (roll_out_id, install_id, state)
    select ${rollOutId}, unnest(${[...installIds]}::bigint[]), 'waiting'
    on conflict (roll_out_id, install_id) do update set state = 'waiting', message = null where w.state = 'failed'`);
}

/** Has installs whose config could not be migrated be tried again. */
export async function retryFailed(tx: Db, rollOutId: number): Promise<void> {
  await tx.query(sql`
    update roll_out_installs set state = 'waiting', message = null
    where roll_out_id = ${rollOutId} and state = 'failed'`);
}

/** An install that has come to a release. */
export interface MovedRow {
  install_id: number;
  release_before: number | null;
}

const moved = recordset<MovedRow>('m', { install_id: 'bigint', release_before: 'integer' });

/** Notes installs that have come with their config as it is. */
export async function insertMoved(
  tx: Db,
  rollOutId: number,
  rows: readonly MovedRow[],
): Promise<void> {
  await tx.query(sql`
    insert into roll_out_installs (roll_out_id, install_id, state, release_before, revision_before, revision_after)
    select ${rollOutId}, i.id, 'moved', m.release_before, i.config_revision, i.config_revision
    from ${moved.of([...rows])} join installs i on i.id = m.install_id
    on conflict (roll_out_id, install_id) do update set state = 'moved', release_before = excluded.release_before,
      revision_before = excluded.revision_before, revision_after = excluded.revision_after`);
}

/** What came of asking the plugin. */
export interface AskedRow extends Omit<OutcomeRow, 'space_name'> {
  release_before: number | null;
  revision_before: number | null;
  revision_after: number | null;
}

/** Notes what came of one install. */
export async function insertAsked(tx: Db, rollOutId: number, row: AskedRow): Promise<void> {
  await tx.query(sql`
    insert into roll_out_installs (roll_out_id, install_id, state, release_before, revision_before, revision_after, message, changed)
    values (${rollOutId}, ${row.install_id}, ${row.state}, ${row.release_before}, ${row.revision_before}, ${row.revision_after},
      ${row.message}, ${row.changed})
    on conflict (roll_out_id, install_id) do update set state = excluded.state, release_before = excluded.release_before,
      revision_before = excluded.revision_before, revision_after = excluded.revision_after, message = excluded.message,
      changed = excluded.changed`);
}

/** How an install came to a release, and whether its config is as it was left then. */
export interface WayBackRow {
  install_id: number;
  release_before: number | null;
  revision_before: number | null;
  /** Nobody has changed its config since. */
  is_unchanged: boolean;
  /** The migration made another one of it. */
  is_migrated: boolean;
  /** It is not uninstalled: nothing is written for one that is. */
  can_restore: boolean;
}

/** Of the given installs, which must be locked, those that the roll-out has moved. */
export function selectWaysBack(
  tx: Db,
  rollOutId: number,
  installIds: readonly number[],
): Promise<WayBackRow[]> {
  return tx.query(sql`
    select w.install_id, w.release_before, w.revision_before, coalesce(i.config_revision = w.revision_after, false) as is_unchanged,
      coalesce(w.revision_after <> w.revision_before, false) as is_migrated, i.status <> 'uninstalled' as can_restore
    from roll_out_installs w join installs i on i.id = w.install_id
    where w.roll_out_id = ${rollOutId} and w.install_id = any(${[...installIds]}) and w.state = 'moved'`);
}

/** Notes installs that have gone back. */
export async function insertWentBack(
  tx: Db,
  rollOutId: number,
  installIds: readonly number[],
  state: 'rolled_back' | 'kept_config',
): Promise<void> {
  await tx.query(sql`
    insert into roll_out_installs (roll_out_id, install_id, state)
    select ${rollOutId}, unnest(${[...installIds]}::bigint[]), ${state}
    on conflict (roll_out_id, install_id) do update set state = excluded.state`);
}

/** How many installs of a roll-out are in each state. */
export function countOutcomes(
  db: Db,
  rollOutId: number,
): Promise<{ state: RollOutInstallState; installs: number }[]> {
  return db.query(sql`
    select state, count(*) as installs from roll_out_installs where roll_out_id = ${rollOutId} group by state`);
}

/** In the order of their ids, those after the given one, one more than `limit`. */
export function selectOutcomes(
  db: Db,
  rollOutId: number,
  state: RollOutInstallState | undefined,
  { after, limit }: { after: number; limit: number },
): Promise<OutcomeRow[]> {
  return db.query(sql`
    select w.install_id, s.name as space_name, w.state, w.message, w.changed
    from roll_out_installs w join installs i on i.id = w.install_id join spaces s on s.id = i.space_id
    where w.roll_out_id = ${rollOutId} and w.install_id > ${after} ${state === undefined ? empty : sql`and w.state = ${state}`}
    order by w.install_id limit ${limit + 1}`);
}

/** Forgets what became of one install, for when it is erased. */
export async function deleteOutcomes(tx: Db, installId: number): Promise<void> {
  await tx.query(sql`delete from roll_out_installs where install_id = ${installId}`);
}
