import { type Db, sql } from '../lib/db.ts';

/** How often somebody guessed in a window that is not over. */
export interface GuessRow {
  hash: Buffer;
  count: number;
  /** Until the window ends. */
  seconds_left: number;
}

/**
 * Counts one guess in one statement: a window begins with the first guess in it. Of any number of nodes each is answered another count.
 * By the database's clock alone: a node with a wrong one must not end everybody's windows.
 */
export async function countGuess(db: Db, guess: Buffer, windowSeconds: number): Promise<GuessRow> {
  // A window that is over counts as nothing, without a `case`.
  const [row] = await db.query<GuessRow>(sql`
    insert into failed_guesses as g (hash, count, counted_at, ends_at)
    values (${guess}, 1, now(), now() + ${windowSeconds}::integer * interval '1 second')
    on conflict (hash) do update set
      count = g.count * (g.ends_at > excluded.counted_at)::integer + 1,
      counted_at = excluded.counted_at,
      ends_at = excluded.ends_at
        - (excluded.ends_at - g.ends_at) * (g.ends_at > excluded.counted_at)::integer
    returning hash, count, greatest(ceil(extract(epoch from ends_at - counted_at)), 1)::integer
      as seconds_left`);
  return row as GuessRow;
}

/** The counts of those that have one. */
export function selectGuesses(db: Db, hashes: Buffer[]): Promise<GuessRow[]> {
  return db.query(sql`
    select hash, count, greatest(ceil(extract(epoch from ends_at - now())), 1)::integer as seconds_left
    from failed_guesses where hash = any(${hashes}) and ends_at > now()`);
}

/** Takes one guess back for each hash: it was right, or was not looked at. */
export async function uncountGuesses(db: Db, hashes: Buffer[]): Promise<void> {
  await db.query(sql`
    update failed_guesses set count = count - 1 where hash in (
      select hash from failed_guesses where hash = any(${hashes}) and count > 0 and ends_at > now()
      order by hash for update)`);
}

/** Drops counts whose window is over, at most `limit` at once. Answers how many. */
export async function deleteOldGuesses(db: Db, limit: number): Promise<number> {
  const rows = await db.query(sql`
    delete from failed_guesses where hash in (
      select hash from failed_guesses where ends_at < now() limit ${limit} for update skip locked)
    returning 1`);
  return rows.length;
}
