import type { Db } from '../lib/db.ts';
import { readTimeSteps } from '../lib/http/time-steps.ts';
import { firstIdOf } from '../lib/ids.ts';
import type { ActivityPlace } from './activity-queries.ts';
import { type CountRow, MOST_COUNTED, type SummaryWord, selectCounts } from './summary-queries.ts';
import type { Summary, SummaryQuery } from './summary-schema.ts';

/** How much happened since then, and how it went. @throws Failure `invalid` for a time that is too long, or too many steps of it. */
export async function readSummary(
  db: Db,
  place: ActivityPlace,
  query: SummaryQuery,
): Promise<Summary> {
  const { from, until, step, starts } = readTimeSteps(query);
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
