import { readConfig } from '../config.ts';
import { createLogger } from '../log.ts';
import type { Subcommand } from './command.ts';
import { bringUp, openDatabaseOf } from './open-database.ts';

/** `plugboard migrate`. */
export const migrateCommand: Subcommand = {
  summary: 'Brings the database up to this release',
  options: {},
  async run() {
    const config = readConfig();
    const log = createLogger(config.logLevel);
    const database = await openDatabaseOf(config, log);
    try {
      await bringUp(database, log);
    } finally {
      await database.stop();
    }
  },
};
