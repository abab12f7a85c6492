import type { Bench } from '../harness/bench.ts';
import { type Sample, startMeter } from '../harness/meter.ts';
import type { ServerProcess } from '../harness/server.ts';
import { runLoad, sendRequests } from '../load/http-load.ts';
import { httpContestant } from './contestants.ts';
import { costAt, type Growth } from './growth.ts';
import { addItems, createStorageWorld, getRequests, setRequests } from './storage-world.ts';

const CONNECTIONS = 32;
const SECONDS = 2;
const WARM_UP = 4000;

/** Storage, as the table of items grows. */
export async function growthOfItems(bench: Bench, sizes: number[]): Promise<Growth[]> {
  const world = await createStorageWorld(bench, { keys: 10 });
  const measured = bench.measured(await bench.server());
  const growths = {
    get: { what: 'storage get, by items', costs: new Map() },
    set: { what: 'storage set, by items', costs: new Map() },
  } satisfies Record<string, Growth>;
  for (const size of sizes) {
    world.keys = size / world.installs.length;
    await addItems(bench, world);
    const requests = { get: getRequests(world), set: setRequests(world) };
    for (const action of ['get', 'set'] as const) {
      const { what, costs } = growths[action];
      const contestant = httpContestant(
        { url: world.url, requests: requests[action], connections: CONNECTIONS },
        measured,
      );
      await contestant.warmUp(bench.effort.count(WARM_UP));
      const run = () => contestant.run(bench.effort.seconds(SECONDS));
      costs.set(size, await costAt(bench, what, run));
    }
  }
  return Object.values(growths);
}

/** Storage, as more processes share the connections. */
export async function growthOfApiProcesses(bench: Bench, counts: number[]): Promise<Growth[]> {
  const world = await createStorageWorld(bench, { keys: 10, name: 'processes' });
  const requests = getRequests(world);
  const what = 'storage get, by processes';
  const costs: Growth['costs'] = new Map();
  const servers: ServerProcess[] = [];
  for (const count of counts) {
    while (servers.length < count) servers.push(await bench.ownServer({ role: 'api' }));
    const loads = servers.map(({ url }) => ({
      url,
      requests,
      connections: Math.round(CONNECTIONS / count),
    }));
    for (const load of loads) await sendRequests(load, bench.effort.count(WARM_UP));
    const run = async (): Promise<Sample> => {
      const end = startMeter(bench.measured(...servers));
      const results = await Promise.all(
        loads.map((load) => runLoad(load, bench.effort.seconds(SECONDS))),
      );
      const answers = results.reduce((sum, result) => sum + result.answers, 0);
      return end(answers, Math.max(...results.map(({ seconds }) => seconds)));
    };
    costs.set(count, await costAt(bench, what, run));
  }
  for (const server of servers) await server.stop();
  return [{ what, costs }];
}
