import type { Bench } from '../harness/bench.ts';
import { many } from '../harness/platform.ts';
import type { Site } from '../harness/site.ts';
import { httpRequest } from '../load/http-request.ts';
import { forgetJobs } from './backlog.ts';
import { type Contestant, compare, httpContestant } from './contestants.ts';
import { createUpserts } from './pgbench.ts';
import { costOf, type Figures, notMeasured, perSecond, rateRatio } from './results.ts';

const SPACES = 10;
const BATCH = 100;
const BATCH_CONNECTIONS = 8;
const SINGLE_CONNECTIONS = 32;
const TURNS = { seconds: 2, warmUp: 3000 };
const BATCHES = 20;
const SINGLES = 2000;
const EVENT = 'bench.intake';

/** Events taken in, each for one subscriber, on a server that does not deliver meanwhile; by batches, and one by one. */
export async function measureIntake(bench: Bench): Promise<Figures> {
  const upserts = await createUpserts(bench);
  const site = await bench.site('intake');
  const spaces = await createSubscribers(site);
  const measured = bench.measured(site.api);
  const batches = httpContestant(
    {
      url: site.api.url,
      requests: Array.from({ length: BATCHES }, (_, n) => batchRequest(site, spaces, n)),
      connections: BATCH_CONNECTIONS,
    },
    measured,
  );
  const singles = httpContestant(
    {
      url: site.api.url,
      requests: Array.from({ length: SINGLES }, (_, n) => singleRequest(site, spaces, n)),
      connections: SINGLE_CONNECTIONS,
    },
    measured,
  );
  const rounds = await compare(bench, TURNS, {
    upsert: upserts,
    batch: forgetting(site, ofJobs(batches)),
    single: forgetting(site, singles),
  });
  await site.close();
  const single = costOf('intake, a single event', rounds, 'single');
  return {
    costs: [costOf('intake, a job', rounds, 'batch'), single],
    results: [
      rateRatio('intake', rounds, { ours: 'batch', theirs: 'upsert' }, upserts.note),
      notMeasured('intakeOutpost', `${NO_OUTPOST}; ours ${perSecond(single.rate)}`),
    ],
  };
}

/** Why nobody is compared with Outpost. */
export const NO_OUTPOST = 'Outpost wants a RabbitMQ and a Redis beside PostgreSQL';

/** Counts the jobs of the batches, in the warm-up and after. */
const ofJobs = ({ warmUp, run }: Contestant): Contestant => ({
  warmUp: (count) => warmUp(Math.ceil(count / BATCH)),
  async run(seconds) {
    const { rate, server, postgres, foreign } = await run(seconds);
    return { rate: rate * BATCH, server: server / BATCH, postgres: postgres / BATCH, foreign };
  },
});

/** Every turn begins with empty tables. */
const forgetting = ({ db }: Site, { warmUp, run }: Contestant): Contestant => ({
  warmUp,
  async run(seconds) {
    await forgetJobs(db);
    return run(seconds);
  },
});

async function createSubscribers({ platform }: Site): Promise<number[]> {
  await platform.defineEvent(EVENT);
  const { id: plugin } = await platform.register('intake', [
    { name: EVENT, url: 'http://127.0.0.1:49151/never' },
  ]);
  const spaces = await many(SPACES, (n) => platform.createSpace(`Intake ${n}`));
  await many(SPACES, (n) => platform.install(spaces[n] as number, plugin));
  return spaces;
}

// With `meta` around it, 1 KB.
const NOTE = 'x'.repeat(980);

const event = (spaces: number[], n: number, identifier: string) => ({
  space_id: spaces[n % spaces.length],
  name: EVENT,
  identifier,
  payload: { note: NOTE, count: n },
});

const eventRequest = ({ api }: Site, path: string, body: object): Buffer =>
  httpRequest({
    path,
    headers: { authorization: `Bearer ${api.hostKey}` },
    body: JSON.stringify(body),
  });

const batchRequest = (site: Site, spaces: number[], variant: number): Buffer =>
  eventRequest(site, '/platform/v1/events/batch', {
    events: Array.from({ length: BATCH }, (_, n) => event(spaces, n, `record:${variant}:${n}`)),
  });

const singleRequest = (site: Site, spaces: number[], n: number): Buffer =>
  eventRequest(site, '/platform/v1/events', event(spaces, n, `record:${n}`));
