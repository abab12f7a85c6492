import { parseArgs } from 'node:util';
import { measureConstants } from './figures/constants.ts';
import { measureDelivery } from './figures/delivery.ts';
import { measureDepth } from './figures/depth.ts';
import { measureEvents } from './figures/events.ts';
import { measureHanging } from './figures/hanging.ts';
import { measureIntake } from './figures/intake.ts';
import { measureLatency } from './figures/latency.ts';
import { measureLists } from './figures/lists.ts';
import { measureMemory } from './figures/memory.ts';
import { measureOpenLoop } from './figures/open-loop.ts';
import { measureRecovery } from './figures/recovery.ts';
import { measureReplays } from './figures/replays.ts';
import { type Figures, quietOf, unmeasurable } from './figures/results.ts';
import { measureSdk } from './figures/sdk.ts';
import { measureStart } from './figures/start.ts';
import { measureStorage } from './figures/storage.ts';
import { measureStream } from './figures/stream.ts';
import { measureTokens } from './figures/tokens.ts';
import { type Bench, openBench } from './harness/bench.ts';
import { FULL, QUICK } from './harness/effort.ts';
import { describeMachine } from './harness/machine.ts';
import { refuseUnlessQuiet, writeSection } from './harness/performance-page.ts';
import { stopOnSignals } from './harness/signals.ts';
import { costTable, resultTable } from './harness/table.ts';

// In this order: memory comes after what fills it, and start stops everything.
const FIGURES: Record<string, (bench: Bench) => Promise<Figures>> = {
  storage: measureStorage,
  tokens: measureTokens,
  intake: measureIntake,
  latency: measureLatency,
  'open-loop': measureOpenLoop,
  events: measureEvents,
  hanging: measureHanging,
  replays: measureReplays,
  delivery: measureDelivery,
  depth: measureDepth,
  lists: measureLists,
  stream: measureStream,
  sdk: measureSdk,
  recovery: measureRecovery,
  memory: measureMemory,
  start: measureStart,
};

const USAGE = `Usage: npm run bench [-- [${Object.keys(FIGURES).join('|')}]... [--quick | --write]]

  --quick   one short round of each, whatever else runs: to see that it works
  --write   put the tables into docs/performance.md, without what was not quiet`;

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.filter((name) => !(name in FIGURES));
  if (unknown.length > 0) throw new Error(`There is no figure "${unknown[0]}".\n\n${USAGE}`);
  if (values.quick && values.write) throw new Error(`What is quick is not written.\n\n${USAGE}`);
  const bench = await openBench(values.quick ? QUICK : FULL);
  stopOnSignals(bench);
  try {
    const constants = await measureConstants(bench);
    const figures = await measureAll(bench, positionals);
    const options = [...positionals, ...(values.quick ? ['--quick'] : [])];
    const command = ['npm run bench', ...(options.length > 0 ? ['--', ...options] : [])];
    const machine = describeMachine(bench.databaseVersion, command.join(' '), constants);
    console.log(sectionOf(machine, figures));
    if (!values.write) return;
    refuseUnlessQuiet(constants);
    await writeSection('bench', sectionOf(machine, quietOf(figures)));
  } finally {
    await bench.close();
  }
}

function sectionOf(machine: string, { costs, results }: Figures): string {
  const table = costs.length > 0 ? [costTable(costs)] : [];
  return [machine, ...table, resultTable(results)].join('\n\n');
}

async function measureAll(bench: Bench, chosen: string[]): Promise<Figures> {
  const all: Figures = { costs: [], results: [] };
  const startedAt = performance.now();
  for (const [name, measure] of Object.entries(FIGURES)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    console.error(`${((performance.now() - startedAt) / 1000).toFixed(0)} s: ${name}`);
    const { costs, results } = await measure(bench);
    all.costs.push(...costs);
    all.results.push(...results);
  }
  if (chosen.length === 0) all.results.push(...unmeasurable());
  return all;
}

await main();
