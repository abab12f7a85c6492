import { type Static, Type } from 'typebox';
import type { JobStatus } from '../jobs/schema.ts';
import { Id, nullable, Timestamp } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';

/** The life of a replay. */
export type ReplayState = 'running' | 'done' | 'cancelled';

/** Jobs that are run again, or such as are made of events that an install has not heard. */
export type ReplayKind = 'replay' | 'backfill';

/** Those statuses in which a job waits for nothing. */
const REPLAYED = [
  'parked',
  'failed',
  'cancelled',
  'done',
  'ignored',
] as const satisfies JobStatus[];

/** Statuses that only a verdict of the plugin brings. */
export const VERDICTS: readonly string[] = ['done', 'ignored'];

/** How many that a person began run at a time. */
export const MOST_RUNNING = 5;

/** Of how many jobs a replay can be. */
export const MOST_REPLAYED = 1_000_000;

const FILTER = {
  install_id: STORY.installId,
  status: ['failed', 'parked'],
  since: STORY.setUpAt,
  until: STORY.settledAt,
};

const target = {
  space_id: Type.Optional(Id),
  install_id: Type.Optional(Id),
  plugin_id: Type.Optional(Id),
};

const ReplayFilter = Type.Object(
  {
    ...target,
    status: Type.Array(Type.Enum([...REPLAYED]), { minItems: 1, uniqueItems: true }),
    name: Type.Optional(Type.String({ description: 'Of the event' })),
    identifier: Type.Optional(Type.String()),
    since: Type.String({ format: 'date-time', description: 'Made then or later' }),
    until: Type.String({ format: 'date-time', description: 'Made before' }),
  },
  {
    title: 'ReplayFilter',
    description: 'Which jobs: all that fit, of one space, one install or one plugin',
    additionalProperties: false,
    examples: [FILTER],
  },
);
/** Which jobs are run again. */
export type ReplayFilter = Static<typeof ReplayFilter>;

/** What is asked for. */
export const NewReplay = Type.Object(
  {
    filter: ReplayFilter,
    include_settled: Type.Optional(
      Type.Boolean({
        default: false,
        description:
          'Also those with a verdict of the plugin, which are sent once more as by `resend`',
      }),
    ),
  },
  {
    title: 'NewReplay',
    description: 'Jobs to be run again',
    additionalProperties: false,
    examples: [{ filter: FILTER, include_settled: false }],
  },
);
export type NewReplay = Static<typeof NewReplay>;

/** How far a replay or backfill has come: members of both. */
export const PROGRESS = {
  done: Type.Integer({
    description: 'Sent, and the plugin gave its verdict or accepted the job',
  }),
  failed: Type.Integer({
    description:
      'Sent without that, or could not be sent. What is unsettled is tried again as its schedule says',
  }),
  created_at: Timestamp,
  finished_at: nullable(Timestamp),
};

/** How far it is. */
export const Replay = Type.Object(
  {
    id: Id,
    filter: ReplayFilter,
    include_settled: Type.Boolean(),
    state: Type.String({ description: 'running, done, cancelled' }),
    total: nullable(
      Type.Integer({
        description:
          'Jobs that fitted when it began; null where too many had to be looked at, until all of them are read',
      }),
    ),
    ...PROGRESS,
  },
  {
    title: 'Replay',
    description: 'Jobs that are run again in bulk',
    examples: [
      {
        id: 1,
        filter: FILTER,
        include_settled: false,
        state: 'running',
        total: 1200,
        done: 340,
        failed: 2,
        created_at: STORY.settledAt,
        finished_at: null,
      },
    ],
  },
);
export type Replay = Static<typeof Replay>;
