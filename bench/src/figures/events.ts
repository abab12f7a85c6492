import type { Bench } from '../harness/bench.ts';
import { type Sample, startMeter } from '../harness/meter.ts';
import { pairedRounds, type Rounds } from '../harness/rounds.ts';
import { sendRequests } from '../load/http-load.ts';
import { httpRequest } from '../load/http-request.ts';
import { NO_OUTPOST } from './intake.ts';
import { type Cost, costOf, type Figures, notMeasured, perSecond, rateRatio } from './results.ts';
import { NO_SVIX, type Svix, startSvix } from './svix.ts';
import { type Audience, type Teller, tellPlugboard } from './teller.ts';

const CONNECTIONS = 32;
const WARM_UP = 500;
const SINGLES = 3000;
const FAN_OUTS = 500;

// Ten endpoints in both: the concurrency of one is not what is measured.
const ONE_EACH: Audience = { name: 'single', spaces: 10, listeners: 1 };
const TEN_AT_ONCE: Audience = { name: 'fanout', spaces: 1, listeners: 10 };

/** Single events that one plugin hears, or ten, from the first request until the last result; beside Svix where it is. */
export async function measureEvents(bench: Bench): Promise<Figures> {
  const svix = await startSvix(bench, 'svix_events');
  const single = await race(bench, svix, ONE_EACH, SINGLES);
  const fanOut = await race(bench, svix, TEN_AT_ONCE, FAN_OUTS);
  await svix?.stop();
  const pair = { ours: 'plugboard', theirs: 'svix' } as const;
  const singleCosts = costsOf('single event, taken in and delivered', single);
  const fanOutCosts = costsOf('fan-out to ten, a delivery', fanOut);
  const ours = (costs: Cost[]) => `ours ${perSecond(costs[0]?.rate ?? Number.NaN)}`;
  return {
    costs: [...singleCosts, ...fanOutCosts],
    results: [
      svix === undefined
        ? notMeasured('deliverySvix', `${NO_SVIX}; ${ours(singleCosts)}`)
        : rateRatio('deliverySvix', single, pair),
      notMeasured('deliveryOutpost', NO_OUTPOST),
      svix === undefined
        ? notMeasured('fanOut', `${NO_SVIX}; ${ours(fanOutCosts)}`)
        : rateRatio('fanOut', fanOut, pair),
    ],
  };
}

type Race = Rounds<string, Sample>;

const costsOf = (operation: string, rounds: Race): Cost[] => [
  costOf(operation, rounds, 'plugboard'),
  ...('svix' in rounds.of ? [costOf(`${operation}: Svix`, rounds, 'svix')] : []),
];

async function race(
  bench: Bench,
  svix: Svix | undefined,
  audience: Audience,
  events: number,
): Promise<Race> {
  const tellers: Record<string, Teller> = {
    plugboard: await tellPlugboard(bench, audience),
    ...(svix === undefined ? {} : { svix: await svix.tell(audience) }),
  };
  const count = bench.effort.count(events);
  for (const teller of Object.values(tellers)) {
    await tellAll(bench, teller, audience, bench.effort.count(WARM_UP));
  }
  return pairedRounds<string, Sample>(
    bench.effort,
    Object.fromEntries(
      Object.entries(tellers).map(([name, teller]) => [
        name,
        () => tellAll(bench, teller, audience, count),
      ]),
    ),
  );
}

/** By count and not by seconds, so by our own loader: its time counts for nobody. */
async function tellAll(
  bench: Bench,
  teller: Teller,
  { listeners }: Audience,
  events: number,
): Promise<Sample> {
  const receiver = await bench.receiver();
  await receiver.reset();
  const payload = { note: 'x'.repeat(900) };
  const requests = Array.from({ length: events }, (_, n) =>
    httpRequest(teller.request(n, payload)),
  );
  const end = startMeter(teller.measured);
  await sendRequests({ url: teller.url, requests, connections: CONNECTIONS }, events);
  await receiver.reached(events * listeners);
  await teller.settled();
  return end(events * listeners);
}
