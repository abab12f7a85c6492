import { RUNNING_NUMBER } from '../install-status.ts';
import type { AttemptRow, WithRequest } from '../jobs/rows.ts';
import { type Db, sql } from '../lib/db.ts';
import { isAdminOf, isDeveloperOf, type Reader } from '../reach.ts';

/** An attempt with what its request was made of, as far as it is still there, and as it is now. */
export interface SentAttempt extends Omit<AttemptRow, 'started_at'>, WithRequest {
  started_at: Date;
  job_id: string;
  install_id: number;
  plugin_id: number;
  event_id: string;
  event_name: string;
  identifier: string | null;
  /** The backfill that made the job; null for none. */
  backfill_id: number | null;
  /** JSON text; null once the event is gone. */
  payload: string | null;
  space_id: number;
  space_name: string;
  /** JSON text of an object. */
  space_attributes: string;
  /** JSON text of an object, without what is sealed: of the install as it is now, which is at `config_revision`. */
  config: string;
  sealed_config: Buffer | null;
  config_revision: number;
  /** The published one that the install is on; 0 while there is none. */
  running_release: number;
  /** Who asks is told no more of the payload than the names of its members: the event's type is private, and they are no admin. */
  is_hidden: boolean;
  /** Who asks knows the secrets that requests are signed with, or could make others: the plugin's developer, the host. */
  may_see_signatures: boolean;
}

/** One attempt at a job; undefined where there is no such job, or no such attempt. */
export async function selectSentAttempt(
  db: Db,
  reader: Reader,
  jobId: string,
  number: number,
): Promise<SentAttempt | undefined> {
  const [row] = await db.query<SentAttempt>(sql`
    select a.*, j.id as job_id, j.install_id, j.plugin_id, j.event_id, j.name as event_name, j.identifier,
      j.backfill_id, v.payload,
      i.space_id, s.name as space_name, s.attributes as space_attributes, i.config, i.sealed_config,
      i.config_revision, coalesce(${RUNNING_NUMBER}, 0) as running_release,
      not ${isAdminOf(reader, sql`i.space_id`, { install: sql`i.id`, identifier: sql`j.identifier` })}
        and coalesce((select t.private from event_types t where t.name = j.name), false) as is_hidden,
      ${isDeveloperOf(reader, sql`j.plugin_id`)} as may_see_signatures
    from jobs j
    cross join lateral (
      select 1 as number, f.first_stage as stage, f.first_status_code as status_code, f.first_error as error,
        f.first_url as url, f.first_reply_headers as reply_headers, f.first_reply_body as reply_body,
        f.first_debug_info as debug_info, f.first_started_at as started_at, f.first_duration_ms as duration_ms,
        f.first_request as request
      from jobs f
      where f.install_id = j.install_id and f.id = j.id and f.first_stage is not null and ${number}::integer = 1
      union all
      select number, stage, status_code, error, url, reply_headers, reply_body, debug_info, started_at, duration_ms,
        request
      from attempts where install_id = j.install_id and job_id = j.id and number = ${number}) a
    join installs i on i.id = j.install_id
    join plugins p on p.id = j.plugin_id
    join spaces s on s.id = i.space_id
    left join events v on v.id = j.event_id
    where j.id = ${jobId}`);
  return row;
}
