import type { ClaimedJob } from '../jobs/claim.ts';
import { type RetrySchedule, waitBefore } from '../jobs/schedule.ts';
import type { Verdict } from '../jobs/schema.ts';
import type { AttemptRecord } from '../jobs/settle.ts';
import { databaseNow } from '../lib/clock.ts';
import { Failure } from '../lib/failures.ts';
import type { OutboundError, OutboundReply } from '../lib/outbound/client.ts';
import { messageOf, shorten } from '../lib/text.ts';
import { recordOf } from './attempt-record.ts';
import { exhausted, type Outcome, ongoing, scheduled, settled } from './outcome.ts';
import { NOTHING, type ReplyBody, type ReplyContent, readReply, verdictOf } from './reply.ts';

/** What the settings of the server say of outcomes. */
export interface OutcomeRules {
  /** For plugins without a retry schedule of their own; the jitter is for all. */
  schedule: RetrySchedule;
  /** How long a plugin has to settle a job that it accepted (202). */
  ongoingSeconds: number;
  /** Of replies. */
  maxJsonDepth: number;
}

/** How an attempt went on the wire, and what is kept of its request, packed. */
export type Exchange = ({ reply: OutboundReply } | { error: OutboundError }) & { request: Buffer };

/** Turns the exchange into what becomes of the job. */
export function judge(
  job: ClaimedJob,
  exchange: Exchange,
  startedAt: Date,
  rules: OutcomeRules,
): Outcome {
  if ('error' in exchange) {
    const { error, request } = exchange;
    const record = recordOf(job, startedAt, error.stage === 'aborted' ? 'lost' : error.stage, {
      error: `${error.code}: ${error.message}`,
      request,
    });
    return failedAttempt(job, record, rules, { struggled: error.stage === 'timeout' });
  }
  return judgeReply(job, exchange, startedAt, rules);
}

function judgeReply(
  job: ClaimedJob,
  { reply, request }: Extract<Exchange, { reply: OutboundReply }>,
  startedAt: Date,
  rules: OutcomeRules,
): Outcome {
  const record = recordOf(job, startedAt, 'answered', { reply, request });
  const verdict = verdictOf(reply.status, headerOf(reply, 'retry-after'), databaseNow());
  if (verdict.kind === 'failed_attempt') {
    const { retryAfter, busy } = verdict;
    return failedAttempt(job, record, rules, { struggled: busy, retryAfter });
  }
  let content: ReplyContent;
  try {
    content = readReply(bodyOf(reply), rules.maxJsonDepth);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (verdict.kind === 'settled' && verdict.gone) return gone(job, record, error, verdict);
    return uselessReply(job, record, error, rules);
  }
  record.debug_info = content.debugInfo;
  if (verdict.kind === 'ongoing') return ongoing(job, record, content, rules.ongoingSeconds);
  return settled(job, record, content, verdict);
}

const bodyOf = (reply: OutboundReply): ReplyBody => ({
  body: reply.body,
  truncated: reply.truncated,
  encoding: headerOf(reply, 'content-encoding'),
});

// It will never answer again, so the status counts alone; the attempt says what could not be read.
const gone = (
  job: ClaimedJob,
  record: AttemptRecord,
  failure: Failure,
  verdict: { status: Verdict; gone: boolean },
): Outcome =>
  settled(job, { ...record, stage: 'reply', error: errorText(failure) }, NOTHING, verdict);

function headerOf(reply: OutboundReply, name: string): string | undefined {
  const value = reply.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** What the reply says cannot be read or its effects not be applied: nothing of it counts, and the job is tried again. */
export function uselessReply(
  job: ClaimedJob,
  record: AttemptRecord,
  failure: Failure,
  rules: OutcomeRules,
): Outcome {
  const useless = { ...record, stage: 'reply', error: errorText(failure) } as const;
  return failedAttempt(job, useless, rules, { struggled: false });
}

// Pointers have keys of the reply in them.
function errorText({ code, message, violations: [first] }: Failure): string {
  return shorten([`${code}:`, first?.pointer, message].filter(Boolean).join(' '), MOST_ERROR);
}

const MOST_ERROR = 2000;

function failedAttempt(
  job: ClaimedJob,
  record: AttemptRecord,
  { schedule }: OutcomeRules,
  { struggled, retryAfter }: { struggled: boolean; retryAfter?: number },
): Outcome {
  const endpoint = struggled ? 'struggled' : 'failed';
  const wait = waitBefore(scheduleOf(job, schedule), job.step + 1, Math.random(), retryAfter);
  if (wait === undefined) return exhausted(job, record, endpoint);
  return scheduled(job, record, endpoint, wait);
}

/**
 * What came back, or what we made of it, cannot be recorded. There was a request, so the attempt counts and goes through the schedule,
 * with the reason and without what is of the reply.
 */
export function unrecordable(
  job: ClaimedJob,
  { stage, status_code, url, started_at, duration_ms, request }: AttemptRecord,
  error: unknown,
  rules: OutcomeRules,
): Outcome {
  const record: AttemptRecord = {
    stage: stage === 'answered' ? 'reply' : stage,
    status_code,
    error: `not_recorded: ${messageOf(error)}`,
    url,
    reply_headers: null,
    reply_body: null,
    debug_info: null,
    started_at,
    duration_ms,
    request,
  };
  return failedAttempt(job, record, rules, { struggled: false });
}

const scheduleOf = (job: ClaimedJob, ours: RetrySchedule): RetrySchedule =>
  job.retry_schedule === null ? ours : { ...ours, steps: JSON.parse(job.retry_schedule) };
