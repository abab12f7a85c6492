import { RUNNING_NUMBER } from '../install-status.ts';
import { type Db, sql } from '../lib/db.ts';
import { LIFECYCLE_EVENTS } from '../manifest/lifecycle.ts';

/** How a plugin answers for one event that an install hears. */
export interface HeardEndpointRow {
  event_name: string;
  /** Since when it has not answered as it should; null while it does. */
  failing_since: Date | null;
  /** Since when it is not called any more. */
  disabled_at: Date | null;
}

/** The endpoints that are called for an install, in the order of their events. */
export function selectHeardEndpoints(db: Db, installId: number): Promise<HeardEndpointRow[]> {
  return db.query(sql`
    select e.event_name, e.failing_since, e.disabled_at
    from installs i join plugins p on p.id = i.plugin_id
      join release_endpoints re on re.plugin_id = p.id and re.release = ${RUNNING_NUMBER}
      join endpoints e on e.id = re.endpoint_id
    where i.id = ${installId}
      and (e.event_name = any(i.events) or e.event_name = any(${[...LIFECYCLE_EVENTS]}::text[]))
    order by e.event_name collate "C"`);
}

/** The most jobs that are counted, and looked at for one that failed. */
const MOST_WAITING = 1000;

/** What waits for an install, {@link MOST_WAITING} at most, and the newest job of which an attempt failed. */
export async function selectWaiting(
  db: Db,
  installId: number,
): Promise<{ waiting: number; failed_job: string | null }> {
  const [row] = await db.query<{ waiting: number; failed_job: string | null }>(sql`
    with newest as (select q.job_id, q.state, q.attempt from job_queue q
      where q.install_id = ${installId} order by q.job_id desc limit ${MOST_WAITING})
    select (select count(*)::int from newest) as waiting,
      coalesce(
        (select n.job_id from newest n where n.attempt > 0 and n.state = 'scheduled' order by n.job_id desc limit 1),
        (select j.id from jobs j where j.install_id = ${installId} and j.uncommon_status = 'failed'
          order by j.id desc limit 1)
      ) as failed_job`);
  return row ?? { waiting: 0, failed_job: null };
}
