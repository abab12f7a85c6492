import { beforeAll, expect, test } from 'vitest';
import { createGate } from '../support/gate.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { outcomes, publishLater, rollOut, rollOutScene, type Scene, until } from './scene.ts';

const ASKED_AT_ONCE = 20;
const PLACES = 8;

let server: TestServer;
let receiver: Receiver;
beforeAll(async () => {
  server = await startTestServer({
    delivery: true,
    env: { PLUGBOARD_POLL_MS: '20', PLUGBOARD_ROUTE_TIMEOUT_MS: '30000' },
  });
  receiver = await startReceiver();
  return async () => {
    await server.close();
    await receiver.close();
  };
});

async function openScene(installs: number, path: string): Promise<[Scene, number]> {
  const scene = await rollOutScene(server, installs, {}, { greeting: 'Hello' });
  return [scene, await publishLater(scene, { migration_url: `${receiver.url}/${path}` })];
}

test('plugins that never answer take all places of a process, and still another one has its turn', async () => {
  const [first, second] = [createGate(), createGate()];
  const asked = new Map<string, number>();
  receiver.answer =
    ({ path }) =>
    async (_request, response) => {
      const times = (asked.get(path) ?? 0) + 1;
      asked.set(path, times);
      await (times > ASKED_AT_ONCE ? second.passed : first.passed);
      response.end('{"migrated":true}');
    };
  const slow: [Scene, number][] = [];
  for (let n = 0; n < PLACES; n++) slow.push(await openScene(ASKED_AT_ONCE + 1, `slow-${n}`));
  const rollOuts = [];
  for (const [scene, release] of slow)
    rollOuts.push(await rollOut(scene, release, { percent: 100 }));
  await waitFor(() => asked.size === PLACES, { describe: 'all places to be taken' });
  const honest = await rollOutScene(server, 1);
  const release = await publishLater(honest, { intro: 'New' });
  const begun = await rollOut(honest, release, { percent: 100 });
  first.open();
  await until(honest, begun, 'done');
  // Nobody's time is over by then.
  for (const [n, [scene]] of slow.entries())
    expect(await outcomes(scene, rollOuts[n]?.body.id, 'failed')).toEqual([]);
  second.open();
  for (const [n, [scene]] of slow.entries()) await until(scene, rollOuts[n] as never, 'done');
});
