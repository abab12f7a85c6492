import { type Db, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';

/*
 * What installs are told of once more in rehearsals (migrations/0021_rehearsals.sql): here, since it is a part of what is erased with an install.
 */

/** Why a release is told of an event, or is not. */
export type RehearsedDecision =
  | 'delivered'
  | 'not_subscribed'
  | 'filtered'
  | 'suspended'
  | 'setup_incomplete'
  | 'not_granted'
  | 'missing_scope'
  | 'event_gone'
  | 'migration_failed';

/** What a release made of an event. */
export type RehearsedStatus = 'done' | 'ignored' | 'failed' | 'ongoing' | 'retried';

/** An event that an install could be told of once more. */
export interface PastJob {
  install_id: number;
  generation: number;
  event_id: string;
  event_name: string;
  identifier: string | null;
  before_job_id: string | null;
  before_status: string | null;
  before_message: string | null;
}

/** One of them, with its place and an id of its own. */
export interface StagedJob extends PastJob {
  rehearsal_id: number;
  number: number;
  job_id: string;
}

const stagedJobs = recordset<StagedJob>('s', {
  rehearsal_id: 'bigint',
  number: 'integer',
  job_id: 'uuid',
  install_id: 'bigint',
  generation: 'integer',
  event_id: 'uuid',
  event_name: 'text',
  identifier: 'text',
  before_job_id: 'uuid',
  before_status: 'text',
  before_message: 'text',
});

/** Writes them. */
export async function insertStagedJobs(tx: Db, jobs: StagedJob[]): Promise<void> {
  if (jobs.length === 0) return;
  await tx.query(sql`
    insert into rehearsed_jobs (${stagedJobs.columns})
    select ${stagedJobs.columns} from ${stagedJobs.of(jobs)}`);
}

/** What came of one. */
export interface Rehearsed {
  decision: RehearsedDecision;
  status: RehearsedStatus | null;
  message: string | null;
  status_code: number | null;
  error: string | null;
  duration_ms: number | null;
  attachments: string | null;
  effects: string | null;
}

/** Notes it. What the plugin said meanwhile by itself of a job that it took stays. */
export async function noteRehearsed(
  db: Db,
  rehearsalId: number,
  number: number,
  found: Rehearsed,
): Promise<void> {
  await db.query(sql`
    update rehearsed_jobs set decision = ${found.decision}, status = coalesce(status, ${found.status}),
      message = coalesce(message, ${found.message}), status_code = ${found.status_code}, error = ${found.error},
      duration_ms = ${found.duration_ms}, attachments = coalesce(attachments, ${found.attachments}),
      effects = ${found.effects}
    where rehearsal_id = ${rehearsalId} and number = ${number} and decision is null`);
}

/** What a plugin says later of what it was told in a rehearsal. */
export interface RehearsedUpdate {
  plugin_id: number;
  job_id: string;
  status?: 'done' | 'ignored' | 'failed' | undefined;
  status_message?: string | undefined;
  failure_reason?: string | undefined;
  /** JSON texts. */
  attachments: string[];
}

/** Attachments that are kept of one. */
const MOST_ATTACHMENTS_BYTES = 64 * 1024;

/** An event of a rehearsal as its plugin knows it, and what the plugin said of it. */
export interface ToldJob {
  id: string;
  name: string;
  identifier: string | null;
  /** It has another verdict already. */
  is_settled: boolean;
}

/** Notes it, unless it has another verdict; undefined where that is no event of a rehearsal of this plugin, or of one that was ended. */
export async function updateRehearsedJob(
  db: Db,
  { plugin_id, job_id, status, status_message, failure_reason, attachments }: RehearsedUpdate,
): Promise<ToldJob | undefined> {
  const given = attachments.length === 0 ? null : attachments.join(',');
  const verdict = status ?? null;
  const [row] = await db.query<ToldJob>(sql`
    with told as (
      select w.rehearsal_id, w.number, w.job_id, w.event_name, w.identifier,
        coalesce(w.status in ('done', 'ignored', 'failed') and w.status <> ${verdict}, false) as is_settled
      from rehearsed_jobs w join rehearsals h on h.id = w.rehearsal_id
      where w.job_id = ${job_id} and h.plugin_id = ${plugin_id} and h.state <> 'cancelled' for update of w),
    noted as (
      update rehearsed_jobs w set
        status = coalesce(${verdict}, w.status),
        message = coalesce(${status_message ?? null}, w.message),
        failure_reason = coalesce(${failure_reason ?? null}, w.failure_reason),
        attachments = case
          when ${given}::text is null or octet_length(w.attachments) + octet_length(${given}) > ${MOST_ATTACHMENTS_BYTES} then w.attachments
          when w.attachments is null then '[' || ${given} || ']'
          else left(w.attachments, -1) || ',' || ${given} || ']' end
      from told where w.rehearsal_id = told.rehearsal_id and w.number = told.number and not told.is_settled)
    select job_id as id, event_name as name, identifier, is_settled from told`);
  return row;
}

/** Removes what a rehearsal has not come to. */
export async function deleteUndecided(tx: Db, rehearsalId: number): Promise<void> {
  await tx.query(sql`
    delete from rehearsed_jobs where rehearsal_id = ${rehearsalId} and decision is null`);
}

/** Removes what an install was told: for those that are erased or begin anew. */
export async function deleteRehearsedOfInstall(tx: Db, installId: number): Promise<void> {
  await tx.query(sql`delete from rehearsed_jobs where install_id = ${installId}`);
}
