import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Bench } from '../harness/bench.ts';
import { monotonicMs } from '../harness/receiver.ts';
import type { Teller } from './teller.ts';

/** How many events, and how fast. */
export interface Pace {
  events: number;
  aSecond: number;
}

// So many that one is free for every event in time, unless the server is seconds behind.
const CONNECTIONS = 64;
const NOTE = 'x'.repeat(900);

/** Tells events at a steady pace, whatever the answers do: a slow server must not be asked for less. Each says when it was sent. */
export async function atPace(teller: Teller, { events, aSecond }: Pace): Promise<void> {
  const pool = new Pool(teller.url, { connections: CONNECTIONS });
  const answers: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let n = 0; n < events; n++) {
    await delay(Math.max(0, startedAt + (n * 1000) / aSecond - performance.now()));
    answers.push(tellOne(pool, teller, n));
  }
  await Promise.all(answers);
  await pool.close();
}

const WARM_UP: Pace = { events: 3000, aSecond: 500 };

/** Before few events are measured, and faster than they come: what runs a hundred times a second is compiled only after a while. */
export async function warmUpForFew(bench: Bench, teller: Teller): Promise<void> {
  const receiver = await bench.receiver();
  const events = bench.effort.count(WARM_UP.events);
  await receiver.reset();
  await atPace(teller, { ...WARM_UP, events });
  await receiver.reached(events);
  await teller.settled();
}

async function tellOne(pool: Pool, teller: Teller, n: number): Promise<void> {
  const payload = { sent_at: monotonicMs(), note: NOTE };
  const { path, headers, body } = teller.request(n, payload);
  const response = await pool.request({
    method: 'POST',
    path,
    headers: { ...headers, 'content-type': 'application/json' },
    body,
  });
  const text = await response.body.text();
  if (response.statusCode >= 300) {
    throw new Error(`${path} answered ${response.statusCode}: ${text}`);
  }
}
