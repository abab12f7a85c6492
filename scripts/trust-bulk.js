// Parks many jobs, enables their endpoint, and writes down how they were queued again:
//   node scripts/trust-bulk.js [--jobs 100000]
import { appendFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { runRecorded } from './trust-run.js';

const RECORD = new URL('../docs/trust/bulk.md', import.meta.url);
// What may stand still, and for how long: a statement (its limit is 5 s), and the event loop.
const MOST_STATEMENT_MS = 2500;
const MOST_DELAY_MS = 250;

const { values } = parseArgs({ options: { jobs: { type: 'string', default: '100000' } } });
const jobs = Number(values.jobs);
if (!(Number.isInteger(jobs) && jobs > 0)) throw new Error('--jobs must be a whole number');

console.log(`trust:bulk ${jobs} jobs`);
const run = await runRecorded(
  ['server/test/jobs/bulk-resume.test.ts', '-t', 'however many there are'],
  {
    TRUST_JOBS: String(jobs),
  },
);
if (run === undefined) {
  console.log('trust:bulk FAILED: it did not come to an end');
  process.exit(1);
}
const passed =
  run.passed && run.longestStatement <= MOST_STATEMENT_MS && run.longestDelay <= MOST_DELAY_MS;
const verdict = passed ? 'PASSED' : 'FAILED';
const ms = (time) => `${Math.round(time)} ms`;
const row = [
  new Date().toISOString().slice(0, 10),
  jobs,
  run.slices,
  ms(run.answeredIn),
  ms(run.longestStatement),
  ms(run.longestDelay),
  `${(run.took / 1000).toFixed(1)} s`,
  verdict,
];
console.log(
  `trust:bulk ${verdict}: ${run.slices} slices, longest statement ${ms(run.longestStatement)}, longest event loop delay ${ms(run.longestDelay)}`,
);
await appendFile(RECORD, `| ${row.join(' | ')} |\n`);
process.exit(passed ? 0 : 1);
