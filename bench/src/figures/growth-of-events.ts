import type { Bench } from '../harness/bench.ts';
import { many } from '../harness/platform.ts';
import { httpRequest } from '../load/http-request.ts';
import { forgetJobs } from './backlog.ts';
import { httpContestant } from './contestants.ts';
import { createDeliveryWorld } from './delivery-world.ts';
import { openDeep } from './depth.ts';
import { drainBacklog, drainSome } from './drain.ts';
import { costAt, type Growth } from './growth.ts';

const CONNECTIONS = 8;
const SECONDS = 2;
const PORTION = { warmUp: 1000, measured: 8000 };

const portionOf = ({ effort }: Bench) => ({
  warmUp: effort.count(PORTION.warmUp),
  measured: effort.count(PORTION.measured),
});

/** Intake, as an event's space has more installs that hear it: jobs made a second. */
export async function growthOfInstalls(bench: Bench, counts: number[]): Promise<Growth[]> {
  const site = await bench.site('installs');
  const { api, platform } = site;
  const eventName = 'bench.fan_out';
  await platform.defineEvent(eventName);
  const space = await platform.createSpace('Fan-out');
  const what = 'jobs made by single events, by installs that hear them';
  const costs: Growth['costs'] = new Map();
  let installed = 0;
  for (const count of counts) {
    const from = installed;
    await many(count - from, async (n) => {
      const events = [{ name: eventName, url: 'http://127.0.0.1:49151/never' }];
      const plugin = await platform.register(`fan-out-${from + n}`, events);
      await platform.install(space, plugin.id);
    });
    installed = count;
    const body = JSON.stringify({ space_id: space, name: eventName, payload: { note: 'x' } });
    const headers = { authorization: `Bearer ${api.hostKey}` };
    const requests = [httpRequest({ path: '/platform/v1/events', headers, body })];
    const contestant = httpContestant(
      { url: api.url, requests, connections: CONNECTIONS },
      bench.measured(api),
    );
    await contestant.warmUp(Math.ceil(bench.effort.count(2000) / count));
    const cost = await costAt(bench, what, async () => {
      await forgetJobs(site.db);
      const sample = await contestant.run(bench.effort.seconds(SECONDS));
      return {
        rate: sample.rate * count,
        server: sample.server / count,
        postgres: sample.postgres / count,
        foreign: sample.foreign,
      };
    });
    costs.set(count, cost);
  }
  await site.close();
  return [{ what, costs }];
}

/** Delivery, as the queue deepens. */
export async function growthOfDepth(bench: Bench, depths: number[]): Promise<Growth[]> {
  const what = 'jobs delivered, by jobs queued';
  const costs: Growth['costs'] = new Map();
  const { site, fill } = await openDeep(bench, 'growth');
  const portion = portionOf(bench);
  for (const depth of depths) {
    await forgetJobs(site.db);
    await fill(depth);
    // Each round begins as deep as the others.
    const cost = await costAt(bench, what, async () => {
      const sample = await drainSome(bench, site, portion);
      await fill(portion.warmUp + portion.measured);
      return sample;
    });
    costs.set(depth, cost);
  }
  await site.close();
  return [{ what, costs }];
}

/** Delivery, as more workers share the queue. */
export async function growthOfWorkers(bench: Bench, counts: number[]): Promise<Growth[]> {
  const what = 'jobs delivered, by workers';
  const costs: Growth['costs'] = new Map();
  const site = await bench.site('workers');
  const world = await createDeliveryWorld(bench, site.platform, 'bench.workers');
  for (const count of counts) {
    const { warmUp, measured } = portionOf(bench);
    const portion = { warmUp: warmUp * count, measured };
    const drain = () => drainBacklog(bench, site, world, portion, count);
    costs.set(count, await costAt(bench, what, drain));
  }
  await site.close();
  return [{ what, costs }];
}
