import { createBatcher } from '../lib/batch.ts';
import { createCache } from '../lib/cache.ts';
import { sha256 } from '../lib/crypto.ts';
import { type Database, whenUnavailable } from '../lib/db.ts';
import { tooMany } from '../lib/rate-limit.ts';
import { countGuess, type GuessRow, selectGuesses, uncountGuesses } from './guess-queries.ts';

/** Whom a guess is counted for, and how many are allowed in a window. */
export interface Guesser {
  key: string;
  limit: number;
}

/** How often secrets were guessed wrong, on all nodes together. */
export interface Guesses {
  /**
   * For who guesses something that is looked up a thousand times a second: knows what other nodes counted within a second.
   *
   * @throws Failure `too_many_requests` when one of them has no guess left.
   */
  refuseExceeded(guessers: readonly Guesser[]): Promise<void>;
  /**
   * Counts one guess for each in their order, before or after it is looked at. What is refused counts for the one that is exceeded alone:
   * or who goes on guessing from one address would use up what the account has everywhere. So the narrowest comes first.
   *
   * @throws Failure `too_many_requests` when one of them had no guess left.
   */
  take(guessers: readonly Guesser[]): Promise<void>;
  /** Takes back what {@link Guesses.take} counted: it was right. */
  giveBack(guessers: readonly Guesser[]): Promise<void>;
}

/** What is limited. */
export interface GuessOptions {
  /** What the limit is called in headers. */
  policy: string;
  windowSeconds: number;
}

const MAX_KNOWN = 10_000;

/**
 * Guesses are counted in the database under hashes, so that neither names nor addresses are stored. That somebody has none left is
 * remembered here until their window ends, so that whoever goes on costs the database nothing; forgetting it costs one statement.
 */
export function createGuesses(db: Database, { policy, windowSeconds }: GuessOptions): Guesses {
  const usedUp = new Map<string, number>();
  const find = createBatcher<string, GuessRow | undefined>({
    ...whenUnavailable,
    async run(names) {
      const rows = byName(await selectGuesses(db, names.map(toHash)));
      return names.map((name) => rows.get(name));
    },
  });
  const cache = createCache<GuessRow>({ maxSize: MAX_KNOWN, load: find });

  function remember(name: string, seconds: number): void {
    if (usedUp.size >= MAX_KNOWN) usedUp.delete(usedUp.keys().next().value as string);
    usedUp.set(name, performance.now() + seconds * 1000);
  }

  const refusal = (limit: number, seconds: number) => {
    const resetSeconds = Math.min(seconds, windowSeconds);
    return tooMany({ policy, limit, windowSeconds, remaining: 0, resetSeconds });
  };

  function refuseRemembered(named: readonly Named[]): void {
    for (const { name, limit } of named) {
      const left = (usedUp.get(name) ?? 0) - performance.now();
      if (left > 0) throw refusal(limit, Math.ceil(left / 1000));
      usedUp.delete(name);
    }
  }

  async function takeBack(named: readonly Named[]): Promise<void> {
    if (named.length === 0) return;
    await uncountGuesses(
      db,
      named.map(({ name }) => toHash(name)),
    );
    for (const { name } of named) usedUp.delete(name);
  }

  return {
    async refuseExceeded(guessers) {
      const named = nameAll(policy, guessers);
      refuseRemembered(named);
      const rows = await Promise.all(named.map(({ name }) => cache.get(name)));
      for (const [index, { name, limit }] of named.entries()) {
        const row = rows[index];
        if (row === undefined || row.count < limit) continue;
        remember(name, row.seconds_left);
        throw refusal(limit, row.seconds_left);
      }
    },
    async take(guessers) {
      const named = nameAll(policy, guessers);
      refuseRemembered(named);
      // One after the other: what the first refuses must not reach the count of the next for a moment either.
      for (const [index, { name, limit }] of named.entries()) {
        const { count, seconds_left } = await countGuess(db, toHash(name), windowSeconds);
        if (count >= limit) remember(name, seconds_left);
        if (count <= limit) continue;
        await takeBack(named.slice(0, index));
        throw refusal(limit, seconds_left);
      }
    },
    giveBack: (guessers) => takeBack(nameAll(policy, guessers)),
  };
}

interface Named {
  name: string;
  limit: number;
}

const nameAll = (policy: string, guessers: readonly Guesser[]): Named[] =>
  guessers.map(({ key, limit }) => ({
    name: sha256(`${policy}:${key}`).toString('base64'),
    limit,
  }));

const toHash = (name: string): Buffer => Buffer.from(name, 'base64');

const byName = (rows: GuessRow[]): Map<string, GuessRow> =>
  new Map(rows.map((row) => [row.hash.toString('base64'), row]));
