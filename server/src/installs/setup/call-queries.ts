import { type Db, empty, type Sql, sql } from '../../lib/db.ts';
import { newestOf } from '../../lib/newest-of.ts';
import type { OutboundStage } from '../../lib/outbound/errors.ts';
import {
  isCollaboratorOf,
  isMemberOf,
  isMembershipOf,
  isOwnOf,
  NO_IDENTIFIER,
  type Reader,
} from '../../reach.ts';

/** What is asked: of the plugin (`migration`: when the install comes to another release), of the service of an OAuth2 step (`token`), of the host (`resources`). */
export type RouteCallKind =
  | 'options'
  | 'selected_values'
  | 'remote_value'
  | 'validation'
  | 'token'
  | 'resources'
  | 'migration';

/** How a call went: the answer was used, was a refusal with a message, or was none that can be used. */
export type RouteCallOutcome = 'answered' | 'refused' | 'failed';

/** How far a failed call came; `reply`: there was one, and it cannot be used. */
export type RouteCallStage = OutboundStage | 'reply';

/** A call that was made while an install was set up. */
export interface RouteCallRow {
  id: string;
  install_id: number;
  plugin_id: number;
  kind: RouteCallKind;
  /** Null for a migration. */
  step: number | null;
  field: number | null;
  outcome: RouteCallOutcome;
  status: number | null;
  stage: RouteCallStage | null;
  message: string | null;
  duration_ms: number;
  /** Null for the host. */
  user_id: number | null;
  created_at: Date;
}

/** Notes a call. It is left out when the install was removed meanwhile, and is nobody's when its person was. */
export async function insertRouteCall(
  db: Db,
  row: Omit<RouteCallRow, 'created_at'>,
): Promise<void> {
  await db.query(sql`
    insert into route_calls (id, install_id, plugin_id, kind, step, field, outcome, status, stage, message,
      duration_ms, user_id)
    select ${row.id}, i.id, i.plugin_id, ${row.kind}, ${row.step}, ${row.field}, ${row.outcome}, ${row.status},
      ${row.stage}, ${row.message}, ${row.duration_ms}, (select id from users where id = ${row.user_id} for key share)
    from installs i where i.id = ${row.install_id} and i.plugin_id = ${row.plugin_id} for key share`);
}

/** Of which install or plugin calls are listed. */
export interface RouteCallFilter {
  installId: number | undefined;
  pluginId: number | undefined;
}

interface CallPage {
  before: string | undefined;
  limit: number;
}

const CALL_COLUMNS = sql`c.id, c.install_id, c.plugin_id, c.kind, c.step, c.field, c.outcome, c.status, c.stage, c.message,
    c.duration_ms, c.user_id, c.created_at`;

/**
 * Newest first, those before the given id, of what the reader may see: in their spaces and of their own plugins. One more than `limit`.
 * Whatever the filter, calls are read along an index of what is theirs until there are enough of them.
 */
export async function selectRouteCalls(
  db: Db,
  reader: Reader,
  filter: RouteCallFilter,
  page: CallPage,
): Promise<RouteCallRow[]> {
  if (reader === null) return selectAllCalls(db, filter, page);
  const { installId } = filter;
  if (installId !== undefined)
    return selectCallsOfInstall(db, reader, { ...filter, installId }, page);
  const found = [
    await selectCallsOfDeveloper(db, reader, filter, page),
    await selectCallsOfMember(db, reader, filter, page),
  ];
  return newestOf(found, page.limit + 1);
}

/** For the host and operators. */
function selectAllCalls(
  db: Db,
  { installId, pluginId }: RouteCallFilter,
  page: CallPage,
): Promise<RouteCallRow[]> {
  return db.query(
    newestCalls(
      sql`true ${installId === undefined ? empty : sql`and c.install_id = ${installId}`}
        ${pluginId === undefined ? empty : sql`and c.plugin_id = ${pluginId}`}`,
      page,
    ),
  );
}

/** Whether the install is theirs to look at is asked once, and not of each call. */
function selectCallsOfInstall(
  db: Db,
  reader: Exclude<Reader, null>,
  { installId, pluginId }: RouteCallFilter & { installId: number },
  page: CallPage,
): Promise<RouteCallRow[]> {
  return db.query(sql`
    select ${CALL_COLUMNS} from installs s
    cross join lateral (${newestCalls(sql`c.install_id = s.id`, page)}) c
    where s.id = ${installId} and s.plugin_id = coalesce(${pluginId ?? null}, s.plugin_id)
      and (${isMemberOf(reader, sql`s.space_id`, { install: sql`s.id`, identifier: NO_IDENTIFIER })} or ${isCollaboratorOf(reader, sql`s.plugin_id`)})
    order by c.id desc`);
}

/** Of each of their plugins as many as are asked for at most. */
function selectCallsOfDeveloper(
  db: Db,
  reader: Exclude<Reader, null>,
  { pluginId }: RouteCallFilter,
  page: CallPage,
): Promise<RouteCallRow[]> {
  return db.query(sql`
    select ${CALL_COLUMNS} from plugins p
    cross join lateral (${newestCalls(sql`c.plugin_id = p.id`, page)}) c
    where ${isOwnOf(reader)} and p.id = coalesce(${pluginId ?? null}, p.id)
    order by c.id desc limit ${page.limit + 1}`);
}

/** Of each install of their spaces as many as are asked for at most. */
function selectCallsOfMember(
  db: Db,
  reader: Exclude<Reader, null>,
  { pluginId }: RouteCallFilter,
  page: CallPage,
): Promise<RouteCallRow[]> {
  return db.query(sql`
    select ${CALL_COLUMNS} from space_members m join installs s on s.space_id = m.space_id
    cross join lateral (${newestCalls(sql`c.install_id = s.id`, page)}) c
    where ${isMembershipOf(reader, { install: sql`s.id`, identifier: NO_IDENTIFIER })} and s.plugin_id = coalesce(${pluginId ?? null}, s.plugin_id)
    order by c.id desc limit ${page.limit + 1}`);
}

const newestCalls = (condition: Sql, { before, limit }: CallPage): Sql => sql`
  select ${CALL_COLUMNS} from route_calls c
  where ${condition} ${before === undefined ? empty : sql`and c.id < ${before}`}
  order by c.id desc limit ${limit + 1}`;

/** Removes calls that are older than `days`, at most `limit` at once. Answers how many. */
export async function deleteOldRouteCalls(db: Db, days: number, limit: number): Promise<number> {
  const rows = await db.query(sql`
    delete from route_calls where id in (
      select id from route_calls where created_at < now() - ${days}::integer * interval '1 day'
      order by created_at limit ${limit} for update skip locked)
    returning 1`);
  return rows.length;
}

/** All of one install, for when it is erased. */
export async function deleteRouteCalls(tx: Db, installId: number): Promise<void> {
  await tx.query(sql`delete from route_calls where install_id = ${installId}`);
}
