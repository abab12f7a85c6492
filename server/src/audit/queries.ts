import { type Db, empty, type Sql, sql } from '../lib/db.ts';
import { firstIdOf } from '../lib/ids.ts';
import { isMembershipOf, type Reader } from '../reach.ts';
import type { AuditAction, TargetType } from './actions.ts';
import type { Actor, ActorKind } from './doing.ts';
import type { EntryContent, EntryDetails } from './hash.ts';

/** An entry about to be written. */
export interface NewEntry extends EntryContent {
  action: AuditAction;
  target_type: TargetType;
}

/** What can be erased of an entry, and with whom it goes. */
interface NewDetails extends EntryDetails {
  user_id: number | null;
}

/** Writes an entry that is in no chain yet, with its details if there are any. */
export async function insertEntry(
  tx: Db,
  entry: NewEntry,
  details: NewDetails | undefined,
): Promise<void> {
  await tx.query(sql`
    insert into audit_entries (id, at, actor_kind, actor_id, action, target_type, target_id, space_id, request_id,
      changed, details_hash)
    values (${entry.id}, ${entry.at}, ${entry.actor_kind}, ${entry.actor_id}, ${entry.action}, ${entry.target_type},
      ${entry.target_id}, ${entry.space_id}, ${entry.request_id}, ${entry.changed}, ${entry.details_hash})`);
  if (details === undefined) return;
  await tx.query(sql`
    insert into audit_details (entry_id, user_id, salt, name, email, address, user_agent)
    values (${entry.id}, ${details.user_id}, ${details.salt}, ${details.name}, ${details.email}, ${details.address},
      ${details.user_agent})`);
}

/** Somebody as an entry names them. Until the transaction ends nobody can remove them, who would leave the details of the entry behind. */
export async function holdActor(
  tx: Db,
  userId: number,
): Promise<{ friendly_name: string; email: string } | undefined> {
  const [row] = await tx.query<{ friendly_name: string; email: string }>(sql`
    select friendly_name, email from users where id = ${userId} for key share`);
  return row;
}

/** What people call a host key. */
export async function selectHostKeyName(db: Db, id: number): Promise<string | undefined> {
  const [row] = await db.query<{ name: string }>(sql`select name from host_keys where id = ${id}`);
  return row?.name;
}

/** The slug of a plugin. */
export async function selectPluginSlug(db: Db, id: number): Promise<string | undefined> {
  const [row] = await db.query<{ slug: string }>(sql`select slug from plugins where id = ${id}`);
  return row?.slug;
}

/** An entry as it is read; what is of its details is null once those are erased. */
export interface EntryRow extends Omit<EntryContent, 'actor_kind'> {
  actor_kind: ActorKind;
  prev_hash: Buffer | null;
  hash: Buffer | null;
  has_details: boolean;
  name: string | null;
  email: string | null;
  address: string | null;
  user_agent: string | null;
}

/** Which entries to list; what is left out does not matter. */
export interface EntryFilter {
  actor?: Actor;
  action?: string;
  target?: { type: string; id: string };
  space_id?: number;
  since?: Date;
  until?: Date;
}

interface EntryPage {
  before?: string;
  limit: number;
}

/** Newest first, those before the given id: of spaces that the reader is an admin of. */
export function selectEntries(
  db: Db,
  reader: Reader,
  filter: EntryFilter,
  page: EntryPage,
): Promise<EntryRow[]> {
  return db.query(sql`
    select e.id, e.at, e.actor_kind, e.actor_id, e.action, e.target_type, e.target_id, e.space_id, e.request_id,
      e.changed, e.details_hash, e.prev_hash, e.hash, d.entry_id is not null as has_details, d.name, d.email, d.address,
      d.user_agent
    from (${entriesFor(reader, filter, page)}) e
    left join audit_details d on d.entry_id = e.id
    order by e.id desc limit ${page.limit}`);
}

// Of each space of a person as many as are asked for at most, along its index; nothing of another space that had its id before.
function entriesFor(reader: Reader, filter: EntryFilter, page: EntryPage): Sql {
  const { space_id } = filter;
  if (reader === null) {
    if (space_id === undefined) return newestEntries(filtered(filter), filter, page);
    return newestEntries(inSpace(sql`e.space_id = ${space_id}`, filter), filter, page);
  }
  return sql`
    select e.* from space_members m
    cross join lateral (${newestEntries(inSpace(OF_MEMBER, filter), filter, page)}) e
    where ${isMembershipOf(reader)} and m.role = 'admin'
      ${space_id === undefined ? empty : sql`and m.space_id = ${space_id}`}`;
}

const filtered = ({ actor, action }: EntryFilter): Sql => sql`true
    ${actor === undefined ? empty : sql`and ${isActor(actor)}`}
    ${action === undefined ? empty : sql`and e.action = ${action}`}`;

// Along the index of the space: most entries are of the host, or say the same, and were read in vain where they are of other spaces. So
// that no index of theirs is of use, these conditions are made opaque.
const inSpace = (space: Sql, filter: EntryFilter): Sql => sql`
    ${space} and coalesce(${filtered(filter)}, false)`;

// By entries alone: the clock that a space was made by is not the one of their ids.
const OF_MEMBER = sql`e.space_id = m.space_id and not exists (
    select from audit_entries gone
    where gone.target_type = 'space' and gone.target_id = m.space_id::text and gone.action = 'space.deleted'
      and gone.id >= e.id)`;

const newestEntries = (
  condition: Sql,
  { target, since, until }: EntryFilter,
  { before, limit }: EntryPage,
): Sql => sql`
  select * from audit_entries e
  where ${condition}
    ${target === undefined ? empty : sql`and e.target_type = ${target.type} and e.target_id = ${target.id}`}
    ${since === undefined ? empty : sql`and e.id >= ${firstIdOf(since)}`}
    ${until === undefined ? empty : sql`and e.id < ${firstIdOf(until)}`}
    ${before === undefined ? empty : sql`and e.id < ${before}`}
  order by e.id desc limit ${limit}`;

const isActor = ({ kind, id }: Actor): Sql =>
  id === null
    ? sql`e.actor_kind = ${kind} and e.actor_id is null`
    : sql`e.actor_kind = ${kind} and e.actor_id = ${id}`;
