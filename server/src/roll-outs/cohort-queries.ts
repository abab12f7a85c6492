import { PUBLISHED_NUMBER } from '../install-status.ts';
import { type Db, type Sql, sql } from '../lib/db.ts';
import type { RollOutRow } from './queries.ts';

/** An install that is to be moved. */
export interface CohortRow {
  id: number;
  /** Its own; null for none. */
  release: number | null;
}

/**
 * Whose release is the developer's to choose: not of those that try things out. What was erased is on no release. For a statement that knows
 * `installs i`.
 */
export const IS_REACHED = sql`not i.development and i.erased_at is null`;

/** From 0 to 99, always the same of one install, and as good as by chance among those of a plugin. For a statement that knows `installs i`. */
export const PLACE = sql`('x' || left(encode(sha256(convert_to(i.plugin_id || ':' || i.id, 'UTF8')), 'hex'), 6))::bit(24)::integer % 100`;

type Cohort = Pick<RollOutRow, 'id' | 'plugin_id' | 'release' | 'percent' | 'dry_run'>;

// Who has come is on the release, and who is not any more was installed anew since. In a dry run nobody comes.
const isSettled = (dryRun: boolean): Sql =>
  dryRun ? sql`w.state <> 'waiting'` : sql`w.state = 'failed' and i.release is not null`;

const isOnItsWay = ({ id, release, percent, dry_run }: Cohort): Sql => sql`
  ${IS_REACHED} and i.status <> 'uninstalled' and ${PUBLISHED_NUMBER} < ${release}
    and (${PLACE} < ${percent}
      or exists (select from roll_out_installs w where w.roll_out_id = ${id} and w.install_id = i.id and w.state = 'waiting'))
    and not exists (select from roll_out_installs w where w.roll_out_id = ${id} and w.install_id = i.id and ${isSettled(dry_run)})`;

const isOnItsWayBack = ({ release }: Cohort): Sql =>
  sql`${IS_REACHED} and ${PUBLISHED_NUMBER} = ${release}`;

/** The next installs that a roll-out is to move, after the given one: forth or back. */
export function selectNext(
  db: Db,
  rollOut: Cohort,
  direction: 'forth' | 'back',
  { after, limit }: { after: number; limit: number },
): Promise<CohortRow[]> {
  const which = direction === 'forth' ? isOnItsWay(rollOut) : isOnItsWayBack(rollOut);
  return db.query(sql`
    select i.id, i.release from installs i join plugins p on p.id = i.plugin_id
    where i.plugin_id = ${rollOut.plugin_id} and i.id > ${after} and ${which} order by i.id limit ${limit}`);
}

/** How many {@link selectNext} has still to answer. */
export async function countNext(
  db: Db,
  rollOut: Cohort,
  direction: 'forth' | 'back',
): Promise<number> {
  const which = direction === 'forth' ? isOnItsWay(rollOut) : isOnItsWayBack(rollOut);
  const [row] = await db.query<{ installs: number }>(sql`
    select count(*) as installs from installs i join plugins p on p.id = i.plugin_id
    where i.plugin_id = ${rollOut.plugin_id} and ${which}`);
  return row?.installs ?? 0;
}

/** Whether there is anybody to whom a release of the plugin would come. */
export async function hasInstalls(tx: Db, pluginId: number): Promise<boolean> {
  const rows = await tx.query(sql`
    select 1 from installs i where i.plugin_id = ${pluginId} and ${IS_REACHED} and i.status <> 'uninstalled' limit 1`);
  return rows.length > 0;
}

/** Those of the given installs that are no installs of the plugin to which a release could come. */
export async function selectUnreachable(
  tx: Db,
  pluginId: number,
  installIds: readonly number[],
): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(sql`
    select n.id from unnest(${[...installIds]}::bigint[]) as n (id)
    where not exists (select from installs i
      where i.id = n.id and i.plugin_id = ${pluginId} and ${IS_REACHED} and i.status <> 'uninstalled')`);
  return rows.map(({ id }) => id);
}

/** Which installs have a release of their own. */
export type PinnedAt = { exactly: number } | { below: number };

/** Installs of a plugin that have a release of their own, some of them. */
export async function selectPinned(
  tx: Db,
  pluginId: number,
  at: PinnedAt,
  limit: number,
): Promise<number[]> {
  const which = 'exactly' in at ? sql`i.release = ${at.exactly}` : sql`i.release < ${at.below}`;
  const rows = await tx.query<{ id: number }>(sql`
    select i.id from installs i where i.plugin_id = ${pluginId} and ${which} order by i.id limit ${limit}`);
  return rows.map(({ id }) => id);
}

/**
 * Uninstalled installs that nobody has asked the plugin about, and that can be restored: by then they would be on a release that their config was not
 * migrated for.
 */
export async function selectLeftBehind(tx: Db, pluginId: number, limit: number): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(sql`
    select i.id from installs i
    where i.plugin_id = ${pluginId} and ${IS_REACHED} and i.status = 'uninstalled' and i.release is null
    order by i.id limit ${limit}`);
  return rows.map(({ id }) => id);
}
