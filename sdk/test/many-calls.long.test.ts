import { createPlugin } from '@plugboard/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWay, type Way } from './support/way.ts';
import { startWorld, type World } from './support/world.ts';

let world: World;
let way: Way;
beforeAll(async () => {
  world = await startWorld();
  way = await startWay(world.server.url);
});
afterAll(async () => {
  await way.close();
  await world.close();
});

const CALLS = 10_000;
const AT_ONCE = 32;

test('ten thousand storage calls log in once, and share the connections of those that are under way', async () => {
  const { storage } = createPlugin({ ...world.credentials, baseUrl: way.url }).install(
    world.install.id,
  );
  let next = 0;
  const caller = async () => {
    while (next++ < CALLS) await storage.increment('calls');
  };
  await Promise.all(Array.from({ length: AT_ONCE }, caller));
  expect((await storage.get('calls'))?.value).toBe(CALLS);
  const logIns = way.calls.filter((call) => call.includes('/a/auth/'));
  expect(logIns).toHaveLength(1);
  console.log(`${CALLS} calls: ${way.connections} connections, ${logIns.length} log-in`);
  expect(way.connections).toBeLessThanOrEqual(4 * AT_ONCE);
});
