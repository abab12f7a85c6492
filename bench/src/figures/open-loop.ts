import type { Bench } from '../harness/bench.ts';
import { type Sample, startMeter } from '../harness/meter.ts';
import { medianOf, pairedRounds, quantile } from '../harness/rounds.ts';
import { atPace, warmUpForFew } from './pace.ts';
import { costOf, type Figures, notMeasured, ratioOf } from './results.ts';
import { NO_SVIX, startSvix } from './svix.ts';
import { type Audience, type Teller, tellPlugboard } from './teller.ts';

const EVENTS_A_SECOND = 100;
const SECONDS = 4;
const AUDIENCE: Audience = { name: 'openloop', spaces: 10, listeners: 1 };

interface Paced extends Sample {
  /** Milliseconds from sending an event to the first byte at the receiver. */
  p50: number;
  p95: number;
}

/** The load that most installations have: events at a steady pace, whatever the answers do. */
export async function measureOpenLoop(bench: Bench): Promise<Figures> {
  const svix = await startSvix(bench, 'svix_open_loop');
  const tellers: Record<string, Teller> = {
    plugboard: await tellPlugboard(bench, AUDIENCE),
    ...(svix === undefined ? {} : { svix: await svix.tell(AUDIENCE) }),
  };
  const receiver = await bench.receiver();
  for (const teller of Object.values(tellers)) await warmUpForFew(bench, teller);
  await receiver.measure(true);
  const count = bench.effort.seconds(SECONDS) * EVENTS_A_SECOND;
  const rounds = await pairedRounds<string, Paced>(
    bench.effort,
    Object.fromEntries(
      Object.entries(tellers).map(([name, teller]) => [
        name,
        () => tellPaced(bench, teller, count),
      ]),
    ),
  );
  await receiver.measure(false);
  await svix?.stop();
  const ours = rounds.of.plugboard as Paced[];
  const p50 = `ours p50 ${medianOf(ours, (round) => round.p50).toFixed(1)} ms`;
  const p95 = medianOf(ours, (round) => round.p95);
  return {
    costs: [
      costOf('open loop of 100/s, an event', rounds, 'plugboard'),
      ...(svix === undefined ? [] : [costOf('open loop of 100/s, an event: Svix', rounds, 'svix')]),
    ],
    results: [
      svix === undefined
        ? notMeasured('openLoopLatency', `${NO_SVIX}; ${p50}, p95 ${p95.toFixed(1)} ms`)
        : ratioOf(
            'openLoopLatency',
            rounds,
            { ours: 'plugboard', theirs: 'svix' },
            {
              of: (round) => round.p95,
              written: (value) => `${value.toFixed(1)} ms`,
              note: `; ${p50}`,
            },
          ),
      {
        goal: 'openLoopTime',
        value: medianOf(ours, ({ server, postgres }) => (server + postgres) / 1000),
        detail: `node ${medianOf(ours, ({ server }) => server / 1000).toFixed(1)} ms`,
        isQuiet: rounds.isQuiet,
      },
    ],
  };
}

async function tellPaced(bench: Bench, teller: Teller, count: number): Promise<Paced> {
  const receiver = await bench.receiver();
  await receiver.reset();
  await receiver.delays();
  const end = startMeter(teller.measured);
  await atPace(teller, { events: count, aSecond: EVENTS_A_SECOND });
  await receiver.reached(count);
  await teller.settled();
  const sample = end(count);
  const delays = Object.values(await receiver.delays()).flat();
  return { ...sample, p50: quantile(delays, 0.5), p95: quantile(delays, 0.95) };
}
