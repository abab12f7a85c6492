import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBinaries, PLATFORM_PACKAGE } from '../../src/embedded/binaries.ts';
import { startEmbeddedPostgres } from '../../src/embedded/start.ts';
import { migrate } from '../../src/lib/migrate.ts';

// Not by its name: where it is missing, that would find the newer one which the server brings.
const ENTRY = fileURLToPath(
  new URL(`../../../tools/node_modules/${PLATFORM_PACKAGE}/dist/index.js`, import.meta.url),
);

const OLDEST = 15;

export interface OldestPostgres {
  /** A database with all migrations. */
  url: string;
  stop(): Promise<void>;
}

/** Starts the oldest PostgreSQL that is supported, which `tools/` has; undefined where there is none for this machine. */
export async function startOldestPostgres(): Promise<OldestPostgres | undefined> {
  if (!existsSync(ENTRY)) return undefined;
  const binaries = await openBinaries(ENTRY);
  if (binaries.major !== OLDEST) throw new Error(`tools/ has PostgreSQL ${binaries.major}`);
  const dataDir = await mkdtemp(join(tmpdir(), 'plugboard-oldest-'));
  const clear = () => rm(dataDir, { recursive: true, force: true });
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, binaries });
    const stop = () => postgres.stop().finally(clear);
    await migrate(postgres.url).catch((error) => stop().then(() => Promise.reject(error)));
    return { url: postgres.url, stop };
  } catch (error) {
    await clear();
    throw error;
  }
}
