import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';

/** Statistics fresh, so that the queue's own statements are planned well. */
export async function atRest(pool: pg.Pool): Promise<void> {
  await pool.query('analyze');
}

/** Asks every 10 ms, for at most a minute. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 6000; turn++) {
    if (await condition()) return;
    await delay(10);
  }
  throw new Error('Not done within a minute');
}
