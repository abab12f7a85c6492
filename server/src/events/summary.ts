import { databaseNow } from '../lib/clock.ts';
import type { Db } from '../lib/db.ts';
import { invalid } from '../lib/failures.ts';
import { firstIdOf } from '../lib/ids.ts';
import type { ActivityPlace } from './activity-queries.ts';
import { type CountRow, MOST_COUNTED, type SummaryWord, selectCounts } from './summary-queries.ts';
import {
  LONGEST_SUMMARY_S,
  MOST_STEPS,
  type Summary,
  type SummaryQuery,
} from './summary-schema.ts';

const USUAL_STEP_S = 3600;
const USUAL_SUMMARY_S = 24 * 3600;

/** How much happened since then, and how it went. @throws Failure `invalid` for a time that is too long, or too many steps of it. */
export async function readSummary(
  db: Db,
  place: ActivityPlace,
  { since, step = USUAL_STEP_S }: SummaryQuery,
): Promise<Summary> {
  const until = databaseNow();
  const from = since === undefined ? usualStart(until, step) : startGiven(since, until);
  const starts = startsOf(from, until, step);
  const bounds = [...starts, until].map((time) => firstIdOf(new Date(time)));
  const counts = await selectCounts(db, place, bounds);
  return {
    since: isoOf(from),
    until: isoOf(until),
    step,
    ...summedUp(counts, starts, place.installId !== undefined),
    complete: isComplete(counts),
  };
}

// The end of the step that is under way is the end of the day before as well: each step of a day is shown once.
function usualStart(until: number, step: number): number {
  const stepMs = step * 1000;
  return (Math.floor(until / stepMs) + 1) * stepMs - Math.max(USUAL_SUMMARY_S * 1000, stepMs);
}

function startGiven(since: string, until: number): number {
  const from = Date.parse(since);
  if (!(from < until)) throw invalid('/since', 'must be a time that is past');
  if (until - from > LONGEST_SUMMARY_S * 1000)
    throw invalid('/since', 'must be at most 31 days ago');
  return from;
}

function startsOf(from: number, until: number, step: number): number[] {
  const steps = Math.ceil((until - from) / (step * 1000));
  if (steps > MOST_STEPS) {
    throw invalid('/step', `must be so long that there are at most ${MOST_STEPS} steps`);
  }
  return Array.from({ length: steps }, (_, index) => from + index * step * 1000);
}

const isoOf = (time: number): string => new Date(time).toISOString();

function summedUp(counts: CountRow[], starts: number[], isOfInstall: boolean) {
  const inAll = (counted: SummaryWord) => sumOf(counts.filter((row) => row.counted === counted));
  const happened = isOfInstall ? 'jobs' : 'events';
  const series = starts.map((time, index) => {
    const ofStep = counts.filter(({ step }) => step === index + 1);
    const count = (counted: SummaryWord) => sumOf(ofStep.filter((row) => row.counted === counted));
    const [jobs, done, failed] = [count('jobs'), doneOf(count), count('failed')];
    return {
      at: isoOf(time),
      events: count(happened),
      done,
      failed,
      other: Math.max(0, jobs - done - failed),
    };
  });
  const jobs = {
    done: doneOf(inAll),
    ongoing: inAll('ongoing'),
    waiting: inAll('waiting'),
    retrying: inAll('retrying'),
    failed: inAll('failed'),
    ignored: inAll('ignored'),
    parked: inAll('parked'),
    cancelled: inAll('cancelled'),
  };
  return { events: inAll(happened), jobs, series };
}

const NOT_DONE = [
  'ongoing',
  'waiting',
  'retrying',
  'failed',
  'ignored',
  'parked',
  'cancelled',
] as const satisfies SummaryWord[];

// Most jobs are done, and no index has those alone: they are what is left of all.
const doneOf = (count: (counted: SummaryWord) => number): number =>
  Math.max(
    0,
    NOT_DONE.reduce((left, counted) => left - count(counted), count('jobs')),
  );

const sumOf = (rows: CountRow[]): number => rows.reduce((sum, { count }) => sum + count, 0);

function isComplete(counts: CountRow[]): boolean {
  const jobs = new Map<number, number>();
  for (const { counted, install_id, count } of counts) {
    if (counted === 'jobs') jobs.set(install_id, (jobs.get(install_id) ?? 0) + count);
  }
  const events = sumOf(counts.filter(({ counted }) => counted === 'events'));
  return events < MOST_COUNTED.events && [...jobs.values()].every((n) => n < MOST_COUNTED.jobs);
}
