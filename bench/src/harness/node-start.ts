import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { median } from './rounds.ts';

const TIMES = 25;

/** How many milliseconds `node -e 0` takes: the least that any start of Node.js can. */
export async function timeNodeStart(): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < TIMES; n++) {
    const startedAt = performance.now();
    await promisify(execFile)(process.execPath, ['-e', '0']);
    times.push(performance.now() - startedAt);
  }
  return median(times);
}
