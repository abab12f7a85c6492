import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from '../harness/bench.ts';
import { monotonicMs } from '../harness/receiver.ts';
import { quantile } from '../harness/rounds.ts';
import type { Result } from './goals.ts';

const EVENT = 'bench.latency';
const EVENTS = 60;
const WARM_UP = 10;
// Long enough that everything has come to rest: what is measured is one event on an idle server.
const PAUSE_MS = 40;

/** From sending one event until the first byte of its job arrives at the plugin. */
export async function measureLatency(bench: Bench): Promise<Result[]> {
  const platform = await bench.platform();
  const receiver = await bench.receiver();
  await platform.defineEvent(EVENT);
  const plugin = await platform.register('latency', [
    { name: EVENT, url: `${receiver.url}/hook/latency` },
  ]);
  const space = await platform.createSpace('Latency');
  await platform.install(space, plugin.id);
  const delays: number[] = [];
  for (let n = 0; n < WARM_UP + EVENTS; n++) {
    await receiver.reset();
    const sentAt = monotonicMs();
    await platform.call('POST', '/events', { space_id: space, name: EVENT, payload: { n } });
    const { firstAt } = await receiver.reached(1);
    if (n >= WARM_UP) delays.push(firstAt - sentAt);
    await delay(PAUSE_MS);
  }
  return [
    {
      goal: 'latency',
      value: quantile(delays, 0.5),
      detail: `${EVENTS} events; p95 ${quantile(delays, 0.95).toFixed(1)} ms`,
    },
  ];
}
