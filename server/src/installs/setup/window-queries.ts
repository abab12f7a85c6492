import { type Db, sql } from '../../lib/db.ts';

/** A window that was opened for a step. */
export interface WindowRow {
  install_id: number;
  generation: number;
  step_key: string;
  /** Who opened it; null for the host. */
  user_id: number | null;
  /** The key by which the host did. */
  host_key_id: number | null;
  /** Of the session that it was opened with; null for a personal token and for the host. */
  session_hash: Buffer | null;
  /** It was opened in a portal, by a person who need not be signed in here. */
  in_portal: boolean;
  /** Sealed; null where the code is bound to no challenge. */
  code_verifier: Buffer | null;
}

/** Notes a window; answers until when it may come back. */
export async function insertWindow(
  db: Db,
  stateHash: Buffer,
  row: WindowRow,
  lifeSeconds: number,
): Promise<Date> {
  const rows = await db.query<{ expires_at: Date }>(sql`
    insert into setup_windows (state_hash, install_id, generation, step_key, user_id, host_key_id, session_hash,
      in_portal, code_verifier, expires_at)
    values (${stateHash}, ${row.install_id}, ${row.generation}, ${row.step_key}, ${row.user_id}, ${row.host_key_id},
      ${row.session_hash}, ${row.in_portal}, ${row.code_verifier}, now() + ${lifeSeconds}::integer * interval '1 second')
    returning expires_at`);
  return rows[0]?.expires_at as Date;
}

/** One that is open, with the plugin of its install. */
export interface OpenWindowRow extends WindowRow {
  plugin_id: number;
}

/** A window that may still come back. */
export async function selectWindow(db: Db, stateHash: Buffer): Promise<OpenWindowRow | undefined> {
  const [row] = await db.query<OpenWindowRow>(sql`
    select w.install_id, w.generation, w.step_key, w.user_id, w.host_key_id, w.session_hash, w.in_portal, w.code_verifier,
      i.plugin_id
    from setup_windows w join installs i on i.id = w.install_id
    where w.state_hash = ${stateHash} and w.expires_at > now()`);
  return row;
}

/** Lets a window come back, once: false for everybody but the first who asks. */
export async function takeWindow(db: Db, stateHash: Buffer): Promise<boolean> {
  const rows = await db.query(sql`
    delete from setup_windows where state_hash = ${stateHash} and expires_at > now() returning 1`);
  return rows.length > 0;
}

/** Removes windows that never came back, at most `limit` at once. Answers how many. */
export async function deleteExpiredWindows(db: Db, limit: number): Promise<number> {
  const rows = await db.query(sql`
    delete from setup_windows where state_hash in (
      select state_hash from setup_windows where expires_at < now()
      order by expires_at limit ${limit} for update skip locked)
    returning 1`);
  return rows.length;
}
