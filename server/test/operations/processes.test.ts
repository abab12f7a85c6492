import { beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/lib/db.ts';
import { addDays, PARTITIONED, partitionDays, selectToday } from '../../src/lib/partitions.ts';
import { holdReplies } from '../delivery/scene.ts';
import { createTestDatabase } from '../support/database.ts';
import { emit, installListener } from '../support/plugins.ts';
import { clientOf, type ServerProcess, spawnServer, startApi } from '../support/processes.ts';
import { startReceiver } from '../support/receiver.ts';
import { send } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

let databaseUrl: string;
beforeAll(async () => {
  const database = await createTestDatabase();
  databaseUrl = database.url;
  return database.drop;
});

const start = (env: Record<string, string> = {}, role: 'all' | 'api' | 'worker' = 'api') =>
  spawnServer({ DATABASE_URL: databaseUrl, ...env }, role);

const readiness = ({ url }: ServerProcess) => send(`${url}/readyz`, 'GET');

async function draining(server: ServerProcess) {
  return waitFor(
    async () => {
      const answer = await readiness(server);
      return answer.status === 503 ? answer : undefined;
    },
    { describe: 'the server not to be ready any more' },
  );
}

test('a server that is told to stop is not ready first, and serves until load balancers have noticed', async () => {
  const server = await start({ PLUGBOARD_DRAIN_SECONDS: '600' });
  expect((await readiness(server)).body).toEqual({ status: 'ready' });
  server.signal('SIGTERM');
  expect((await draining(server)).body).toEqual({
    status: 'not ready',
    check: 'draining',
    reason: 'shutting down',
  });
  const client = clientOf(() => server.url);
  expect((await client.api('POST', '/platform/v1/spaces', { name: 'Late' })).status).toBe(201);
  expect((await send(`${server.url}/healthz`, 'GET')).status).toBe(200);
  server.signal('SIGTERM');
  expect(await server.exited()).toBe(1);
});

test('a server that delivers nothing has the partitions of the next days before it is ready', async () => {
  await start();
  const db = openDatabase({ url: databaseUrl, poolSize: 1 });
  const today = await selectToday(db);
  const days = await Promise.all(PARTITIONED.map((table) => partitionDays(db, table)));
  await db.close();
  const expected = [0, 1, 2, 3].map((ahead) => addDays(today, ahead));
  expect(days).toEqual(PARTITIONED.map(() => expected));
});

test('a server ends by itself when it has drained', async () => {
  const server = await start({ PLUGBOARD_DRAIN_SECONDS: '1' });
  server.signal('SIGTERM');
  expect(await server.exited()).toBe(0);
});

test('a worker that is told to stop is not ready, but alive, until the attempt under way has ended', async () => {
  const client = await startApi(databaseUrl);
  const worker = await start({ PLUGBOARD_DRAIN_SECONDS: '600' }, 'worker');
  const receiver = await startReceiver();
  const gate = holdReplies(receiver);
  const { spaceId } = await installListener(client, 'worker_stopped', receiver.url);
  const { jobs } = await emit(client, spaceId, 'worker_stopped');
  await receiver.nth(1);
  worker.signal('SIGTERM');
  await draining(worker);
  expect((await send(`${worker.url}/healthz`, 'GET')).status).toBe(200);
  gate.open();
  expect(await worker.exited()).toBe(0);
  const job = await client.api('GET', `/platform/v1/jobs/${jobs[0]?.id}`);
  expect(job.body).toMatchObject({ status: 'done', attempts: [{ status_code: 200 }] });
  await receiver.close();
});

test('a server that picked its port names it wherever it names itself', async () => {
  const server = await start({ PUBLIC_URL: '' });
  const url = `http://localhost:${new URL(server.url).port}`;
  expect((await send(`${server.url}/openapi.json`, 'GET')).body.servers).toEqual([{ url }]);
  expect((await send(`${server.url}/schemas/manifest.json`, 'GET')).body.$id).toBe(
    `${url}/schemas/manifest.json`,
  );
});
