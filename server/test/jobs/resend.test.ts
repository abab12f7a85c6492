import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { newId } from '../../src/lib/ids.ts';
import { holdReplies, jobIn, openScene } from '../delivery/scene.ts';
import { createTestDatabase } from '../support/database.ts';
import { createGate } from '../support/gate.ts';
import { asPlugin, emit, installPlugin, login, type TestInstall } from '../support/plugins.ts';
import { spawnServer, startApi } from '../support/processes.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

const ENV = { PLUGBOARD_RETRY_SCHEDULE: '0,0.02,0.02,0.02', PLUGBOARD_POLL_MS: '20' };

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ delivery: true, env: ENV });
});
afterAll(() => server.close());

async function open(on = server, manifest: object = {}) {
  const scene = await openScene(on, manifest);
  onTestFinished(scene.receiver.close);
  return scene;
}

const resend = (id: string, headers = {}, on = server) =>
  on.api('POST', `/platform/v1/jobs/${id}/resend`, undefined, headers);

const inQueue = async (id: string, on = server) =>
  (await on.db.query(sql`select 1 from job_queue where job_id = ${id}`)).length > 0;

/** Waits until a job has as many attempts and is not being sent. */
const attempted = (id: string, attempts: number, on = server) =>
  waitFor(
    async () => {
      const job = (await on.api('GET', `/platform/v1/jobs/${id}`)).body;
      return job.delivery === null && job.attempts.length === attempts ? job : undefined;
    },
    { describe: `job ${id} to have ${attempts} attempts, and to be sent no more` },
  );

const failuresOf = async ({ plugin }: TestInstall) => {
  const [endpoint] = (await server.api('GET', `/platform/v1/plugins/${plugin.id}/endpoints`)).body
    .data;
  return endpoint;
};

test('a settled job is sent once more, and its verdict stays', async () => {
  const { receiver, emit: tell } = await open();
  receiver.answer = () => ({ status: 200, body: { message: 'Greeted' } });
  const id = await tell({ identifier: 'vr:entry:19' });
  const before = await jobIn(server, id, 'done', 1);
  receiver.answer = () => ({ status: 412, body: { message: 'Not again', debugInfo: { n: 1.0 } } });
  const answer = await resend(id);
  expect(answer.status, answer.text).toBe(202);
  expect(answer.body).toMatchObject({ id, status: 'done', settled_by: 'plugin' });
  const [first, second] = [await receiver.nth(1), await receiver.nth(2)];
  expect(second.text).toBe(first.text);
  expect(second.headers).toMatchObject({
    'webhook-id': id,
    'plugboard-attempt': '2',
    'plugboard-resend': '1',
  });
  expect(first.headers['plugboard-resend']).toBeUndefined();
  const { attempts, ...after } = await attempted(id, 2);
  expect(after).toEqual({ ...before, attempts: undefined, attempts_total: 2 });
  expect(attempts[1]).toMatchObject({
    number: 2,
    stage: 'answered',
    status_code: 412,
    debug_info: { n: 1 },
    reply_body: expect.stringContaining('Not again'),
  });
  const { body } = await server.api('GET', `/platform/v1/jobs/${id}/attempts/2`);
  expect(body.request).toMatchObject({ exact: true, headers: { 'plugboard-resend': '1' } });
});

test('what the reply asks for is recorded with the attempt, and not done', async () => {
  const { receiver, install, emit: tell } = await open();
  const id = await tell();
  await jobIn(server, id, 'done', 1);
  const reply = {
    attachments: [{ type: 'text', label: 'Twice', value: 'no' }],
    effects: { storage: [{ action: 'set', key: 'k', value: 1 }], config: { changed: true } },
  };
  receiver.answer = () => ({ status: 200, body: reply });
  expect((await resend(id)).status).toBe(202);
  const job = await attempted(id, 2);
  expect(job.attachments).toEqual([]);
  // What a config would become may be a secret, and is not shown in a reply.
  const config = { changed: '••••' };
  const recorded = { ...reply, effects: { ...reply.effects, config } };
  expect(JSON.parse(job.attempts[1].reply_body)).toEqual(recorded);
  const { body } = await server.api('GET', `/platform/v1/installs/${install.id}/config`);
  expect(body.config).toEqual({});
  const items = await server.db.query(sql`
    select 1 from install_storage_items where install_id = ${install.id}`);
  expect(items).toEqual([]);
});

