import type { Texts } from '@plugboard/look/texts';
import type { ActivityDecision, Attempt, Job } from './types.ts';

/** How a job stands, in the words that people read: what is queued waits, or is retried. */
export type JobWord = keyof Texts['status']['job'];

/** @param attempts how many requests have ended. */
export function jobWord(status: string, attempts: number): JobWord {
  if (status === 'queued') return attempts > 0 ? 'retrying' : 'waiting';
  return status as JobWord;
}

/** Whether a job stays as it is unless somebody does something. */
export const isSettled = (status: string): boolean =>
  ['done', 'ignored', 'failed', 'cancelled'].includes(status);

type DecisionWord = keyof Texts['status']['decision'];

/** A decision that is known here; of one that is not, that it was not delivered is all there is to say. */
export const decisionWord = ({ decision }: Pick<ActivityDecision, 'decision'>): DecisionWord =>
  decision as DecisionWord;

/** What a plugin's answer, or that there was none, was read as: a member of `activity.readAs`. */
export function readingOf({
  stage,
  status_code: code,
}: Pick<Attempt, 'stage' | 'status_code'>): keyof Texts['activity']['readAs'] {
  if (stage !== 'answered' || code === null) return stageOf(stage);
  if (code === 202) return 'ongoing';
  if (code >= 200 && code < 300) return 'done';
  if (code === 400) return 'ignored';
  if (code === 412) return 'failed';
  if (code === 410) return 'gone';
  return code === 429 || code === 503 ? 'busy' : 'notUnderstood';
}

const STAGES = [
  'refused',
  'dns',
  'connect',
  'tls',
  'send',
  'response',
  'timeout',
  'reply',
] as const;

const stageOf = (stage: string): (typeof STAGES)[number] | 'lost' =>
  STAGES.find((known) => known === stage) ?? 'lost';

/** Whether an attempt is the last one of a job of which nothing more is sent by itself. */
export const isLastWord = (
  { attempts_total, settled_at }: Pick<Job, 'attempts_total' | 'settled_at'>,
  { number }: Pick<Attempt, 'number'>,
): boolean => settled_at !== null && number === attempts_total;

/** Whether an attempt brought what it was made for: a verdict, or that the plugin goes on by itself. */
export const isVerdict = (attempt: Pick<Attempt, 'stage' | 'status_code'>): boolean =>
  ['ongoing', 'done', 'ignored', 'failed', 'gone'].includes(readingOf(attempt));
