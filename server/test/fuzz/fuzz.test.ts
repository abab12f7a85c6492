import { randomInt } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { operations } from './document.ts';
import { fuzz, type Run } from './run.ts';
import { createWorld } from './world.ts';

// The long version sets these: see scripts/trust-fuzz.js.
const { TRUST_REQUESTS = '3000', TRUST_SEED = '20261128', TRUST_RECORD } = process.env;
const seed = TRUST_SEED === 'random' ? randomInt(2 ** 32) : Number(TRUST_SEED);

test('whatever is sent to whatever operation by whomever, the answer is one that is declared', async () => {
  const run = await fuzz(await createWorld(), seed, Number(TRUST_REQUESTS));
  const told = summary(run);
  if (TRUST_RECORD !== undefined) {
    await writeFile(TRUST_RECORD, JSON.stringify({ ...run, ...told }));
  }
  expect({ seed, faults: run.faults }).toEqual({ seed, faults: [] });
  // It was really reached: right as well as wrong.
  expect(told.success).toBeGreaterThan(1 / 3);
  expect(told.refused).toBeGreaterThan(1 / 10);
});

/** How deep it reached. */
function summary({ shares }: Run) {
  const counts = Object.values(shares);
  const sum = (kind: string) => counts.reduce((total, one) => total + (one[kind] ?? 0), 0);
  const total = ['2xx', '3xx', '4xx', '5xx'].reduce((all, kind) => all + sum(kind), 0);
  return {
    operations: operations.length,
    success: sum('2xx') / total,
    refused: sum('4xx') / total,
    never: operations.map(({ name }) => name).filter((name) => !shares[name]?.['2xx']),
  };
}
