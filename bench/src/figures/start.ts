import type { Bench } from '../harness/bench.ts';
import { median } from '../harness/rounds.ts';
import { startServerProcess } from '../harness/server.ts';
import type { Result } from './goals.ts';

const ROUNDS = 3;

/** From `plugboard serve` to the first "ready", with the embedded PostgreSQL to be started too. Ends the benchmark: it needs the cluster. */
export async function measureStart(bench: Bench): Promise<Result[]> {
  const external: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const server = await bench.ownServer({});
    external.push(server.readyAfterMs / 1000);
    await server.stop();
  }
  await bench.stop();
  const embedded: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const server = await startServerProcess({ dataDir: bench.dataDir });
    embedded.push(server.readyAfterMs / 1000);
    await server.stop();
  }
  return [
    {
      goal: 'start',
      value: median(embedded),
      detail: `embedded PostgreSQL included; ${median(external).toFixed(2)} s with one that runs`,
    },
  ];
}
