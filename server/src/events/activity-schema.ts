import { type Static, Type } from 'typebox';
import { JobStatus, MaxAttempts, SettledReasonOrNull } from '../jobs/schema.ts';
import { PageQuery } from '../lib/http/pagination.ts';
import { Id, nullable, Timestamp } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';
import { ActivityOutcome } from './outcomes.ts';

const JOB = {
  id: STORY.jobId,
  status: 'done',
  status_message: 'Greeted',
  failure_reason: null,
  settled_reason: null,
  attempts: 1,
  last_status_code: 200,
  next_attempt_at: null,
  max_attempts: null,
  settled_at: STORY.settledAt,
};

const DECISION = {
  install_id: STORY.installId,
  plugin_id: STORY.plugin.id,
  plugin_slug: STORY.plugin.slug,
  plugin_name: STORY.plugin.name,
  plugin_icon: STORY.icon,
  decision: 'delivered',
  job: JOB,
};

const ActivityJob = Type.Object(
  {
    id: Type.String(),
    status: JobStatus,
    status_message: nullable(Type.String()),
    failure_reason: nullable(Type.String()),
    settled_reason: SettledReasonOrNull,
    attempts: Type.Integer({ description: 'Requests that have ended' }),
    last_status_code: nullable(
      Type.Integer({ description: 'Of the last of them; null where nothing was answered' }),
    ),
    next_attempt_at: nullable(Timestamp),
    max_attempts: nullable(MaxAttempts),
    settled_at: nullable(Timestamp),
  },
  {
    title: 'ActivityJob',
    examples: [JOB],
  },
);

const ActivityDecision = Type.Object(
  {
    install_id: Type.Integer(),
    plugin_id: Type.Integer(),
    plugin_slug: Type.String(),
    plugin_name: Type.String(),
    plugin_icon: nullable(Type.String()),
    decision: Type.String({ description: 'As in `GET events/{id}/decisions`' }),
    job: Type.Union([ActivityJob, Type.Null()], {
      description: 'Null where the decision made none, and once its time is over',
    }),
  },
  {
    title: 'ActivityDecision',
    description: 'What an install did of an event',
    examples: [DECISION],
  },
);

/** An event with what each plugin made of it, without its payload. */
export const ActivityEvent = Type.Object(
  {
    id: Type.String(),
    space_id: Type.Integer(),
    name: Type.String(),
    title: nullable(
      Type.String({
        description: 'What the host says of such events; null for what it has removed or never had',
      }),
    ),
    identifier: nullable(Type.String()),
    occurred_at: Timestamp,
    created_at: Timestamp,
    user_id: nullable(Type.Integer()),
    decisions: Type.Array(ActivityDecision, { description: 'In the order of the installs' }),
  },
  {
    title: 'ActivityEvent',
    description: 'What happened, and what plugins made of it',
    examples: [
      {
        id: STORY.eventId,
        space_id: STORY.space.id,
        name: STORY.eventName,
        title: 'A visitor signed in',
        identifier: STORY.identifier,
        occurred_at: STORY.happenedAt,
        created_at: STORY.happenedAt,
        user_id: null,
        decisions: [DECISION],
      },
    ],
  },
);
export type ActivityEvent = Static<typeof ActivityEvent>;

/** Which events to list, of one space. */
export const ActivityQuery = Type.Object(
  {
    space_id: Type.Optional(Id),
    install_id: Type.Optional(Id),
    plugin_id: Type.Optional(Id),
    event_id: Type.Optional(Type.String({ format: 'uuid' })),
    name: Type.Optional(Type.String({ maxLength: 100 })),
    identifier: Type.Optional(Type.String({ maxLength: 500 })),
    outcome: Type.Optional(ActivityOutcome),
    since: Type.Optional({ ...Timestamp, description: 'Taken in then or later' }),
    until: Type.Optional({ ...Timestamp, description: 'Taken in before' }),
    ...PageQuery.properties,
  },
  { additionalProperties: false },
);
export type ActivityQuery = Static<typeof ActivityQuery>;
