import { LIVE_IN_SPACE } from '../install-status.ts';
import { PERMISSIONS_PENDING } from '../installs/permission-queries.ts';
import { type Db, type Sql, sql } from '../lib/db.ts';
import { KNOWN_RELEASE } from '../manifest/queries.ts';
import { develops, HAS_NO_OWNER } from '../reach.ts';

/** What a mail tells of a release. */
export type ReleaseMailKind =
  | 'release_submitted'
  | 'release_approved'
  | 'release_rejected'
  | 'roll_out_done'
  | 'roll_out_failed_installs'
  | 'rolled_back';

/** What a mail is about. */
export type MailKind =
  | 'notification'
  | 'permissions'
  | 'endpoint_failing'
  | 'endpoint_disabled'
  | ReleaseMailKind
  | 'plugin_deleted'
  | 'password_reset'
  | 'developer_invitation';

/** What became of one: `needless` where whoever it was for is not concerned any more. */
export type MailOutcome = 'sent' | 'given_up' | 'needless';

const LIFE_SECONDS: Record<MailKind, number> = {
  notification: 24 * 3600,
  permissions: 72 * 3600,
  endpoint_failing: 24 * 3600,
  endpoint_disabled: 72 * 3600,
  release_submitted: 72 * 3600,
  release_approved: 72 * 3600,
  release_rejected: 72 * 3600,
  roll_out_done: 72 * 3600,
  roll_out_failed_installs: 72 * 3600,
  rolled_back: 72 * 3600,
  plugin_deleted: 72 * 3600,
  password_reset: 30 * 60,
  developer_invitation: 24 * 3600,
};

/** Between two mails to somebody about the same. */
const SPACING_SECONDS = 3600;

/**
 * Puts mails into the outbox.
 *
 * @param whom what a mail refers to, as `w (user_id, about, install_id, plugin_id, notification_id, event_name, release)`: one row for each.
 */
async function insertMails(tx: Db, kind: MailKind, whom: Sql): Promise<void> {
  const isAsked = kind === 'password_reset';
  const spacing = isAsked ? 0 : SPACING_SECONDS;
  await tx.query(sql`
    insert into mails (user_id, kind, about, install_id, plugin_id, notification_id, event_name, release, due_at, expires_at)
    select w.user_id, ${kind}, w.about, w.install_id, w.plugin_id, w.notification_id, w.event_name, w.release,
      greatest(now(), (select max(coalesce(m.settled_at, now())) + ${spacing}::integer * interval '1 second'
        from mails m where m.user_id = w.user_id and m.about = w.about and m.attempts > 0)),
      now() + ${LIFE_SECONDS[kind]}::integer * interval '1 second'
    from (${whom}) w join users u on u.id = w.user_id
    where ${isAsked} or u.mail_notifications
    order by w.user_id, w.about
    on conflict (user_id, about) where attempts = 0
      do update set more = mails.more + 1, kind = excluded.kind`);
}

/** Whom a notification names: one of both, or neither. */
export interface NamedRecipient {
  email: string | null;
  userId: number | null;
}

/** To the members of its space whom a notification names; undefined: to the admins. */
export function insertNotificationMails(
  tx: Db,
  id: string,
  named: NamedRecipient | undefined,
): Promise<void> {
  const isMeant =
    named === undefined
      ? sql`sm.role = 'admin'`
      : sql`exists (select from users nu where nu.id = sm.user_id
          and (nu.id = ${named.userId} or lower(nu.email) = lower(${named.email})))`;
  return insertMails(
    tx,
    'notification',
    sql`
      select sm.user_id, 'notifications of install ' || n.install_id as about, n.install_id, i.plugin_id,
        n.id as notification_id, null::text as event_name, null::integer as release
      from notifications n join installs i on i.id = n.install_id
      join space_members sm on sm.space_id = n.space_id
      where n.id = ${id} and ${isMeant}`,
  );
}

