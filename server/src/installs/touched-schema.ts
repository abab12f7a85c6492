import { type Static, Type } from 'typebox';
import { STORY } from '../story.ts';

const Count = (description: string) => Type.Integer({ minimum: 0, description });

/** At most as many jobs are counted. */
export const MOST_WAITING = 10_000;

/** Whom a release touches that everybody is on. */
export const Touches = Type.Object(
  {
    installs: Count('That have not ended, without those of developers'),
    spaces_to_agree: Type.Object(
      {
        spaces: Count('Whose admin is asked: until then they keep what was agreed before'),
        scopes: Type.Array(Type.String(), { description: 'Of which any of them is asked' }),
        events: Type.Array(Type.String(), { description: 'The same of events' }),
      },
      { title: 'SpacesToAgree' },
    ),
    installs_back_to_setup: Count(
      'That are set up, and have a required step open then: `setup_open`. They go on hearing events. A password that was not required before counts as not given',
    ),
    installs_below_plan: Count('In spaces whose plan is less than the release needs'),
    endpoints_moved: Count('Events that are sent to another URL than now'),
    jobs_waiting: Count(
      `Jobs of these installs that are queued or under way; more than ${MOST_WAITING} are not counted`,
    ),
  },
  {
    title: 'Touches',
    description:
      'How many a release touches once everybody is on it, compared to what they run now: numbers, whoever asks',
    examples: [
      {
        installs: 12,
        spaces_to_agree: { spaces: 12, scopes: [STORY.scope], events: [] },
        installs_back_to_setup: 0,
        installs_below_plan: 1,
        endpoints_moved: 1,
        jobs_waiting: 3,
      },
    ],
  },
);
export type Touches = Static<typeof Touches>;
