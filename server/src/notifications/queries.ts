import type { NotificationRow } from '../installs/notification-queries.ts';
import { type Db, empty, type Sql, sql } from '../lib/db.ts';
import { isAdminOf, isMemberOf, isMembershipOf, NO_IDENTIFIER, type Reader } from '../reach.ts';
import { MOST_UNREAD } from './schema.ts';

/** Who looks at notifications. */
export interface InboxReader {
  /** On whose behalf, as everywhere: null for the host and operators, to whom every space is open. */
  reader: Reader;
  /** Whose reading is kept: also an operator's; null for a host key, which stands for nobody. */
  userId: number | null;
}

/** Which notifications are asked for. */
export interface NotificationFilter {
  spaceId?: number | undefined;
  installId?: number | undefined;
  /** What the person has not read, where they belong. */
  unread?: boolean | undefined;
}

/** A notification in its space, and when the person who looks at it has read it. */
export interface ToldNotification extends NotificationRow {
  space_id: number;
  plugin_id: number;
  read_at: Date | null;
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

// A person's own: each space is a range of an index, from their mark on.
const ownSpaces = ({ reader, userId }: InboxReader): Sql =>
  sql`select m.space_id from space_members m
    where ${reader === null ? sql`m.user_id = ${userId}` : isMembershipOf(reader)}`;

/** The spaces of which notifications are read, each only where the reader belongs to it. */
function placesOf(audience: InboxReader, { spaceId, installId }: NotificationFilter): Sql {
  const { reader } = audience;
  if (installId !== undefined) {
    const within = spaceId === undefined ? empty : sql`and i.space_id = ${spaceId}`;
    return sql`select i.space_id from installs i
      where i.id = ${installId} and ${isMemberOf(reader, sql`i.space_id`, { install: sql`i.id`, identifier: NO_IDENTIFIER })} ${within}`;
  }
  if (spaceId === undefined) return ownSpaces(audience);
  return sql`select s.id as space_id from spaces s
    where s.id = ${spaceId} and ${isMemberOf(reader, sql`s.id`)}`;
}

const markedPlaces = (audience: InboxReader, filter: NotificationFilter): Sql => sql`
  (${placesOf(audience, filter)}) w
  left join notification_marks k on k.user_id = ${audience.userId} and k.space_id = w.space_id`;

/** For a statement that knows {@link markedPlaces}. */
const ofPlace = ({ installId }: NotificationFilter): Sql =>
  installId === undefined ? sql`n.space_id = w.space_id` : sql`n.install_id = ${installId}`;

const isUnread = (userId: number | null): Sql => sql`
  n.id > coalesce(k.up_to, ${FIRST_ID}::uuid)
  and not exists (select from notification_reads r where r.user_id = ${userId} and r.notification_id = n.id)`;

/** The ids of a page, newest first. Only they are sorted: what a notification says can be long. */
function pageOf(
  audience: InboxReader,
  filter: NotificationFilter,
  before: string,
  limit: number,
): Sql {
  const isAll = filter.spaceId === undefined && filter.installId === undefined && !filter.unread;
  if (isAll && audience.reader === null) {
    return sql`select n.id from notifications n where n.id < ${before} order by n.id desc limit ${limit}`;
  }
  return sql`
    select f.id from ${markedPlaces(audience, filter)}
    cross join lateral (
      select n.id from notifications n
      where ${ofPlace(filter)} and n.id < ${before} ${filter.unread ? sql`and ${isUnread(audience.userId)}` : empty}
      order by n.id desc limit ${limit}) f
    order by f.id desc limit ${limit}`;
}

const INSTALL = { install: sql`n.install_id`, identifier: NO_IDENTIFIER };

const COLUMNS = sql`n.id, n.install_id, n.space_id, i.plugin_id, n.recipient, n.message, n.details, n.actions,
  n.attachments, n.channel_overrides, n.created_at,
  coalesce(r.read_at, case when n.id <= k.up_to then k.marked_at end) as read_at`;

const readBy = (userId: number | null): Sql => sql`
  join installs i on i.id = n.install_id
  left join notification_reads r on r.notification_id = n.id and r.user_id = ${userId}
  left join notification_marks k on k.space_id = n.space_id and k.user_id = ${userId}`;

/** Newest first, one more than `limit`. */
export function selectToldNotifications(
  db: Db,
  audience: InboxReader,
  filter: NotificationFilter,
  { before = LAST_ID, limit }: { before: string | undefined; limit: number },
): Promise<ToldNotification[]> {
  return db.query(sql`
    select ${COLUMNS}
    from (${pageOf(audience, filter, before, limit + 1)}) f
    join notifications n on n.id = f.id ${readBy(audience.userId)}
    order by n.id desc`);
}

/** How many somebody has not read, at most {@link MOST_UNREAD}: no more rows than that are looked at, and those they read one by one. */
export async function countUnread(
  db: Db,
  audience: InboxReader,
  filter: NotificationFilter,
): Promise<number> {
  const [row] = await db.query<{ unread: number }>(sql`
    select count(*) as unread from (
      select f.id from ${markedPlaces(audience, filter)}
      cross join lateral (
        select n.id from notifications n where ${ofPlace(filter)} and ${isUnread(audience.userId)}
        order by n.id limit ${MOST_UNREAD}) f
      limit ${MOST_UNREAD}) u`);
  return row?.unread ?? 0;
}

/** One that the reader may know of, and whether they are an admin of its space. */
export async function selectToldNotification(
  db: Db,
  { reader, userId }: InboxReader,
  id: string,
): Promise<(ToldNotification & { is_admin: boolean }) | undefined> {
  const [row] = await db.query<ToldNotification & { is_admin: boolean }>(sql`
    select ${COLUMNS}, ${isAdminOf(reader, sql`n.space_id`, INSTALL)} as is_admin
    from notifications n ${readBy(userId)}
    where n.id = ${id} and ${isMemberOf(reader, sql`n.space_id`, INSTALL)}`);
  return row;
}

/** Notes that somebody has read one that they may know of. The first time counts. */
export async function insertRead(
  db: Db,
  reader: Reader,
  userId: number,
  id: string,
): Promise<void> {
  await db.query(sql`
    insert into notification_reads (user_id, notification_id)
    select ${userId}, n.id from notifications n
    where n.id = ${id} and ${isMemberOf(reader, sql`n.space_id`, INSTALL)}
      and not exists (select from notification_marks k
        where k.user_id = ${userId} and k.space_id = n.space_id and n.id <= k.up_to)
    for key share of n
    on conflict (user_id, notification_id) do nothing`);
}

/** Somebody has read all of their spaces, or of one, up to an id. */
export async function raiseMarks(
  tx: Db,
  audience: InboxReader & { userId: number },
  spaceId: number | undefined,
  upTo: string,
): Promise<void> {
  await tx.query(sql`
    insert into notification_marks as k (user_id, space_id, up_to)
    select ${audience.userId}, w.space_id, ${upTo} from (${placesOf(audience, { spaceId })}) w order by w.space_id
    on conflict (user_id, space_id) do update set up_to = excluded.up_to, marked_at = excluded.marked_at
    where k.up_to < excluded.up_to`);
}

/** Somebody has read what is newer than an id, too: the oldest of it, as many as `limit` in each space. */
export async function insertNewestRead(
  tx: Db,
  audience: InboxReader & { userId: number },
  spaceId: number | undefined,
  { after, limit }: { after: string; limit: number },
): Promise<void> {
  await tx.query(sql`
    insert into notification_reads (user_id, notification_id)
    select ${audience.userId}, f.id from (${placesOf(audience, { spaceId })}) w
    cross join lateral (select n.id from notifications n
      where n.space_id = w.space_id and n.id > ${after} order by n.id limit ${limit} for key share) f
    order by f.id
    on conflict (user_id, notification_id) do nothing`);
}
