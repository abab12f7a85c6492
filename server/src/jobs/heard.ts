import { SCOPES_IN_USE } from '../install-status.ts';
import { sql } from '../lib/db.ts';
import { LIFECYCLE_EVENTS } from '../manifest/lifecycle.ts';
import type { SettledReason } from './schema.ts';

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

/** What keeps a job from being queued again; undefined for nothing. */
export function whyUnheard({ event_granted, missing_scope }: Heard): Unheard | undefined {
  if (!event_granted) return 'not_granted';
  return missing_scope === null ? undefined : 'missing_scope';
}

type Unheard = Extract<SettledReason, 'not_granted' | 'missing_scope'>;
