import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  asPlugin,
  emit,
  installListener,
  login,
  registerPlugin,
  type TestInstall,
} from '../support/plugins.ts';
import { startReceiver } from '../support/receiver.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';
import { setUp } from '../support/set-up.ts';
import { waitFor } from '../support/wait-for.ts';

const EVENT = 'entry_sign_in';

let server: TestServer;
let install: TestInstall;
let token: string;
setUp((given) => ({ server, install, token } = given), { event: EVENT });

async function newJob(identifier: string | null = null): Promise<string> {
  return (await emit(server, install.spaceId, EVENT, { identifier })).jobs[0]?.id as string;
}
const patch = (id: string, body: unknown, query = ''): Promise<Answer> =>
  asPlugin(server, token, 'PATCH', `/jobs/${id}${query}`, body);
const jobOf = async (id: string) => (await server.api('GET', `/platform/v1/jobs/${id}`)).body;

describe('the answer', () => {
  test('has exactly three fields, whatever is changed', async () => {
    const id = await newJob('vr:entry:19');
    for (const body of [{}, { status: 'done' }, { status_message: 'Hi' }, { attachments: [] }]) {
      const answer = await patch(id, body);
      expect([answer.status, answer.text]).toEqual([
        200,
        `{"data":{"id":"${id}","name":"${EVENT}","identifier":"vr:entry:19"}}`,
      ]);
    }
    expect((await patch(await newJob(), {})).body.data.identifier).toBeNull();
  });

  test('has the whole job when all fields are asked for, ids as strings', async () => {
    const id = await newJob('vr:entry:20');
    const answer = await patch(id, { status: 'failed', failure_reason: 'no' }, '?fields=all');
    expect(answer.status).toBe(200);
    expect(answer.body.data).toEqual({
      id,
      name: EVENT,
      identifier: 'vr:entry:20',
      event_id: expect.any(String),
      space_id: String(install.spaceId),
      install_id: String(install.id),
      plugin_id: String(install.plugin.id),
      status: 'failed',
      status_message: null,
      failure_reason: 'no',
      settled_by: 'plugin',
      settled_reason: null,
      settled_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      parked_reason: null,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
  });

  test.each(['none', '', 'ALL', 'all&fields=all'])('?fields=%s is refused', async (fields) => {
    expect((await patch(await newJob(), {}, `?fields=${fields}`)).status).toBe(422);
  });

  test('is in the type that is asked for', async () => {
    const url = `${server.url}/api/v2/plugin-services/jobs/${await newJob()}`;
    const authorization = `Bearer ${token}`;
    const plain = await send(url, 'PATCH', {}, { authorization });
    expect(plain.headers.get('content-type')).toMatch(/^application\/json/);
    const jsonApi = 'application/vnd.api+json';
    for (const accept of [jsonApi, `${jsonApi}, text/plain;q=0.5`]) {
      const asked = await send(url, 'PATCH', {}, { authorization, accept });
      expect(asked.headers.get('content-type')).toMatch(/^application\/vnd\.api\+json/);
    }
  });
});

describe('a verdict', () => {
  test.each(['done', 'ignored', 'failed'])('"%s" is final', async (status) => {
    const id = await newJob();
    expect((await patch(id, { status, status_message: 'first' })).status).toBe(200);
    expect(await jobOf(id)).toMatchObject({ status, settled_by: 'plugin', delivery: null });
    for (const other of ['done', 'ignored', 'failed']) {
      const answer = await patch(id, {
        status: other,
        status_message: other === status ? 'again' : 'never',
        attachments: [{ label: other, value: 1 }],
      });
      expect(answer.status, answer.text).toBe(other === status ? 200 : 409);
      if (other !== status) expect(answer.body.errors[0].code).toBe('job_settled');
    }
    const job = await jobOf(id);
    expect(job).toMatchObject({ status, status_message: 'again' });
    expect(job.attachments).toEqual([{ type: 'text', label: status, value: 1 }]);
  });

  test('leaves room for messages, reasons and attachments', async () => {
    const id = await newJob();
    await patch(id, { status: 'ignored', status_message: 'one', failure_reason: 'a' });
    await patch(id, { status_message: 'two' });
    await patch(id, { attachments: [{ label: 'l', value: 'v' }] });
    await patch(id, {
      status_message: null,
      failure_reason: null,
      attachments: null,
      status: null,
    });
    expect(await jobOf(id)).toMatchObject({
      status: 'ignored',
      status_message: 'two',
      failure_reason: 'a',
      attachments: [{ type: 'text', label: 'l', value: 'v' }],
    });
    await patch(id, { failure_reason: 'b', status_message: '' });
    expect(await jobOf(id)).toMatchObject({ status_message: '', failure_reason: 'b' });
  });

  test('is one, however many are given at once', async () => {
    const id = await newJob();
    const statuses = Array.from({ length: 30 }, (_, n) => ['done', 'ignored', 'failed'][n % 3]);
    const answers = await Promise.all(statuses.map((status) => patch(id, { status })));
    const { status } = await jobOf(id);
    for (const [index, answer] of answers.entries()) {
      expect(answer.status).toBe(statuses[index] === status ? 200 : 409);
    }
  });

  test('given many times at once makes its lane go on by one job', async () => {
    const [first, second, third] = [
      await newJob('lane'),
      await newJob('lane'),
      await newJob('lane'),
    ];
    await Promise.all(Array.from({ length: 20 }, () => patch(first, { status: 'done' })));
    expect((await jobOf(second)).delivery).toMatchObject({ state: 'ready' });
    expect((await jobOf(third)).delivery).toMatchObject({ state: 'blocked' });
    const fourth = await newJob('lane');
    expect((await jobOf(fourth)).delivery).toMatchObject({ state: 'blocked' });
  });

  test('may be given to what the platform failed', async () => {
    const receiver = await startReceiver(500);
    const delivering = await startTestServer({
      delivery: true,
      env: { PLUGBOARD_RETRY_SCHEDULE: '0', PLUGBOARD_POLL_MS: '20' },
    });
    try {
      const listener = await installListener(delivering, EVENT, `${receiver.url}/hook`);
      const { jobs } = await emit(delivering, listener.spaceId, EVENT);
      const path = `/platform/v1/jobs/${jobs[0]?.id}`;
      const read = async () => (await delivering.api('GET', path)).body;
      await waitFor(async () => (await read()).status === 'failed', { describe: 'the failure' });
      expect((await read()).settled_by).toBe('platform');
      const own = await login(delivering, listener.plugin);
      const settle = (status: string) =>
        asPlugin(delivering, own, 'PATCH', `/jobs/${jobs[0]?.id}`, { status });
      expect((await settle('done')).status).toBe(200);
      expect(await read()).toMatchObject({
        status: 'done',
        settled_by: 'plugin',
        parked_reason: null,
      });
      expect((await settle('failed')).status).toBe(409);
    } finally {
      await delivering.close();
      await receiver.close();
    }
  });
});

describe('what is no job of the plugin', () => {
  test('is answered in one way: unknown, malformed or of another plugin', async () => {
    const stranger = await login(server, await registerPlugin(server));
    const body = { status: 'done' };
    const answers = [
      await asPlugin(server, stranger, 'PATCH', `/jobs/${await newJob()}`, body),
      await patch(randomUUID(), body),
      await patch('ffffffff-ffff-ffff-ffff-ffffffffffff', body),
    ];
    for (const id of ['1', 'x', '-', '%2e%2e%2f', '%F0%9F%98%80', "'%20or%201=1", '%0d%0a', 'é']) {
      answers.push(await patch(id, body));
    }
    for (const answer of answers) {
      expect([answer.status, answer.text]).toEqual([404, answers[0]?.text]);
    }
    expect(answers[0]?.body.errors[0].code).toBe('job_not_found');
  });

  test('is not what an id in capital letters is', async () => {
    expect((await patch((await newJob()).toUpperCase(), {})).status).toBe(200);
  });
});

test.each([
  ['an unknown status', { status: 'finished' }, '/status'],
  ['a status of the platform', { status: 'cancelled' }, '/status'],
  ['an empty status', { status: '' }, '/status'],
  ['a status that is a number', { status: 1 }, '/status'],
  ['a message that is an object', { status_message: {} }, '/status_message'],
  ['a long message', { status_message: 'x'.repeat(10_001) }, '/status_message'],
  ['a long reason', { failure_reason: 'x'.repeat(10_001) }, '/failure_reason'],
  ['a message that cannot be stored', '{"status_message":"\\u0000"}', '/status_message'],
  ['attachments that are an object', { attachments: {} }, '/attachments'],
  ['an array', [], ''],
  ['null', 'null', ''],
  ['nothing', undefined, ''],
])('%s is refused, and named', async (_, body, pointer) => {
  const id = await newJob();
  const answer = await patch(id, body);
  expect(answer.status).toBe(422);
  for (const error of answer.body.errors) {
    expect(error).toMatchObject({ code: 'invalid', source: { pointer } });
  }
  expect(await jobOf(id)).toMatchObject({ status: 'queued', status_message: null });
});
