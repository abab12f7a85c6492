import { announce } from '../lib/changes.ts';
import { type Database, type Db, sql } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { dequeue, QUEUED, type QueuedJob } from './dequeue.ts';
import { LOCK_ORDER } from './lanes.ts';
import { markCancelled } from './mark.ts';
import type { JobKey } from './rows.ts';

/** Jobs withdrawn in one transaction, of the queue and of those set aside. */
export const WITHDRAWN_AT_ONCE = 500;

/**
 * Withdraws every job of an install that is going away: those in the queue and those set aside. The first of them now, and if there are
 * more, those by workers ({@link withdrawSome}); what a worker claims of them meanwhile is withdrawn, too, since the install is
 * uninstalled.
 */
export async function withdrawJobsOfInstall(tx: Db, installId: number): Promise<void> {
  if (await withdrawSlice(tx, installId, null)) return;
  await tx.query(sql`
    insert into withdrawals as w (install_id) values (${installId})
    on conflict (install_id) do update set made_before = excluded.made_before`);
  await announce(tx, 'resumptions');
}

/** So many slices are withdrawn while somebody waits for the answer. */
const MOST_SLICES = 4;

/**
 * Ends what {@link withdrawJobsOfInstall} began, for whoever makes the install live again. The install must be locked.
 *
 * @throws Failure `wrong_state` where there is so much of it that workers have to do it first.
 */
export async function finishWithdrawal(tx: Db, installId: number): Promise<void> {
  const [row] = await tx.query<{ made_before: Date }>(sql`
    select made_before from withdrawals where install_id = ${installId} for update`);
  if (row === undefined) return;
  for (let slices = 0; slices < MOST_SLICES; slices++)
    if (await withdrawSlice(tx, installId, installId)) return forgetWithdrawals(tx, [installId]);
  throw new Failure(
    'wrong_state',
    'Jobs of the install as it was are still being withdrawn; ask again in a moment',
  );
}

/** Ends them without a word, for whoever deletes the jobs. */
export async function forgetWithdrawals(tx: Db, installIds: number[]): Promise<void> {
  await tx.query(sql`delete from withdrawals where install_id = any(${installIds})`);
}

/**
 * Withdraws the next jobs of an install that went away. Any process may go on where another one stopped. Answers whether there is more to
 * be done, for any install.
 */
export function withdrawSome(db: Database): Promise<boolean> {
  return runAgainOnDeadlock(db, async (tx) => {
    const [row] = await tx.query<{ install_id: number }>(sql`
      select install_id from withdrawals order by install_id limit 1 for update skip locked`);
    if (row === undefined) return false;
    const { install_id } = row;
    if (await withdrawSlice(tx, install_id, install_id)) await forgetWithdrawals(tx, [install_id]);
    return true;
  });
}

// Answers whether there are no more. Queue rows are locked before job rows, as wherever both are.
async function withdrawSlice(
  tx: Db,
  installId: number,
  withdrawal: number | null,
): Promise<boolean> {
  const queued = await selectQueued(tx, installId, withdrawal);
  const setAside = await selectSetAside(tx, installId, withdrawal);
  await markCancelled(tx, [...queued, ...setAside], 'uninstalled');
  await dequeue(tx, queued);
  return queued.length < MOST_LEFT && setAside.length < MOST_LEFT;
}

// Of a full slice one may be left out below: the job that tells of the uninstall. It was made with the withdrawal, and the others before.
const MOST_LEFT = WITHDRAWN_AT_ONCE - 1;

function selectQueued(tx: Db, installId: number, withdrawal: number | null): Promise<QueuedJob[]> {
  return tx.query(sql`
    with slice as materialized (
      select q.install_id, q.job_id from job_queue q
      where q.install_id = ${installId} and not q.settled
      order by q.job_id limit ${WITHDRAWN_AT_ONCE}),
    q as materialized (
      select ${QUEUED} from slice
      join job_queue q on q.install_id = slice.install_id and q.job_id = slice.job_id
      where not q.settled
      order by ${LOCK_ORDER} for update of q)
    select ${QUEUED} from q
    left join withdrawals w on w.install_id = ${withdrawal}
    where w.install_id is null or exists (select from jobs j
      where j.install_id = q.install_id and j.id = q.job_id and j.created_at < w.made_before)`);
}

function selectSetAside(tx: Db, installId: number, withdrawal: number | null): Promise<JobKey[]> {
  return tx.query(sql`
    with j as materialized (
      select install_id, id as job_id, created_at from jobs
      where install_id = ${installId} and parked_reason in ('suspended', 'plugin_suspended', 'endpoint_disabled')
      limit ${WITHDRAWN_AT_ONCE} for update)
    select j.install_id, j.job_id from j
    left join withdrawals w on w.install_id = ${withdrawal}
    where w.install_id is null or j.created_at < w.made_before`);
}
