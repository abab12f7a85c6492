import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Bench } from '../harness/bench.ts';
import { COMMITS, timeCommits } from '../harness/commits.ts';
import { inStretch, type Stretch } from '../harness/meter.ts';
import { monotonicMs } from '../harness/receiver.ts';
import { medianOf, pairedRounds, quantile } from '../harness/rounds.ts';
import { warmUpForFew } from './pace.ts';
import { type Figures, ratioOf } from './results.ts';
import { type Teller, tellPlugboard } from './teller.ts';

const EVENTS = 40;
// Long enough that everything has come to rest: what is measured is one event on an idle server.
const PAUSE_MS = 40;

interface Times extends Stretch {
  /** Milliseconds. */
  p50: number;
  p95: number;
}

/** From sending one event until the first byte of its job arrives at the plugin, against the commits that it needs at least. */
export async function measureLatency(bench: Bench): Promise<Figures> {
  const teller = await tellPlugboard(bench, { name: 'latency', spaces: 1, listeners: 1 });
  const pool = new Pool(teller.url, { connections: 1 });
  const events = bench.effort.count(EVENTS);
  await warmUpForFew(bench, teller);
  const commits = (count: number, pauseMs?: number) => () =>
    inStretch(async () => {
      const p50 = await timeCommits(bench.databaseUrl, count, pauseMs);
      return { p50, p95: Number.NaN };
    });
  const rounds = await pairedRounds<'event' | 'commit' | 'idleCommit', Times>(bench.effort, {
    event: () => inStretch(() => timeEvents(bench, pool, teller, events)),
    commit: commits(bench.effort.count(COMMITS)),
    // What the first of them costs when nothing was done for as long as between the events.
    idleCommit: commits(events, PAUSE_MS),
  });
  await pool.close();
  const p95 = medianOf(rounds.of.event, (round) => round.p95);
  const idleCommit = medianOf(rounds.of.idleCommit, (round) => round.p50);
  return {
    costs: [],
    results: [
      ratioOf(
        'latency',
        rounds,
        { ours: 'event', theirs: 'commit' },
        {
          of: ({ p50 }) => p50,
          written: (value) => `${value.toFixed(2)} ms`,
          note: `; p95 ${p95.toFixed(1)} ms; a commit after as long a pause ${idleCommit.toFixed(2)} ms`,
        },
      ),
    ],
  };
}

async function timeEvents(bench: Bench, pool: Pool, teller: Teller, count: number) {
  const receiver = await bench.receiver();
  const delays: number[] = [];
  for (let n = 0; n < count; n++) {
    await receiver.reset();
    const { path, headers, body } = teller.request(n, { n });
    const sentAt = monotonicMs();
    const response = await pool.request({
      method: 'POST',
      path,
      headers: { ...headers, 'content-type': 'application/json' },
      body,
    });
    await response.body.dump();
    const { firstAt } = await receiver.reached(1);
    delays.push(firstAt - sentAt);
    await delay(PAUSE_MS);
  }
  return { p50: quantile(delays, 0.5), p95: quantile(delays, 0.95) };
}
