import { type Db, sql } from '../lib/db.ts';
import { tellChanges } from '../stream/tell.ts';
import { type JobKey, jobKeys } from './rows.ts';
import type { ParkedReason, SettledReason } from './schema.ts';

/** Opens jobs again that were parked, failed or waiting. */
export async function markQueued(tx: Db, jobs: JobKey[]): Promise<void> {
  await tx.query(sql`
    update jobs j set status = 'queued', parked_reason = null, settled_by = null, settled_at = null
    from ${jobKeys.of(jobs)} where j.install_id = k.install_id and j.id = k.job_id`);
  await tellChanges(tx, () => ({ jobs }));
}

/** Withdraws jobs that are not settled. @param reason null where somebody asked for it. */
export async function markCancelled(
  tx: Db,
  jobs: JobKey[],
  reason: SettledReason | null = null,
): Promise<void> {
  if (jobs.length === 0) return;
  await tx.query(sql`
    update jobs j set status = 'cancelled', settled_by = 'platform', settled_reason = ${reason}, settled_at = now(), parked_reason = null
    from ${jobKeys.of(jobs)}
    where j.install_id = k.install_id and j.id = k.job_id and j.settled_by is null`);
  await tellChanges(tx, () => ({ jobs }));
}

/** Sets jobs aside that are not settled. */
export async function markParked(tx: Db, jobs: JobKey[], reason: ParkedReason): Promise<void> {
  if (jobs.length === 0) return;
  await tx.query(sql`
    update jobs j set status = 'parked', parked_reason = ${reason}
    from ${jobKeys.of(jobs)}
    where j.install_id = k.install_id and j.id = k.job_id and j.settled_by is null`);
  await tellChanges(tx, () => ({ jobs }));
}
