import { type Db, sql } from '../lib/db.ts';
import { maxAttempts } from './max-attempts.ts';
import { type JobKey, jobKeys } from './rows.ts';
import type { AttemptStage } from './schema.ts';

/** How far the attempts at a job have come, and how the last one that ended went. */
export interface JobProgress {
  job_id: string;
  space_name: string;
  attempts_total: number;
  max_attempts: number | null;
  /** Null where none has ended. */
  last_stage: AttemptStage | null;
  last_status_code: number | null;
  last_error: string | null;
  last_started_at: Date | null;
  last_duration_ms: number | null;
}

/**
 * For the jobs of one page of a list: five look-ups by key each.
 *
 * @param scheduled how many attempts the server's own retry schedule gives.
 */
export async function selectProgressOfJobs(
  db: Db,
  keys: JobKey[],
  scheduled: number,
): Promise<Map<string, JobProgress>> {
  const rows = await db.query<JobProgress>(sql`
    select k.job_id, s.name as space_name, ${maxAttempts(scheduled)} as max_attempts,
      (j.first_stage is not null)::integer + (select count(*)::integer from attempts a
        where a.install_id = j.install_id and a.job_id = j.id) as attempts_total,
      case when l.number is null then j.first_stage else l.stage end as last_stage,
      case when l.number is null then j.first_status_code else l.status_code end as last_status_code,
      case when l.number is null then j.first_error else l.error end as last_error,
      case when l.number is null then j.first_started_at else l.started_at end as last_started_at,
      case when l.number is null then j.first_duration_ms else l.duration_ms end as last_duration_ms
    from ${jobKeys.of(keys)}
    join jobs j on j.install_id = k.install_id and j.id = k.job_id
    join installs i on i.id = j.install_id
    join spaces s on s.id = i.space_id
    left join job_queue q on q.install_id = j.install_id and q.job_id = j.id
    left join lateral (
      select a.number, a.stage, a.status_code, a.error, a.started_at, a.duration_ms from attempts a
      where a.install_id = j.install_id and a.job_id = j.id order by a.number desc limit 1) l on true`);
  return new Map(rows.map((row) => [row.job_id, row]));
}
