import { type Config, readConfig } from '../config.ts';
import { openDatabase } from '../lib/db.ts';
import { createLogger, type Logger } from '../log.ts';
import type { ProcessRole, Server } from '../server.ts';
import { prepareFirstOperator } from '../sign-in/first-operator.ts';
import { doubtfulSettings, unknownSettings } from '../starting/warnings.ts';
import type { Subcommand } from './command.ts';
import { bringUp, openDatabaseOf, refuseWrongDatabase } from './open-database.ts';

const ROLES: readonly string[] = ['all', 'api', 'worker'] satisfies ProcessRole[];

/** `plugboard serve`. */
export const serveCommand: Subcommand = {
  summary: 'Runs the server (this is what happens without a command, too)',
  options: {
    role: { value: ROLES.join('|'), help: 'what this process does (default: all)' },
  },
  async run({ role = 'all' }) {
    if (!ROLES.includes(role as string)) {
      throw new Error(`--role must be one of ${ROLES.join(', ')}`);
    }
    const config = readConfig();
    await serve(config, createLogger(config.logLevel), role as ProcessRole);
  },
};

async function serve(config: Config, log: Logger, role: ProcessRole): Promise<void> {
  for (const warning of [...unknownSettings(), ...doubtfulSettings(config)]) log.warn(warning);
  // While PostgreSQL starts, the modules of the server are loaded: half of what a start takes.
  const [database, { startServer }] = await Promise.all([
    openDatabaseOf(config, log),
    import('../server.ts'),
  ]);
  const stops: (() => Promise<void>)[] = [database.stop];
  stopOnSignals(stops, log);
  try {
    await refuseWrongDatabase(database);
    await bringUp(database, log);
    const server = await startServer({
      config,
      databaseUrl: database.url,
      directUrl: database.directUrl,
      role,
      log,
    });
    stops.unshift(server.close);
    if (role !== 'worker') await welcomeOperator(config, server, database.url, log);
    log.info(
      { url: server.url, role, database: config.databaseUrl ? 'external' : 'embedded' },
      'ready',
    );
  } catch (error) {
    await runAll(stops);
    throw error;
  }
}

/** Prints how the first operator gets in, if nobody can sign in yet. */
async function welcomeOperator(
  config: Config,
  { publicUrl }: Server,
  databaseUrl: string,
  log: Logger,
): Promise<void> {
  const db = openDatabase({ url: databaseUrl, poolSize: 1 });
  try {
    const link = await db.transaction((tx) => prepareFirstOperator(tx, { ...config, publicUrl }));
    if (link === undefined) return;
    log.info({ url: link }, 'sign in once with this link, within the hour, and set a password');
  } finally {
    await db.close();
  }
}

/** The first SIGTERM or SIGINT stops in order; a second one at once. */
function stopOnSignals(stops: (() => Promise<void>)[], log: Logger): void {
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'stopping');
    await runAll(stops);
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

async function runAll(stops: (() => Promise<void>)[]): Promise<void> {
  for (const stop of stops.splice(0)) {
    await stop().catch((error) => console.error(error));
  }
}
