import type { ClaimedJob } from '../jobs/claim.ts';
import { type RetrySchedule, waitBefore } from '../jobs/schedule.ts';
import type { AttemptStage, ParkedReason, Verdict } from '../jobs/schema.ts';
import type { AttemptRecord, Settlement } from '../jobs/settle.ts';
import { Failure } from '../lib/failures.ts';
import type { OutboundError, OutboundReply } from '../lib/outbound/client.ts';
import { type ReplyContent, readReply, verdictOf } from './reply.ts';

/** All that one attempt brings about. */
export interface Outcome {
  settlement: Settlement;
  attachments: string[];
  effects: ReplyContent['effects'];
  /** The endpoint did its part: it answered with a verdict. */
  answered: boolean;
  gone: boolean;
  /** It asked for a slower pace, or was too slow to answer. */
  struggled: boolean;
}

export interface OutcomeRules {
  schedule: RetrySchedule;
  ongoingSeconds: number;
  maxJsonDepth: number;
}

/** How an attempt went on the wire. */
export type Exchange = { reply: OutboundReply } | { error: OutboundError };

const KEPT_REPLY_BYTES = 16 * 1024;

/** Turns the exchange into what becomes of the job. */
export function judge(
  job: ClaimedJob,
  exchange: Exchange,
  startedAt: Date,
  rules: OutcomeRules,
): Outcome {
  if ('error' in exchange) {
    const { error } = exchange;
    const record = recordOf(job, startedAt, error.stage === 'aborted' ? 'lost' : error.stage, {
      error: `${error.code}: ${error.message}`,
    });
    return failedAttempt(job, record, rules, { struggled: error.stage === 'timeout' });
  }
  return judgeReply(job, exchange.reply, startedAt, rules);
}

function judgeReply(
  job: ClaimedJob,
  reply: OutboundReply,
  startedAt: Date,
  rules: OutcomeRules,
): Outcome {
  const record = recordOf(job, startedAt, 'answered', { reply });
  const verdict = verdictOf(reply.status, headerOf(reply, 'retry-after'), Date.now());
  if (verdict.kind === 'failed_attempt') {
    const { retryAfter, busy } = verdict;
    return failedAttempt(job, record, rules, { struggled: busy, retryAfter });
  }
  let content: ReplyContent;
  try {
    content = readReply(reply.body, rules.maxJsonDepth);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return uselessReply(job, record, error, rules);
  }
  record.debug_info = content.debugInfo;
  const settlement =
    verdict.kind === 'ongoing'
      ? ongoing(job, record, content.message, rules)
      : settled(job, record, verdict.status, content.message);
  return {
    settlement,
    attachments: content.attachments,
    effects: content.effects,
    answered: true,
    gone: verdict.kind === 'settled' && verdict.gone,
    struggled: false,
  };
}

/** The reply's effects cannot be applied: nothing of it counts, and the job is tried again. */
export function uselessReply(
  job: ClaimedJob,
  record: AttemptRecord,
  failure: Failure,
  rules: OutcomeRules,
): Outcome {
  const where = failure.violations[0]?.pointer ?? '';
  const error = `${failure.code}: ${where} ${failure.message}`;
  return failedAttempt(job, { ...record, stage: 'reply', error }, rules, { struggled: false });
}

function failedAttempt(
  job: ClaimedJob,
  record: AttemptRecord,
  { schedule }: OutcomeRules,
  { struggled, retryAfter }: { struggled: boolean; retryAfter?: number },
): Outcome {
  const step = job.step + 1;
  const wait = waitBefore(scheduleOf(job, schedule), step, Math.random(), retryAfter);
  const settlement: Settlement =
    wait === undefined
      ? {
          ...base(job, record),
          next: 'gone',
          status: 'failed',
          settled_by: 'platform',
          status_message: 'No attempt succeeded',
          parked_reason: 'attempts_exhausted',
        }
      : { ...base(job, record), next: 'scheduled', wait_seconds: wait, step };
  return { settlement, attachments: [], effects: null, answered: false, gone: false, struggled };
}

const scheduleOf = (job: ClaimedJob, ours: RetrySchedule): RetrySchedule =>
  job.retry_schedule === null ? ours : { ...ours, steps: JSON.parse(job.retry_schedule) };

const settled = (
  job: ClaimedJob,
  record: AttemptRecord,
  status: Verdict,
  message: string | null,
): Settlement => ({
  ...base(job, record),
  next: 'gone',
  status,
  status_message: message,
  settled_by: 'plugin',
});

const ongoing = (
  job: ClaimedJob,
  record: AttemptRecord,
  message: string | null,
  { ongoingSeconds }: OutcomeRules,
): Settlement => ({
  ...base(job, record),
  next: 'ongoing',
  status: 'ongoing',
  status_message: message,
  wait_seconds: ongoingSeconds,
});

/** A job that is set aside without a request. */
export const parked = (job: ClaimedJob, reason: ParkedReason): Settlement => ({
  ...base(job, null),
  next: 'gone',
  status: 'parked',
  parked_reason: reason,
});

/** A job whose install is gone. */
export const withdrawn = (job: ClaimedJob): Settlement => ({
  ...base(job, null),
  next: 'gone',
  status: 'cancelled',
  status_message: 'The plugin was uninstalled',
  settled_by: 'platform',
});

/** A job that goes back to the queue as if it had not been claimed. */
export const released = (job: ClaimedJob): Settlement => ({ ...base(job, null), next: 'released' });

const base = (job: ClaimedJob, record: AttemptRecord | null): Settlement => ({
  install_id: job.install_id,
  job_id: job.job_id,
  attempt: job.attempt,
  record,
  next: 'gone',
  wait_seconds: null,
  step: job.step,
  status: 'queued',
  status_message: null,
  failure_reason: null,
  settled_by: null,
  parked_reason: null,
});

function recordOf(
  job: ClaimedJob,
  startedAt: Date,
  stage: AttemptStage,
  { reply, error }: { reply?: OutboundReply; error?: string },
): AttemptRecord {
  return {
    stage,
    status_code: reply?.status ?? null,
    error: error ?? null,
    url: job.url,
    reply_headers: reply === undefined ? null : JSON.stringify(keptHeaders(reply.headers)),
    reply_body: reply === undefined || reply.body.length === 0 ? null : keptText(reply.body),
    debug_info: null,
    started_at: startedAt.toISOString(),
    duration_ms: Date.now() - startedAt.getTime(),
  };
}

// PostgreSQL's text has no NUL, and a reply is whatever the receiver sent.
const keptText = (body: Buffer): string =>
  body.toString('utf8', 0, KEPT_REPLY_BYTES).replaceAll('\0', '\uFFFD');

const KEPT_HEADERS = [
  'content-type',
  'content-length',
  'retry-after',
  'location',
  'server',
  'date',
];

function keptHeaders(headers: OutboundReply['headers']): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = headers[name];
    if (value !== undefined) kept[name] = String(value).slice(0, 500);
  }
  return kept;
}

function headerOf(reply: OutboundReply, name: string): string | undefined {
  const value = reply.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
