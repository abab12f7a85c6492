import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../src/lib/db.ts';
import { endConnections } from '../support/database.ts';
import { startFaultyWay } from '../support/faulty-way.ts';
import { installListener } from '../support/plugins.ts';
import { clientOf, spawnServer, startApi } from '../support/processes.ts';
import { startReceiver } from '../support/receiver.ts';
import { waitFor } from '../support/wait-for.ts';
import { audit, NOTHING_WRONG } from './audit.ts';
import { EVENT, sharedDatabase, startLoad } from './load.ts';
import { emitJob } from './one-job.ts';

test('all database connections, terminated again and again under load: it serves on, and nothing is lost', async () => {
  const env = await sharedDatabase();
  const db = openDatabase({ url: env.DATABASE_URL as string, poolSize: 1 });
  onTestFinished(db.close);
  const server = await spawnServer(env);
  const client = clientOf(() => server.url);
  const load = await startLoad(client);
  onTestFinished(load.close);

  let terminated = 0;
  for (const moment of [
    'write acknowledged',
    'event acknowledged',
    'request received',
    'request answered',
    'retry asked for',
  ] as const) {
    const ended: Promise<number>[] = [];
    await load.atNth(moment, 3, () => ended.push(endConnections(db)));
    for (const count of await Promise.all(ended)) terminated += count;
    await load.more(20);
  }
  // The listener's and at least one that worked, each time.
  expect(terminated).toBeGreaterThanOrEqual(10);
  expect(await audit(client, load)).toEqual(NOTHING_WRONG);
  expect(load.ledger.refusals.filter((status) => status !== 503)).toEqual([]);
  expect(load.ledger.lostConnections).toBe(0);
});

test('a worker that hears no notification delivers all the same, by polling', async () => {
  const env = await sharedDatabase();
  const receiver = await startReceiver();
  onTestFinished(receiver.close);
  const client = await startApi(env.DATABASE_URL as string);
  const install = await installListener(client, EVENT, `${receiver.url}/hook`);
  const way = await startFaultyWay(env.DATABASE_URL as string);
  onTestFinished(way.close);
  const worker = await spawnServer({ ...env, PLUGBOARD_DATABASE_DIRECT_URL: way.url }, 'worker');
  way.deafen();

  const id = await emitJob(client, install);
  await waitFor(() => way.swallowed() > 0, { describe: 'a notification to be swallowed' });
  expect((await receiver.nth(1)).body.meta.job.id).toBe(id);
  expect(worker.running()).toBe(true);
});
