import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Bench } from '../harness/bench.ts';
import type { Figures } from './results.ts';

/** What the server that all the others used has in memory now. */
export async function measureMemory(bench: Bench): Promise<Figures> {
  const { pid } = await bench.server();
  const value = (await residentBytes(pid)) / 1e6;
  // What others do has no part in it.
  const results = [{ goal: 'memory', value, detail: 'without PostgreSQL', isQuiet: true } as const];
  return { costs: [], results };
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
