import { randomBytes } from 'node:crypto';
import type { Db } from '../lib/db.ts';
import { newId, timeOfId } from '../lib/ids.ts';
import { shorten } from '../lib/text.ts';
import { AUDITED, type AuditAction } from './actions.ts';
import type { Actor, Doing } from './doing.ts';
import { detailsHash, type EntryDetails } from './hash.ts';
import { holdActor, insertEntry, selectHostKeyName, selectPluginSlug } from './queries.ts';

/** A change, as its entry tells of it. */
export interface AuditedChange {
  action: AuditAction;
  /** What was changed, by its id; of what has none of its own, the parts of its path: `[pluginId, number]` of a release. */
  target: number | string | readonly (number | string)[];
  /** The space that it belongs to, whose admins see the entry. */
  spaceId?: number | null;
  /** Names of what changed, such as the fields of a PATCH; never what they were or became. */
  changed?: readonly string[];
  /** Whose account it is about where nobody has shown to be them: the details go with this user. */
  ofUser?: number;
}

const SALT_BYTES = 16;
const MAX_TARGET = 300;
const MAX_NAME = 200;
const MAX_ADDRESS = 64;
const MAX_USER_AGENT = 300;
const MOST_POINTERS = 100;
const MAX_POINTER = 200;

/**
 * Writes the entry that tells of a change, in the transaction of the change: neither is there without the other. To be called once the
 * change is made, so that who takes locks in another order waits for none of ours.
 */
export async function record(tx: Db, doing: Doing, change: AuditedChange): Promise<void> {
  const id = newId();
  const { kind, id: actorId } = doing.actor;
  const { user, details } = await detailsOf(tx, doing, change.ofUser);
  const { action, spaceId = null, changed = [] } = change;
  const entry = {
    id,
    at: timeOfId(id),
    actor_kind: kind,
    actor_id: actorId,
    action,
    target_type: AUDITED[action],
    target_id: shorten([change.target].flat().join('/'), MAX_TARGET),
    space_id: spaceId,
    request_id: doing.requestId,
    changed: pointersTo(changed),
    details_hash: detailsHash(details),
  };
  // Who is gone already has none: what is in the chain is then as if they had been erased.
  await insertEntry(tx, entry, user === 'gone' ? undefined : { ...details, user_id: user });
}

interface Known {
  /** Whose the details are; null for nobody's who has an account. */
  user: number | null | 'gone';
  details: EntryDetails;
}

async function detailsOf(tx: Db, doing: Doing, ofUser: number | undefined): Promise<Known> {
  const { actor, address, userAgent } = doing;
  const details = {
    salt: randomBytes(SALT_BYTES),
    name: cut(doing.name ?? (await nameOf(tx, actor)), MAX_NAME),
    email: null,
    address: cut(address, MAX_ADDRESS),
    user_agent: cut(userAgent, MAX_USER_AGENT),
  };
  const user = actor.kind === 'user' ? actor.id : (ofUser ?? null);
  if (user === null) return { user, details };
  const held = await holdActor(tx, user);
  if (held === undefined) return { user: 'gone', details };
  if (actor.kind !== 'user') return { user, details };
  const { friendly_name: name, email } = held;
  return { user, details: { ...details, name: cut(name, MAX_NAME), email } };
}

async function nameOf(tx: Db, { kind, id }: Actor): Promise<string | null> {
  if (id === null) return null;
  if (kind === 'host') return (await selectHostKeyName(tx, id)) ?? null;
  if (kind === 'plugin') return (await selectPluginSlug(tx, id)) ?? null;
  return null;
}

const cut = (text: string | null, limit: number): string | null =>
  text === null ? null : shorten(text, limit);

/** JSON pointers (RFC 6901) of the given names, as many and as long as an entry has room for. */
function pointersTo(names: readonly string[]): string[] {
  const pointers = names.slice(0, MOST_POINTERS).map((name) => {
    const token = name.replaceAll('~', '~0').replaceAll('/', '~1');
    return `/${shorten(token, MAX_POINTER - 1)}`;
  });
  return names.length > MOST_POINTERS ? [...pointers, '/…'] : pointers;
}

/** The fields that a body has: what a PATCH or PUT is about. */
export const fieldsOf = (body: object): string[] =>
  Object.entries(body).flatMap(([name, value]) => (value === undefined ? [] : [name]));
