import { SCOPES_IN_USE } from '../install-status.ts';
import { sql } from '../lib/db.ts';
import { LIFECYCLE_EVENTS } from '../manifest/lifecycle.ts';

/** Whether a job may be queued again, as things are now. */
export interface Heard {
  /** Its admin agrees that the plugin hears the event; those of the install's own life need no agreement. */
  event_granted: boolean;
  /** What the event requires and the install may not use; null for nothing. */
  missing_scope: string | null;
}

/** The columns of {@link Heard}, for a statement that knows the job as `j`, the install as `i` and the release that it runs as `r`. */
export const HEARD = sql`
  coalesce(j.name = any(i.events) or j.name = any(${[...LIFECYCLE_EVENTS]}::text[]), false) as event_granted,
  (select t.required_scope from event_types t
    where t.name = j.name and not coalesce(t.required_scope = any(${SCOPES_IN_USE}), false)) as missing_scope`;

/** What keeps a job from being queued again, as a sentence; undefined for nothing. */
export function whyUnheard({ event_granted, missing_scope }: Heard): string | undefined {
  if (!event_granted) return 'The install is not granted this event any more';
  if (missing_scope === null) return undefined;
  return `The event requires the scope "${missing_scope}", which the install does not have`;
}
