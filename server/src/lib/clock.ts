import { type Database, type Db, sql } from './db.ts';

/** What time it was by the database when this process began to count, in milliseconds. Until it is asked, by our own clock. */
let origin = Date.now() - performance.now();

/**
 * What time it is by the clock of the database, which all processes share, in milliseconds. Counted on from when it was last asked, so
 * that a machine whose clock is wrong, or is set while we run, says the same as others.
 */
export const databaseNow = (): number => Math.trunc(origin + performance.now());

/** Asks the database what time it is there. Half of the way there and back is for the way back. */
export async function askForTime(db: Db): Promise<void> {
  const askedAt = performance.now();
  const [row] = await db.query<{ now: Date }>(sql`select clock_timestamp() as now`);
  const { now } = row as { now: Date };
  origin = now.getTime() - (askedAt + performance.now()) / 2;
}

/** A machine that sleeps counts nothing meanwhile: it is behind until it has asked. */
const ASK_EVERY_MS = 5000;

/** Keeps the time of the database. */
export interface TimeKeeping {
  /** Waits for the question under way. */
  stop(): Promise<void>;
}

/** Asks now and every five seconds; what fails is asked the next time. @throws DatabaseUnavailable for the first. */
export async function keepTime(db: Database): Promise<TimeKeeping> {
  await askForTime(db);
  let asking: Promise<void> | undefined;
  const timer = setInterval(() => {
    asking ??= askForTime(db)
      .catch(() => undefined)
      .finally(() => {
        asking = undefined;
      });
  }, ASK_EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await asking;
    },
  };
}
