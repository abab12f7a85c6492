/** What is to be reached. A ratio is of two figures of the same round; see `interleave`. */
export interface Goal {
  figure: string;
  /** Whether more or less is better. */
  better: 'more' | 'less';
  goal: number;
  /** Beyond this it is not acceptable; null where only the goal counts. */
  limit: number | null;
  /** How the number is written. */
  unit: 'ratio' | 'µs' | 'ms' | 's' | 'MB' | 'jobs/s';
}

/** Every figure of the benchmark, with what is to be reached. */
export const goals = {
  get: {
    figure: 'storage get ÷ Fastify POST of the same shape without database, 32 connections',
    better: 'more',
    goal: 0.75,
    limit: 0.5,
    unit: 'ratio',
  },
  set: {
    figure: 'storage set ÷ `pgbench` single upsert, 32 clients',
    better: 'more',
    goal: 1.1,
    limit: 0.9,
    unit: 'ratio',
  },
  getParse: {
    figure: 'storage get ÷ parse-server on the same PostgreSQL',
    better: 'more',
    goal: 15,
    limit: 8,
    unit: 'ratio',
  },
  setParse: {
    figure: 'storage set ÷ parse-server on the same PostgreSQL',
    better: 'more',
    goal: 12,
    limit: 8,
    unit: 'ratio',
  },
  pipeline: {
    figure: 'pipeline of 10 (5 set, 5 get) ÷ ten queries in a transaction',
    better: 'more',
    goal: 4.5,
    limit: 3,
    unit: 'ratio',
  },
  token: {
    figure: 'stored token ÷ oidc-provider, opaque, in memory',
    better: 'more',
    goal: 3.5,
    limit: 2.5,
    unit: 'ratio',
  },
  authentication: {
    figure: 'authentication of a request',
    better: 'less',
    goal: 15,
    limit: 40,
    unit: 'µs',
  },
  intake: {
    figure: 'intake by `events/batch` of 100, one subscriber',
    better: 'more',
    goal: 20_000,
    limit: 10_000,
    unit: 'jobs/s',
  },
  delivery: {
    figure: 'delivery end to end ÷ `undici.request` loop',
    better: 'more',
    goal: 0.6,
    limit: 0.4,
    unit: 'ratio',
  },
  deliveryPeers: {
    figure: 'delivery ÷ best tuned of graphile-worker, pg-boss, BullMQ',
    better: 'more',
    goal: 1.4,
    limit: 1,
    unit: 'ratio',
  },
  latency: {
    figure: 'one idle event → first byte at the receiver, p50',
    better: 'less',
    goal: 8,
    limit: 25,
    unit: 'ms',
  },
  hanging: {
    figure: "one hanging plugin among 20: the others' p95 ÷ without it",
    better: 'less',
    goal: 2,
    limit: null,
    unit: 'ratio',
  },
  depth: {
    figure: 'delivery rate, queue 1 M deep ÷ 10 k deep',
    better: 'more',
    goal: 0.9,
    limit: 0.7,
    unit: 'ratio',
  },
  memory: {
    figure: 'RSS of the server after the benchmarks',
    better: 'less',
    goal: 180,
    limit: 300,
    unit: 'MB',
  },
  start: {
    figure: 'cold start to ready, database exists',
    better: 'less',
    goal: 1.5,
    limit: 4,
    unit: 's',
  },
} as const satisfies Record<string, Goal>;

/** By which a result is matched with its goal. */
export type GoalName = keyof typeof goals;

/** One line of the table to be. */
export interface Result {
  goal: GoalName;
  /** Null when it could not be measured; `detail` then says why. */
  value: number | null;
  /** The absolute numbers, which are the machine's, not the product's. */
  detail: string;
}

/** What a figure is worth: `missed` is between the goal and the limit, `not acceptable` beyond the limit. */
export type Verdict = 'reached' | 'missed' | 'not acceptable' | 'not measured';

/** A value that equals a bound is within it. */
export function verdictOf(goal: Goal, value: number | null): Verdict {
  if (value === null || Number.isNaN(value)) return 'not measured';
  const isWithin = (bound: number) => (goal.better === 'more' ? value >= bound : value <= bound);
  if (isWithin(goal.goal)) return 'reached';
  return goal.limit === null || isWithin(goal.limit) ? 'missed' : 'not acceptable';
}
