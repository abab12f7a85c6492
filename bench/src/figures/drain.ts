import type { Bench } from '../harness/bench.ts';
import { type Sample, startMeter } from '../harness/meter.ts';
import type { ServerProcess } from '../harness/server.ts';
import type { Site } from '../harness/site.ts';
import { analyzeQueue, fillQueue, forgetJobs, queueEmpty } from './backlog.ts';
import type { DeliveryWorld } from './delivery-world.ts';

/** How many jobs are delivered before a stretch begins, and how many in it. */
export interface Portion {
  warmUp: number;
  measured: number;
}

/** As {@link drainMore}, in tables that are empty before and after. */
export async function drainBacklog(
  bench: Bench,
  site: Site,
  world: DeliveryWorld,
  portion: Portion,
  workers = 1,
): Promise<Sample> {
  await forgetJobs(site.db);
  const sample = await drainMore(bench, site, world, portion, workers);
  await forgetJobs(site.db);
  return sample;
}

/**
 * Queues jobs, starts workers and measures from the end of the warm-up until the last result is recorded.
 *
 * @throws Error when some came twice or not at all.
 */
export async function drainMore(
  bench: Bench,
  site: Site,
  world: DeliveryWorld,
  { warmUp, measured }: Portion,
  workers = 1,
): Promise<Sample> {
  const jobs = warmUp + measured;
  await fillQueue(site.platform, { ...world, jobs });
  await analyzeQueue(site.db);
  const sample = await withWorkers(bench, site, workers, async (servers) => {
    const receiver = await bench.receiver();
    await receiver.reached(warmUp);
    const end = startMeter(bench.measured(site.api, ...servers));
    const before = await receiver.count();
    await receiver.reached(jobs);
    await queueEmpty(site.db);
    return end(jobs - before);
  });
  const count = await (await bench.receiver()).count();
  if (count !== jobs) throw new Error(`${count} requests came for ${jobs} jobs`);
  return sample;
}

/** Measures a stretch at the head of the queue; what is left stays. */
export async function drainSome(
  bench: Bench,
  site: Site,
  { warmUp, measured }: Portion,
): Promise<Sample> {
  return withWorkers(bench, site, 1, async (servers) => {
    const receiver = await bench.receiver();
    await receiver.reached(warmUp);
    const end = startMeter(bench.measured(site.api, ...servers));
    const before = await receiver.count();
    await receiver.reached(warmUp + measured);
    return end((await receiver.count()) - before);
  });
}

async function withWorkers(
  bench: Bench,
  site: Site,
  count: number,
  measure: (workers: ServerProcess[]) => Promise<Sample>,
): Promise<Sample> {
  const receiver = await bench.receiver();
  await receiver.reset();
  // The first to be ready would deliver everything while the others still start.
  await receiver.hang('/');
  const workers = await Promise.all(Array.from({ length: count }, () => site.start('worker')));
  await receiver.hang(null);
  const sample = await measure(workers);
  await Promise.all(workers.map((worker) => worker.stop()));
  return sample;
}
