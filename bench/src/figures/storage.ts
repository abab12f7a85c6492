import type { Bench } from '../harness/bench.ts';
import type { Sample } from '../harness/meter.ts';
import type { Rounds } from '../harness/rounds.ts';
import { type Contestant, compare, httpContestant } from './contestants.ts';
import { startParseServer } from './parse-items.ts';
import { createUpserts } from './pgbench.ts';
import {
  costOf,
  type Figures,
  notMeasured,
  type Result,
  rateRatio,
  serverRatio,
} from './results.ts';
import {
  createStorageWorld,
  getRequests,
  pipelineRequests,
  type StorageWorld,
  setRequests,
} from './storage-world.ts';

const CONNECTIONS = 32;
const SINGLE = { seconds: 2, warmUp: 4000 };
// Ten commands each, and the plain way does no more than a few hundred a second.
const TENFOLD = { seconds: 2, warmUp: 1500 };

/** Storage against its limits, the plain way and a peer. */
export async function measureStorage(bench: Bench): Promise<Figures> {
  const world = await createStorageWorld(bench);
  const singles = await measureSingles(bench, world);
  const pipelines = await measurePipelines(bench, world);
  const { rows } = await bench.db.query(
    'select count(*)::integer as items from install_storage_items',
  );
  if (rows[0].items !== world.installs.length * world.keys) throw new Error('Items were lost');
  return {
    costs: [...singles.costs, ...pipelines.costs],
    results: [...singles.results, ...pipelines.results],
  };
}

async function measureSingles(bench: Bench, world: StorageWorld): Promise<Figures> {
  const bare = bench.program('peers/bare-fastify.js');
  const bareUrl = await bare.call<string>('listen');
  const upserts = await createUpserts(bench);
  const parse = await parseContestants(bench);
  const ours = bench.measured(await bench.server());
  const rounds = await compare<string>(bench, SINGLE, {
    bare: contestant(bareUrl, getRequests(world, '/storage'), { server: [bare.pid] }),
    get: contestant(world.url, getRequests(world), ours),
    upsert: upserts,
    set: contestant(world.url, setRequests(world), ours),
    ...parse?.contestants,
  });
  await bare.stop();
  await parse?.stop();
  return {
    costs: [
      costOf('bare Fastify', rounds, 'bare'),
      costOf('storage get', rounds, 'get'),
      costOf('storage set', rounds, 'set'),
    ],
    results: [
      rateRatio('get', rounds, { ours: 'get', theirs: 'bare' }),
      serverRatio('getNode', rounds, { ours: 'get', theirs: 'bare' }),
      rateRatio('set', rounds, { ours: 'set', theirs: 'upsert' }, upserts.note),
      ...(parse === undefined ? WITHOUT_PARSE : versusParse(rounds)),
    ],
  };
}

const contestant = (
  url: string,
  requests: Buffer[],
  measured: Parameters<typeof httpContestant>[1],
): Contestant => httpContestant({ url, requests, connections: CONNECTIONS }, measured);

async function parseContestants(bench: Bench) {
  const parse = await startParseServer(bench);
  if (parse === undefined) return undefined;
  const measured = bench.measured(parse);
  return {
    contestants: {
      parseGet: contestant(parse.url, parse.gets, measured),
      parseSet: contestant(parse.url, parse.sets, measured),
    },
    stop: parse.stop,
  };
}

const WITHOUT_PARSE: Result[] = [
  notMeasured('getParse', '`npm run bench:peers` fetches it'),
  notMeasured('setParse', '`npm run bench:peers` fetches it'),
];

function versusParse(rounds: Rounds<string, Sample>): Result[] {
  return [
    rateRatio('getParse', rounds, { ours: 'get', theirs: 'parseGet' }),
    rateRatio('setParse', rounds, { ours: 'set', theirs: 'parseSet' }),
  ];
}

async function measurePipelines(bench: Bench, world: StorageWorld): Promise<Figures> {
  const plain = bench.program('peers/plain-queries.js');
  const plainUrl = await plain.call<string>('listen', bench.databaseUrl);
  const rounds = await compare(bench, TENFOLD, {
    plain: contestant(plainUrl, pipelineRequests(world, '/storage'), bench.measured(plain)),
    pipeline: contestant(world.url, pipelineRequests(world), bench.measured(await bench.server())),
  });
  await plain.stop();
  return {
    costs: [costOf('pipeline of ten', rounds, 'pipeline')],
    results: [rateRatio('pipeline', rounds, { ours: 'pipeline', theirs: 'plain' })],
  };
}
