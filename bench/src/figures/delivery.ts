import type { Bench } from '../harness/bench.ts';
import { monotonicMs } from '../harness/receiver.ts';
import { interleave, median, pairedRatio } from '../harness/rounds.ts';
import { perSecond } from '../harness/table.ts';
import { hasPeer } from '../peers/import-peer.ts';
import { createDeliveryWorld, type DeliveryWorld } from './delivery-world.ts';
import type { Result } from './goals.ts';
import { forgetJobs, prepareBacklog, queueEmpty } from './queue.ts';
import { startRedis } from './redis.ts';

const JOBS = 20_000;
const ROUNDS = 3;
// With `meta` around it, about 1 KB on the wire; the others send as many bytes as we do.
const PAYLOAD = JSON.stringify({ note: 'x'.repeat(480), count: 7 });

/** Twenty thousand jobs from the queue to their recorded result, against the requests alone and other queues. */
export async function measureDelivery(bench: Bench): Promise<Result[]> {
  const world = await createDeliveryWorld(bench);
  // Those of the figures before are done, and would be counted.
  await forgetJobs(bench.db);
  await deliverAll(bench, world, JOBS / 4);
  const peers = await openPeers(bench, world);
  const { plugboard, undici, ...queues } = await interleave(ROUNDS, {
    undici: peers.undici,
    plugboard: () => deliverAll(bench, world, JOBS),
    ...peers.queues,
  } as Record<string, () => Promise<number>>);
  const { wrong } = await (await bench.receiver()).verified();
  if (wrong > 0) throw new Error(`${wrong} deliveries had a wrong signature`);
  await peers.stop();
  const ours = plugboard as number[];
  const limit = undici as number[];
  const ranked = Object.entries(queues as Record<string, number[]>).sort(
    ([, a], [, b]) => median(b) - median(a),
  );
  const [best] = ranked;
  if (best === undefined) throw new Error('No other queue was measured');
  const rates = ranked.map(
    ([name, rounds]) => `${name} ${Math.round(median(rounds)).toLocaleString('en')}/s`,
  );
  return [
    { goal: 'delivery', value: pairedRatio(ours, limit), detail: perSecond(ours, limit) },
    {
      goal: 'deliveryPeers',
      value: pairedRatio(ours, best[1]),
      detail: `${perSecond(ours, best[1])} (${rates.join(', ')})`,
    },
  ];
}

/** Jobs a second, from their becoming visible until the last result is recorded. */
async function deliverAll(bench: Bench, world: DeliveryWorld, jobs: number): Promise<number> {
  const receiver = await bench.receiver();
  await receiver.reset();
  const { eventName } = world;
  const show = await prepareBacklog(bench.db, { eventName, jobs, events: jobs, payload: PAYLOAD });
  const startedAt = await show();
  await receiver.reached(jobs);
  await queueEmpty(bench.db);
  const rate = jobs / ((monotonicMs() - startedAt) / 1000);
  const { rows } = await bench.db.query(
    "select count(*)::integer as done from jobs where status = 'done'",
  );
  if (rows[0].done !== jobs) throw new Error(`${rows[0].done} of ${jobs} jobs are done`);
  await forgetJobs(bench.db);
  return rate;
}

async function openPeers(bench: Bench, world: DeliveryWorld) {
  const receiver = await bench.receiver();
  const redis = hasPeer('bullmq') ? await startRedis(bench.dataDir) : undefined;
  const job = {
    receiverUrl: receiver.url,
    secrets: world.plugins.map(({ secret }) => secret),
    count: JOBS,
    bodyBytes: await receiver.bodyBytes(),
    databaseUrl: await bench.createDatabase('peers'),
    redisPort: redis?.port,
  };
  // A process a round: what a queue left behind must not slow the next.
  const run = (path: string) => async () => {
    const program = bench.program(path);
    await program.call('run', { ...job, count: JOBS / 20 });
    const rate = await program.call<number>('run', job);
    await program.stop();
    return rate;
  };
  const queues = {
    'graphile-worker': run('peers/graphile-worker.js'),
    'pg-boss': run('peers/pg-boss.js'),
  };
  return {
    undici: run('peers/undici-loop.js'),
    queues: redis === undefined ? queues : { ...queues, BullMQ: run('peers/bullmq.js') },
    stop: async () => redis?.stop(),
  };
}
