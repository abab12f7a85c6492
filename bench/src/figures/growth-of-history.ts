import type { Bench } from '../harness/bench.ts';
import { fillQueue, queueEmpty } from './backlog.ts';
import { createDeliveryWorld } from './delivery-world.ts';
import { drainMore } from './drain.ts';
import { costAt, type Growth } from './growth.ts';
import { copyToDaysBefore } from './history.ts';

/** Jobs of each day: a small installation's, of which 30 days are quickly copied. */
const A_DAY = 10_000;
const PORTION = { warmUp: 1000, measured: 8000 };

/** Delivery, as there are more days of history, each a partition of every table. */
export async function growthOfHistory(bench: Bench, days: number[]): Promise<Growth[]> {
  const what = 'jobs delivered, by days of history';
  const costs: Growth['costs'] = new Map();
  const site = await bench.site('history');
  const world = await createDeliveryWorld(bench, site.platform, 'bench.history');
  await fillQueue(site.platform, { ...world, jobs: bench.effort.count(A_DAY) });
  const worker = await site.start('worker');
  await queueEmpty(site.db);
  await worker.stop();
  let made = 1;
  const portion = {
    warmUp: bench.effort.count(PORTION.warmUp),
    measured: bench.effort.count(PORTION.measured),
  };
  for (const count of days) {
    await copyToDaysBefore(site.db, site.databaseUrl, { from: made, to: count - 1 });
    made = Math.max(made, count);
    costs.set(count, await costAt(bench, what, () => drainMore(bench, site, world, portion)));
  }
  await site.close();
  return [{ what, costs }];
}
