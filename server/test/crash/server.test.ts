import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { createTestDatabase } from '../support/database.ts';
import { clientOf, type ServerProcess, spawnServer } from '../support/processes.ts';
import { QUICK_LEASES, startLoad } from './load.ts';

let env: Record<string, string>;

beforeEach(async () => {
  const database = await createTestDatabase();
  env = { ...QUICK_LEASES, DATABASE_URL: database.url };
  return database.drop;
});

async function loadOn(url: () => string) {
  const load = await startLoad(clientOf(url));
  onTestFinished(load.close);
  return load;
}

async function kill(server: ServerProcess): Promise<void> {
  server.signal('SIGKILL');
  expect(await server.exited()).toBe('SIGKILL');
}

test('a server killed three times under load has lost nothing it acknowledged', async () => {
  let server = await spawnServer(env);
  const load = await loadOn(() => server.url);
  for (let times = 0; times < 3; times++) {
    await load.more(50);
    await load.whileDelivering(() => kill(server));
    server = await spawnServer(env);
  }
  await load.more(50);
  await load.stop();
  await load.expectNothingLost();
  expect(load.refusals).toEqual([]);
});

test('a worker killed three times under load leaves no job undone, and requests are served meanwhile', async () => {
  const api = await spawnServer(env, 'api');
  let worker = await spawnServer(env, 'worker');
  const load = await loadOn(() => api.url);
  for (let times = 0; times < 3; times++) {
    await load.more(50);
    await load.whileDelivering(() => kill(worker));
    await load.more(50);
    worker = await spawnServer(env, 'worker');
  }
  await load.stop();
  await load.expectNothingLost();
  expect(load.refusals).toEqual([]);
});
