import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBinaries, PLATFORM_PACKAGE } from '../../src/embedded/binaries.ts';
import { startEmbeddedPostgres } from '../../src/embedded/start.ts';
import { migrate } from '../../src/lib/migrate.ts';

const TOOLS = new URL('../../../tools/package.json', import.meta.url);

export interface OldestPostgres {
  /** A database with all migrations. */
  url: string;
  stop(): Promise<void>;
}

/** Starts the oldest PostgreSQL that is supported, which `tools/` has; undefined where there is none for this machine. */
export async function startOldestPostgres(): Promise<OldestPostgres | undefined> {
  const entry = findPackage();
  if (entry === undefined) return undefined;
  const dataDir = await mkdtemp(join(tmpdir(), 'plugboard-oldest-'));
  const clear = () => rm(dataDir, { recursive: true, force: true });
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, binaries: await openBinaries(entry) });
    const stop = () => postgres.stop().finally(clear);
    await migrate(postgres.url).catch((error) => stop().then(() => Promise.reject(error)));
    return { url: postgres.url, stop };
  } catch (error) {
    await clear();
    throw error;
  }
}

function findPackage(): string | undefined {
  try {
    return createRequire(TOOLS).resolve(PLATFORM_PACKAGE);
  } catch {
    return undefined;
  }
}
