import { type Static, Type } from 'typebox';
import { Id, Timestamp } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';

/** What is told of. */
export const CHANGE_TYPES = ['job.updated', 'install.changed', 'attempt.finished'] as const;
/** One of them. */
export type ChangeType = (typeof CHANGE_TYPES)[number];

/** What can be listened to. */
export type WatchKind = 'space' | 'install' | 'plugin';

/** A space, an install or a plugin to which somebody listens. */
export interface Watch {
  kind: WatchKind;
  watched_id: number;
}

/** Its name among those of all watches, in notifications too. */
export const watchName = ({ kind, watched_id }: Watch): string => `${kind}/${watched_id}`;

/** Instead of the names of all that changed. */
export const MANY_WATCHES = '*';

/** What to listen to; that it is one of the three is checked by hand. */
export const StreamQuery = Type.Object(
  {
    space_id: Type.Optional(Id),
    install_id: Type.Optional(Id),
    plugin_id: Type.Optional(Id),
    types: Type.Optional(
      Type.String({
        description: `Which changes, separated by commas: ${CHANGE_TYPES.join(', ')}. All of them where it is left out`,
        examples: ['job.updated,attempt.finished'],
      }),
    ),
  },
  { additionalProperties: false },
);
export type StreamQuery = Static<typeof StreamQuery>;

/** What a client shows of where it was. Any text: what cannot be a place of ours is answered as one that is too old. */
export const StreamHeaders = Type.Object({
  'last-event-id': Type.Optional(
    Type.String({ description: 'The `id` of the last event that arrived, to go on after it' }),
  ),
});

/** The `data` of an event. */
export const StreamChange = Type.Object(
  {
    type: Type.Enum([...CHANGE_TYPES]),
    id: Type.Union([Type.String({ format: 'uuid' }), Id], {
      description: 'Of the job, which is also named by its attempts; or of the install',
    }),
    install_id: Id,
    status: Type.String({
      description: 'Of the job or the install; of an attempt where it ended, as its `stage`',
    }),
    at: Timestamp,
  },
  {
    title: 'StreamChange',
    examples: [
      {
        type: 'job.updated',
        id: STORY.jobId,
        install_id: STORY.installId,
        status: 'done',
        at: STORY.settledAt,
      },
    ],
  },
);
export type StreamChange = Static<typeof StreamChange>;
