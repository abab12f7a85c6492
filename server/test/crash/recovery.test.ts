import type { ServerResponse } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase, sql } from '../../src/lib/db.ts';
import { createTestDatabase } from '../support/database.ts';
import { installListener } from '../support/plugins.ts';
import { clientOf, spawnServer } from '../support/processes.ts';
import { startReceiver } from '../support/receiver.ts';
import { waitFor } from '../support/wait-for.ts';
import { EVENT } from './load.ts';
import { emitJob } from './one-job.ts';

const JOBS = 30;

/** A server whose leases end in ten minutes, for which nothing here waits, and a plugin that it delivers to. */
async function startScene() {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const env = {
    DATABASE_URL: database.url,
    PLUGBOARD_LEASE_SECONDS: '600',
    PLUGBOARD_ATTEMPT_TIMEOUT_MS: '30000',
  };
  const receiver = await startReceiver();
  onTestFinished(receiver.close);
  const db = openDatabase({ url: database.url, poolSize: 1 });
  onTestFinished(db.close);
  const first = await spawnServer(env);
  const client = clientOf(() => first.url);
  const install = await installListener(client, EVENT, `${receiver.url}/hook`);
  return { env, db, receiver, first, client, install };
}

test('what a killed process held is taken over long before its leases end, and its successor is the only worker', async () => {
  const { env, db, receiver, first, client, install } = await startScene();
  receiver.answer = () => () => undefined;
  const ids = await Promise.all(Array.from({ length: JOBS }, () => emitJob(client, install)));
  await receiver.nth(1);
  expect(await db.query(sql`select 1 from job_queue where state = 'leased'`)).toHaveLength(JOBS);
  first.signal('SIGKILL');
  expect(await first.exited()).toBe('SIGKILL');

  receiver.answer = () => 200;
  const second = await spawnServer(env);
  await waitFor(async () => (await db.query(sql`select 1 from job_queue`)).length === 0, {
    describe: 'all jobs to be delivered',
  });
  const successor = clientOf(() => second.url);
  for (const id of ids) {
    const { body } = await successor.api('GET', `/platform/v1/jobs/${id}`);
    expect(body).toMatchObject({
      status: 'done',
      attempts: [
        { number: 1, stage: 'lost' },
        { number: 2, stage: 'answered' },
      ],
    });
  }
  expect(await db.query(sql`select 1 from workers`)).toHaveLength(1);
});

test('a worker that is there is left alone, however slow its plugin is', async () => {
  const { env, db, receiver, client, install } = await startScene();
  let isMissed = false;
  const held: ServerResponse[] = [];
  receiver.answer = () => (_request, response) => (isMissed ? response.end() : held.push(response));
  const id = await emitJob(client, install);
  await receiver.nth(1);
  const second = await spawnServer(env, 'worker');
  // A third one, which is killed, shows that the second one has looked for long enough.
  const third = await spawnServer(env, 'worker');
  third.signal('SIGKILL');
  await third.exited();
  await waitFor(async () => (await db.query(sql`select 1 from workers`)).length === 2, {
    describe: 'the killed worker to be missed',
  });
  isMissed = true;
  for (const response of held) response.end();
  await waitFor(async () => (await db.query(sql`select 1 from job_queue`)).length === 0, {
    describe: 'the job to be settled',
  });
  // On a slow machine the first attempt may have run out of time, as it does anywhere.
  const { attempts } = (await client.api('GET', `/platform/v1/jobs/${id}`)).body;
  expect(attempts.map(({ stage }: { stage: string }) => stage)).not.toContain('lost');
  expect(second.running()).toBe(true);
});
