import type { Bench } from '../harness/bench.ts';
import { pairedRounds } from '../harness/rounds.ts';
import type { Site } from '../harness/site.ts';
import { fillQueue, forgetJobs, tidyJobs } from './backlog.ts';
import { createDeliveryWorld, type DeliveryWorld } from './delivery-world.ts';
import { drainSome } from './drain.ts';
import { costOf, type Figures, rateRatio } from './results.ts';

const SHALLOW = 10_000;
const DEEP = 1_000_000;
const WARM_UP = 1000;
const MEASURED = 8000;

/** Whether a long queue is a slow one: two installations, so that one queue stays deep while the other is short. */
export async function measureDepth(bench: Bench): Promise<Figures> {
  const shallow = await openDeep(bench, 'shallow');
  const deep = await openDeep(bench, 'deep');
  await deep.fill(bench.effort.count(DEEP));
  const portion = { warmUp: bench.effort.count(WARM_UP), measured: bench.effort.count(MEASURED) };
  const rounds = await pairedRounds(bench.effort, {
    async shallow() {
      await forgetJobs(shallow.site.db);
      await shallow.fill(bench.effort.count(SHALLOW));
      return drainSome(bench, shallow.site, portion);
    },
    // What the rounds take from it is a hundredth each.
    deep: () => drainSome(bench, deep.site, portion),
  });
  await shallow.site.close();
  await deep.site.close();
  return {
    costs: [
      costOf('delivery, a job, 10 k queued', rounds, 'shallow'),
      costOf('delivery, a job, 1 M queued', rounds, 'deep'),
    ],
    results: [rateRatio('depth', rounds, { ours: 'deep', theirs: 'shallow' })],
  };
}

/** An installation with a queue to fill. */
export interface DeepSite {
  site: Site;
  world: DeliveryWorld;
  fill(jobs: number): Promise<void>;
}

/** Opens one, on a database of that name. */
export async function openDeep(bench: Bench, name: string): Promise<DeepSite> {
  const site = await bench.site(name);
  const world = await createDeliveryWorld(bench, site.platform, `bench.${name}`);
  return {
    site,
    world,
    async fill(jobs) {
      await fillQueue(site.platform, { ...world, jobs });
      await tidyJobs(site.db);
    },
  };
}
