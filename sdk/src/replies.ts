import type { Attachment } from './attachments.ts';
import type { StorageEffect } from './calls/pipeline.ts';
import { SetupError } from './errors.ts';
import type { JsonObject } from './meta.ts';

/** What goes along with a verdict, in one transaction with it: changes of the install's storage, of its config, or both. */
export type Effects =
  | StorageEffect
  | readonly StorageEffect[]
  | {
      storage?: StorageEffect | readonly StorageEffect[] | undefined;
      /** Members to set, each as a whole; null removes one. */
      config?: Readonly<JsonObject> | undefined;
    };

/** What is said beside a verdict. */
export interface VerdictDetails {
  attachments?: readonly Attachment[] | undefined;
  /** Carried out with the verdict, and once for each attempt: all or nothing. */
  effects?: Effects | undefined;
  /** Any JSON, kept with the attempt, for the plugin's developer. */
  debugInfo?: unknown;
}

/** A handler's verdict on a job: what its reply says. Made by {@link JobReplies}. */
export interface Verdict {
  /** `done` 200, `ongoing` 202, `ignored` 400, `gone` 410, `failed` 412, `retry` 503. */
  readonly status: 200 | 202 | 400 | 410 | 412 | 503;
  readonly message?: string | undefined;
  readonly details?: VerdictDetails | undefined;
  /** Seconds. */
  readonly retryAfter?: number | undefined;
}

/**
 * The verdicts there are. Each is returned by a handler; nothing is sent before.
 *
 * @example
 * plugin.on('entry_sign_in', async ({ job, payload, storage }) => {
 *   if (payload.kind === 'staff') return job.ignored('Staff need no badge');
 *   return job.done('Welcome', { effects: storage.set('last', payload.name) });
 * });
 */
export interface JobReplies {
  /** It was done. */
  done(message?: string, details?: VerdictDetails): Verdict;
  /** There was nothing to do. */
  ignored(message?: string, details?: VerdictDetails): Verdict;
  /** It cannot be done, however often it is tried. */
  failed(message: string, details?: VerdictDetails): Verdict;
  /** It was begun, and is settled within a day by `plugin.job(id).update({ status })`. */
  ongoing(message?: string, details?: VerdictDetails): Verdict;
  /**
   * It could not be done now, and is to be tried again: after so many seconds, but no sooner than the schedule's next step (by default 5 s, then
   * 5 min, 30 min, …) and no later than twice that. Fewer requests come at a time from then on.
   *
   * @throws SetupError `wrong_delay`
   */
  retry(options: { after: number; message?: string | undefined }): Verdict;
  /** It failed, and no event of this kind is to come any more: Plugboard disables the endpoint. */
  gone(message: string): Verdict;
}

const verdict =
  (status: Verdict['status']) =>
  (message?: string, details?: VerdictDetails): Verdict => ({ status, message, details });

/** @see JobReplies */
export const jobReplies: JobReplies = {
  done: verdict(200),
  ignored: verdict(400),
  failed: verdict(412),
  ongoing: verdict(202),
  gone: verdict(410),
  retry({ after, message }) {
    if (!(after >= 0 && after < Number.POSITIVE_INFINITY)) {
      throw new SetupError(
        'wrong_delay',
        `job.retry takes { after }, in seconds from 0 on, and was given ${String(after)}`,
      );
    }
    return { status: 503, message, retryAfter: Math.ceil(after) };
  },
};

/**
 * A no, with a message for people: of a route, the person stays on the step and reads it; of a job, it has failed. To be returned or thrown.
 * Made by {@link refuse}.
 *
 * @example
 * plugin.on('entry_sign_in', ({ payload }) => {
 *   if (payload.name === undefined) throw refuse('A visitor needs a name');
 * });
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly details: Omit<VerdictDetails, 'effects'>;

  constructor(message: string, details: Omit<VerdictDetails, 'effects'> = {}) {
    super(message);
    this.details = details;
  }
}

/**
 * Says no, with a message for people.
 *
 * @example
 * plugin.validate('connect', async ({ payload }) => {
 *   if (payload.account === 'closed') return refuse('That account is closed');
 *   return { account: payload.account };
 * });
 */
export const refuse = (message: string, details?: Omit<VerdictDetails, 'effects'>): Refusal =>
  new Refusal(message, details);
