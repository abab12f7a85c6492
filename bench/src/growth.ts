import { parseArgs } from 'node:util';
import { growthOfDepth, growthOfInstalls, growthOfKeys } from './figures/growth.ts';
import { growthTable } from './figures/growth-table.ts';
import { openBench } from './harness/bench.ts';
import { describeMachine } from './harness/machine.ts';
import { warnOfOthers, watchOthers } from './harness/others.ts';
import { writeSection } from './harness/performance-page.ts';
import { stopOnSignals } from './harness/signals.ts';

const SIZES = [10_000, 100_000, 1_000_000];
const DEPTHS = [10_000, 100_000, 1_000_000];
const INSTALLS = [1, 10, 100, 1000];

/** `npm run bench:growth [-- --large] [-- --write]`: `--large` goes on to ten million items. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      large: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  });
  const bench = await openBench();
  const others = watchOthers();
  stopOnSignals(bench);
  try {
    const growths = [
      // First: nobody may deliver meanwhile.
      ...(await growthOfInstalls(bench, INSTALLS)),
      ...(await growthOfKeys(bench, values.large ? [...SIZES, 10_000_000] : SIZES)),
      ...(await growthOfDepth(bench, DEPTHS)),
    ];
    const machine = describeMachine(bench.databaseVersion, 'npm run bench:growth');
    const section = `${machine}\n\n${growthTable(growths)}`;
    console.log(section);
    warnOfOthers(others());
    if (values.write) await writeSection('growth', section);
  } finally {
    await bench.close();
  }
}

await main();
