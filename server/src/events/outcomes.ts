import { Type } from 'typebox';
import { sql } from '../lib/db.ts';

const OUTCOMES = [
  'done',
  'ongoing',
  'waiting',
  'retrying',
  'failed',
  'ignored',
  'parked',
  'cancelled',
  'not_delivered',
] as const;

/** What became of an event for a plugin, in a word. */
export type ActivityOutcome = (typeof OUTCOMES)[number];
export const ActivityOutcome = Type.Enum([...OUTCOMES], {
  description: [
    '- `done`, `ignored`, `failed`: the verdict',
    '- `ongoing`: the plugin accepted it, and will settle it',
    '- `waiting`: its job is queued, and no request of it has failed: none was made yet, or the first is under way',
    '- `retrying`: its job is queued after a request that failed',
    '- `parked`: set aside until its endpoint is enabled, or its install or plugin resumed',
    '- `cancelled`: withdrawn',
    '- `not_delivered`: the plugin hears such events, and was not given this one: the decision is `filtered`, `suspended`, `setup_incomplete`, `not_granted` or `missing_scope`',
  ].join('\n'),
});

/**
 * Whether a job waits for its first request, or that one is under way: not one that is settled, sent once more, or with the plugin. For a
 * statement that knows `job_queue q`.
 */
export const IS_WAITING = sql`(not q.settled and not q.resend and q.state <> 'ongoing'
  and q.attempt <= case when q.state = 'leased' then 1 else 0 end)`;
/** The same of one that waits for another request after a failure, or has it under way. */
export const IS_RETRYING = sql`(not q.settled and not q.resend and q.state <> 'ongoing'
  and q.attempt > case when q.state = 'leased' then 1 else 0 end)`;
