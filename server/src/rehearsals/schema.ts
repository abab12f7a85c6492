import { type Static, Type } from 'typebox';
import type { RehearsedDecision, RehearsedStatus } from '../installs/rehearsed-queries.ts';
import type { JobStatus } from '../jobs/schema.ts';
import { Id, nullable, Timestamp } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';

/** How many events a rehearsal is of at most. */
export const MOST_REHEARSED = 1000;
/** How many installs it is of at most. */
export const MOST_INSTALLS = 100;

/** What is to be rehearsed. */
export const NewRehearsal = Type.Object(
  {
    install_ids: Type.Optional(
      Type.Array(Id, {
        minItems: 1,
        maxItems: MOST_INSTALLS,
        uniqueItems: true,
        description:
          'Installs of the plugin; by default those that it had jobs of in that time, at most 100. A release that is not published is rehearsed with development installs alone',
      }),
    ),
    since: Type.Optional(
      Type.Unsafe<string>({ ...Timestamp, description: 'By default a day before `until`' }),
    ),
    until: Type.Optional(Type.Unsafe<string>({ ...Timestamp, description: 'By default now' })),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MOST_REHEARSED,
        default: MOST_REHEARSED,
        description: 'Of so many events, the newest ones',
      }),
    ),
  },
  {
    title: 'NewRehearsal',
    additionalProperties: false,
    examples: [{ install_ids: [STORY.installId], limit: 100 }],
  },
);
export type NewRehearsal = Static<typeof NewRehearsal>;

const Count = (description: string) => Type.Integer({ minimum: 0, description });

/** A rehearsal, and how far it is. */
export const Rehearsal = Type.Object(
  {
    id: Id,
    plugin_id: Id,
    release: Type.Integer(),
    state: Type.Enum(['running', 'done', 'cancelled']),
    reason: nullable(Type.String({ description: 'Why it was ended, where nobody asked for that' })),
    since: Timestamp,
    until: Timestamp,
    total: Count('Events, each of one install'),
    rehearsed: Count('Of them so far'),
    same: Count('Came to the verdict that they had'),
    different: Count('Came to another one'),
    created_at: Timestamp,
    finished_at: nullable(Timestamp),
  },
  {
    title: 'Rehearsal',
    description: 'What happened, told to a release once more; nothing comes of it',
    examples: [
      {
        id: 1,
        plugin_id: STORY.plugin.id,
        release: 2,
        state: 'done',
        reason: null,
        since: '2026-03-01T09:15:00.000Z',
        until: '2026-03-02T09:15:00.000Z',
        total: 120,
        rehearsed: 120,
        same: 118,
        different: 2,
        created_at: STORY.settledAt,
        finished_at: STORY.settledAt,
      },
    ],
  },
);
export type Rehearsal = Static<typeof Rehearsal>;

const BEFORE = { job_id: STORY.jobId, status: 'done', message: 'Greeted' };

const AFTER = {
  job_id: '0195a3b0-7d1e-7c55-8e11-1f5a2f6b9c01',
  decision: 'delivered',
  status: 'failed',
  message: 'No such host',
  failure_reason: null,
  status_code: 412,
  error: null,
  duration_ms: 41,
  attachments: [],
  effects: null,
};

const Before = Type.Object(
  {
    job_id: nullable(Type.String({ description: 'Null where there was no job' })),
    status: Type.Unsafe<JobStatus | null>({ type: ['string', 'null'] }),
    message: nullable(Type.String()),
  },
  {
    title: 'RehearsedBefore',
    examples: [BEFORE],
  },
);

const After = Type.Object(
  {
    job_id: Type.String({ description: '`webhook-id` of the request' }),
    decision: nullable(
      Type.Unsafe<RehearsedDecision>({
        type: 'string',
        description:
          'As of an event, or `event_gone` where it was dropped meanwhile, or `migration_failed` where the plugin makes no config for the release (`error` says why), so that the install would stay where it is; null until it was decided',
      }),
    ),
    status: nullable(
      Type.Unsafe<RehearsedStatus>({
        type: 'string',
        description:
          'A verdict; `ongoing` where the plugin took the job and has not settled it yet, `retried` where it would be asked again. Null where it is not told',
      }),
    ),
    message: nullable(Type.String()),
    failure_reason: nullable(Type.String()),
    status_code: nullable(Type.Integer()),
    error: nullable(Type.String()),
    duration_ms: nullable(Type.Integer()),
    attachments: Type.Array(Type.Any(), { description: 'That it gave; nobody is shown them' }),
    effects: Type.Any({
      description:
        'What it asked for, and was not done: commands for the storage, and members of the config without their values. Null for nothing',
    }),
  },
  {
    title: 'RehearsedAfter',
    examples: [AFTER],
  },
);

/** One event, what came of it then, and what the release makes of it. */
export const RehearsedJob = Type.Object(
  {
    number: Type.Integer({ description: 'The older the event, the lower' }),
    install_id: Id,
    space_id: Id,
    space_name: Type.String(),
    event_id: Type.String(),
    event_name: Type.String(),
    identifier: nullable(Type.String()),
    differs: nullable(Type.Boolean({ description: 'Null until it was decided' })),
    before: Before,
    after: After,
  },
  {
    title: 'RehearsedJob',
    examples: [
      {
        number: 1,
        install_id: STORY.installId,
        space_id: STORY.space.id,
        space_name: STORY.space.name,
        event_id: STORY.eventId,
        event_name: STORY.eventName,
        identifier: STORY.identifier,
        differs: true,
        before: BEFORE,
        after: AFTER,
      },
    ],
  },
);
