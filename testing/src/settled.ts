import { setTimeout as delay } from 'node:timers/promises';
import type { Running } from './running.ts';

/** One request for a job, and how it went. */
export interface Attempt {
  number: number;
  /** `answered`, or where it ended: `connect`, `response`, `timeout`, `reply` (the answer could not be read) and others. */
  stage: string;
  status_code: number | null;
  error: string | null;
  url: string;
  reply_headers: Record<string, string> | null;
  reply_body: string | null;
  debug_info: unknown;
  started_at: string;
  duration_ms: number;
}

/** A job as it is now. */
export interface JobState {
  id: string;
  installId: number;
  /** `queued`, `ongoing`, `done`, `ignored`, `failed`, `parked` or `cancelled`. */
  status: string;
  /** What the plugin says of it; null for nothing. */
  message: string | null;
  failureReason: string | null;
  attachments: unknown[];
  attempts: Attempt[];
  /** Why it is not delivered; null where it is. */
  parkedReason: string | null;
  /** Why Plugboard settled it, such as `attempts_exhausted`; null where the plugin did. */
  settledReason: string | null;
  /** When the next attempt is due, or its plugin is out of time; null for neither. */
  dueAt: Date | null;
  /** Whether an attempt is under way: not recorded yet, although its plugin may have given its verdict by a call. */
  isUnderWay: boolean;
}

/** How long to wait. */
export interface WaitOptions {
  /** For how many milliseconds nothing may happen to the job until it is given up; by default 30,000. */
  patienceMs?: number;
}

/** What a plugin was asked to do. */
export interface EmittedJob {
  readonly id: string;
  readonly installId: number;
  /** The job as it is now. */
  state(): Promise<JobState>;
  /**
   * Waits for the verdict: `done`, `ignored`, `failed`, or that it was `cancelled`; and until no attempt is under way any more, which one can
   * be where the plugin gave its verdict by a call.
   *
   * @example
   * const { job } = await space.emit('entry_sign_in', { name: 'Ada' });
   * const { status, message } = await job.settled();
   *
   * @throws Error with what is known of the job, when nothing happens to it any more; at once when nothing can come without the test doing
   *   something: it is parked, or its next attempt is later than anybody waits for (see `Time.advance`, and `attempted`).
   */
  settled(options?: WaitOptions): Promise<JobState>;
  /**
   * Waits until so many attempts were made and recorded, whatever came of them.
   *
   * @example
   * await job.attempted(1);
   * await plugboard.time.advance({ seconds: 5 });
   * await job.settled();
   *
   * @throws Error with what is known of the job, when it is settled before, or nothing happens any more.
   */
  attempted(count?: number, options?: WaitOptions): Promise<JobState>;
}

const PATIENCE_MS = 30_000;
/** Nobody waits for longer than this for what is due at a time: that time can be made to pass. */
const SOON_MS = 2000;
const FIRST_PAUSE_MS = 3;
const LONGEST_PAUSE_MS = 50;

const OVER = ['done', 'ignored', 'failed', 'cancelled'];

/** A job of an event. */
export function createJob(running: Running, id: string, installId: number): EmittedJob {
  const state = () => readJob(running, id);
  const isOver = ({ status, isUnderWay }: JobState) => OVER.includes(status) && !isUnderWay;
  return {
    id,
    installId,
    state,
    settled: (options) =>
      wait(running, state, { what: 'its verdict', isThere: isOver, ...options }),
    async attempted(count = 1, options = {}) {
      const what = count === 1 ? 'its first attempt' : `attempt ${count}`;
      const isThere = (job: JobState) => job.attempts.length >= count;
      const ends = (job: JobState) => isThere(job) || isOver(job);
      const job = await wait(running, state, { what, isThere: ends, ...options });
      if (isThere(job)) return job;
      throw new Error(`There is no ${what}: ${described(job)}`);
    },
  };
}

interface Waiting extends WaitOptions {
  what: string;
  isThere(job: JobState): boolean;
}

async function wait(
  { awake, time }: Running,
  state: () => Promise<JobState>,
  { what, isThere, patienceMs = PATIENCE_MS }: Waiting,
): Promise<JobState> {
  let seen = '';
  let seenAt = performance.now();
  let pause = FIRST_PAUSE_MS;
  for (;;) {
    awake.stay();
    // Asked before the job is read: what was read may be from before the end of an advance.
    const isAdvancing = time.isAdvancing;
    const job = await state();
    if (isThere(job)) return job;
    const vain = isAdvancing ? undefined : whyInVain(job);
    if (vain !== undefined) throw new Error(`Waiting for ${what} is in vain: ${vain}`);
    const now = JSON.stringify(job);
    if (now !== seen) {
      seen = now;
      seenAt = performance.now();
      pause = FIRST_PAUSE_MS;
    } else if (performance.now() - seenAt > patienceMs) {
      const seconds = Math.round(patienceMs / 100) / 10;
      throw new Error(
        `Nothing happened for ${seconds} s while waiting for ${what}: ${described(job)}`,
      );
    }
    await delay(pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }
}

const PARKED: Record<string, string> = {
  endpoint_disabled: 'its endpoint is disabled, and has to be enabled',
  suspended: 'its install is suspended, and has to be resumed',
  plugin_suspended: 'its plugin is suspended, and has to be resumed',
};

function whyInVain(job: JobState): string | undefined {
  if (job.status === 'parked') {
    const why = PARKED[job.parkedReason ?? ''] ?? job.parkedReason;
    return `the job is parked, as ${why}. ${described(job)}`;
  }
  const leftMs = job.dueAt === null ? 0 : job.dueAt.getTime() - Date.now();
  if (job.status !== 'queued' || leftMs < SOON_MS) return undefined;
  const seconds = Math.ceil(leftMs / 1000);
  return `the next attempt is due in ${seconds} s only: let them pass with plugboard.time.advance({ seconds: ${seconds} }). ${described(job)}`;
}

function described(job: JobState): string {
  const { id, status, message, failureReason, settledReason, attempts } = job;
  const said = [message, failureReason, settledReason].filter((text) => text !== null).join(', ');
  const each = attempts.map(
    ({ number, stage, status_code, error, reply_body }) =>
      `\n  attempt ${number}: ${[stage, status_code, error, reply_body].filter(Boolean).join(' ')}`,
  );
  return `job ${id} is ${status}${said && ` (${said})`}${each.join('')}`;
}

interface JobAnswer {
  id: string;
  install_id: number;
  status: string;
  status_message: string | null;
  failure_reason: string | null;
  parked_reason: string | null;
  settled_reason: string | null;
  delivery: { state: string; due_at: string | null } | null;
  attempts: Attempt[];
  attachments: unknown[];
}

async function readJob({ host }: Running, id: string): Promise<JobState> {
  const job = await host.call<JobAnswer>('GET', `/platform/v1/jobs/${id}`);
  const { delivery } = job;
  // The lease of an attempt under way is not what anybody waits for.
  const due = delivery?.state === 'scheduled' ? delivery.due_at : null;
  return {
    id: job.id,
    installId: job.install_id,
    status: job.status,
    message: job.status_message,
    failureReason: job.failure_reason,
    attachments: job.attachments,
    attempts: job.attempts,
    parkedReason: job.parked_reason,
    settledReason: job.settled_reason,
    dueAt: due === null ? null : new Date(due),
    isUnderWay: delivery?.state === 'leased',
  };
}
