/** What is to be reached. A ratio is of two figures of the same round; see `pairedRounds`. */
export interface Goal {
  figure: string;
  /** Whether more or less is better. */
  better: 'more' | 'less';
  goal: number;
  /** Beyond this it is not acceptable. */
  limit: number;
  /** How the number is written. */
  unit: 'ratio' | 'µs' | 'ms' | 's' | 'MB' | 'kB' | 'commits';
}

/** Every figure of the benchmark, with what is to be reached. */
export const goals = {
  intake: {
    figure: 'intake by `events/batch` of 100, one subscriber: jobs ÷ `pgbench` upserts',
    better: 'more',
    goal: 2,
    limit: 1.2,
    unit: 'ratio',
  },
  intakeOutpost: {
    figure: 'intake, single events at 32 connections ÷ Outpost',
    better: 'more',
    goal: 2,
    limit: 1,
    unit: 'ratio',
  },
  get: {
    figure: 'storage get ÷ Fastify POST of the same shape without database, 32 connections',
    better: 'more',
    goal: 0.95,
    limit: 0.7,
    unit: 'ratio',
  },
  getNode: {
    figure: "storage get, node µs ÷ bare Fastify's",
    better: 'less',
    goal: 1.1,
    limit: 1.5,
    unit: 'ratio',
  },
  set: {
    figure: 'storage set ÷ `pgbench` single upsert, 32 clients',
    better: 'more',
    goal: 1.25,
    limit: 1,
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
    goal: 6,
    limit: 4.5,
    unit: 'ratio',
  },
  token: {
    figure: 'token ÷ oidc-provider, opaque, in memory',
    better: 'more',
    goal: 3.5,
    limit: 2.5,
    unit: 'ratio',
  },
  tokenNode: {
    figure: "token, node µs ÷ bare Fastify's",
    better: 'less',
    goal: 1.3,
    limit: 2,
    unit: 'ratio',
  },
  authentication: {
    figure: 'authentication of a request',
    better: 'less',
    goal: 5,
    limit: 15,
    unit: 'µs',
  },
  latency: {
    figure: 'one idle event → first byte at the receiver, p50, in commits of the database',
    better: 'less',
    goal: 4,
    limit: 10,
    unit: 'commits',
  },
  openLoopLatency: {
    figure: "open loop of 100 events/s: p95 to receipt ÷ Svix's",
    better: 'less',
    goal: 1,
    limit: 1.5,
    unit: 'ratio',
  },
  openLoopTime: {
    figure: 'open loop of 100 events/s: processor time an event, node and PostgreSQL',
    better: 'less',
    goal: 3,
    limit: 6,
    unit: 'ms',
  },
  fanOut: {
    figure: 'one event to ten plugins: deliveries ÷ Svix',
    better: 'more',
    goal: 3,
    limit: 1.5,
    unit: 'ratio',
  },
  deliverySvix: {
    figure: 'delivery of single events at 32 connections ÷ Svix',
    better: 'more',
    goal: 3,
    limit: 1.5,
    unit: 'ratio',
  },
  deliveryOutpost: {
    figure: 'delivery of single events at 32 connections ÷ Outpost',
    better: 'more',
    goal: 3,
    limit: 1.5,
    unit: 'ratio',
  },
  hanging: {
    figure: "one hanging plugin among 20: the others' p95 ÷ without it",
    better: 'less',
    goal: 1.5,
    limit: 2,
    unit: 'ratio',
  },
  replays: {
    figure: "100,000 jobs of one plugin run again: another's p95 ÷ without it",
    better: 'less',
    goal: 2,
    limit: 4,
    unit: 'ratio',
  },
  delivery: {
    figure: 'delivery end to end ÷ `undici.request` loop',
    better: 'more',
    goal: 0.7,
    limit: 0.5,
    unit: 'ratio',
  },
  deliveryQueues: {
    figure: 'delivery ÷ best tuned of graphile-worker, pg-boss, BullMQ',
    better: 'more',
    goal: 1.4,
    limit: 1,
    unit: 'ratio',
  },
  depth: {
    figure: 'delivery rate, queue 1 M deep ÷ 10 k deep',
    better: 'more',
    goal: 0.95,
    limit: 0.8,
    unit: 'ratio',
  },
  lists: {
    figure: 'a page of jobs, by each filter, as host and admin: p95 with 1 M jobs ÷ with 1,000',
    better: 'less',
    goal: 1.5,
    limit: 3,
    unit: 'ratio',
  },
  stream: {
    figure: 'an event to 1,000 who listen to a space: p95 until each has heard ÷ to one',
    better: 'less',
    goal: 1.5,
    limit: 3,
    unit: 'ratio',
  },
  recovery: {
    figure: '`kill -9` in mid-delivery, restart: ready → all acknowledged are delivered',
    better: 'less',
    goal: 5,
    limit: 15,
    unit: 's',
  },
  memory: {
    figure: 'RSS of the server after the benchmarks',
    better: 'less',
    goal: 160,
    limit: 220,
    unit: 'MB',
  },
  start: {
    figure: 'cold start to ready, database exists ÷ `node -e 0`',
    better: 'less',
    goal: 20,
    limit: 40,
    unit: 'ratio',
  },
  sdkNode: {
    figure: 'bare handler of `node:http`, node µs ÷ a signed job verified and handled with the SDK',
    better: 'more',
    goal: 0.6,
    limit: 0.4,
    unit: 'ratio',
  },
  sdkExpress: {
    figure: 'bare handler of Express, node µs ÷ a signed job verified and handled with the SDK',
    better: 'more',
    goal: 0.6,
    limit: 0.4,
    unit: 'ratio',
  },
  sdkFastify: {
    figure: 'bare handler of Fastify, node µs ÷ a signed job verified and handled with the SDK',
    better: 'more',
    goal: 0.6,
    limit: 0.4,
    unit: 'ratio',
  },
  sdkHono: {
    figure: 'bare handler of Hono, node µs ÷ a signed job verified and handled with the SDK',
    better: 'more',
    goal: 0.6,
    limit: 0.4,
    unit: 'ratio',
  },
  console: {
    figure: 'console, first load: JavaScript, gzipped',
    better: 'less',
    goal: 200,
    limit: 300,
    unit: 'kB',
  },
} as const satisfies Record<string, Goal>;

/** By which a result is matched with its goal. */
export type GoalName = keyof typeof goals;

/** What a figure is worth: `missed` is between the goal and the limit, `not acceptable` beyond the limit. */
export type Verdict = 'reached' | 'missed' | 'not acceptable' | 'not measured';

/** A value that equals a bound is within it. */
export function verdictOf(goal: Goal, value: number | null): Verdict {
  if (value === null || Number.isNaN(value)) return 'not measured';
  const isWithin = (bound: number) => (goal.better === 'more' ? value >= bound : value <= bound);
  if (isWithin(goal.goal)) return 'reached';
  return isWithin(goal.limit) ? 'missed' : 'not acceptable';
}
