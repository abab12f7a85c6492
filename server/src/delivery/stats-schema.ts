import { type Static, Type } from 'typebox';
import { nullable, Timestamp } from '../lib/http/schema.ts';
import { timeStepsQuery } from '../lib/http/time-steps.ts';

const Count = Type.Integer({ minimum: 0 });
const Milliseconds = nullable(Type.Integer({ minimum: 0 }));

const LATENCY = { p50: 84, p95: 310, p99: 640 };

const Latency = Type.Object(
  { p50: Milliseconds, p95: Milliseconds, p99: Milliseconds },
  {
    title: 'Latency',
    description:
      'How long half of the requests took at most, 95 % and 99 % of them: milliseconds, to a fifth of it. Null where there were none',
    examples: [LATENCY],
  },
);

const COUNTS = { attempts: 12, done: 9, ignored: 1, failed: 0, ongoing: 0, retried: 2 };

const counts = {
  attempts: Type.Integer({ minimum: 0, description: 'Requests that were made' }),
  done: Count,
  ignored: Count,
  failed: Type.Integer({
    minimum: 0,
    description: 'The plugin said so, or it was the last attempt',
  }),
  ongoing: Type.Integer({ minimum: 0, description: 'The plugin took the job, to settle it later' }),
  retried: Type.Integer({ minimum: 0, description: 'Failed, and the job is tried again' }),
};

const STEP = { at: '2026-03-02T09:00:00.000Z', ...COUNTS, latency_ms: LATENCY };

const StatsStep = Type.Object(
  { at: Timestamp, ...counts, latency_ms: Latency },
  { title: 'StatsStep', examples: [STEP] },
);

/** How requests to a plugin went, over a time. */
export const Stats = Type.Object(
  {
    since: Timestamp,
    until: Timestamp,
    step: Type.Integer({ description: 'Seconds' }),
    ...counts,
    latency_ms: Latency,
    series: Type.Array(StatsStep, {
      description: 'Each of `step` seconds from `at` on, the last one until now',
    }),
  },
  {
    title: 'Stats',
    description:
      'Counted while requests are made, and written every few seconds: the last ones are missing for a moment. Requests of development installs are not counted',
    examples: [
      {
        since: '2026-03-02T09:00:00.000Z',
        until: '2026-03-02T10:00:00.000Z',
        step: 3600,
        ...COUNTS,
        latency_ms: LATENCY,
        series: [STEP],
      },
    ],
  },
);
export type Stats = Static<typeof Stats>;

/** Of which event and time. */
export const StatsQuery = Type.Object(
  {
    event: Type.Optional(Type.String({ description: 'Its name; by default all' })),
    ...timeStepsQuery,
  },
  { additionalProperties: false },
);
export type StatsQuery = Static<typeof StatsQuery>;
