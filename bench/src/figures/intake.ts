import type { Bench } from '../harness/bench.ts';
import { many } from '../harness/platform.ts';
import { median } from '../harness/rounds.ts';
import { httpRequest, runLoad } from '../load/http-load.ts';
import type { Result } from './goals.ts';
import { forgetJobs } from './queue.ts';

const SPACES = 10;
const BATCH = 100;
const CONNECTIONS = 8;
const ROUNDS = 5;
const SECONDS = 2;
const VARIANTS = 20;
const EVENT = 'bench.intake';

/** Events taken in by batches, each for one subscriber, on a server that does not deliver meanwhile. */
export async function measureIntake(bench: Bench): Promise<Result[]> {
  const server = await bench.ownServer({ role: 'api' });
  const platform = await bench.platform(server);
  await platform.defineEvent(EVENT);
  const { id: plugin } = await platform.register('intake', [
    { name: EVENT, url: 'http://127.0.0.1:49151/never' },
  ]);
  const spaces = await many(SPACES, (n) => platform.createSpace(`Intake ${n}`));
  await many(SPACES, (n) => platform.install(spaces[n] as number, plugin));
  const requests = Array.from({ length: VARIANTS }, (_, n) =>
    batchRequest(server.hostKey, spaces, n),
  );
  const load = (seconds: number) =>
    runLoad({ url: server.url, requests, connections: CONNECTIONS, seconds });
  await load(1);
  await forgetJobs(bench.db);
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    rates.push((await load(SECONDS)).rate * BATCH);
    await forgetJobs(bench.db);
  }
  await platform.close();
  await server.stop();
  return [
    {
      goal: 'intake',
      value: median(rates),
      detail: `1 KB payloads, ${CONNECTIONS} connections, ${ROUNDS} rounds`,
    },
  ];
}

function batchRequest(hostKey: string, spaces: number[], variant: number): Buffer {
  const events = Array.from({ length: BATCH }, (_, n) => ({
    space_id: spaces[n % spaces.length],
    name: EVENT,
    identifier: `record:${variant}:${n}`,
    payload: { note: 'x'.repeat(980), count: n },
  }));
  return httpRequest({
    path: '/platform/v1/events/batch',
    headers: { authorization: `Bearer ${hostKey}` },
    body: JSON.stringify({ events }),
  });
}
