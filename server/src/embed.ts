import type { startServer } from './server.ts';

/** What a process is given that starts servers itself, one or many, on an embedded PostgreSQL of its own. */

export { readConfig } from './config.ts';
export { acquireLock, type Lock } from './embedded/lock.ts';
export { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/start.ts';
export { type Database, openDatabase, raw, type Sql, sql } from './lib/db.ts';
export { migrate } from './lib/migrate.ts';
export { runAgainOnDeadlock } from './lib/run-again.ts';
export { createLogger } from './log.ts';
export type { Server } from './server.ts';
export { unknownSettings } from './starting/warnings.ts';
export { version } from './version.ts';

/** Loads what serves, which takes as long as a PostgreSQL takes to start: whoever starts one loads this meanwhile. */
export async function loadServer(): Promise<typeof startServer> {
  return (await import('./server.ts')).startServer;
}
