import { type Static, Type } from 'typebox';
import { Id, Timestamp } from '../lib/http/schema.ts';
import { timeStepsQuery } from '../lib/http/time-steps.ts';

const Count = Type.Integer({ minimum: 0 });

const STEP = { at: '2026-03-02T09:00:00.000Z', events: 9, done: 8, failed: 1, other: 0 };

const COUNTS = {
  done: 8,
  ongoing: 0,
  waiting: 0,
  retrying: 0,
  failed: 1,
  ignored: 0,
  parked: 0,
  cancelled: 0,
};

const SummaryStep = Type.Object(
  {
    at: Timestamp,
    events: Count,
    done: Count,
    failed: Count,
    other: Type.Integer({ minimum: 0, description: 'Jobs that are neither done nor failed' }),
  },
  {
    title: 'SummaryStep',
    examples: [STEP],
  },
);

const JobCounts = Type.Object(
  {
    done: Count,
    ongoing: Count,
    waiting: Count,
    retrying: Count,
    failed: Count,
    ignored: Count,
    parked: Count,
    cancelled: Count,
  },
  {
    title: 'JobCounts',
    description:
      'Jobs of events of that time by what has become of them until now; the words are those of `outcome` in `GET activity`',
    examples: [COUNTS],
  },
);

/** How much happened in a space, or for an install, and how it went. */
export const Summary = Type.Object(
  {
    since: Timestamp,
    until: Timestamp,
    step: Type.Integer({ description: 'Seconds' }),
    events: Type.Integer({
      minimum: 0,
      description: 'Of the space; of an install those that it was given',
    }),
    jobs: JobCounts,
    series: Type.Array(SummaryStep, {
      description: 'Each of `step` seconds from `at` on, the last one until now',
    }),
    complete: Type.Boolean({
      description:
        'False where there was more than is counted: the newest 1,000,000 events of a space, and 250,000 jobs of each install',
    }),
  },
  {
    title: 'Summary',
    examples: [
      {
        since: '2026-03-02T09:00:00.000Z',
        until: '2026-03-02T10:00:00.000Z',
        step: 3600,
        events: 9,
        jobs: COUNTS,
        series: [STEP],
        complete: true,
      },
    ],
  },
);
export type Summary = Static<typeof Summary>;

/** Of what, and of which time. */
export const SummaryQuery = Type.Object(
  {
    space_id: Type.Optional(Id),
    install_id: Type.Optional(Id),
    ...timeStepsQuery,
  },
  { additionalProperties: false },
);
export type SummaryQuery = Static<typeof SummaryQuery>;
