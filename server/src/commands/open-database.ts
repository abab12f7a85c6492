import { type Config, settings } from '../config.ts';
import { startEmbeddedPostgres } from '../embedded/start.ts';
import { migrate } from '../lib/migrate.ts';
import { refuseForgetfulPooler } from '../lib/pooler.ts';
import type { Logger } from '../log.ts';
import { explainDatabase } from '../starting/database-refusal.ts';

/** The database of the settings, or the embedded one. */
export interface DatabaseHandle {
  url: string;
  /** Past any pooler: for LISTEN and migrations. */
  directUrl: string;
  /** The variable that `directUrl` comes from, for messages; undefined for the embedded one. */
  directSetting: string | undefined;
  stop(): Promise<void>;
}

/** Starts the embedded PostgreSQL where the settings name no other one. */
export async function openDatabaseOf(config: Config, log: Logger): Promise<DatabaseHandle> {
  const { databaseUrl: url, databaseDirectUrl: directUrl } = config;
  if (url !== undefined) {
    const from = directUrl === undefined ? settings.databaseUrl : settings.databaseDirectUrl;
    const stop = async () => undefined;
    return { url, directUrl: directUrl ?? url, directSetting: from.env, stop };
  }
  const embedded = await startEmbeddedPostgres({ dataDir: config.dataDir, logger: log });
  return {
    url: embedded.url,
    directUrl: embedded.url,
    directSetting: undefined,
    stop: () => embedded.stop(),
  };
}

/** @throws Error that names DATABASE_URL, when nothing good is at its end. */
export async function refuseWrongDatabase({ url, directSetting }: DatabaseHandle): Promise<void> {
  // The embedded one has no pooler before it.
  if (directSetting === undefined) return;
  const { env } = settings.databaseUrl;
  await explainDatabase({ setting: env, url }, () => refuseForgetfulPooler(url));
}

/** Brings the database up to this release. @throws Error that names the setting, when it cannot be used. */
export async function bringUp(database: DatabaseHandle, log: Logger): Promise<void> {
  const { directUrl: url, directSetting: setting } = database;
  await explainDatabase({ setting, url }, () =>
    migrate(url, {
      onMissing: (names) =>
        log.info({ step: 'migrate', migrations: names.length }, 'Preparing the database …'),
      onWait: () => log.info('waits for another process, which migrates'),
    }),
  );
}
