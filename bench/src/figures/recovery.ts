import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from '../harness/bench.ts';
import { inStretch, type Stretch } from '../harness/meter.ts';
import { many } from '../harness/platform.ts';
import { medianOf, pairedRounds } from '../harness/rounds.ts';
import type { Site } from '../harness/site.ts';
import { forgetJobs, queueEmpty } from './backlog.ts';
import { createDeliveryWorld, type DeliveryWorld } from './delivery-world.ts';
import type { Figures } from './results.ts';

const EVENTS = 4000;
const BATCH = 100;
const GIVE_UP_AFTER_MS = 180_000;

interface Recovery extends Stretch {
  /** Seconds from "ready" of the server that came after until everything acknowledged was delivered. */
  seconds: number;
  acknowledged: number;
}

/** A server that is killed while it takes in and delivers, and how long after the next one is ready nothing is owed any more. */
export async function measureRecovery(bench: Bench): Promise<Figures> {
  const site = await bench.site('recovery');
  const world = await createDeliveryWorld(bench, site.platform, 'bench.recovery');
  const events = bench.effort.count(EVENTS);
  const rounds = await pairedRounds<'killed', Recovery>(bench.effort, {
    killed: () => inStretch(() => killAndRecover(bench, site, world, events)),
  });
  await site.close();
  const acknowledged = medianOf(rounds.of.killed, (round) => round.acknowledged);
  return {
    costs: [],
    results: [
      {
        goal: 'recovery',
        value: medianOf(rounds.of.killed, ({ seconds }) => seconds),
        detail: `killed when a third of ${events.toLocaleString('en')} had come, ${acknowledged.toLocaleString('en')} acknowledged`,
        isQuiet: rounds.isQuiet,
      },
    ],
  };
}

async function killAndRecover(bench: Bench, site: Site, world: DeliveryWorld, events: number) {
  const receiver = await bench.receiver();
  await receiver.collect(true);
  await receiver.reset();
  const first = await site.start('all');
  const told = tell(site, first.url, world, events);
  await receiver.reached(Math.ceil(events / 3));
  await first.kill();
  const acknowledged = await told;
  const second = await site.start('all');
  const readyAt = performance.now();
  while ((await receiver.missing(acknowledged)) > 0) {
    if (performance.now() - readyAt > GIVE_UP_AFTER_MS) throw new Error('Deliveries were lost');
    await delay(20);
  }
  const seconds = (performance.now() - readyAt) / 1000;
  // What was stored and not acknowledged, because the answer was lost, is delivered too; nobody waits for it.
  await queueEmpty(site.db);
  await second.stop();
  await receiver.collect(false);
  await forgetJobs(site.db);
  return { seconds, acknowledged: acknowledged.length };
}

/** Answers the numbers of the events that were acknowledged before the server went. */
async function tell(
  { api }: Site,
  url: string,
  { eventName, spaces }: DeliveryWorld,
  count: number,
): Promise<number[]> {
  const headers = {
    authorization: `Bearer ${api.hostKey}`,
    'content-type': 'application/json',
  };
  const batches = await many(Math.ceil(count / BATCH), async (batch) => {
    const numbers = Array.from({ length: BATCH }, (_, index) => batch * BATCH + index);
    const events = numbers.map((n) => ({
      space_id: spaces[n % spaces.length],
      name: eventName,
      identifier: `record:${n}`,
      payload: { n, note: 'x'.repeat(480) },
    }));
    const body = JSON.stringify({ events });
    const answer = await fetch(`${url}/platform/v1/events/batch`, {
      method: 'POST',
      headers,
      body,
    }).catch(() => undefined);
    return answer?.status === 202 ? numbers : [];
  });
  return batches.flat();
}
