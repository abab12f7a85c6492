import { cpSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '../../src/embedded/start.ts';
import { query } from '../support/connection.ts';

/** A new directory, removed after the test. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'pb-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/**
 * A data directory on which PostgreSQL ran once and holds the table `kept` with one row: making one takes two seconds, copying it a
 * tenth of one. Remove it after the tests.
 */
export async function makeUsedDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'pb-'));
  const postgres = await startEmbeddedPostgres({ dataDir: directory });
  await query(postgres.url, 'create table kept (id int)');
  await query(postgres.url, 'insert into kept values (1)');
  await postgres.stop();
  return directory;
}

/** A copy of a directory nobody uses. It is all ours: root's start gives the files to whom they must belong. */
export async function copyOf(directory: string, to?: string): Promise<string> {
  const copy = to ?? (await temporaryDirectory());
  // The asynchronous one takes ten times as long for these 1,300 files.
  cpSync(join(directory, 'postgres'), join(copy, 'postgres'), { recursive: true });
  return copy;
}

/** Started for this test, and stopped after it. */
export async function start(
  dataDir: string,
  options: Partial<EmbeddedPostgresOptions> = {},
): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, ...options });
  onTestFinished(() => postgres.stop());
  return postgres;
}
