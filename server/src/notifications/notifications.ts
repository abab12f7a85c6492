import type { Caller } from '../auth/principals.ts';
import { readerOf } from '../auth/principals.ts';
import { databaseNow } from '../lib/clock.ts';
import type { Database, Db } from '../lib/db.ts';
import { Failure, invalid } from '../lib/failures.ts';
import { toPage } from '../lib/http/pagination.ts';
import { firstIdOf, isUuid } from '../lib/ids.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { selectPluginNames } from '../manifest/plugin-names.ts';
import { onlyForAdmins, type SpaceRole } from '../reach.ts';
import { selectActions } from './action-queries.ts';
import {
  countUnread,
  type InboxReader,
  insertNewestRead,
  insertRead,
  type NotificationFilter,
  raiseMarks,
  selectToldNotification,
  selectToldNotifications,
  type ToldNotification,
} from './queries.ts';
import { notificationView } from './views.ts';

/** Who a caller is to notifications. */
export const inboxReaderOf = (caller: Caller): InboxReader => ({
  reader: readerOf(caller),
  userId: caller.kind === 'user' ? caller.userId : null,
});

/** A page of notifications, newest first, with what became of their actions; for `spliceJson`. */
export async function readNotifications(
  db: Db,
  audience: InboxReader,
  filter: NotificationFilter,
  page: { after: string | undefined; limit: number },
) {
  const { after, limit } = page;
  if (after !== undefined && !isUuid(after)) {
    throw invalid('/cursor', 'The cursor must be a next_cursor of this list');
  }
  const rows = await selectToldNotifications(db, audience, filter, { before: after, limit });
  const acting = rows.filter(({ actions }) => actions !== null).map(({ id }) => id);
  const chosen = acting.length === 0 ? [] : await selectActions(db, acting);
  const plugins = await selectPluginNames(
    db,
    rows.map(({ plugin_id }) => plugin_id),
  );
  return toPage(
    rows,
    limit,
    ({ id }) => id,
    (row) => notificationView(row, chosen, plugins.get(row.plugin_id)),
  );
}

/** The same for the space or all of the reader's spaces, with how many of them the person has not read; null for a host key. */
export async function readInbox(
  db: Db,
  audience: InboxReader,
  filter: NotificationFilter,
  page: { after: string | undefined; limit: number },
) {
  const { userId } = audience;
  if (userId === null && filter.unread) {
    throw invalid(
      '/unread',
      'A host key stands for nobody who reads: leave it out, or ask as a person',
    );
  }
  const [listed, unread] = await Promise.all([
    readNotifications(db, audience, filter, page),
    userId === null ? null : countUnread(db, audience, filter),
  ]);
  return { ...listed, unread };
}

/**
 * A notification in a space where the reader is what they have to be.
 *
 * @throws Failure `notification_not_found` in a space that they do not belong to, like one that there is not; `forbidden` for a member where
 * it takes an admin.
 */
export async function findNotification(
  db: Db,
  audience: InboxReader,
  id: string,
  role: SpaceRole,
): Promise<ToldNotification> {
  const found = isUuid(id) ? await selectToldNotification(db, audience, id) : undefined;
  if (found === undefined) {
    throw new Failure('notification_not_found', `There is no notification ${id}`);
  }
  const { is_admin, ...notification } = found;
  if (role === 'admin' && !is_admin) throw onlyForAdmins();
  return notification;
}

/** As {@link findNotification}, for whoever shows it. */
export async function readNotification(db: Db, audience: InboxReader, id: string) {
  const found = await findNotification(db, audience, id, 'member');
  const plugins = await selectPluginNames(db, [found.plugin_id]);
  return notificationView(found, await selectActions(db, [found.id]), plugins.get(found.plugin_id));
}

/**
 * Somebody has read a notification; once is enough.
 *
 * @throws Failure `notification_not_found`, `forbidden` for a host key.
 */
export async function markRead(db: Db, audience: InboxReader, id: string) {
  const userId = personIn(audience);
  const found = await findNotification(db, audience, id, 'member');
  await insertRead(db, audience.reader, userId, found.id);
  return readNotification(db, audience, found.id);
}

// Ids are made before they are committed: one that is smaller than what is seen already can still come.
const SETTLING_MS = 60_000;
const MOST_NEW = 1000;

/**
 * Somebody has read all of a space, or of all that they belong to. Up to a minute ago that is one mark a space; what is newer is marked one by
 * one, so that what is just coming is not taken for read.
 *
 * @throws Failure `forbidden` for a host key.
 * @returns how many are left unread, which came meanwhile.
 */
export async function markAllRead(
  db: Database,
  audience: InboxReader,
  spaceId: number | undefined,
): Promise<number> {
  const person = { ...audience, userId: personIn(audience) };
  const upTo = firstIdOf(new Date(databaseNow() - SETTLING_MS));
  await runAgainOnDeadlock(db, async (tx) => {
    await raiseMarks(tx, person, spaceId, upTo);
    await insertNewestRead(tx, person, spaceId, { after: upTo, limit: MOST_NEW });
  });
  return countUnread(db, person, { spaceId });
}

function personIn({ userId }: InboxReader): number {
  if (userId !== null) return userId;
  throw new Failure(
    'forbidden',
    'A host key stands for nobody who reads: people do this for themselves',
  );
}
