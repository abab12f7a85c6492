import { allOf } from '../harness/all-of.ts';
import type { Bench } from '../harness/bench.ts';
import { interleave, pairedRatio } from '../harness/rounds.ts';
import { perSecond } from '../harness/table.ts';
import { runLoad } from '../load/http-load.ts';
import type { Result } from './goals.ts';
import { startParseServer } from './parse-items.ts';
import { createUpserts } from './pgbench.ts';
import {
  createStorageWorld,
  getRequests,
  pipelineRequests,
  type StorageWorld,
  setRequests,
} from './storage-world.ts';

const CONNECTIONS = 32;
const ROUNDS = 3;
const SECONDS = 2.5;
const WARM_UP_SECONDS = 1;

/** Storage against its limits, the plain way and a peer. */
export async function measureStorage(bench: Bench): Promise<Result[]> {
  const world = await createStorageWorld(bench);
  const reads = await measureReads(bench, world);
  const pipelines = await measurePipelines(bench, world);
  const { rows } = await bench.db.query(
    'select count(*)::integer as items from install_storage_items',
  );
  if (rows[0].items !== world.installs.length * world.keys) throw new Error('Items were lost');
  return [...reads, ...pipelines];
}

const load = (url: string, requests: Buffer[]) => async (seconds: number) =>
  (await runLoad({ url, requests, connections: CONNECTIONS, seconds })).rate;

async function warmUp(loads: ((seconds: number) => Promise<number>)[]): Promise<void> {
  await allOf(loads, 1, (run) => run(WARM_UP_SECONDS));
}

async function measureReads(bench: Bench, world: StorageWorld): Promise<Result[]> {
  const bare = bench.program('peers/bare-fastify.js');
  const bareUrl = await bare.call<string>('listen');
  const upserts = await createUpserts(bench, { clients: CONNECTIONS, ...world });
  const parse = await startParseServer(bench);
  const loads = {
    bare: load(bareUrl, getRequests(world, '/storage')),
    get: load(world.url, getRequests(world)),
    upsert: upserts.run,
    set: load(world.url, setRequests(world)),
  };
  const parseLoads: Record<string, (seconds: number) => Promise<number>> =
    parse === undefined
      ? {}
      : { parseGet: load(parse.url, parse.gets), parseSet: load(parse.url, parse.sets) };
  await warmUp([...Object.values(loads), ...Object.values(parseLoads)]);
  const all = { ...loads, ...parseLoads };
  const rounds = await interleave(
    ROUNDS,
    Object.fromEntries(Object.entries(all).map(([name, run]) => [name, () => run(SECONDS)])),
  );
  const { bare: bareRates = [], get = [], upsert = [], set = [], parseGet, parseSet } = rounds;
  await bare.stop();
  await parse?.stop();
  return [
    { goal: 'get', value: pairedRatio(get, bareRates), detail: perSecond(get, bareRates) },
    {
      goal: 'set',
      value: pairedRatio(set, upsert),
      detail: `${perSecond(set, upsert)}${upserts.note}`,
    },
    versusParse('getParse', get, parseGet),
    versusParse('setParse', set, parseSet),
  ];
}

function versusParse(
  goal: 'getParse' | 'setParse',
  ours: number[],
  theirs: number[] | undefined,
): Result {
  if (theirs === undefined) {
    return { goal, value: null, detail: 'parse-server is not installed, see below' };
  }
  return { goal, value: pairedRatio(ours, theirs), detail: perSecond(ours, theirs) };
}

async function measurePipelines(bench: Bench, world: StorageWorld): Promise<Result[]> {
  const plain = bench.program('peers/plain-queries.js');
  const plainUrl = await plain.call<string>('listen', bench.databaseUrl);
  const loads = {
    plain: load(plainUrl, pipelineRequests(world, '/storage')),
    pipeline: load(world.url, pipelineRequests(world)),
  };
  await warmUp(Object.values(loads));
  const { plain: theirs, pipeline: ours } = await interleave(ROUNDS, {
    plain: () => loads.plain(SECONDS),
    pipeline: () => loads.pipeline(SECONDS),
  });
  await plain.stop();
  return [{ goal: 'pipeline', value: pairedRatio(ours, theirs), detail: perSecond(ours, theirs) }];
}
