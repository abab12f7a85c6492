import type { Bench } from '../harness/bench.ts';
import { inStretch, type Stretch } from '../harness/meter.ts';
import { timeNodeStart } from '../harness/node-start.ts';
import { medianOf, pairedRounds } from '../harness/rounds.ts';
import { startServerProcess } from '../harness/server.ts';
import { type Figures, ratioOf } from './results.ts';

interface Start extends Stretch {
  seconds: number;
}

const secondsOf = ({ seconds }: Start): number => seconds;

/** From `plugboard serve` to the first "ready", with the embedded PostgreSQL to be started too. Ends the benchmark: it needs the cluster. */
export async function measureStart(bench: Bench): Promise<Figures> {
  const external = await pairedRounds(bench.effort, {
    server: () =>
      inStretch(async () => {
        const server = await bench.ownServer({});
        await server.stop();
        return { seconds: server.readyAfterMs / 1000 };
      }),
  });
  await bench.stop();
  const rounds = await pairedRounds<'server' | 'node', Start>(bench.effort, {
    server: () => inStretch(() => startEmbedded(bench)),
    node: () => inStretch(async () => ({ seconds: (await timeNodeStart()) / 1000 })),
  });
  const others = medianOf(external.of.server, secondsOf);
  return {
    costs: [],
    results: [
      ratioOf(
        'start',
        rounds,
        { ours: 'server', theirs: 'node' },
        {
          of: secondsOf,
          written: (seconds) => `${seconds.toFixed(2)} s`,
          note: `; embedded PostgreSQL included, ${others.toFixed(2)} s with one that runs`,
        },
      ),
    ],
  };
}

async function startEmbedded({ dataDir }: Bench): Promise<{ seconds: number }> {
  const server = await startServerProcess({ dataDir });
  await server.stop();
  return { seconds: server.readyAfterMs / 1000 };
}
