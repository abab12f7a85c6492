import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { openDatabase, sql } from '../../src/lib/db.ts';
import { createLogger } from '../../src/log.ts';
import { startServer } from '../../src/server.ts';
import { createTestDatabase } from '../support/database.ts';
import { asPlugin, emit, installListener, login } from '../support/plugins.ts';
import { clientOf } from '../support/processes.ts';
import { startReceiver } from '../support/receiver.ts';
import { PATIENT, TEST_SECRET_KEY } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

/** A process that does nothing of itself for a minute: it looks for due jobs as seldom as it can, and after no rows. */
async function startUnmaintained() {
  const database = await createTestDatabase();
  const db = openDatabase({ url: database.url, poolSize: 1 });
  const client = clientOf(() => server.url);
  const config = readConfig({
    PORT: '0',
    PLUGBOARD_HOST_KEY: client.hostKey,
    PLUGBOARD_SECRET_KEY: TEST_SECRET_KEY,
    PLUGBOARD_ALLOW_PRIVATE_NETWORK: 'on',
    PLUGBOARD_RETRY_SCHEDULE: '0,86400',
    PLUGBOARD_POLL_MS: '60000',
    PLUGBOARD_DRAIN_SECONDS: '0',
    ...PATIENT,
  });
  const server = await startServer({
    config,
    databaseUrl: database.url,
    role: 'all',
    log: createLogger('silent'),
    isMaintained: false,
  });
  onTestFinished(async () => {
    await server.close();
    await db.close();
    await database.drop();
  });
  return { server, db, client };
}

test('a process that is told that time has passed believes no token that is over by then, and has removed it', async () => {
  const { server, db, client } = await startUnmaintained();
  const { id, plugin } = await installListener(client, 'visit', 'http://plugin.test/visit');
  const token = await login(client, plugin);
  const read = () => {
    const commands = [{ action: 'get', key: 'one' }];
    return asPlugin(client, token, 'POST', '/storage', { install_id: id, commands });
  };
  expect((await read()).status).toBe(200);
  await db.query(sql`update tokens set expires_at = expires_at - interval '10 years'`);
  await server.catchUp();
  expect(await db.query(sql`select 1 from tokens`)).toEqual([]);
  expect((await read()).status).toBe(401);
});

test('a process that is told that time has passed tries again what is due by then', async () => {
  const { server, db, client } = await startUnmaintained();
  const receiver = await startReceiver(503);
  onTestFinished(() => receiver.close());
  const { spaceId } = await installListener(client, 'visit', receiver.url);
  const { jobs } = await emit(client, spaceId, 'visit');
  const scheduled = () => db.query(sql`select 1 from job_queue where state = 'scheduled'`);
  await waitFor(async () => (await scheduled()).length === 1, {
    describe: 'the second attempt to be scheduled',
  });
  receiver.answer = () => 200;
  // A day is spread by a fifth, either way.
  await db.query(sql`update job_queue set due_at = due_at - interval '2 days'`);
  await server.catchUp();
  // At once, and not with the next look of a minute later.
  expect(await scheduled()).toEqual([]);
  const isDone = async () =>
    (await client.api('GET', `/platform/v1/jobs/${jobs[0]?.id}`)).body.status === 'done';
  await waitFor(isDone, { describe: 'the job to be done' });
  expect(receiver.requests).toHaveLength(2);
});
