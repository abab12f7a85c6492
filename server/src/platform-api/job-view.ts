import type { Static } from 'typebox';
import type { ListedJob } from '../jobs/queries.ts';
import type { JobSummary } from '../jobs/schema.ts';
import { invalid } from '../lib/failures.ts';
import { type PageQuery, pageStart } from '../lib/http/pagination.ts';
import { isUuid } from '../lib/ids.ts';
import type { PluginName } from '../manifest/plugin-names.ts';

/** Where a page of jobs starts: before this id. @throws Failure `invalid` for a cursor of another list. */
export function jobPageStart(query: PageQuery): { limit: number; before: string | undefined } {
  const { limit, after } = pageStart(query);
  if (after !== undefined && !isUuid(after))
    throw invalid('/cursor', 'The cursor is not of this list');
  return { limit, before: after };
}

/** A job as lists show it. */
export function jobSummary(
  row: ListedJob,
  // A plugin that is removed takes its jobs along, which may be between two statements.
  plugin: Omit<PluginName, 'id'> = { slug: '', name: '', icon: null },
): Static<typeof JobSummary> {
  const { queue_state, attempt, due_at, held_up_by, ...job } = row;
  return {
    ...job,
    plugin_slug: plugin.slug,
    plugin_name: plugin.name,
    plugin_icon: plugin.icon,
    settled_at: job.settled_at?.toISOString() ?? null,
    created_at: job.created_at.toISOString(),
    delivery:
      queue_state === null
        ? null
        : {
            state: queue_state,
            attempt: attempt ?? 0,
            due_at: due_at?.toISOString() ?? null,
            held_up_by,
          },
  };
}
