import type { Bench } from '../harness/bench.ts';
import { type Sample, startMeter } from '../harness/meter.ts';
import { medianOf, pairedRounds, type Rounds } from '../harness/rounds.ts';
import type { DeliveryJob } from '../peers/delivery.ts';
import { hasPeer } from '../peers/import-peer.ts';
import { createDeliveryWorld, type DeliveryWorld } from './delivery-world.ts';
import { drainBacklog } from './drain.ts';
import { startRedis } from './redis.ts';
import { costOf, type Figures, perSecond, type Result, rateRatio } from './results.ts';

// A server runs for days: the less it has done, the more of its time is the compiler of Node.js.
const WARM_UP = 5000;
const JOBS = 10_000;

const PEERS: Record<string, string> = {
  'graphile-worker': 'peers/graphile-worker.js',
  'pg-boss': 'peers/pg-boss.js',
};

/** Ten thousand jobs from the queue to their recorded result, against the requests alone and other queues. */
export async function measureDelivery(bench: Bench): Promise<Figures> {
  const site = await bench.site('delivery');
  const world = await createDeliveryWorld(bench, site.platform);
  const portion = { warmUp: bench.effort.count(WARM_UP), measured: bench.effort.count(JOBS) };
  // What a request of ours weighs is known once some have been made.
  await drainBacklog(bench, site, world, { warmUp: 100, measured: 100 });
  const peers = await openPeers(bench, world, portion.measured);
  const rounds = await pairedRounds<string, Sample>(bench.effort, {
    undici: () => peers.run('peers/undici-loop.js'),
    plugboard: () => drainBacklog(bench, site, world, portion),
    ...Object.fromEntries(
      Object.entries(peers.queues).map(([name, path]) => [name, () => peers.run(path)]),
    ),
  });
  const { wrong } = await (await bench.receiver()).verified();
  if (wrong > 0) throw new Error(`${wrong} deliveries had a wrong signature`);
  await peers.stop();
  await site.close();
  return {
    costs: [costOf('delivery, a job', rounds, 'plugboard')],
    results: [
      rateRatio('delivery', rounds, { ours: 'plugboard', theirs: 'undici' }),
      versusBest(rounds, Object.keys(peers.queues)),
    ],
  };
}

function versusBest(rounds: Rounds<string, Sample>, queues: string[]): Result {
  const rates = queues
    .map((name) => ({ name, rate: medianOf(rounds.of[name] as Sample[], ({ rate }) => rate) }))
    .sort((a, b) => b.rate - a.rate);
  const written = rates.map(({ name, rate }) => `${name} ${perSecond(rate)}`);
  const best = rates[0]?.name as string;
  const note = ` (${written.join(', ')})`;
  return rateRatio('deliveryQueues', rounds, { ours: 'plugboard', theirs: best }, note);
}

async function openPeers(bench: Bench, world: DeliveryWorld, count: number) {
  const receiver = await bench.receiver();
  const redis = hasPeer('bullmq') ? await startRedis(bench.dataDir) : undefined;
  const job: DeliveryJob = {
    receiverUrl: receiver.url,
    secrets: world.plugins.map(({ secret }) => secret),
    count,
    bodyBytes: await receiver.bodyBytes(),
    databaseUrl: await bench.createDatabase('peers'),
    redisPort: redis?.port,
  };
  return {
    queues: redis === undefined ? PEERS : { ...PEERS, BullMQ: 'peers/bullmq.js' },
    /** A process a round: what a queue left behind must not slow the next. It warms up by as many jobs as we do. */
    async run(path: string): Promise<Sample> {
      const program = bench.program(path);
      await program.call('run', { ...job, count: bench.effort.count(WARM_UP) });
      const end = startMeter(bench.measured(program));
      // Their own clock: the queue is filled in the same call.
      const rate = await program.call<number>('run', job);
      const sample = end(count, count / rate);
      await program.stop();
      return sample;
    },
    stop: async () => redis?.stop(),
  };
}