/** To the admins of every space whose install was asked for something that nobody has said yes or no to. */
export function insertPermissionMails(tx: Db, pluginId: number): Promise<void> {
  return insertMails(
    tx,
    'permissions',
    sql`
      select sm.user_id, 'permissions of install ' || i.id as about, i.id as install_id, i.plugin_id,
        null::uuid as notification_id, null::text as event_name, null::integer as release
      from installs i join plugins p on p.id = i.plugin_id
      join space_members sm on sm.space_id = i.space_id and sm.role = 'admin'
      where i.plugin_id = ${pluginId} and ${LIVE_IN_SPACE} and ${PERMISSIONS_PENDING}`,
  );
}

// The host's own plugins are its operators' to look after, and so are those whose last owner is gone; who only looks at a plugin is not to do anything about it.
const DEVELOPS = sql`(${develops(sql`u.id`, sql`p.id`)} or (${HAS_NO_OWNER} and u.is_operator))`;

/** To whoever develops a plugin. */
export function insertEndpointMails(
  tx: Db,
  kind: 'endpoint_failing' | 'endpoint_disabled',
  { plugin_id, event_name }: { plugin_id: number; event_name: string },
): Promise<void> {
  return insertMails(
    tx,
    kind,
    sql`
      select u.id as user_id, 'endpoint of plugin ' || p.id || ' for ' || ${event_name}::text as about,
        null::bigint as install_id, p.id as plugin_id, null::uuid as notification_id, ${event_name}::text as event_name,
        null::integer as release
      from plugins p join users u on ${DEVELOPS}
      where p.id = ${plugin_id}`,
  );
}

/** To operators where a release waits for them, else to whoever develops its plugin. */
export function insertReleaseMails(
  tx: Db,
  kind: ReleaseMailKind,
  { pluginId, release }: { pluginId: number; release: number },
): Promise<void> {
  return insertMails(
    tx,
    kind,
    sql`
      select u.id as user_id, ${kind} || ' of release ' || ${release}::integer || ' of plugin ' || p.id as about,
        null::bigint as install_id, p.id as plugin_id, null::uuid as notification_id, null::text as event_name,
        ${release}::integer as release
      from plugins p join users u on ${kind === 'release_submitted' ? sql`u.is_operator` : DEVELOPS}
      where p.id = ${pluginId}`,
  );
}

/** To the admins of a space in which a plugin that is being deleted was uninstalled. */
export function insertDeletedMails(tx: Db, installId: number): Promise<void> {
  return insertMails(
    tx,
    'plugin_deleted',
    sql`
      select sm.user_id, 'end of install ' || i.id as about, i.id as install_id, i.plugin_id,
        null::uuid as notification_id, null::text as event_name, null::integer as release
      from installs i join space_members sm on sm.space_id = i.space_id and sm.role = 'admin'
      where i.id = ${installId}`,
  );
}

/** To who has this address, regardless of case, and a password; nobody else. */
export function insertResetMail(tx: Db, email: string): Promise<void> {
  return insertMails(
    tx,
    'password_reset',
    sql`
      select u.id as user_id, 'password' as about, null::bigint as install_id, null::bigint as plugin_id,
        null::uuid as notification_id, null::text as event_name, null::integer as release
      from users u where lower(u.email) = lower(${email}) and u.password_hash is not null`,
  );
}

/** To whoever has the address of an invitation, which may be nobody here. */
export async function insertInvitationMail(tx: Db, email: string): Promise<void> {
  await tx.query(sql`
    insert into mails (email, kind, about, due_at, expires_at)
    values (${email}, 'developer_invitation', 'invitation', now(),
      now() + ${LIFE_SECONDS.developer_invitation}::integer * interval '1 second')
    on conflict (lower(email), about) where attempts = 0 and email is not null
      do update set expires_at = excluded.expires_at`);
}

/** Takes mails that are due, for as long as a lease: nobody else takes them meanwhile. */
export function claimMails(db: Db, limit: number, leaseSeconds: number): Promise<{ id: number }[]> {
  return db.query<{ id: number }>(sql`
    update mails set attempts = attempts + 1, due_at = now() + ${leaseSeconds}::integer * interval '1 second'
    where id in (select id from mails where settled_at is null and due_at <= now()
      order by due_at limit ${limit} for update skip locked)
    returning id`);
}

