// Kills server and worker many times under load and writes down how it went:
//   node scripts/trust-kill.js [--cycles 1000] [--seed N]
// The seed decides who is killed and when, as far as the load happens in the same order.
import { randomInt } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { runRecorded } from './trust-run.js';

const RECORD = new URL('../docs/trust/kill.md', import.meta.url);

const { values } = parseArgs({
  options: { cycles: { type: 'string', default: '1000' }, seed: { type: 'string' } },
});
const cycles = Number(values.cycles);
const seed = values.seed === undefined ? randomInt(2 ** 32) : Number(values.seed);
if (!(Number.isInteger(cycles) && cycles > 0)) throw new Error('--cycles must be a whole number');
if (!Number.isInteger(seed)) throw new Error('--seed must be a whole number');

console.log(`trust:kill ${cycles} cycles, seed ${seed}`);
const started = performance.now();
const run = await runRecorded(['server/test/crash/kill.test.ts', '-t', 'server and worker'], {
  TRUST_CYCLES: String(cycles),
  TRUST_SEED: String(seed),
});
const minutes = ((performance.now() - started) / 60_000).toFixed(1);
if (run === undefined) {
  console.log(`trust:kill FAILED after ${minutes} min (seed ${seed}): it did not come to an end`);
  process.exit(1);
}
const wrong = ['lostWrites', 'halfWrites', 'lostJobs', 'needlessRepeats', 'deliveryFaults'];
const passed = run.passed && wrong.every((kind) => run[kind].length === 0);
const verdict = passed ? 'PASSED' : 'FAILED';
console.log(
  `trust:kill ${verdict} in ${minutes} min (seed ${seed}): ${cycles} kills, ` +
    `${run.lostWrites.length} of ${run.writes} writes and ${run.lostJobs.length} of ${run.jobs} jobs lost, ` +
    `${run.repeated} jobs sent again, ${run.needlessRepeats.length} of them needlessly`,
);
console.log(JSON.stringify(run.byMoment));
await appendFile(RECORD, `| ${row().join(' | ')} |\n`);
process.exit(passed ? 0 : 1);

function row() {
  const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
  return [
    new Date().toISOString().slice(0, 10),
    cycles,
    seed,
    `${run.lostWrites.length + run.halfWrites.length} of ${run.writes}`,
    `${run.lostJobs.length} of ${run.jobs}`,
    `${run.repeated}, ${run.needlessRepeats.length} needlessly`,
    run.deliveryFaults.length,
    seconds(run.slowestRepeat),
    seconds(run.slowestStart),
    `${minutes} min`,
    verdict,
  ];
}
