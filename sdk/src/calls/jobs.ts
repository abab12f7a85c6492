import type { Attachment } from '../attachments.ts';
import { type Client, dataOf, pathPart, sendAs } from '../client.ts';

/** What is said of a job later, or beside its verdict. Attachments are added to those that are there. */
export interface JobUpdate {
  /**
   * Final: another one later is refused (`job_settled`), and the same again is fine, though what is attached then is attached once more. Only what
   * Plugboard decided, when the plugin took too long, can still be changed.
   */
  status?: 'done' | 'ignored' | 'failed' | undefined;
  /** Shown with the job. */
  message?: string | undefined;
  /** Why it failed, or was ignored. */
  failureReason?: string | undefined;
  attachments?: readonly Attachment[] | undefined;
}

/** A job, as Plugboard answers an update. */
export interface UpdatedJob {
  id: string;
  name: string;
  identifier: string | null;
}

/** A job that may be settled later. */
export interface JobHandle {
  readonly id: string;
  /**
   * Says more of the job, and may settle it.
   *
   * @throws ApiError `job_not_found`, `job_settled`
   *
   * @example
   * await plugin.job(id).update({ status: 'done', message: 'The badge was printed' });
   */
  update(update: JobUpdate): Promise<UpdatedJob>;
}

/** A handle on a job by its id. */
export function createJob(
  client: Client,
  id: string,
  signal: () => AbortSignal | undefined,
): JobHandle {
  return {
    id,
    update: ({ status, message, failureReason, attachments = [] }) =>
      dataOf<UpdatedJob>(
        sendAs(client.send, client.own, {
          method: 'PATCH',
          path: `/api/v2/plugin-services/jobs/${pathPart(id)}`,
          body: { status, status_message: message, failure_reason: failureReason, attachments },
          // What is attached twice is there twice.
          isRepeatable: attachments.length === 0,
          signal: signal(),
        }),
      ),
  };
}
