import { type Db, sql } from '../lib/db.ts';
import type { RollOutState } from './schema.ts';

/** A row of `roll_outs`. */
export interface RollOutRow {
  id: number;
  plugin_id: number;
  release: number;
  from_release: number;
  percent: number;
  dry_run: boolean;
  state: RollOutState;
  started_by: number | null;
  created_at: Date;
  finished_at: Date | null;
}

const COLUMNS = sql`o.id, o.plugin_id, o.release, o.from_release, o.percent, o.dry_run, o.state, o.started_by, o.created_at, o.finished_at`;

/** A roll-out about to begin. */
export type NewRollOutRow = Pick<
  RollOutRow,
  'plugin_id' | 'release' | 'from_release' | 'percent' | 'dry_run' | 'state' | 'started_by'
>;

/** The plugin must be locked, and none of it going on. */
export async function insertRollOut(tx: Db, row: NewRollOutRow): Promise<RollOutRow> {
  const [inserted] = await tx.query<RollOutRow>(sql`
    insert into roll_outs as o (plugin_id, release, from_release, percent, dry_run, state, started_by)
    values (${row.plugin_id}, ${row.release}, ${row.from_release}, ${row.percent}, ${row.dry_run}, ${row.state}, ${row.started_by})
    returning ${COLUMNS}`);
  return inserted as RollOutRow;
}

/** One of a plugin. */
export async function selectRollOut(
  db: Db,
  pluginId: number,
  id: number,
): Promise<RollOutRow | undefined> {
  const [row] = await db.query<RollOutRow>(sql`
    select ${COLUMNS} from roll_outs o where o.plugin_id = ${pluginId} and o.id = ${id}`);
  return row;
}

/** The one of a plugin that is not over. */
export async function selectGoing(
  tx: Db,
  pluginId: number,
  dryRun: boolean,
): Promise<RollOutRow | undefined> {
  const [row] = await tx.query<RollOutRow>(sql`
    select ${COLUMNS} from roll_outs o
    where o.plugin_id = ${pluginId} and o.dry_run = ${dryRun} and o.finished_at is null`);
  return row;
}

/** The newest of a release that was no dry run. */
export async function selectNewestOf(
  tx: Db,
  pluginId: number,
  release: number,
): Promise<RollOutRow | undefined> {
  const [row] = await tx.query<RollOutRow>(sql`
    select ${COLUMNS} from roll_outs o
    where o.plugin_id = ${pluginId} and o.release = ${release} and not o.dry_run
    order by o.id desc limit 1`);
  return row;
}

/** Newest first, those before the given id, one more than `limit`. */
export function selectRollOutPage(
  db: Db,
  pluginId: number,
  { before, limit }: { before: number; limit: number },
): Promise<RollOutRow[]> {
  return db.query(sql`
    select ${COLUMNS} from roll_outs o
    where o.plugin_id = ${pluginId} and o.id < ${before}::bigint order by o.id desc limit ${limit + 1}`);
}

/** Keeps others from changing one until the transaction ends. Its plugin must be locked before. */
export async function lockRollOut(tx: Db, id: number): Promise<RollOutRow | undefined> {
  const [row] = await tx.query<RollOutRow>(sql`
    select ${COLUMNS} from roll_outs o where o.id = ${id} for no key update`);
  return row;
}

/** Sets what it does next; it is over with a state that is final. */
export async function updateRollOut(
  tx: Db,
  id: number,
  { state, percent, isOver }: { state: RollOutState; percent: number; isOver: boolean },
): Promise<void> {
  await tx.query(sql`
    update roll_outs set state = ${state}, percent = ${percent}, finished_at = case when ${isOver} then now() end
    where id = ${id}`);
}

/** Ends whatever of a plugin is rolled out or back, where it is. The plugin must be locked. */
export async function endRollOuts(tx: Db, pluginId: number): Promise<void> {
  await tx.query(sql`
    update roll_outs set state = 'stopped', finished_at = now()
    where plugin_id = ${pluginId} and finished_at is null`);
}

/** Those that can be gone on with. Nobody asks a plugin that is suspended; going back asks nobody. */
export async function selectWorkableRollOuts(db: Db): Promise<number[]> {
  const rows = await db.query<{ id: number }>(sql`
    select o.id from roll_outs o join plugins p on p.id = o.plugin_id
    where o.state in ('running', 'rolling_back') and (o.claimed_until is null or o.claimed_until < now())
      and (o.state = 'rolling_back' or p.suspended_at is null)
    order by o.id`);
  return rows.map(({ id }) => id);
}

/** Takes one in work, or keeps it there. Undefined where another process has it, or there is nothing to do. */
export async function claimRollOut(
  db: Db,
  id: number,
  isOurs: boolean,
  seconds: number,
): Promise<RollOutRow | undefined> {
  const [row] = await db.query<RollOutRow>(sql`
    update roll_outs o set claimed_until = now() + ${seconds}::integer * interval '1 second'
    from plugins p
    where o.id = ${id} and p.id = o.plugin_id and o.state in ('running', 'rolling_back')
      and (o.state = 'rolling_back' or p.suspended_at is null)
      and (${isOurs} or o.claimed_until is null or o.claimed_until < now())
    returning ${COLUMNS}`);
  return row;
}

/** Undoes {@link claimRollOut}. */
export async function giveBackRollOut(db: Db, id: number): Promise<void> {
  await db.query(sql`update roll_outs set claimed_until = null where id = ${id}`);
}

/** Has nobody install the plugin until the transaction ends, and waits for those who are about to. */
export async function lockAgainstInstalls(tx: Db, pluginId: number): Promise<void> {
  await tx.query(sql`select 1 from plugins where id = ${pluginId} for update`);
}

/**
 * Removes those that were over more than `days` ago, at most `limit` at once; but not that of a plugin's current release, which may be rolled
 * back. Answers how many.
 */
export async function deleteOldRollOuts(db: Db, days: number, limit: number): Promise<number> {
  const rows = await db.query(sql`
    delete from roll_outs where id in (
      select o.id from roll_outs o join plugins p on p.id = o.plugin_id
      where o.finished_at < now() - ${days}::integer * interval '1 day'
        and (o.dry_run or o.release is distinct from p.current_release)
      order by o.finished_at limit ${limit} for update of o skip locked)
    returning 1`);
  return rows.length;
}
