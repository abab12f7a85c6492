import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from '../harness/bench.ts';
import { many, type Platform } from '../harness/platform.ts';
import { monotonicMs, type ReceiverProcess } from '../harness/receiver.ts';
import { median, quantile } from '../harness/rounds.ts';
import type { Result } from './goals.ts';
import { queueEmpty } from './queue.ts';

const EVENT = 'bench.fairness';
const PLUGINS = 20;
const ROUNDS = 3;
const SECONDS = 3;
/** Each goes to all plugins: 500 jobs a second. */
const EVENTS_A_SECOND = 25;

/** How much later the jobs of nineteen plugins arrive while the twentieth never answers. */
export async function measureHanging(bench: Bench): Promise<Result[]> {
  const platform = await bench.platform();
  const receiver = await bench.receiver();
  const space = await createWorld(platform, receiver);
  const tell = (seconds: number) => tellEvents(platform, space, seconds);
  await receiver.measure(true);
  await tell(1);
  const healthy: number[] = [];
  const hanging: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    healthy.push(await p95OfOthers(bench, receiver, tell));
    await receiver.hang('/hook/fair-0');
    hanging.push(await p95OfOthers(bench, receiver, tell));
    await receiver.hang(null);
    await queueEmpty(bench.db);
  }
  await receiver.measure(false);
  return [
    {
      goal: 'hanging',
      value: median(hanging.map((value, round) => value / (healthy[round] ?? Number.NaN))),
      detail: `${median(hanging).toFixed(1)} ms ÷ ${median(healthy).toFixed(1)} ms`,
    },
  ];
}

async function createWorld(platform: Platform, receiver: ReceiverProcess): Promise<number> {
  await platform.defineEvent(EVENT);
  const space = await platform.createSpace('Fairness');
  await many(PLUGINS, async (n) => {
    const url = `${receiver.url}/hook/fair-${n}`;
    const plugin = await platform.register(`fair-${n}`, [{ name: EVENT, url }]);
    await platform.install(space, plugin.id);
    await receiver.expect({ [`/hook/fair-${n}`]: plugin.secret });
  });
  return space;
}

// At a steady pace, whatever the answers do: a slow server must not be asked for less.
async function tellEvents(platform: Platform, space: number, seconds: number): Promise<number> {
  const told: Promise<unknown>[] = [];
  const startedAt = performance.now();
  const count = seconds * EVENTS_A_SECOND;
  for (let n = 0; n < count; n++) {
    await delay(Math.max(0, startedAt + (n * 1000) / EVENTS_A_SECOND - performance.now()));
    const payload = { sent_at: monotonicMs() };
    told.push(platform.call('POST', '/events', { space_id: space, name: EVENT, payload }));
  }
  await Promise.all(told);
  return count;
}

async function p95OfOthers(
  bench: Bench,
  receiver: ReceiverProcess,
  tell: (seconds: number) => Promise<number>,
): Promise<number> {
  await receiver.delays();
  const expected = (await tell(SECONDS)) * (PLUGINS - 1);
  for (;;) {
    const { rows } = await bench.db.query(
      "select count(*)::integer as queued from job_queue q join endpoints e on e.id = q.endpoint_id where e.url not like '%/fair-0'",
    );
    if (rows[0].queued === 0) break;
    await delay(10);
  }
  const { '/hook/fair-0': _, ...others } = await receiver.delays();
  const delays = Object.values(others).flat();
  if (delays.length < expected) throw new Error(`${delays.length} of ${expected} jobs arrived`);
  return quantile(delays, 0.95);
}