/** A mail that is being sent, with what it is about as that is now. */
export interface MailContent {
  id: number;
  /** Whose it is; null for nobody who has an account. */
  user_id: number | null;
  kind: MailKind;
  more: number;
  attempts: number;
  created_at: Date;
  /** Its time is over. */
  is_over: boolean;
  /** Whether whoever it is for is still concerned, and wants to hear of it. */
  is_wanted: boolean;
  email: string;
  /** Null for nobody who has an account. */
  friendly_name: string | null;
  /** What they chose (BCP 47). */
  lang: string | null;
  space_id: number | null;
  space_name: string | null;
  install_id: number | null;
  plugin_id: number | null;
  plugin_slug: string | null;
  plugin_name: string | null;
  event_name: string | null;
  release: number | null;
  /** Of the notification, or what the reviewer said of the release. */
  message: string | null;
}

const IS_WANTED = sql`case m.kind
  when 'developer_invitation' then exists (select from developer_invitations v
    where lower(v.email) = lower(m.email) and v.expires_at > now())
  when 'password_reset' then u.password_hash is not null
  when 'notification' then u.mail_notifications and i.status <> 'uninstalled'
    and exists (select from space_members sm where sm.space_id = i.space_id and sm.user_id = u.id)
  when 'permissions' then u.mail_notifications and i.status <> 'uninstalled'
    and exists (select from space_members sm
      where sm.space_id = i.space_id and sm.user_id = u.id and sm.role = 'admin')
  when 'plugin_deleted' then u.mail_notifications and i.status = 'uninstalled'
    and exists (select from space_members sm
      where sm.space_id = i.space_id and sm.user_id = u.id and sm.role = 'admin')
  when 'release_submitted' then u.mail_notifications and u.is_operator and mr.state = 'in_review'
  else u.mail_notifications and ${DEVELOPS} end`;

/** What the given mails say. */
export function selectMailContents(db: Db, ids: readonly number[]): Promise<MailContent[]> {
  return db.query<MailContent>(sql`
    select m.id, u.id as user_id, m.kind, m.more, m.attempts, m.created_at, m.expires_at <= now() as is_over,
      coalesce(${IS_WANTED}, false) as is_wanted, coalesce(u.email, m.email) as email, u.friendly_name, u.lang, i.space_id, s.name as space_name,
      m.install_id, m.plugin_id, p.slug as plugin_slug, r.manifest::json ->> 'name' as plugin_name, m.event_name, m.release,
      coalesce(n.message, case when m.kind in ('release_approved', 'release_rejected') then mr.message end) as message
    from mails m left join users u on u.id = coalesce(m.user_id,
      (select au.id from users au where lower(au.email) = lower(m.email)))
    left join plugins p on p.id = m.plugin_id
    left join ${KNOWN_RELEASE}
    left join installs i on i.id = m.install_id
    left join spaces s on s.id = i.space_id
    left join notifications n on n.id = m.notification_id
    left join releases mr on mr.plugin_id = m.plugin_id and mr.number = m.release
    where m.id = any(${[...ids]})`);
}

/** A mail that is over, however it ended. */
export async function settleMail(db: Db, id: number, outcome: MailOutcome): Promise<void> {
  await db.query(sql`
    update mails set settled_at = now(), outcome = ${outcome} where id = ${id} and settled_at is null`);
}

/** A mail that could not be sent now: it is due again later. */
export async function postponeMail(db: Db, id: number, seconds: number): Promise<void> {
  await db.query(sql`
    update mails set due_at = now() + ${seconds}::integer * interval '1 second'
    where id = ${id} and settled_at is null`);
}

/** Removes what has long been settled, at most `limit` at once. Answers how many. */
export async function deleteOldMails(db: Db, days: number, limit: number): Promise<number> {
  const rows = await db.query(sql`
    delete from mails where id in (
      select id from mails where settled_at < now() - ${days}::integer * interval '1 day'
      order by settled_at limit ${limit} for update skip locked)
    returning 1`);
  return rows.length;
}
