import { parseArgs } from 'node:util';
import { measureConstants } from './figures/constants.ts';
import { type Growth, quietOfGrowths } from './figures/growth.ts';
import { growthOfDepth, growthOfInstalls, growthOfWorkers } from './figures/growth-of-events.ts';
import { growthOfHistory } from './figures/growth-of-history.ts';
import { growthOfApiProcesses, growthOfItems } from './figures/growth-of-storage.ts';
import { growthTable } from './figures/growth-table.ts';
import { type Bench, openBench } from './harness/bench.ts';
import { FULL, QUICK } from './harness/effort.ts';
import { describeMachine } from './harness/machine.ts';
import { writeSection } from './harness/performance-page.ts';
import { stopOnSignals } from './harness/signals.ts';

const ITEMS = [10_000, 100_000, 1_000_000];
const MORE_ITEMS = 10_000_000;
const DEPTHS = [10_000, 100_000, 1_000_000];
const INSTALLS = [1, 10, 100, 1000];
const DAYS = [1, 7, 30];
const PROCESSES = [1, 2, 4];

interface Options {
  large: boolean;
  quick: boolean;
}

const sizesOf = (all: number[], { quick }: Options): number[] => (quick ? all.slice(0, 2) : all);

const GROWTHS: Record<string, (bench: Bench, options: Options) => Promise<Growth[]>> = {
  installs: (bench, options) => growthOfInstalls(bench, sizesOf(INSTALLS, options)),
  items: (bench, options) =>
    growthOfItems(bench, [...sizesOf(ITEMS, options), ...(options.large ? [MORE_ITEMS] : [])]),
  processes: (bench, options) => growthOfApiProcesses(bench, sizesOf(PROCESSES, options)),
  depth: (bench, options) => growthOfDepth(bench, sizesOf(DEPTHS, options)),
  workers: (bench, options) => growthOfWorkers(bench, sizesOf(PROCESSES, options)),
  history: (bench, options) => growthOfHistory(bench, sizesOf(DAYS, options)),
};

const USAGE = `Usage: npm run bench:growth [-- [${Object.keys(GROWTHS).join('|')}]... [--large] [--quick | --write]]

  --large   ten million items, too
  --quick   one short round of small sizes, whatever else runs: to see that it works
  --write   put the table into docs/performance.md, without what was not quiet`;

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      large: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.filter((name) => !(name in GROWTHS));
  if (unknown.length > 0) throw new Error(`Nothing grows by "${unknown[0]}".\n\n${USAGE}`);
  if (values.quick && values.write) throw new Error(`What is quick is not written.\n\n${USAGE}`);
  const bench = await openBench(values.quick ? QUICK : FULL);
  stopOnSignals(bench);
  try {
    const constants = await measureConstants(bench);
    const growths: Growth[] = [];
    for (const [name, measure] of Object.entries(GROWTHS)) {
      if (positionals.length > 0 && !positionals.includes(name)) continue;
      console.error(name);
      growths.push(...(await measure(bench, values)));
    }
    const machine = describeMachine(bench.databaseVersion, 'npm run bench:growth', constants);
    console.log(`${machine}\n\n${growthTable(growths)}`);
    if (!values.write) return;
    // Sizes are compared with each other: what the machine's constants are worth, their line says.
    await writeSection('growth', `${machine}\n\n${growthTable(quietOfGrowths(growths))}`);
  } finally {
    await bench.close();
  }
}

await main();
