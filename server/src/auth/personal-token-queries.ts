import { type Db, type Sql, sql } from '../lib/db.ts';

/** A personal token as it is listed. `hint` is how it begins and ends; of the token itself only the SHA-256 is stored. */
export interface PersonalTokenRow {
  id: number;
  user_id: number;
  name: string;
  hint: string;
  created_at: Date;
  /** Null for one that works until it is revoked. */
  expires_at: Date | null;
}

const COLUMNS = sql`id, user_id, name, hint, created_at, expires_at`;

/** Stores a token by its SHA-256. `expires` is null for one without an end. The user must be there. */
export async function insertPersonalToken(
  tx: Db,
  token: { userId: number; name: string; hash: Buffer; hint: string; expires: Date | null },
): Promise<PersonalTokenRow> {
  const [row] = await tx.query<PersonalTokenRow>(sql`
    insert into personal_tokens (user_id, as_operator, name, hash, hint, expires_at)
    select id, is_operator, ${token.name}, ${token.hash}::bytea, ${token.hint}, ${token.expires}::timestamptz
    from users where id = ${token.userId}
    returning ${COLUMNS}`);
  return row as PersonalTokenRow;
}

/** Whose tokens: a user's, by their id, or everybody's. That nobody was named must not mean all. */
export type TokensOf = number | 'everybody';

const belongTo = (whose: TokensOf): Sql =>
  whose === 'everybody' ? sql`true` : sql`user_id = ${whose}`;

const WORK = sql`(revoked_at is null and (expires_at is null or expires_at > now()))`;

/** How many of a person's work. */
export async function countPersonalTokens(db: Db, userId: number): Promise<number> {
  const [row] = await db.query<{ tokens: number }>(sql`
    select count(*)::integer as tokens from personal_tokens where user_id = ${userId} and ${WORK}`);
  return row?.tokens ?? 0;
}

/** Those that work, in order of id, one more than `limit`. */
export function selectPersonalTokens(
  db: Db,
  whose: TokensOf,
  after: number,
  limit: number,
): Promise<PersonalTokenRow[]> {
  return db.query(sql`
    select ${COLUMNS} from personal_tokens
    where ${WORK} and ${belongTo(whose)} and id > ${after}
    order by id limit ${limit + 1}`);
}

/** False when there is no such token that was not revoked. */
export async function revokePersonalToken(tx: Db, id: number, whose: TokensOf): Promise<boolean> {
  const rows = await tx.query(sql`
    update personal_tokens set revoked_at = now()
    where id = ${id} and ${belongTo(whose)} and revoked_at is null
    returning 1`);
  return rows.length > 0;
}

/** Ends every personal token of a user. The nodes that know them must be told (`announce` of `people`). */
export async function revokePersonalTokensOf(tx: Db, userId: number): Promise<void> {
  await tx.query(sql`
    update personal_tokens set revoked_at = now() where user_id = ${userId} and revoked_at is null`);
}

/** A personal token's id, and who calls with it. */
export interface PersonalTokenOwner {
  id: number;
  user_id: number;
  is_operator: boolean;
  /** Null for one that works until it is revoked. */
  expires_at: Date | null;
}

/**
 * Whose token of this SHA-256 it is; undefined for one that is unknown, expired or revoked, or was made before its user became an
 * operator, or ceased to be one.
 */
export async function selectPersonalTokenOwner(
  db: Db,
  hash: Buffer,
): Promise<PersonalTokenOwner | undefined> {
  const [row] = await db.query<PersonalTokenOwner>(sql`
    select t.id, t.user_id, u.is_operator, t.expires_at
    from personal_tokens t join users u on u.id = t.user_id
    where t.hash = ${hash} and t.revoked_at is null and t.as_operator = u.is_operator
      and (t.expires_at is null or t.expires_at > now())`);
  return row;
}
