import { type Sql, sql } from '../lib/db.ts';
import { OWN_SCHEDULE } from './own-schedule.ts';

/**
 * How many attempts there are at most at the job `j`, which is in the queue as `q`: those that were made, and what the schedule in force still
 * gives. An attempt that it does not have any more, since it was shortened, is made all the same. Null for a job that is not to be tried by
 * itself: it has left the queue, is in the plugin's hands, or is sent once more. Only for one that is, its plugin is looked at.
 *
 * @param scheduled how many attempts the server's own retry schedule gives.
 */
export const maxAttempts = (scheduled: number): Sql => sql`
  case when j.status = 'queued' then (
    select q.attempt + (q.state <> 'leased')::integer
      + greatest(coalesce(json_array_length((${OWN_SCHEDULE})::json), ${scheduled}::integer) - 1 - q.step, 0)
    from plugins p where p.id = j.plugin_id) end`;
