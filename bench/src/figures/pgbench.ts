import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Bench } from '../harness/bench.ts';
import { findProgram } from '../harness/find-program.ts';
import { startMeter } from '../harness/meter.ts';
import { itemValue } from '../peers/storage-shape.ts';
import { type BenchItems, createBenchItems } from './bench-items.ts';
import type { Contestant } from './contestants.ts';

/** Single upserts, one a transaction: what PostgreSQL does when every request is a statement of its own. */
export interface Upserts extends Contestant {
  /** For the table, when the stand-in was used. */
  note: string;
}

/** Upserts of one stretch. */
export interface Upserted {
  operations: number;
  seconds: number;
}

type Run = (end: { count: number } | { seconds: number }) => Promise<Upserted>;

const CLIENTS = 32;

const execute = promisify(execFile);

/** `pgbench` with 32 clients where it is installed, else a stand-in in JavaScript. */
export async function createUpserts(bench: Bench): Promise<Upserts> {
  const items = await createBenchItems(bench);
  const pgbench = findPgbench();
  const run =
    pgbench === undefined ? standIn(bench, items) : await withPgbench(bench, items, pgbench);
  return {
    note:
      pgbench === undefined
        ? ' (32 `pg` connections in place of `pgbench`, which is not installed)'
        : '',
    warmUp: (count) => run({ count }),
    async run(seconds) {
      const end = startMeter(bench.measured());
      const upserted = await run({ seconds });
      return end(upserted.operations, upserted.seconds);
    },
  };
}

async function withPgbench(bench: Bench, items: BenchItems, pgbench: string): Promise<Run> {
  const script = join(bench.dataDir, 'upsert.sql');
  await writeFile(script, upsertScript(items));
  const place = connectionOf(bench.databaseUrl);
  return async (end) => {
    const args = ['-n', '-M', 'prepared', '-f', script, '-c', String(CLIENTS), '-j', '2'];
    // It counts in whole seconds, and in the first one it may do no more than connect.
    const size =
      'count' in end
        ? ['-t', String(Math.ceil(end.count / CLIENTS))]
        : ['-T', String(Math.max(2, Math.round(end.seconds)))];
    const { stdout } = await execute(pgbench, [...args, ...size, ...place.args], {
      env: place.env,
    });
    return parsePgbench(stdout);
  };
}

/** @throws Error when it does not say how many transactions there were, and how fast. */
export function parsePgbench(stdout: string): Upserted {
  const operations = /actually processed: (\d+)/.exec(stdout)?.[1];
  const rate = /tps = ([0-9.]+) \(without/.exec(stdout)?.[1];
  if (operations === undefined || rate === undefined) throw new Error(`pgbench said:\n${stdout}`);
  return { operations: Number(operations), seconds: Number(operations) / Number(rate) };
}

function findPgbench(): string | undefined {
  const versions = '/usr/lib/postgresql';
  const debian = existsSync(versions)
    ? readdirSync(versions).map((version) => join(versions, version, 'bin'))
    : [];
  return findProgram('pgbench', debian.reverse());
}

// `:true` would be a variable to pgbench, `: true` is not.
const VALUE = JSON.stringify(itemValue(7)).replaceAll(':', ': ');

const upsertScript = ({ installs, keys }: BenchItems): string => `
\\set install random(1, ${installs})
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

function standIn(bench: Bench, items: BenchItems): Run {
  const program = bench.program('peers/upserts.js');
  return (end) =>
    program.call('run', { databaseUrl: bench.databaseUrl, clients: CLIENTS, ...items, ...end });
}
