import { type Db, sql } from '../lib/db.ts';
import { forgetWithdrawals } from './withdraw.ts';

/** What the plugin said about its jobs, and of what the requests to it were made. That there were jobs and attempts, and how they ended, stays. */
export async function eraseReplies(tx: Db, installId: number): Promise<void> {
  await tx.query(sql`delete from job_attachments where install_id = ${installId}`);
  await tx.query(sql`
    update attempts set reply_headers = null, reply_body = null, debug_info = null, request = null
    where install_id = ${installId} and num_nonnulls(reply_headers, reply_body, debug_info, request) > 0`);
  await tx.query(sql`
    update jobs set status_message = null, failure_reason = null, first_reply_headers = null,
      first_reply_body = null, first_debug_info = null, first_request = null
    where install_id = ${installId} and num_nonnulls(status_message, failure_reason, first_reply_headers,
      first_reply_body, first_debug_info, first_request) > 0`);
}

/** Removes all jobs of these installs. Queue rows go before job rows, as wherever both are written. */
export async function deleteJobsOfInstalls(tx: Db, installIds: number[]): Promise<void> {
  const ofInstalls = sql`where install_id = any(${installIds})`;
  // First, as it waits for who withdraws some of them, and then nobody does.
  await forgetWithdrawals(tx, installIds);
  await tx.query(sql`delete from job_queue ${ofInstalls}`);
  await tx.query(sql`delete from jobs ${ofInstalls}`);
  await tx.query(sql`delete from attempts ${ofInstalls}`);
  await tx.query(sql`delete from job_attachments ${ofInstalls}`);
}
