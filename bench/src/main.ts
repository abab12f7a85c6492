import { parseArgs } from 'node:util';
import { measureDelivery } from './figures/delivery.ts';
import { measureDepth } from './figures/depth.ts';
import type { Result } from './figures/goals.ts';
import { measureHanging } from './figures/hanging.ts';
import { measureIntake } from './figures/intake.ts';
import { measureLatency } from './figures/latency.ts';
import { measureMemory } from './figures/memory.ts';
import { measureStart } from './figures/start.ts';
import { measureStorage } from './figures/storage.ts';
import { measureTokens } from './figures/tokens.ts';
import { type Bench, openBench } from './harness/bench.ts';
import { describeMachine } from './harness/machine.ts';
import { warnOfOthers, watchOthers } from './harness/others.ts';
import { writeSection } from './harness/performance-page.ts';
import { stopOnSignals } from './harness/signals.ts';
import { resultTable } from './harness/table.ts';

// In this order: intake has the queue to itself, memory comes after what fills it, and start stops everything.
const FIGURES: Record<string, (bench: Bench) => Promise<Result[]>> = {
  intake: measureIntake,
  storage: measureStorage,
  tokens: measureTokens,
  latency: measureLatency,
  delivery: measureDelivery,
  hanging: measureHanging,
  depth: measureDepth,
  memory: measureMemory,
  start: measureStart,
};

const USAGE = `Usage: npm run bench [-- [${Object.keys(FIGURES).join('|')}]... [--write]]

  --write   put the table into docs/performance.md`;

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { write: { type: 'boolean', default: false } },
  });
  const unknown = positionals.filter((name) => !(name in FIGURES));
  if (unknown.length > 0) throw new Error(`There is no figure "${unknown[0]}".\n\n${USAGE}`);
  const chosen = Object.entries(FIGURES).filter(
    ([name]) => positionals.length === 0 || positionals.includes(name),
  );
  const startedAt = performance.now();
  const bench = await openBench();
  const others = watchOthers();
  stopOnSignals(bench);
  try {
    const results: Result[] = [];
    for (const [name, measure] of chosen) {
      console.error(`${((performance.now() - startedAt) / 1000).toFixed(0)} s: ${name}`);
      results.push(...(await measure(bench)));
    }
    const command = ['npm run bench', ...(positionals.length > 0 ? ['--', ...positionals] : [])];
    const section = `${describeMachine(bench.databaseVersion, command.join(' '))}\n\n${resultTable(results)}`;
    console.log(section);
    warnOfOthers(others());
    if (values.write) await writeSection('bench', section);
  } finally {
    await bench.close();
  }
}

await main();
