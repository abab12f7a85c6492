import type { Bench } from '../harness/bench.ts';
import { COMMITS, timeCommits } from '../harness/commits.ts';
import type { MachineConstants } from '../harness/machine.ts';
import { inStretch, type Stretch } from '../harness/meter.ts';
import { timeNodeStart } from '../harness/node-start.ts';
import { medianOf, pairedRounds } from '../harness/rounds.ts';
import { bareRequest } from '../peers/storage-shape.ts';
import { httpContestant } from './contestants.ts';

const CONNECTIONS = 32;
const WARM_UP = 4000;

interface Constant extends Stretch {
  value: number;
}

/** What this machine does, whatever the product: by these, absolute numbers of two machines can be compared. */
export async function measureConstants(bench: Bench): Promise<MachineConstants> {
  const { effort } = bench;
  const program = bench.program('peers/bare-fastify.js');
  const url = await program.call<string>('listen');
  const bare = httpContestant(
    { url, requests: [bareRequest()], connections: CONNECTIONS },
    { server: [program.pid] },
  );
  await bare.warmUp(effort.count(WARM_UP));
  const rounds = await pairedRounds<'bare' | 'commit' | 'node', Constant>(effort, {
    async bare() {
      const { server, foreign } = await bare.run(effort.seconds(1));
      return { value: server, foreign };
    },
    commit: () => constant(() => timeCommits(bench.databaseUrl, effort.count(COMMITS))),
    node: () => constant(timeNodeStart),
  });
  await program.stop();
  const measured = (name: keyof typeof rounds.of) =>
    medianOf(rounds.of[name], ({ value }) => value);
  return {
    bareFastifyMicros: measured('bare'),
    commitMs: measured('commit'),
    nodeStartMs: measured('node'),
    isQuiet: rounds.isQuiet,
  };
}

const constant = (measure: () => Promise<number>): Promise<Constant> =>
  inStretch(async () => ({ value: await measure() }));
