import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from '../harness/bench.ts';
import { inStretch, type Stretch } from '../harness/meter.ts';
import { pairedRounds, quantile } from '../harness/rounds.ts';
import { queueEmpty } from './backlog.ts';
import { atPace } from './pace.ts';
import { type Figures, ratioOf } from './results.ts';
import { type Audience, hookPath, type Teller, tellPlugboard } from './teller.ts';

const AUDIENCE: Audience = { name: 'fair', spaces: 1, listeners: 20 };
const HANGING = hookPath(AUDIENCE, 0, 0);
const SECONDS = 3;
/** Each goes to all plugins: 500 jobs a second. */
const EVENTS_A_SECOND = 25;

interface Delays extends Stretch {
  /** Milliseconds. */
  p95: number;
}

/** How much later the jobs of nineteen plugins arrive while the twentieth never answers. */
export async function measureHanging(bench: Bench): Promise<Figures> {
  const receiver = await bench.receiver();
  const teller = await tellPlugboard(bench, AUDIENCE);
  const events = bench.effort.seconds(SECONDS) * EVENTS_A_SECOND;
  await receiver.measure(true);
  await delaysOfOthers(bench, teller, EVENTS_A_SECOND);
  const rounds = await pairedRounds<'healthy' | 'hanging', Delays>(bench.effort, {
    async healthy() {
      const delays = await inStretch(() => delaysOfOthers(bench, teller, events));
      await queueEmpty(bench.db);
      return delays;
    },
    async hanging() {
      await receiver.hang(HANGING);
      const delays = await inStretch(() => delaysOfOthers(bench, teller, events));
      await receiver.hang(null);
      await queueEmpty(bench.db);
      return delays;
    },
  });
  await receiver.measure(false);
  return {
    costs: [],
    results: [
      ratioOf(
        'hanging',
        rounds,
        { ours: 'hanging', theirs: 'healthy' },
        {
          of: ({ p95 }) => p95,
          written: (value) => `${value.toFixed(1)} ms`,
        },
      ),
    ],
  };
}

async function delaysOfOthers(bench: Bench, teller: Teller, events: number) {
  const receiver = await bench.receiver();
  await receiver.delays();
  await atPace(teller, { events, aSecond: EVENTS_A_SECOND });
  while (sumOf(othersIn(await receiver.measured())) < events * (AUDIENCE.listeners - 1)) {
    await delay(10);
  }
  return { p95: quantile(othersIn(await receiver.delays()).flat(), 0.95) };
}

const othersIn = <Value>(byPath: Record<string, Value>): Value[] =>
  Object.entries(byPath)
    .filter(([path]) => path !== HANGING)
    .map(([, value]) => value);

const sumOf = (numbers: number[]): number => numbers.reduce((sum, number) => sum + number, 0);
