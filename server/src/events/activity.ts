import type { Db } from '../lib/db.ts';
import { invalid } from '../lib/failures.ts';
import { type PageStart, toCursor } from '../lib/http/pagination.ts';
import { firstIdOf, isUuid, jobIdsOf } from '../lib/ids.ts';
import {
  type ActivityFilter,
  type ActivityPlace,
  type ActivityRow,
  selectActivity,
  selectActivityIds,
} from './activity-queries.ts';
import type { ActivityEvent, ActivityQuery } from './activity-schema.ts';

/**
 * A page of what happened in a space and what plugins made of it, the newest first. It may have fewer events than were asked for, even none,
 * and go on all the same: it looks back only so far.
 *
 * @param scheduled how many attempts the server's own retry schedule gives.
 * @throws Failure `invalid` for a cursor of another list.
 */
export async function readActivity(
  db: Db,
  place: ActivityPlace,
  query: ActivityQuery,
  { after, limit }: PageStart,
  scheduled: number,
): Promise<{ data: ActivityEvent[]; next_cursor: string | null }> {
  if (after !== undefined && !isUuid(after)) {
    throw invalid('/cursor', 'The cursor must be a next_cursor of this list');
  }
  const filter = filterOf(place, query, after);
  const { ids, reached } = await selectActivityIds(db, filter, limit);
  const shown = ids.slice(0, limit);
  const rows = shown.length === 0 ? [] : await selectActivity(db, filter, shown, scheduled);
  // The cursor is of what was looked at, whatever has gone since.
  const last = ids.length > limit ? (shown.at(-1) ?? null) : reached;
  return { data: eventsOf(rows), next_cursor: last === null ? null : toCursor(last) };
}

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

function filterOf(
  { spaceId, installId }: ActivityPlace,
  { plugin_id, name, identifier, outcome, event_id, since, until }: ActivityQuery,
  after: string | undefined,
): ActivityFilter {
  const bounds = [after, until && firstIdOfTime(until), event_id && jobIdsOf(event_id).to];
  const from = [event_id, since && firstIdOfTime(since)];
  const given = (texts: (string | undefined)[]) =>
    texts.flatMap((text) => (text === undefined ? [] : [text.toLowerCase()])).sort();
  return {
    spaceId,
    installId,
    pluginId: plugin_id,
    name,
    identifier,
    outcome,
    from: given(from).at(-1) ?? firstIdOf(new Date(0)),
    before: given(bounds)[0] ?? LAST_ID,
  };
}

// Ids begin with a time that is not before 1970. (A leap second is a time to the validator, but not to us.)
const firstIdOfTime = (time: string): string =>
  firstIdOf(new Date(Math.max(0, Date.parse(time) || 0)));

function eventsOf(rows: ActivityRow[]): ActivityEvent[] {
  const events = new Map<string, ActivityEvent>();
  for (const row of rows) {
    const event = events.get(row.id) ?? eventOf(row);
    events.set(row.id, event);
    const decision = decisionOf(row);
    if (decision !== undefined) event.decisions.push(decision);
  }
  return [...events.values()];
}

const eventOf = (row: ActivityRow): ActivityEvent => ({
  id: row.id,
  space_id: row.space_id,
  name: row.name,
  title: row.title,
  identifier: row.identifier,
  occurred_at: row.occurred_at.toISOString(),
  created_at: row.created_at.toISOString(),
  user_id: row.user_id,
  decisions: [],
});

type ShownDecision = ActivityEvent['decisions'][number];

function decisionOf(row: ActivityRow): ShownDecision | undefined {
  const { install_id, plugin_id, plugin_slug, plugin_name, plugin_icon, decision } = row;
  if (install_id === null || plugin_id === null || plugin_slug === null || decision === null)
    return undefined;
  const plugin = { plugin_id, plugin_slug, plugin_name: plugin_name ?? plugin_slug, plugin_icon };
  return { install_id, ...plugin, decision, job: jobOf(row) };
}

function jobOf(row: ActivityRow): ShownDecision['job'] {
  const { job_id: id, status, status_message, failure_reason } = row;
  if (id === null || status === null) return null;
  return {
    id,
    status,
    status_message,
    failure_reason,
    settled_reason: row.settled_reason,
    attempts: row.attempts ?? 0,
    last_status_code: row.last_status_code,
    next_attempt_at: row.next_attempt_at?.toISOString() ?? null,
    max_attempts: row.max_attempts,
    settled_at: row.settled_at?.toISOString() ?? null,
  };
}