test.each<[string, number, object]>([
  ['500', 500, { stage: 'answered', status_code: 500 }],
  ['202, which accepts nothing', 202, { stage: 'answered', status_code: 202 }],
  ['410, which ends no subscription', 410, { stage: 'answered', status_code: 410 }],
])('there is one attempt, and no trace of it but that: %s', async (_what, status, attempt) => {
  const { receiver, install, emit: tell } = await open();
  const id = await tell();
  const before = await jobIn(server, id, 'done', 1);
  const health = await failuresOf(install);
  receiver.answer = () => status;
  await resend(id);
  const { attempts, ...after } = await attempted(id, 2);
  expect(after).toEqual({ ...before, attempts: undefined, attempts_total: 2 });
  expect(attempts[1]).toMatchObject(attempt);
  expect(await failuresOf(install)).toEqual(health);
  // It is over: the next one is another.
  receiver.answer = () => 200;
  expect((await resend(id)).status).toBe(202);
  await attempted(id, 3);
  expect(receiver.requests).toHaveLength(3);
});

test('an endpoint that answers one is well again', async () => {
  const { receiver, install, emit: tell } = await open();
  const id = await tell();
  await jobIn(server, id, 'done', 1);
  receiver.answer = () => 500;
  await jobIn(server, await tell(), 'failed', 4);
  expect(await failuresOf(install)).toMatchObject({ failures: 4 });
  receiver.answer = () => 200;
  await resend(id);
  await attempted(id, 2);
  expect(await failuresOf(install)).toMatchObject({ failures: 0, failing_since: null });
});

test('it goes outside its lane, and holds up nobody in it', async () => {
  const { receiver, emit: tell } = await open();
  const fields = { identifier: 'vr:entry:19' };
  const id = await tell(fields);
  await jobIn(server, id, 'done', 1);
  const gate = createGate();
  receiver.answer = ({ headers }) =>
    headers['plugboard-resend'] === '1'
      ? async (_request, response) => {
          await gate.passed;
          response.end();
        }
      : 200;
  await resend(id);
  await receiver.nth(2);
  await jobIn(server, await tell(fields), 'done', 1);
  expect(await inQueue(id)).toBe(true);
  gate.open();
  await attempted(id, 2);
});

test('while one is on its way another is refused, however many ask at once', async () => {
  const { receiver, emit: tell } = await open();
  const id = await tell();
  await jobIn(server, id, 'done', 1);
  const gate = holdReplies(receiver);
  const answers = await Promise.all(Array.from({ length: 12 }, () => resend(id)));
  expect(answers.map(({ status }) => status).sort()).toEqual([202, ...Array(11).fill(409)]);
  expect(answers.find(({ status }) => status === 409)?.body.code).toBe('wrong_state');
  await receiver.nth(2);
  expect((await resend(id)).body.code).toBe('wrong_state');
  gate.open();
  await attempted(id, 2);
  expect(receiver.requests).toHaveLength(2);
});

test('with an Idempotency-Key it is asked for once', async () => {
  const { receiver, emit: tell } = await open();
  const id = await tell();
  await jobIn(server, id, 'done', 1);
  const key = { 'idempotency-key': newId() };
  const first = await resend(id, key);
  await attempted(id, 2);
  const second = await resend(id, key);
  expect([second.status, second.text]).toEqual([202, first.text]);
  expect(await inQueue(id)).toBe(false);
  expect(receiver.requests).toHaveLength(2);
});

test('a job that its plugin has not settled is refused, and one that there is not', async () => {
  const { receiver, install, event, emit: tell } = await open();
  receiver.answer = () => 500;
  const failed = await tell();
  await jobIn(server, failed, 'failed', 4);
  receiver.answer = () => 202;
  const ongoing = await tell();
  await jobIn(server, ongoing, 'ongoing', 1);
  const path = `/platform/v1/plugins/${install.plugin.id}/endpoints/${event}/disable`;
  expect((await server.api('POST', path)).status).toBe(200);
  const parked = await tell();
  for (const id of [failed, ongoing, parked]) {
    const { status, body } = await resend(id);
    expect([status, body.code]).toEqual([409, 'wrong_state']);
  }
  expect((await resend(newId())).body.code).toBe('job_not_found');
  expect((await resend('x')).body.code).toBe('job_not_found');
});

