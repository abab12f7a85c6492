import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { quantile } from './rounds.ts';

/** A second of them, on a disk that takes 0.3 ms: of less it cannot be said who else was at work. */
export const COMMITS = 3000;

/**
 * How many milliseconds a commit takes that has next to nothing to write, p50 of so many: what no durable answer can be faster than. One
 * row a transaction, over one connection, one after the other.
 *
 * @param pauseMs between two of them.
 */
export async function timeCommits(
  databaseUrl: string,
  count: number,
  pauseMs?: number,
): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('create table if not exists bench_commits (n integer)');
  const statement = { name: 'commit', text: 'insert into bench_commits values ($1)' };
  const times: number[] = [];
  for (let n = 0; n < count; n++) {
    const startedAt = performance.now();
    await client.query({ ...statement, values: [n] });
    times.push(performance.now() - startedAt);
    if (pauseMs !== undefined) await delay(pauseMs);
  }
  await client.end();
  return quantile(times, 0.5);
}
