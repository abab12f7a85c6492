import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Bench } from '../harness/bench.ts';
import { itemValue } from '../peers/storage-shape.ts';
import type { StorageWorld } from './storage-world.ts';

/** Single upserts, one a transaction: what PostgreSQL does when every request is a statement of its own. */
export interface Upserts {
  /** Upserts a second. */
  run(seconds: number): Promise<number>;
  /** For the table, when the stand-in was used. */
  note: string;
}

/** What upserts are made into, and by how many connections. */
export interface UpsertOptions {
  clients: number;
  installs: StorageWorld['installs'];
  /** Items of each install. */
  keys: number;
}

const run = promisify(execFile);

/** `pgbench` where it is installed, else a stand-in in JavaScript. */
export async function createUpserts(bench: Bench, options: UpsertOptions): Promise<Upserts> {
  const pgbench = findPgbench();
  if (pgbench === undefined) return createStandIn(bench, options);
  const script = join(bench.dataDir, 'upsert.sql');
  await writeFile(script, upsertScript(options));
  const place = connectionOf(bench.databaseUrl);
  return {
    note: '',
    async run(seconds) {
      const args = ['-n', '-M', 'prepared', '-f', script, '-c', String(options.clients), '-j', '2'];
      // It counts in whole seconds, and in the first one it may do no more than connect.
      const time = String(Math.max(2, Math.round(seconds)));
      const { stdout } = await run(pgbench, [...args, '-T', time, ...place.args], {
        env: place.env,
      });
      const rate = /tps = ([0-9.]+) \(without/.exec(stdout)?.[1];
      if (rate === undefined) throw new Error(`pgbench said:\n${stdout}`);
      return Number(rate);
    },
  };
}

function findPgbench(): string | undefined {
  const versions = '/usr/lib/postgresql';
  const debian = existsSync(versions)
    ? readdirSync(versions).map((version) => join(versions, version, 'bin'))
    : [];
  const path = (process.env.PATH ?? '').split(':');
  return [...debian.reverse(), ...path]
    .map((directory) => join(directory, 'pgbench'))
    .find((file) => existsSync(file));
}

// `:true` would be a variable to pgbench, `: true` is not.
const VALUE = JSON.stringify(itemValue(7)).replaceAll(':', ': ');

const upsertScript = ({ installs, keys }: UpsertOptions): string => `
\\set install random(1, ${installs.length})
\\set key random(0, ${keys - 1})
insert into bench_items (install_id, key, value)
values (:install, 'key:' || :key, '${VALUE}')
on conflict (install_id, key) do update set value = excluded.value, version = bench_items.version + 1, updated_at = now();
`;

function connectionOf(databaseUrl: string) {
  const url = new URL(databaseUrl);
  const host = url.searchParams.get('host') ?? url.hostname;
  const port = url.searchParams.get('port') ?? url.port;
  return {
    args: ['-h', host, '-p', port, '-U', url.username, url.pathname.slice(1)],
    env: { ...process.env, PGPASSWORD: decodeURIComponent(url.password), PGSSLMODE: 'disable' },
  };
}

function createStandIn(bench: Bench, { clients, installs, keys }: UpsertOptions): Upserts {
  const program = bench.program('peers/upserts.js');
  return {
    note: ' (32 `pg` connections in place of `pgbench`, which is not installed)',
    run: (seconds) =>
      program.call('run', {
        databaseUrl: bench.databaseUrl,
        clients,
        seconds,
        installs: installs.length,
        keys,
      }),
  };
}
