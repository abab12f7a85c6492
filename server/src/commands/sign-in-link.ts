import { type Config, readConfig, settings } from '../config.ts';
import { findRunningPostgres } from '../embedded/running.ts';
import { openDatabase } from '../lib/db.ts';
import { createLogger } from '../log.ts';
import { type OperatorChoice, operatorLink } from '../sign-in/operator-link.ts';
import { explainDatabase } from '../starting/database-refusal.ts';
import type { Subcommand } from './command.ts';
import { openDatabaseOf } from './open-database.ts';

/** `plugboard sign-in-link`: prints the link and nothing else on standard output, also while a server runs. */
export const signInLinkCommand: Subcommand = {
  summary: 'Makes a link that signs an operator in once',
  options: {
    email: { value: 'ADDRESS', help: 'whom, where there are several operators' },
    operator: { help: 'makes them an operator first' },
  },
  async run({ email, operator }) {
    const choice = { email: email as string | undefined, promotes: operator === true };
    console.log(await linkFor(readConfig(), choice));
  },
};

async function linkFor(config: Config, choice: OperatorChoice): Promise<string> {
  const running = config.databaseUrl ?? (await findRunningPostgres(config.dataDir));
  const silent = createLogger('silent');
  const database = await openDatabaseOf({ ...config, databaseUrl: running }, silent);
  const db = openDatabase({ url: database.url, poolSize: 1 });
  const setting = config.databaseUrl && settings.databaseUrl.env;
  try {
    const link = await explainDatabase({ setting, url: database.url }, () =>
      db.transaction((tx) => operatorLink(tx, config, choice)),
    );
    return link.url;
  } finally {
    await db.close();
    await database.stop();
  }
}
