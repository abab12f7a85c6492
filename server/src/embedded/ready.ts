import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Layout } from './layout.ts';
import { describeExit, type Exit, type Launch, type Postmaster } from './types.ts';

const POLL_MS = 10;

// Replaying max_wal_size takes seconds; a wait this long means that something else is wrong.
const START_TIMEOUT_MS = 300_000;
const PROGRESS_EVERY_MS = 10_000;

/**
 * Settles when PostgreSQL takes connections, which it does not while it starts up or replays its log.
 *
 * @throws Error with the end of its log when it ends instead, and when `signal` fires.
 */
export async function waitUntilReady(
  options: Launch,
  postmaster: Postmaster,
  signal: AbortSignal | undefined,
): Promise<void> {
  const started = performance.now();
  let ended: Exit | undefined;
  postmaster.exited.then((exit) => {
    ended = exit;
  });
  let nextProgress = PROGRESS_EVERY_MS;
  while (!(await acceptsConnections(options.adminUrl))) {
    signal?.throwIfAborted();
    const waited = performance.now() - started;
    if (ended !== undefined || waited > START_TIMEOUT_MS) throw startFailure(options.layout, ended);
    if (waited > nextProgress) {
      options.logger.info({ seconds: Math.round(waited / 1000) }, 'PostgreSQL is still starting');
      nextProgress += PROGRESS_EVERY_MS;
    }
    await delay(POLL_MS);
  }
}

async function acceptsConnections(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch (error) {
    const state = (error as { code?: string }).code;
    if (state === '28P01' || state === '28000') {
      throw new Error(
        'The embedded PostgreSQL refuses the password kept in passwords.json of its data directory. Restore that file from a backup of the same data',
        { cause: error },
      );
    }
    return false;
  } finally {
    await client.end();
  }
}

function startFailure(layout: Layout, exit: Exit | undefined): Error {
  const how = exit === undefined ? 'did not become ready' : `ended (${describeExit(exit)})`;
  const tail = readFileSync(layout.log, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
  return new Error(
    `The embedded PostgreSQL ${how} while starting. The end of ${layout.log}:\n${tail}`,
  );
}
