import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Bench } from '../harness/bench.ts';
import type { Result } from './goals.ts';

/** What the server that all the others used has in memory now. */
export async function measureMemory(bench: Bench): Promise<Result[]> {
  const { pid } = await bench.server();
  return [
    { goal: 'memory', value: (await residentBytes(pid)) / 1e6, detail: 'without PostgreSQL' },
  ];
}

async function residentBytes(pid: number): Promise<number> {
  const status = `/proc/${pid}/status`;
  if (existsSync(status)) {
    const kilobytes = /VmRSS:\s+(\d+) kB/.exec(await readFile(status, 'utf8'))?.[1];
    return Number(kilobytes) * 1024;
  }
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout) * 1024;
}
