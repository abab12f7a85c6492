import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { openDatabase, sql } from '../../src/lib/db.ts';
import { createTestDatabase } from '../support/database.ts';
import { asPlugin, installListener, login } from '../support/plugins.ts';
import { clientOf, spawnServer, startApi } from '../support/processes.ts';
import { startReceiver } from '../support/receiver.ts';
import { waitFor } from '../support/wait-for.ts';
import { EVENT, startLoad } from './load.ts';
import { emitJob } from './one-job.ts';

let env: Record<string, string>;

beforeEach(async () => {
  const database = await createTestDatabase();
  env = { DATABASE_URL: database.url, PLUGBOARD_POLL_MS: '50', PLUGBOARD_LOG_LEVEL: 'debug' };
  return database.drop;
});

function connect() {
  const db = openDatabase({ url: env.DATABASE_URL as string, poolSize: 1 });
  onTestFinished(db.close);
  return db;
}

/** A storage write whose headers the server has read, and whose body is still to come. */
async function acceptedWrite(url: string, token: string): Promise<ClientRequest> {
  const write = request(`${url}/api/v2/plugin-services/storage`, {
    method: 'POST',
    agent: false,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/vnd.api+json',
      expect: '100-continue',
    },
  });
  write.flushHeaders();
  await once(write, 'continue');
  return write;
}

test('SIGTERM under load: accepted requests are answered, deliveries under way recorded, and it exits with 0', async () => {
  const server = await spawnServer(env);
  const client = clientOf(() => server.url);
  const load = await startLoad(client);
  onTestFinished(load.close);
  const token = await login(client, load.install.plugin);
  await load.more(20);
  const held: { job: string; response: ServerResponse }[] = [];
  load.worker.hold((job, response) => held.push({ job, response }));
  await load.more(1);
  await waitFor(() => held.length >= 3, { describe: 'deliveries under way' });
  const writes = await Promise.all(
    Array.from({ length: 20 }, () => acceptedWrite(server.url, token)),
  );

  server.signal('SIGTERM');
  await server.logged(({ msg }) => msg === 'stopping', 'the signal to be noticed');
  const answers = writes.map(async (write, n) => {
    const commands = [{ action: 'set', key: `last/${n}`, value: n }];
    write.end(JSON.stringify({ install_id: load.install.id, commands }));
    const [answer] = (await once(write, 'response')) as [IncomingMessage];
    return { status: answer.statusCode, body: JSON.parse(await text(answer)) };
  });
  const results = await Promise.all(answers);
  expect(results.map(({ status }) => status)).toEqual(Array(20).fill(200));
  const underWay = held.map(({ job }) => job);
  load.worker.hold();
  for (const { response } of held) response.end();
  expect(await server.exited()).toBe(0);
  await load.stop();

  const db = connect();
  const jobs = await db.query(sql`
    select j.status, count(*) filter (where a.status_code = 200)::integer as recorded,
      count(*) filter (where a.stage <> 'answered')::integer as lost
    from jobs j left join lateral (
      select j.first_stage as stage, j.first_status_code as status_code where j.first_stage is not null
      union all select stage, status_code from attempts where install_id = j.install_id and job_id = j.id) a on true
    where j.id = any (${underWay}) group by j.id, j.status`);
  expect(jobs).toEqual(Array(underWay.length).fill({ status: 'done', recorded: 1, lost: 0 }));
  expect(await db.query(sql`select 1 from job_queue where state = 'leased'`)).toEqual([]);
});

test('a worker that stood still past its lease changes nothing when it goes on: the second attempt counts', async () => {
  const receiver = await startReceiver();
  onTestFinished(receiver.close);
  const responses: ServerResponse[] = [];
  receiver.answer = () => (_request, response) => responses.push(response);
  const client = await startApi(env.DATABASE_URL as string);
  const install = await installListener(client, EVENT, `${receiver.url}/hook`);
  const token = await login(client, install.plugin);
  const first = await spawnServer(env, 'worker');
  // It is there, and stands still as well: the first one's request has no time for another to start.
  const second = await spawnServer(env, 'worker');
  second.signal('SIGSTOP');
  const id = await emitJob(client, install);
  await receiver.nth(1);
  first.signal('SIGSTOP');
  // The lease goes by, for this job: the request may take its 30 s all the same, so that its answer is a real one.
  await connect().query(sql`update job_queue set due_at = now() where job_id = ${id}`);
  second.signal('SIGCONT');
  await receiver.nth(2);

  const reply = (who: string) => {
    const storage = [{ action: 'set', key: who, value: who }];
    return JSON.stringify({ message: who, effects: { storage } });
  };
  responses[1]?.end(reply('second'));
  const job = async () => (await client.api('GET', `/platform/v1/jobs/${id}`)).body;
  await waitFor(async () => (await job()).status === 'done', { describe: 'the second attempt' });
  const settled = await job();
  responses[0]?.writeHead(412).end(reply('first'));
  first.signal('SIGCONT');
  await first.logged(
    ({ msg, job, status_code }) => msg === 'attempt' && job === id && status_code === 412,
    'the late answer to arrive',
  );
  // It ends only after it tried to record that.
  first.signal('SIGTERM');
  expect(await first.exited()).toBe(0);

  expect(await job()).toEqual(settled);
  expect(settled).toMatchObject({
    status: 'done',
    status_message: 'second',
    attempts: [
      { number: 1, stage: 'lost' },
      { number: 2, stage: 'answered', status_code: 200 },
    ],
  });
  const commands = [{ action: 'list' }];
  const stored = await asPlugin(client, token, 'POST', '/storage', {
    install_id: install.id,
    commands,
  });
  expect(stored.body.data).toEqual([[{ key: 'second', value: 'second' }]]);
  const [{ headers: one } = {}, { headers: two } = {}] = receiver.requests;
  expect(two?.['webhook-id']).toBe(one?.['webhook-id']);
});
