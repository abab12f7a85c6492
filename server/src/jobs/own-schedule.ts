import { sql } from '../lib/db.ts';

/**
 * The retry schedule of the plugin `p`, JSON text of an array; null where it has none of its own. One that is none counts as if the plugin
 * had none: a cast that fails would fail for all that is read with it.
 */
export const OWN_SCHEDULE = sql`
  case when p.retry_schedule ~ '^\\[[0-9]{1,9}(\\.[0-9]{1,9})?(,[0-9]{1,9}(\\.[0-9]{1,9})?)*\\]$' then p.retry_schedule end`;
