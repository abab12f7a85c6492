import { type Static, Type } from 'typebox';
import { Id, nullable, Timestamp } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';

const EVENT = {
  space_id: STORY.space.id,
  name: STORY.eventName,
  identifier: STORY.identifier,
  payload: STORY.payload,
  occurred_at: STORY.happenedAt,
};

/** An event as the host sends it. */
export const EventInput = Type.Object(
  {
    space_id: Id,
    name: Type.String({ minLength: 1, maxLength: 100 }),
    identifier: Type.Optional(
      nullable(
        Type.String({
          minLength: 1,
          maxLength: 500,
          description:
            "The host's name for the subject, such as vr:entry:19. Jobs with the same one run in order",
        }),
      ),
    ),
    payload: Type.Any({ description: 'Any JSON, handed on byte for byte' }),
    occurred_at: Type.Optional(Timestamp),
    user_id: Type.Optional(nullable(Id)),
  },
  { title: 'EventInput', additionalProperties: false, examples: [EVENT] },
);
export type EventInput = Static<typeof EventInput>;

/** Events that are taken together, or none of them. */
export const EventBatchInput = Type.Object(
  { events: Type.Array(EventInput, { minItems: 1, maxItems: 1000 }) },
  { title: 'EventBatch', additionalProperties: false },
);

/** An event that is stored, with the jobs that it made, parked ones too. */
export const AcceptedEvent = Type.Object(
  {
    event: Type.Object(
      { id: Type.String() },
      { title: 'EventReference', examples: [{ id: STORY.eventId }] },
    ),
    jobs: Type.Array(
      Type.Object(
        { id: Type.String(), install_id: Type.Integer(), plugin_id: Type.Integer() },
        {
          title: 'JobReference',
          examples: [{ id: STORY.jobId, install_id: STORY.installId, plugin_id: STORY.plugin.id }],
        },
      ),
    ),
  },
  { title: 'AcceptedEvent', description: 'An event that is kept, and the jobs it became' },
);

export type AcceptedEvent = Static<typeof AcceptedEvent>;

/** In the order of the events that were sent. */
export const AcceptedBatch = Type.Object(
  { data: Type.Array(AcceptedEvent) },
  { title: 'AcceptedBatch' },
);

/** An event as the host reads it back, its payload as it was written. */
export const EventObject = Type.Object(
  {
    id: Type.String(),
    space_id: Type.Integer(),
    name: Type.String(),
    identifier: nullable(Type.String()),
    payload: Type.Any(),
    payload_members: nullable(
      Type.Array(Type.String(), {
        description:
          'Where the payload is not for who asks: the names of its members, and `payload` is null. Null where it is shown',
      }),
    ),
    user_id: nullable(Type.Integer()),
    occurred_at: Timestamp,
    created_at: Timestamp,
  },
  {
    title: 'Event',
    description: 'What happened in the host',
    examples: [
      {
        id: STORY.eventId,
        ...EVENT,
        payload_members: null,
        user_id: null,
        created_at: STORY.happenedAt,
      },
    ],
  },
);

/** Why an install did or did not get an event. */
export const DecisionObject = Type.Object(
  {
    install_id: Type.Integer(),
    plugin_id: Type.Integer(),
    plugin_slug: Type.String(),
    decision: Type.String({
      description:
        'delivered, not_subscribed, filtered, suspended, setup_incomplete, not_granted, missing_scope, plugin_suspended or endpoint_disabled',
    }),
    job_id: nullable(Type.String()),
  },
  {
    title: 'Decision',
    description: 'Whether an installed plugin got an event, and why',
    examples: [
      {
        install_id: STORY.installId,
        plugin_id: STORY.plugin.id,
        plugin_slug: STORY.plugin.slug,
        decision: 'delivered',
        job_id: STORY.jobId,
      },
    ],
  },
);
