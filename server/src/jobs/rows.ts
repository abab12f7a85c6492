import { sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';
import type {
  AttemptStage,
  JobStatus,
  ParkedReason,
  QueueState,
  SettledBy,
  SettledReason,
} from './schema.ts';

/** A job by its install, with which its rows lie together in every table. */
export interface JobKey {
  install_id: number;
  job_id: string;
}

/** Keys as statements take them, as `k`. */
export const jobKeys = recordset<JobKey>('k', { install_id: 'bigint', job_id: 'uuid' });

/** A row of `jobs`. */
export interface JobRow {
  install_id: number;
  id: string;
  /** Of the install when the job was made; a later one is not told of it. */
  install_generation: number;
  plugin_id: number;
  event_id: string;
  /** Of the event. */
  name: string;
  /** The host's name of what the event is about: jobs of one install with the same one run in order. Null for none. */
  identifier: string | null;
  status: JobStatus;
  /** What the plugin says of how it went. */
  status_message: string | null;
  failure_reason: string | null;
  settled_by: SettledBy | null;
  /**
   * Why the platform settled it: where it did not, or not any more, that says nothing ({@link SETTLED_REASON}). Nobody clears it when a job runs
   * again: one that a stopped replay gives back has its old reason.
   */
  settled_reason: SettledReason | null;
  settled_at: Date | null;
  parked_reason: ParkedReason | null;
  /** The backfill that made it; null for one that was made with its event. */
  backfill_id: number | null;
  created_at: Date;
}

/** A row of `job_queue`: a job that still has something to wait for. */
export interface QueueRow extends JobKey {
  event_id: string;
  endpoint_id: number;
  identifier: string | null;
  /** Waits its turn among the jobs with the same identifier, and they for it. */
  in_lane: boolean;
  /** Another one of its lane may wait for it. */
  followed: boolean;
  state: QueueState;
  /** When a job that waits, is leased or is ongoing is looked at again; null for the others. */
  due_at: Date | null;
  /** Number of its last attempt, one under way included. */
  attempt: number;
  /** The number of the claim that has it: each is higher than those before, and a later write must still match it (fencing). */
  claim: number;
  /** Who made that claim; null for nobody. */
  worker_id: number | null;
  /** Its place in the retry schedule, from 0. */
  step: number;
  /** A settled job that is sent once more: its verdict stays. */
  resend: boolean;
  /** The replay or backfill that waits for it; null for none. */
  replay_id: number | null;
  /** The backfill that made it, which its requests name; null for none. */
  backfill_id: number | null;
  /** How often in a row it was given back, since something failed in us before the request. */
  give_backs: number;
  /** What that was; null for a job that was not given back since it was last sent. */
  held_up_by: string | null;
}

/** One request: a row of `attempts`, or the `first_` columns of the job's row. */
export interface AttemptRow {
  number: number;
  stage: AttemptStage;
  /** Null when there was no reply; so are its headers and its body. */
  status_code: number | null;
  /** What went wrong on the way, or could not be used of the reply; null for any other reply. */
  error: string | null;
  url: string;
  /** JSON text of an object: those headers that help to find an error. */
  reply_headers: string | null;
  /** At most 16 KiB of it. */
  reply_body: string | null;
  /** JSON text that the plugin sent along (`debugInfo`). */
  debug_info: string | null;
  /** ISO 8601. */
  started_at: string;
  duration_ms: number;
}

/** The column beside an {@link AttemptRow} that says of what its request was made. */
export interface WithRequest {
  /** As `packRequest` writes it; null where nobody knows whether there was one. */
  request: Buffer | null;
}

/** The number of the last attempt at the job `j`, 0 when there was none. */
export const LAST_ATTEMPT = sql`
  coalesce((select max(a.number) from attempts a where a.install_id = j.install_id and a.job_id = j.id),
    (j.first_stage is not null)::integer)`;

/** The column `settled_reason` of `jobs j`, where it says something. */
export const SETTLED_REASON = sql`case when j.settled_by = 'platform' then j.settled_reason end as settled_reason`;
