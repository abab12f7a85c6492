import { LIVE_INSTALL, RUNNING_RELEASE } from '../install-status.ts';
import { type Db, sql } from '../lib/db.ts';
import { type Stored, withManifest } from '../manifest/read.ts';
import type { Manifest } from '../manifest/schema.ts';

/** Whom a page of the host is about to show which plugin. */
export interface NewEmbedVisit {
  user_id: number;
  install_id: number;
  /** Of the page: `https://app.example.com`. */
  host_origin: string;
}

/** Records a visit that is to be opened within `seconds`. `hash` is the SHA-256 of its ticket. */
export async function insertEmbedVisit(
  db: Db,
  hash: Buffer,
  { user_id, install_id, host_origin }: NewEmbedVisit,
  seconds: number,
): Promise<void> {
  await db.query(sql`
    insert into embed_visits (hash, user_id, install_id, host_origin, expires_at)
    select ${hash}::bytea, u.id, i.id, ${host_origin}::text, now() + ${seconds}::integer * interval '1 second'
    from users u, installs i where u.id = ${user_id} and i.id = ${install_id}`);
}

/** How a ticket becomes what the browser keeps. */
export interface Opening {
  ticketHash: Buffer;
  /** SHA-256 of the cookie's value. */
  hash: Buffer;
  /** Where the browser says that the frame is. */
  hostOrigin: string;
  /** How long the visit lasts. */
  seconds: number;
}

/** What is shown to whom. */
export interface OpenedVisit {
  user_id: number;
  user_name: string;
  /** BCP 47; null for whoever chose none. */
  lang: string | null;
  is_admin: boolean;
  /** The page is to come from where it is being developed, if there is such a place. */
  development: boolean;
  space_id: number;
  space_name: string;
  client_id: string;
  slug: string;
  manifest: Manifest;
  /** The user lets the plugin act for them there. */
  granted: boolean;
}

/**
 * Opens a visit: once, in time, and in a page of the origin that it was meant for.
 *
 * @returns undefined for every other ticket, and where the user or the install is there no more.
 */
export async function openEmbedVisit(
  db: Db,
  { ticketHash, hash, hostOrigin, seconds }: Opening,
): Promise<OpenedVisit | undefined> {
  const [row] = await db.query<Stored<OpenedVisit>>(sql`
    with visit as (
      update embed_visits
      set hash = ${hash}, opened_at = now(),
        expires_at = now() + ${seconds}::integer * interval '1 second'
      where hash = ${ticketHash} and opened_at is null and expires_at > now()
        and host_origin = ${hostOrigin}
      returning user_id, install_id)
    select u.id as user_id, u.friendly_name as user_name, u.lang,
      u.is_operator or m.role = 'admin' as is_admin,
      coalesce(m.development, false) as development,
      s.id as space_id, s.name as space_name, p.client_id, p.slug, r.manifest,
      exists (select from grants g where g.plugin_id = p.id and g.space_id = s.id
        and g.user_id = u.id and g.revoked_at is null) as granted
    from visit v
    join users u on u.id = v.user_id
    join installs i on i.id = v.install_id
    join spaces s on s.id = i.space_id
    join plugins p on p.id = i.plugin_id
    join ${RUNNING_RELEASE}
    left join space_members m on m.space_id = s.id and m.user_id = u.id
    where ${LIVE_INSTALL} and (m.role is not null or u.is_operator)`);
  return row && withManifest(row);
}

/** A visit that goes on. */
export interface EmbedVisit {
  userId: number;
  /** BCP 47; null for whoever chose none. */
  lang: string | null;
  spaceId: number;
  hostOrigin: string;
}

/** The visit of a cookie, if it is one to the plugin with that `client_id` and goes on. */
export async function selectEmbedVisit(
  db: Db,
  hash: Buffer,
  clientId: string,
): Promise<EmbedVisit | undefined> {
  const [row] = await db.query<EmbedVisit>(sql`
    select v.user_id as "userId", u.lang, i.space_id as "spaceId", v.host_origin as "hostOrigin"
    from embed_visits v
    join users u on u.id = v.user_id
    join installs i on i.id = v.install_id
    join plugins p on p.id = i.plugin_id
    where v.hash = ${hash} and v.opened_at is not null and v.expires_at > now()
      and p.client_id = ${clientId} and ${LIVE_INSTALL}`);
  return row;
}

/** Whether a visit goes on; until the transaction ends nobody can end it. */
export async function holdEmbedVisit(tx: Db, hash: Buffer): Promise<boolean> {
  const rows = await tx.query(sql`
    select from embed_visits v
    where v.hash = ${hash} and v.opened_at is not null and v.expires_at > now() for share`);
  return rows.length > 0;
}

/** Ends the visits of these cookies, but for those of one user. */
export async function deleteOtherEmbedVisits(
  db: Db,
  hashes: Buffer[],
  userId: number | null,
): Promise<void> {
  await db.query(sql`
    delete from embed_visits where hash = any(${hashes}::bytea[]) and user_id is distinct from ${userId}`);
}

/** Ends whatever a user was shown or is about to be. */
export async function deleteEmbedVisitsOf(db: Db, userId: number): Promise<void> {
  await db.query(sql`delete from embed_visits where user_id = ${userId}`);
}

/** Drops visits whose time is over, at most `limit` at once. @returns how many. */
export async function deleteExpiredEmbedVisits(db: Db, limit: number): Promise<number> {
  const rows = await db.query(sql`
    delete from embed_visits where hash in (
      select hash from embed_visits where expires_at < now() limit ${limit} for update skip locked)
    returning 1`);
  return rows.length;
}
