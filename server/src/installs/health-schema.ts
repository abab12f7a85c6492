import { type Static, Type } from 'typebox';
import { nullable, Timestamp } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';

const ENDPOINT = {
  event_name: STORY.eventName,
  state: 'failing',
  since: STORY.settledAt,
} as const;

const HeardEndpoint = Type.Object(
  {
    event_name: Type.String(),
    state: Type.Enum(['answers', 'failing', 'disabled'], {
      description: '`disabled`: it is not called any more, and jobs for it are set aside',
    }),
    since: nullable(Timestamp),
  },
  {
    title: 'HeardEndpoint',
    description: 'How the plugin of an install answers for an event that the install hears',
    examples: [ENDPOINT],
  },
);

/** How the plugin of an install answers, and what waits for it. */
export const InstallHealth = Type.Object(
  {
    endpoints: Type.Array(HeardEndpoint),
    waiting: Type.Integer({
      minimum: 0,
      description: 'Jobs that wait for it or for an answer; 1,000 stands for more, too',
    }),
    failed_job: nullable(
      Type.String({
        description: 'The newest job of which an attempt failed, of those that wait or have failed',
      }),
    ),
  },
  {
    title: 'InstallHealth',
    examples: [{ endpoints: [ENDPOINT], waiting: 14, failed_job: STORY.jobId }],
  },
);
export type InstallHealth = Static<typeof InstallHealth>;
