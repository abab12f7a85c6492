import { type Static, Type } from 'typebox';
import { Id, nullable, Timestamp } from '../lib/http/schema.ts';

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
  { additionalProperties: false },
);
export type EventInput = Static<typeof EventInput>;

export const EventBatchInput = Type.Object(
  { events: Type.Array(EventInput, { minItems: 1, maxItems: 1000 }) },
  { additionalProperties: false },
);

export const AcceptedEvent = Type.Object({
  event: Type.Object({ id: Type.String() }),
  jobs: Type.Array(
    Type.Object({ id: Type.String(), install_id: Type.Integer(), plugin_id: Type.Integer() }),
  ),
});

export type AcceptedEvent = Static<typeof AcceptedEvent>;

export const AcceptedBatch = Type.Object({ data: Type.Array(AcceptedEvent) });

export const EventObject = Type.Object({
  id: Type.String(),
  space_id: Type.Integer(),
  name: Type.String(),
  identifier: nullable(Type.String()),
  payload: Type.Any(),
  user_id: nullable(Type.Integer()),
  occurred_at: Timestamp,
  created_at: Timestamp,
});

export const DecisionObject = Type.Object({
  install_id: Type.Integer(),
  plugin_id: Type.Integer(),
  plugin_slug: Type.String(),
  decision: Type.String({
    description:
      'delivered, not_subscribed, filtered, suspended, setup_incomplete, missing_scope or endpoint_disabled',
  }),
  job_id: nullable(Type.String()),
});
