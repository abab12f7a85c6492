import { RUNNING_NUMBER } from '../install-status.ts';
import type { PastJob } from '../installs/rehearsed-queries.ts';
import { type Db, type Sql, sql } from '../lib/db.ts';
import { firstIdOf } from '../lib/ids.ts';

/** Events of a space that are looked at for those that fit: of an install that hears rarely of much that happens there, older ones are not found. */
const LOOKED_AT = 5000;
/** Ids are cut by the clocks of the servers, `created_at` is told by the database's: they differ by less than this. */
const CLOCKS_APART_MS = 3_600_000;

const idAt = (time: Date, apartMs: number): string =>
  firstIdOf(new Date(Math.max(0, time.getTime() + apartMs)));

/** From when until when. */
export interface RehearsedTime {
  since: Date;
  until: Date;
}

/** Installs that a plugin had jobs of in that time, of its newest 1,000 jobs. */
export async function selectInstallsWithJobs(
  db: Db,
  pluginId: number,
  { since, until }: RehearsedTime,
  limit: number,
): Promise<number[]> {
  const rows = await db.query<{ install_id: number }>(sql`
    select j.install_id from (
      select install_id from jobs where plugin_id = ${pluginId}
        and id >= ${idAt(since, -CLOCKS_APART_MS)} and id < ${idAt(until, CLOCKS_APART_MS)}
      order by id desc limit 1000) j
    group by j.install_id order by count(*) desc, j.install_id limit ${limit}`);
  return rows.map(({ install_id }) => install_id);
}

/**
 * Whether an install may be told things by a release that is published, or is not: what nobody has approved is tried out by development installs
 * alone, as long as they are their developer's own. For a statement that knows `plugins p` and `installs i`.
 */
export const mayRehearse = (isPublished: boolean): Sql => {
  if (isPublished) return sql`not i.development`;
  return sql`(i.development and (${RUNNING_NUMBER}) is not null)`;
};

/** Which of these installs are of the plugin, and may be told things by a release that is published or is not. */
export async function selectRehearsable(
  db: Db,
  pluginId: number,
  installIds: number[],
  isPublished: boolean,
): Promise<number[]> {
  const rows = await db.query<{ id: number }>(sql`
    select i.id from installs i join plugins p on p.id = i.plugin_id
    where i.id = any(${installIds}::bigint[]) and i.plugin_id = ${pluginId}
      and i.status <> 'uninstalled' and ${mayRehearse(isPublished)}`);
  return rows.map(({ id }) => id);
}

/**
 * The newest events of these names in the spaces of these installs, with what came of them; the oldest first. Only such as its admins agreed to, and
 * that happened since it was installed: a rehearsal tells nobody what they could not have heard.
 */
export async function selectPastJobs(
  db: Db,
  installIds: number[],
  names: string[],
  { since, until, limit }: RehearsedTime & { limit: number },
): Promise<PastJob[]> {
  const rows = await db.query<PastJob>(sql`
    select i.id as install_id, i.generation, e.id as event_id, e.name as event_name, e.identifier,
      j.id as before_job_id, j.status as before_status, j.status_message as before_message
    from (
      select id, space_id, generation, events, scopes, installed_at from installs where id = any(${installIds}::bigint[]) offset 0) i
    cross join lateral (
      select l.* from (
        select id, name, identifier, created_at from events
        where space_id = i.space_id and id >= ${idAt(since, -CLOCKS_APART_MS)} and id < ${idAt(until, CLOCKS_APART_MS)}
        order by id desc limit ${LOOKED_AT}) l
      where l.name = any(${names}) and l.name = any(i.events)
        and l.created_at >= greatest(${since}, i.installed_at) and l.created_at < ${until}
        and exists (select from event_types t
          where t.name = l.name and (t.required_scope is null or t.required_scope = any(i.scopes)))
      order by l.id desc limit ${limit}) e
    left join lateral (
      select j.id, j.status, j.status_message from jobs j
      where j.install_id = i.id and j.event_id = e.id
        and j.id between (left(e.id::text, 32) || '0001')::uuid and (left(e.id::text, 32) || 'ffff')::uuid
      order by j.id desc limit 1) j on true
    order by e.id desc, i.id desc limit ${limit}`);
  return rows.reverse();
}
