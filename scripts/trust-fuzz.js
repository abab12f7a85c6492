// Sends many requests to a server, right and wrong ones, to every operation as everybody, and writes down what was answered:
//   node scripts/trust-fuzz.js [--requests 100000] [--seed N]
// The seed decides what is drawn for each request, as far as the answers before it are the same: some are under way at once.
import { randomInt } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { runRecorded } from './trust-run.js';

const RECORD = new URL('../docs/trust/fuzz.md', import.meta.url);
const MOST_SHOWN = 20;

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '100000' }, seed: { type: 'string' } },
});
const requests = Number(values.requests);
const seed = values.seed === undefined ? randomInt(2 ** 32) : Number(values.seed);
if (!(Number.isInteger(requests) && requests > 0)) {
  throw new Error('--requests must be a whole number');
}
if (!Number.isInteger(seed)) throw new Error('--seed must be a whole number');

console.log(`trust:fuzz ${requests} requests, seed ${seed}`);
const started = performance.now();
const run = await runRecorded(
  ['server/test/fuzz', '--silent'],
  { TRUST_REQUESTS: String(requests), TRUST_SEED: String(seed) },
  ['ignore', 'ignore', 'inherit'],
);
const minutes = ((performance.now() - started) / 60_000).toFixed(1);
if (run === undefined) {
  console.log(`trust:fuzz FAILED after ${minutes} min (seed ${seed}): it did not come to an end`);
  process.exit(1);
}
const passed = run.passed && run.faults.length === 0;
const verdict = passed ? 'PASSED' : 'FAILED';
const share = (part) => `${(part * 100).toFixed(0)} %`;
const of = (kind) => run.faults.filter(({ what }) => kind.test(what)).length;

for (const [name, counts] of Object.entries(run.shares).sort()) {
  console.log(`${name}: ${JSON.stringify(counts)}`);
}
for (const name of run.never) console.log(`never 2xx: ${name}; last: ${run.refusals[name]}`);
for (const fault of run.faults.slice(0, MOST_SHOWN)) console.log(JSON.stringify(fault));
console.log(
  `trust:fuzz ${verdict} in ${minutes} min (seed ${seed}): ${run.requests} requests to ${run.operations} operations, ` +
    `${share(run.success)} 2xx, ${run.never.length} operations never 2xx, ${run.busy} asked to come again, ${run.faults.length} faults`,
);
await appendFile(RECORD, `| ${row().join(' | ')} |\n`);
process.exit(passed ? 0 : 1);

function row() {
  return [
    new Date().toISOString().slice(0, 10),
    run.requests,
    seed,
    `${run.operations - run.never.length} of ${run.operations}`,
    `${share(run.success)}, ${share(run.refused)}`,
    of(/^status 5/),
    of(/declared|schema/),
    of(/tenant|trace/),
    of(/^no answer|^overtaken/),
    run.busy,
    `${minutes} min`,
    verdict,
  ];
}
