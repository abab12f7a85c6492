import { type Config, settings } from '../config.ts';
import { findRunningPostgres } from '../embedded/running.ts';
import { type Database, openDatabase } from '../lib/db.ts';
import { createLogger } from '../log.ts';
import { explainDatabase } from '../starting/database-refusal.ts';
import { openDatabaseOf } from './open-database.ts';

/**
 * Does something with the database, also while a server runs.
 *
 * @throws Error that names the setting, when the database cannot be used.
 */
export async function besideServer<T>(
  config: Config,
  work: (db: Database) => Promise<T>,
): Promise<T> {
  const running = config.databaseUrl ?? (await findRunningPostgres(config.dataDir));
  const silent = createLogger('silent');
  const database = await openDatabaseOf({ ...config, databaseUrl: running }, silent);
  const db = openDatabase({ url: database.url, poolSize: 1 });
  const setting = config.databaseUrl && settings.databaseUrl.env;
  try {
    return await explainDatabase({ setting, url: database.url }, () => work(db));
  } finally {
    await db.close();
    await database.stop();
  }
}
