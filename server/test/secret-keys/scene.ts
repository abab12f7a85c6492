import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { type ServerProcess, spawnServer } from '../support/processes.ts';
import type { TestServer } from '../support/server.ts';

export const KEY_A = 'key-a-0123456789abcdefghijklmnopqrstuv';
export const KEY_B = 'key-b-0123456789abcdefghijklmnopqrstuv';

/** A new directory, removed after the test. */
export async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'plugboard-keys-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Starts a process with these keys, or with none, and a data directory of its own unless it is given one. */
export async function startWith(
  databaseUrl: string,
  keys: string | undefined,
  { dataDir, role = 'worker' }: { dataDir?: string; role?: 'api' | 'worker' | 'all' } = {},
): Promise<ServerProcess> {
  const env = {
    DATABASE_URL: databaseUrl,
    PLUGBOARD_SECRET_KEY: keys,
    PLUGBOARD_DATA_DIR: dataDir ?? (await newDirectory()),
    PLUGBOARD_POLL_MS: '50',
  };
  return spawnServer(env, role);
}

/** What the worker did with the jobs. */
export function attempts(server: TestServer): Promise<{ status: string; attempts: number }[]> {
  return server.db.query(sql`
    select j.status, (count(a.number) + count(j.first_stage))::integer as attempts
    from jobs j left join attempts a on a.install_id = j.install_id and a.job_id = j.id
    group by j.id, j.status order by j.id`);
}
