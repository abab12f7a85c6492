import type { Db } from '../lib/db.ts';
import { groupBy } from '../lib/group.ts';
import { readTimeSteps } from '../lib/http/time-steps.ts';
import type { Reader } from '../reach.ts';
import { latencyQuantile } from './latency.ts';
import { type CountedOutcome, type StepCount, selectStepCounts } from './stats-queries.ts';
import type { Stats, StatsQuery } from './stats-schema.ts';

const MINUTE_MS = 60_000;

/**
 * How requests to a plugin that the reader develops went, over a time.
 *
 * @throws Failure `invalid` for a time that is too long, or too many steps of it.
 */
export async function readStats(
  db: Db,
  reader: Reader,
  pluginId: number,
  query: StatsQuery,
): Promise<Stats> {
  const { from, until, step, starts } = readTimeSteps({ ...query, ...wholeMinutes(query) });
  const counts = await selectStepCounts(db, reader, {
    plugin_id: pluginId,
    event: query.event,
    since: new Date(from),
    step,
  });
  const ofSteps = groupBy(counts, ({ index }) => index);
  return {
    since: isoOf(from),
    until: isoOf(until),
    step,
    ...summedUp(counts),
    series: starts.map((at, index) => ({ at: isoOf(at), ...summedUp(ofSteps.get(index) ?? []) })),
  };
}

// Counts are of whole minutes, and none of a minute is left out.
function wholeMinutes({ since }: StatsQuery): { since?: string } {
  const time = Date.parse(since ?? '');
  return Number.isNaN(time) ? {} : { since: isoOf(Math.floor(time / MINUTE_MS) * MINUTE_MS) };
}

const isoOf = (time: number): string => new Date(time).toISOString();

function summedUp(counts: readonly StepCount[]) {
  const withOutcome = (wanted: CountedOutcome) =>
    sumOf(counts.filter(({ outcome }) => outcome === wanted));
  return {
    attempts: sumOf(counts),
    done: withOutcome('done'),
    ignored: withOutcome('ignored'),
    failed: withOutcome('failed'),
    ongoing: withOutcome('ongoing'),
    retried: withOutcome('retried'),
    latency_ms: {
      p50: latencyQuantile(counts, 0.5),
      p95: latencyQuantile(counts, 0.95),
      p99: latencyQuantile(counts, 0.99),
    },
  };
}

const sumOf = (counts: readonly StepCount[]): number =>
  counts.reduce((sum, { attempts }) => sum + attempts, 0);
