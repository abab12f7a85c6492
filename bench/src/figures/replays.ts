import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from '../harness/bench.ts';
import { inStretch, type Stretch } from '../harness/meter.ts';
import { many, type Platform } from '../harness/platform.ts';
import { medianOf, pairedRounds, quantile } from '../harness/rounds.ts';
import { fillQueue, queueEmpty, tidyJobs } from './backlog.ts';
import { atPace, warmUpForFew } from './pace.ts';
import { type Figures, inThousands, ratioOf } from './results.ts';
import { type Audience, hookPath, type Teller, tellPlugboard } from './teller.ts';

const AUDIENCE: Audience = { name: 'beside', spaces: 1, listeners: 1 };
const HOOK = hookPath(AUDIENCE, 0, 0);
const EVENTS_A_SECOND = 25;
const SECONDS = 6;

const REPLAYED = 'bench.replayed';
const JOBS = 100_000;
const SPACES = 10;

interface Delays extends Stretch {
  /** Milliseconds. */
  p95: number;
  /** Jobs of the replay, a second. */
  replayed: number;
}

/** How much later the jobs of one plugin arrive while a hundred thousand of another one are run again. Each round begins and cancels a replay. */
export async function measureReplays(bench: Bench): Promise<Figures> {
  const receiver = await bench.receiver();
  const platform = await bench.platform();
  const teller = await tellPlugboard(bench, AUDIENCE);
  const pluginId = await failMany(bench, platform, bench.effort.count(JOBS));
  await warmUpForFew(bench, teller);
  const events = bench.effort.seconds(SECONDS) * EVENTS_A_SECOND;
  await receiver.measure(true);
  const rounds = await pairedRounds<'alone' | 'beside', Delays>(bench.effort, {
    alone: () =>
      inStretch(async () => ({ p95: await delaysOf(bench, teller, events), replayed: 0 })),
    async beside() {
      const replay = await beginReplay(platform, pluginId);
      await underWay(platform, replay);
      const round = await inStretch(async () => {
        const before = await sentOf(platform, replay);
        const startedAt = performance.now();
        const p95 = await delaysOf(bench, teller, events);
        const seconds = (performance.now() - startedAt) / 1000;
        return { p95, replayed: ((await sentOf(platform, replay)) - before) / seconds };
      });
      await platform.call('DELETE', `/replays/${replay}`);
      await queueEmpty(bench.db);
      return round;
    },
  });
  await receiver.measure(false);
  const rate = inThousands(medianOf(rounds.of.beside, ({ replayed }) => replayed));
  return {
    costs: [],
    results: [
      ratioOf(
        'replays',
        rounds,
        { ours: 'beside', theirs: 'alone' },
        {
          of: ({ p95 }) => p95,
          written: (value) => `${value.toFixed(1)} ms`,
          note: `; ${rate} jobs run again a second`,
        },
      ),
    ],
  };
}

/** Jobs of one plugin that came to nothing. Answers its id. */
async function failMany(bench: Bench, platform: Platform, jobs: number): Promise<number> {
  const receiver = await bench.receiver();
  await platform.defineEvent(REPLAYED);
  const { id, secret } = await platform.register('replayed', [
    { name: REPLAYED, url: `${receiver.url}/hook/replayed` },
  ]);
  await receiver.expect({ '/hook/replayed': secret });
  const spaces = await many(SPACES, (n) => platform.createSpace(`replayed ${n}`));
  for (const space of spaces) await platform.install(space, id);
  await fillQueue(platform, { eventName: REPLAYED, spaces, jobs });
  await queueEmpty(bench.db);
  await bench.db.query(
    "update jobs set status = 'failed', settled_by = 'platform' where plugin_id = $1",
    [id],
  );
  await tidyJobs(bench.db);
  return id;
}

async function beginReplay({ call }: Platform, pluginId: number): Promise<number> {
  const filter = {
    plugin_id: pluginId,
    status: ['failed'],
    since: '2000-01-01T00:00:00Z',
    until: new Date().toISOString(),
  };
  return (await call<{ id: number }>('POST', '/replays', { filter })).id;
}

async function sentOf({ call }: Platform, replay: number): Promise<number> {
  const { done, failed } = await call<{ done: number; failed: number }>(
    'GET',
    `/replays/${replay}`,
  );
  return done + failed;
}

async function underWay(platform: Platform, replay: number): Promise<void> {
  while ((await sentOf(platform, replay)) === 0) await delay(20);
}

async function delaysOf(bench: Bench, teller: Teller, events: number): Promise<number> {
  const receiver = await bench.receiver();
  const ours = async () => (await receiver.measured())[HOOK] ?? 0;
  await receiver.delays();
  await atPace(teller, { events, aSecond: EVENTS_A_SECOND });
  while ((await ours()) < events) await delay(10);
  return quantile((await receiver.delays())[HOOK] ?? [], 0.95);
}
