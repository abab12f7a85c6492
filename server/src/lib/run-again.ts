import { type Database, type Db, isRetryable, type Overtaken } from './db.ts';

const MOST_TRIES = 3;

/**
 * A transaction that is run again when PostgreSQL ends it to resolve a deadlock: where one takes an install first and its jobs or
 * tokens then, and another (a worker that records a reply with effects, a user who is removed) comes the other way. So is one that was
 * {@link Overtaken}.
 */
export const runAgainOnDeadlock = <T>(db: Database, work: (tx: Db) => Promise<T>): Promise<T> =>
  repeatedOnDeadlock(() => db.transaction(work));

/** The same for work that commits in a way of its own, all of it or nothing. */
export async function repeatedOnDeadlock<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === MOST_TRIES || !isRetryable(error)) throw error;
    }
  }
}
