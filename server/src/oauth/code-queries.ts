import { LIVE_INSTALL, RUNNING_RELEASE, SCOPES_IN_USE } from '../install-status.ts';
import { type Db, sql } from '../lib/db.ts';

/** An authorization code to be made. */
export interface NewCode {
  hash: Buffer;
  plugin_id: number;
  grant_id: number;
  install_id: number;
  install_generation: number;
  user_id: number;
  redirect_uri: string;
  /** False when the request left it out. */
  redirect_uri_given: boolean;
  /** Of the method `S256` (RFC 7636); null where the client sent none. */
  code_challenge: string | null;
  scopes: string[];
  /** What all tokens that come of it have in common. */
  family: string;
}

/** A code as it is now, with what it rests on; its scopes are those of them that are still granted. */
export interface CodeRow extends Omit<NewCode, 'hash'> {
  used: boolean;
  expired: boolean;
  grant_stands: boolean;
  install_lives: boolean;
}

/** Stores a code that expires in `lifeSeconds` by the database's clock. */
export async function insertCode(tx: Db, code: NewCode, lifeSeconds: number): Promise<void> {
  await tx.query(sql`
    insert into authorization_codes (hash, plugin_id, grant_id, install_id, install_generation, user_id,
      redirect_uri, redirect_uri_given, code_challenge, scopes, family, expires_at)
    values (${code.hash}, ${code.plugin_id}, ${code.grant_id}, ${code.install_id},
      ${code.install_generation}, ${code.user_id}, ${code.redirect_uri}, ${code.redirect_uri_given},
      ${code.code_challenge}, ${code.scopes}, ${code.family},
      now() + ${lifeSeconds}::integer * interval '1 second')`);
}

/**
 * The consent behind a code, dead or alive: what has to be locked before {@link selectCode}, so that one of several uses at once is the
 * first.
 */
export async function selectGrantOfCode(tx: Db, hash: Buffer): Promise<number | undefined> {
  const [row] = await tx.query<{ grant_id: number }>(sql`
    select grant_id from authorization_codes where hash = ${hash}`);
  return row?.grant_id;
}

/** A code as it stands, also one that was used or has expired: who asks decides what that means. Undefined when it is unknown. */
export async function selectCode(tx: Db, hash: Buffer): Promise<CodeRow | undefined> {
  const [row] = await tx.query<CodeRow>(sql`
    select c.plugin_id, c.grant_id, c.install_id, c.install_generation, c.user_id, c.redirect_uri,
      c.redirect_uri_given, c.code_challenge, array(select s.scope
        from unnest(c.scopes) with ordinality as s (scope, place)
        where s.scope = any(g.scopes) and s.scope = any(${SCOPES_IN_USE}) order by s.place) as scopes, c.family, c.used_at is not null as used,
      c.expires_at <= now() as expired, g.revoked_at is null as grant_stands,
      coalesce(i.generation = c.install_generation and ${LIVE_INSTALL}, false)
        as install_lives
    from authorization_codes c
    join grants g on g.id = c.grant_id
    join plugins p on p.id = c.plugin_id
    left join installs i on i.id = c.install_id
    left join ${RUNNING_RELEASE}
    where c.hash = ${hash}`);
  return row;
}

/** The grant must be locked (`lockGrant`), and the code read since. */
export async function markCodeUsed(tx: Db, hash: Buffer): Promise<void> {
  await tx.query(sql`update authorization_codes set used_at = now() where hash = ${hash}`);
}

/** Drops codes that expired a day ago, at most `limit` at once: until then a second use can be told from a wrong code. Answers how many. */
export async function deleteExpiredCodes(db: Db, limit: number): Promise<number> {
  const rows = await db.query(sql`
    delete from authorization_codes where hash in (
      select hash from authorization_codes where expires_at < now() - interval '1 day'
      limit ${limit} for update skip locked)
    returning 1`);
  return rows.length;
}
