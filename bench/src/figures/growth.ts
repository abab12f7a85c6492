import type { Bench } from '../harness/bench.ts';
import { many } from '../harness/platform.ts';
import { median } from '../harness/rounds.ts';
import { httpRequest, runLoad } from '../load/http-load.ts';
import { createDeliveryWorld } from './delivery-world.ts';
import { rateAtDepth } from './depth.ts';
import { forgetJobs } from './queue.ts';
import { addItems, createStorageWorld, getRequests, setRequests } from './storage-world.ts';

/** How one cost grows: what is done a second at each size. */
export interface Growth {
  what: string;
  /** By size, smallest first. */
  rates: Map<number, number>;
}

const CONNECTIONS = 32;
const ROUNDS = 3;
const SECONDS = 1.5;

/** Storage, as the table of items grows. */
export async function growthOfKeys(bench: Bench, sizes: number[]): Promise<Growth[]> {
  const world = await createStorageWorld(bench, { keys: 10 });
  const gets = new Map<number, number>();
  const sets = new Map<number, number>();
  for (const size of sizes) {
    world.keys = size / world.installs.length;
    await addItems(bench, world);
    const load = (requests: Buffer[]) => ({
      url: world.url,
      requests,
      connections: CONNECTIONS,
      seconds: SECONDS,
    });
    gets.set(size, await medianRate(load(getRequests(world))));
    sets.set(size, await medianRate(load(setRequests(world))));
  }
  return [
    { what: 'storage get, by items', rates: gets },
    { what: 'storage set, by items', rates: sets },
  ];
}

async function medianRate(load: Parameters<typeof runLoad>[0]): Promise<number> {
  await runLoad(load);
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) rates.push((await runLoad(load)).rate);
  return median(rates);
}

/** Delivery, as the queue deepens. */
export async function growthOfDepth(bench: Bench, depths: number[]): Promise<Growth[]> {
  const { eventName } = await createDeliveryWorld(bench, 'bench.growth');
  await rateAtDepth(bench, eventName, 10_000, 1);
  const rates = new Map<number, number>();
  for (const depth of depths) {
    const measured: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      measured.push(...(await rateAtDepth(bench, eventName, depth, 1)));
    }
    rates.set(depth, median(measured));
  }
  return [{ what: 'jobs delivered, by jobs queued', rates }];
}

/** Intake, as an event's space has more installs that hear it: jobs made a second. */
export async function growthOfInstalls(bench: Bench, counts: number[]): Promise<Growth[]> {
  const server = await bench.ownServer({ role: 'api' });
  const platform = await bench.platform(server);
  const eventName = 'bench.fan_out';
  await platform.defineEvent(eventName);
  const space = await platform.createSpace('Fan-out');
  const rates = new Map<number, number>();
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
    const headers = { authorization: `Bearer ${server.hostKey}` };
    const requests = [httpRequest({ path: '/platform/v1/events', headers, body })];
    const load = { url: server.url, requests, connections: 8, seconds: SECONDS };
    rates.set(count, (await medianRate(load)) * count);
    await forgetJobs(bench.db);
  }
  await platform.close();
  await server.stop();
  return [{ what: 'jobs made by single events, by installs that hear them', rates }];
}
