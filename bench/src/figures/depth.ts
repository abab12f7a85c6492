import type { Bench } from '../harness/bench.ts';
import { median } from '../harness/rounds.ts';
import { createDeliveryWorld } from './delivery-world.ts';
import type { Result } from './goals.ts';
import { forgetJobs, prepareBacklog } from './queue.ts';

const SHALLOW = 10_000;
const DEEP = 1_000_000;
const MEASURED = 8_000;
const PAYLOAD = JSON.stringify({ note: 'x'.repeat(480), count: 7 });

/** Whether a long queue is a slow one. */
export async function measureDepth(bench: Bench): Promise<Result[]> {
  const { eventName } = await createDeliveryWorld(bench, 'bench.depth');
  await rateAtDepth(bench, eventName, SHALLOW, 1);
  const shallow: number[] = [];
  for (let round = 0; round < 3; round++) {
    shallow.push(...(await rateAtDepth(bench, eventName, SHALLOW, 1)));
  }
  const deep = await rateAtDepth(bench, eventName, DEEP, 4);
  shallow.push(...(await rateAtDepth(bench, eventName, SHALLOW, 1)));
  return [
    {
      goal: 'depth',
      value: median(deep) / median(shallow),
      detail: `${Math.round(median(deep)).toLocaleString('en')}/s ÷ ${Math.round(median(shallow)).toLocaleString('en')}/s`,
    },
  ];
}

/** Jobs a second at the head of a queue of that depth, in so many stretches of 8,000 jobs; what is left is forgotten. */
export async function rateAtDepth(
  bench: Bench,
  eventName: string,
  depth: number,
  stretches: number,
): Promise<number[]> {
  const receiver = await bench.receiver();
  const show = await prepareBacklog(bench.db, {
    eventName,
    jobs: depth,
    events: Math.min(depth, 10_000),
    payload: PAYLOAD,
  });
  await receiver.reset();
  let from = await show();
  const rates: number[] = [];
  for (let stretch = 1; stretch <= stretches; stretch++) {
    const { lastAt } = await receiver.reached(stretch * MEASURED);
    rates.push(MEASURED / ((lastAt - from) / 1000));
    from = lastAt;
  }
  await forgetJobs(bench.db);
  return rates;
}
