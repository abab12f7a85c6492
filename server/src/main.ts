#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { type Config, readConfig, unknownSettings } from './config.ts';
import { findRunningPostgres } from './embedded/running.ts';
import { startEmbeddedPostgres } from './embedded/start.ts';
import { openDatabase as connect } from './lib/db.ts';
import { migrate } from './lib/migrate.ts';
import { refuseForgetfulPooler } from './lib/pooler.ts';
import { createLogger, type Logger } from './log.ts';
import type { ProcessRole, Server } from './server.ts';
import { prepareFirstOperator } from './sign-in/first-operator.ts';
import { operatorLink } from './sign-in/operator-link.ts';

const USAGE = `Usage: plugboard <command>

  serve [--role all|api|worker]   run the server (default: all roles in one process)
  migrate                         bring the database up to this release
  sign-in-link [--email ADDRESS] [--operator]
                                  make a link that signs an operator in once; --operator makes them one first

Settings are environment variables; see docs/operator.md.`;

const ROLES: readonly string[] = ['all', 'api', 'worker'] satisfies ProcessRole[];

interface DatabaseHandle {
  url: string;
  /** Past any pooler: for LISTEN and migrations. */
  directUrl: string;
  stop(): Promise<void>;
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      role: { type: 'string', default: 'all' },
      email: { type: 'string' },
      operator: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [command = 'serve'] = positionals;
  if (values.help) return console.log(USAGE);
  if (!ROLES.includes(values.role)) throw new Error(`--role must be one of ${ROLES.join(', ')}`);
  const config = readConfig();
  const log = createLogger(config.logLevel);
  if (command === 'migrate') return runMigrate(config, log);
  if (command === 'sign-in-link') return showLink(config, values);
  if (command === 'serve') return serve(config, log, values.role as ProcessRole);
  throw new Error(`There is no command "${command}".\n\n${USAGE}`);
}

async function openDatabase(config: Config, log: Logger): Promise<DatabaseHandle> {
  const { databaseUrl: url, databaseDirectUrl: directUrl = url } = config;
  if (url !== undefined && directUrl !== undefined) {
    return { url, directUrl, stop: async () => undefined };
  }
  const embedded = await startEmbeddedPostgres({ dataDir: config.dataDir, logger: log });
  return { url: embedded.url, directUrl: embedded.url, stop: () => embedded.stop() };
}

async function runMigrate(config: Config, log: Logger): Promise<void> {
  const database = await openDatabase(config, log);
  try {
    await bringUp(database.directUrl, log);
  } finally {
    await database.stop();
  }
}

/** Prints the link and nothing else on standard output, also while a server runs. */
async function showLink(
  config: Config,
  { email, operator }: { email?: string; operator: boolean },
): Promise<void> {
  const running = config.databaseUrl ?? (await findRunningPostgres(config.dataDir));
  const silent = createLogger('silent');
  const database = await openDatabase({ ...config, databaseUrl: running }, silent);
  const db = connect({ url: database.url, poolSize: 1 });
  try {
    const choice = { email, promotes: operator };
    console.log((await db.transaction((tx) => operatorLink(tx, config, choice))).url);
  } finally {
    await db.close();
    await database.stop();
  }
}

function bringUp(databaseUrl: string, log: Logger): Promise<void> {
  return migrate(databaseUrl, {
    onWait: () => log.info('waits for another process, which migrates'),
  });
}

async function serve(config: Config, log: Logger, role: ProcessRole): Promise<void> {
  for (const warning of unknownSettings()) log.warn(warning);
  if (config.allowPrivateNetwork) {
    log.warn('PLUGBOARD_ALLOW_PRIVATE_NETWORK is on: plugin URLs may reach private addresses');
  }
  // While PostgreSQL starts, the modules of the server are loaded: half of what a start takes.
  const [database, { startServer }] = await Promise.all([
    openDatabase(config, log),
    import('./server.ts'),
  ]);
  const stops: (() => Promise<void>)[] = [database.stop];
  stopOnSignals(stops, log);
  try {
    // The embedded one has no pooler before it.
    if (config.databaseUrl !== undefined) await refuseForgetfulPooler(database.url);
    await bringUp(database.directUrl, log);
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
  const db = connect({ url: databaseUrl, poolSize: 1 });
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

main().catch((error: Error) => {
  console.error(`plugboard: ${error.message}`);
  if (error.cause instanceof Error) console.error(`  because: ${error.cause.message}`);
  process.exit(1);
});
