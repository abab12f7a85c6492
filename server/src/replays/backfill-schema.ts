import { type Static, Type } from 'typebox';
import { Id, nullable } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';
import { PROGRESS } from './schema.ts';

const EventNames = Type.Array(Type.String({ minLength: 1, maxLength: 128 }), {
  minItems: 1,
  maxItems: 100,
  uniqueItems: true,
});

/** How far back an install is told, and of what. */
export const NewBackfill = Type.Object(
  {
    days: Type.Integer({ minimum: 1, maximum: 30, description: 'How many days back from now' }),
    events: Type.Optional({
      ...EventNames,
      description: 'Only these; by default all that the install hears',
    }),
  },
  {
    title: 'NewBackfill',
    description: 'Events of the past that an install is to be told of',
    additionalProperties: false,
    examples: [{ days: 7, events: [STORY.eventName] }],
  },
);
export type NewBackfill = Static<typeof NewBackfill>;

/** How far it is. */
export const Backfill = Type.Object(
  {
    id: Id,
    install_id: Id,
    days: Type.Integer(),
    events: nullable(Type.Array(Type.String())),
    state: Type.String({ description: 'running, done, cancelled' }),
    total: nullable(
      Type.Integer({
        description:
          'Events that it is told of, a million at most. Until all are read, those count as well that a filter may withhold; null where the space has so many events that they were not counted beforehand, and where something was left of a backfill that was ended',
      }),
    ),
    ...PROGRESS,
  },
  {
    title: 'Backfill',
    description: 'Events of the past that an install is told of',
    examples: [
      {
        id: 2,
        install_id: STORY.installId,
        days: 7,
        events: [STORY.eventName],
        state: 'running',
        total: 900,
        done: 120,
        failed: 0,
        created_at: STORY.settledAt,
        finished_at: null,
      },
    ],
  },
);
export type Backfill = Static<typeof Backfill>;