test('a plugin that may not be called is not, and one that was reinstalled is told nothing of before', async () => {
  const { install, emit: tell } = await open();
  const id = await tell();
  await jobIn(server, id, 'done', 1);
  const plugin = `/platform/v1/plugins/${install.plugin.id}`;
  const installed = `/platform/v1/installs/${install.id}`;
  await server.api('POST', `${plugin}/suspend`, {});
  expect((await resend(id)).body.code).toBe('plugin_suspended');
  await server.api('POST', `${plugin}/resume`);
  await server.api('POST', `${installed}/suspend`);
  expect((await resend(id)).body).toMatchObject({ code: 'wrong_state', status: 409 });
  await server.api('POST', `${installed}/resume`);
  await server.api('DELETE', installed);
  expect((await resend(id)).body).toMatchObject({ code: 'wrong_state', status: 409 });
  await installPlugin(server, install.plugin, install.spaceId);
  const refused = await resend(id);
  expect(refused.body).toMatchObject({ code: 'wrong_state', status: 409 });
  expect(refused.body.detail).toContain('reinstalled');
  expect(await inQueue(id)).toBe(false);
});

test('while its endpoint is disabled it is refused, and costs none of the times that it may be sent', async () => {
  const { install, event, emit: tell } = await open();
  const id = await tell();
  await jobIn(server, id, 'done', 1);
  const endpoint = `/platform/v1/plugins/${install.plugin.id}/endpoints/${event}`;
  await server.api('POST', `${endpoint}/disable`);
  const refused = await resend(id);
  expect(refused.body).toMatchObject({ code: 'wrong_state', status: 409 });
  expect(refused.body.detail).toContain('disabled');
  expect(await server.db.query(sql`select resends from jobs where id = ${id}`)).toEqual([
    { resends: null },
  ]);
  await server.api('POST', `${endpoint}/enable`);
  expect((await resend(id)).status).toBe(202);
  await attempted(id, 2);
});

test('the plugin may change the job meanwhile as any that is settled, and it is sent all the same', async () => {
  const { receiver, install, emit: tell } = await open();
  const id = await tell();
  await jobIn(server, id, 'done', 1);
  const gate = holdReplies(receiver);
  await resend(id);
  await receiver.nth(2);
  const token = await login(server, install.plugin);
  const patch = (body: object) => asPlugin(server, token, 'PATCH', `/jobs/${id}`, body);
  const attachments = [{ type: 'text', label: 'Late', value: 'yes' }];
  expect((await patch({ status: 'done', attachments })).status).toBe(200);
  expect((await patch({ status: 'failed' })).status).toBe(409);
  expect(await inQueue(id)).toBe(true);
  gate.open();
  const job = await attempted(id, 2);
  expect(job).toMatchObject({ status: 'done', attachments });
});

test('one that waits when its worker stops is sent by the next', async () => {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const env = { ...ENV, PLUGBOARD_ENDPOINT_CONCURRENCY: '1' };
  const first = await startTestServer({ delivery: true, env, database });
  const { receiver, install, event, emit: tell } = await open(first);
  const id = await tell();
  await jobIn(first, id, 'done', 1);
  const gate = holdReplies(receiver);
  await emit(first, install.spaceId, event);
  await receiver.nth(2);
  await resend(id, {}, first);
  await waitFor(
    async () =>
      (await first.db.query(sql`select 1 from job_queue where state = 'leased'`)).length === 2,
    { describe: 'the worker to hold both' },
  );
  const closing = first.close();
  gate.open();
  await closing;
  receiver.answer = () => 200;
  const second = await startTestServer({ delivery: true, env, database });
  onTestFinished(second.close);
  const job = await attempted(id, 2, second);
  expect(job).toMatchObject({
    status: 'done',
    attempts: [{ number: 1 }, { number: 2, stage: 'answered' }],
  });
  expect((await receiver.nth(3)).headers['plugboard-resend']).toBe('1');
});

test('one whose worker is killed is sent again, once', async () => {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const env = {
    DATABASE_URL: database.url,
    PLUGBOARD_LEASE_SECONDS: '600',
    PLUGBOARD_RETRY_SCHEDULE: '0',
  };
  const api = await startApi(database.url);
  const { receiver, emit: tell } = await open(api);
  const workers = [await spawnServer(env, 'worker')];
  const id = await tell();
  await jobIn(api, id, 'done', 1);
  receiver.answer = () => () => undefined;
  await resend(id, {}, api);
  for (const killed of [1, 2]) {
    await receiver.nth(1 + killed);
    workers.at(-1)?.signal('SIGKILL');
    await workers.at(-1)?.exited();
    workers.push(await spawnServer(env, 'worker'));
  }
  const job = await attempted(id, 3, api);
  expect(job).toMatchObject({
    status: 'done',
    settled_by: 'plugin',
    attempts: [{ stage: 'answered' }, { stage: 'lost' }, { stage: 'lost' }],
  });
  expect(receiver.requests).toHaveLength(3);
});
