import { invalid } from '../lib/failures.ts';
import { parseId } from '../lib/ids.ts';
import type { AuditAction } from './actions.ts';
import type { ActorKind } from './doing.ts';
import type { EntryFilter, EntryRow } from './queries.ts';
import type { AuditEntry, AuditQuery } from './schema.ts';

/** An entry as it is listed. @param withDetails for the host and operators. */
export function entryView(row: EntryRow, withDetails: boolean): AuditEntry {
  const { email, address, user_agent } = row;
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.name },
    action: row.action as AuditAction,
    target: { type: row.target_type, id: row.target_id },
    space_id: row.space_id,
    request_id: row.request_id,
    changed: row.changed,
    details_hash: row.details_hash.toString('hex'),
    prev_hash: row.prev_hash?.toString('hex') ?? null,
    hash: row.hash?.toString('hex') ?? null,
    details: withDetails && row.has_details ? { email, address, user_agent } : null,
  };
}

/** What a query asks for. @throws Failure `invalid` for times that cannot be told by an id. */
export function filterOf({ actor, target, since, until, ...query }: AuditQuery): EntryFilter {
  return {
    action: query.action,
    space_id: query.space_id,
    actor: actor === undefined ? undefined : actorIn(actor),
    target: target === undefined ? undefined : targetIn(target),
    since: timeIn('since', since),
    until: timeIn('until', until),
  };
}

function actorIn(text: string) {
  const [kind, id] = text.split(':', 2);
  const parsed = id === undefined ? null : parseId(id);
  if (parsed === undefined) throw invalid('/actor', 'has an id that is none');
  return { kind: kind as ActorKind, id: parsed };
}

function targetIn(text: string) {
  const at = text.indexOf(':');
  return { type: text.slice(0, at), id: text.slice(at + 1) };
}

// What an id has room for: 48 bits of milliseconds since 1970.
function timeIn(name: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const time = Date.parse(text);
  if (!(time >= 0 && time < Date.UTC(2200, 0))) {
    throw invalid(`/${name}`, 'must be an RFC 3339 time between 1970 and 2200');
  }
  return new Date(time);
}
