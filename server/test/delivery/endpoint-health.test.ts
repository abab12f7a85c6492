import { Webhook } from 'standardwebhooks';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { createGate } from '../support/gate.ts';
import { emit, login } from '../support/plugins.ts';
import { envoySignature } from '../support/receiver.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { holdReplies, jobIn, jobWaits, openScene, type Scene } from './scene.ts';

const DISABLE_HOURS = 100;

let server: TestServer;
let scene: Scene;

beforeAll(async () => {
  server = await startTestServer({
    delivery: true,
    env: {
      PLUGBOARD_RETRY_SCHEDULE: '0,0.02,0.02,0.02',
      PLUGBOARD_POLL_MS: '20',
      PLUGBOARD_ENDPOINT_DISABLE_HOURS: String(DISABLE_HOURS),
    },
  });
  return () => server.close();
});
afterEach(() => scene.receiver.close());

const waiting = (id: string, state: string) => jobWaits(server, id, state);
const settled = (id: string, status: string, attempts = 0) => jobIn(server, id, status, attempts);
const post = (path: string) => server.api('POST', `/platform/v1${path}`);
const received = () => scene.receiver.requests.map(({ body }) => body.payload.n);

async function endpoint() {
  const path = `/platform/v1/plugins/${scene.install.plugin.id}/endpoints`;
  const { data } = (await server.api('GET', path)).body;
  return data.find((one: { event_name: string }) => one.event_name === scene.event);
}

async function notices(): Promise<string[]> {
  const path = `/platform/v1/plugins/${scene.install.plugin.id}/notices`;
  const { data } = (await server.api('GET', path)).body;
  return data.map((notice: { kind: string }) => notice.kind).reverse();
}

/** As if the endpoint had failed for so long. */
async function failingFor(hours: number, failures: number): Promise<void> {
  await server.db.query(sql`
    update endpoints set failures = ${failures}, failing_since = now() - ${hours} * interval '1 hour'
    where plugin_id = ${scene.install.plugin.id} and event_name = ${scene.event}`);
}

/** The plugin's retries are an hour apart: what has failed once waits. */
async function retryHourly(): Promise<void> {
  const path = `/platform/v1/plugins/${scene.install.plugin.id}/retry_schedule`;
  expect((await server.api('PUT', path, { steps: [0, 3600, 3600, 3600] })).status).toBe(200);
}

describe('an endpoint that keeps failing', () => {
  test('has its developer warned at 50, 70 and 90 %, once each, and is then disabled', async () => {
    scene = await openScene(server);
    scene.receiver.answer = () => 500;
    for (const [hours, told] of [
      [49, []],
      [51, ['endpoint_failing']],
      [69, ['endpoint_failing']],
      [71, ['endpoint_failing', 'endpoint_failing']],
      [91, ['endpoint_failing', 'endpoint_failing', 'endpoint_failing']],
    ] as const) {
      await failingFor(hours, 10);
      await settled(await scene.emit(), 'failed');
      expect(await notices()).toEqual(told);
      expect((await endpoint()).status).toBe('failing');
    }
    await failingFor(DISABLE_HOURS + 1, 10);
    expect(await settled(await scene.emit(), 'parked')).toMatchObject({
      parked_reason: 'endpoint_disabled',
      settled_by: null,
      attempts: [{ status_code: 500 }],
    });
    expect((await notices()).slice(3)).toEqual(['endpoint_disabled']);
    expect(await endpoint()).toMatchObject({ status: 'disabled', disabled_reason: 'failing' });
  });

  test('is left alone below ten failures, however long ago the first was', async () => {
    scene = await openScene(server);
    scene.receiver.answer = () => 500;
    await failingFor(DISABLE_HOURS * 2, 5);
    await settled(await scene.emit(), 'failed', 4);
    expect(await endpoint()).toMatchObject({ status: 'failing', failures: 9 });
    expect(await notices()).toEqual([]);
  });

  test('is healthy again after one answer', async () => {
    scene = await openScene(server);
    await failingFor(DISABLE_HOURS * 2, 50);
    await settled(await scene.emit(), 'done');
    expect(await endpoint()).toMatchObject({ status: 'healthy', failures: 0, failing_since: null });
  });
});

test('jobs for a disabled endpoint are parked, and run in their order once it is enabled', async () => {
  scene = await openScene(server);
  const { id } = scene.install.plugin;
  const identifier = 'x';
  scene.receiver.answer = () => 500;
  await failingFor(DISABLE_HOURS + 1, 10);
  const ids = [await scene.emit({ identifier, payload: { n: 1 } })];
  await settled(ids[0] as string, 'parked');
  for (const n of [2, 3, 4]) {
    const payload = { n };
    const { event, jobs } = await emit(server, scene.install.spaceId, scene.event, {
      identifier,
      payload,
    });
    const decisions = await server.api('GET', `/platform/v1/events/${event.id}/decisions`);
    expect(decisions.body.data).toMatchObject([
      { decision: 'endpoint_disabled', job_id: jobs[0]?.id },
    ]);
    expect(await settled(jobs[0]?.id as string, 'parked')).toMatchObject({ delivery: null });
    ids.push(jobs[0]?.id as string);
  }
  expect(received()).toEqual([1]);

  scene.receiver.answer = () => 200;
  const enabled = await post(`/plugins/${id}/endpoints/${scene.event}/enable`);
  expect(enabled.body).toMatchObject({ status: 'healthy', failures: 0, disabled_at: null });
  for (const job of ids) expect(await settled(job, 'done')).toMatchObject({ parked_reason: null });
  expect(received()).toEqual([1, 1, 2, 3, 4]);
});

test('jobs of a suspended install are parked, and run in their order once it is resumed', async () => {
  scene = await openScene(server);
  const gate = createGate();
  scene.receiver.answer = () => async (_request, response) => {
    await gate.passed;
    response.writeHead(500).end();
  };
  const ids: string[] = [];
  for (const n of [1, 2, 3]) ids.push(await scene.emit({ identifier: 'x', payload: { n } }));
  await scene.receiver.nth(1);
  expect((await post(`/installs/${scene.install.id}/suspend`)).status).toBe(200);
  gate.open();
  for (const id of ids) {
    expect(await settled(id, 'parked')).toMatchObject({ parked_reason: 'suspended' });
  }
  expect(received()).toEqual([1]);

  scene.receiver.answer = () => 200;
  expect((await post(`/installs/${scene.install.id}/resume`)).status).toBe(200);
  for (const id of ids) await settled(id, 'done');
  expect(received()).toEqual([1, 1, 2, 3]);
});

describe('by hand', () => {
  test('a job for a disabled endpoint is not retried, and stays what it is when that is enabled', async () => {
    scene = await openScene(server);
    scene.receiver.answer = () => 500;
    const id = await scene.emit();
    const failed = await settled(id, 'failed');
    const endpoint = `/plugins/${scene.install.plugin.id}/endpoints/${scene.event}`;
    expect((await post(`${endpoint}/disable`)).status).toBe(200);
    const refused = await post(`/jobs/${id}/retry`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
    expect(refused.body.detail).toContain('disabled');
    scene.receiver.answer = () => 200;
    expect((await post(`${endpoint}/enable`)).status).toBe(200);
    expect(await settled(id, 'failed')).toEqual(failed);
    expect((await post(`/jobs/${id}/retry`)).status).toBe(202);
    await settled(id, 'done');
  });

  test('a blocked job is cancelled and those behind it go on; nothing is retried while under way or settled', async () => {
    scene = await openScene(server);
    const gate = holdReplies(scene.receiver);
    const ids: string[] = [];
    for (const n of [1, 2, 3]) ids.push(await scene.emit({ identifier: 'x', payload: { n } }));
    const [first, second, third] = ids as [string, string, string];
    await scene.receiver.nth(1);
    expect(await post(`/jobs/${first}/retry`)).toMatchObject({
      status: 409,
      body: { code: 'wrong_state' },
    });
    await waiting(second, 'blocked');
    expect(await post(`/jobs/${second}/cancel`)).toMatchObject({
      status: 200,
      body: { status: 'cancelled', settled_by: 'platform', delivery: null },
    });
    gate.open();
    await settled(first, 'done');
    await settled(third, 'done');
    expect(received()).toEqual([1, 3]);
    for (const action of ['retry', 'cancel']) {
      expect(await post(`/jobs/${first}/${action}`)).toMatchObject({
        status: 409,
        body: { code: 'job_settled' },
      });
    }
    expect((await post(`/jobs/${second}/cancel`)).status).toBe(200);
    const { id } = scene.install;
    expect(
      await server.db.query(sql`select 1 from job_queue where in_lane and install_id = ${id}`),
    ).toEqual([]);
  });

  test('a job is cancelled while its request is under way: recorded, but no verdict', async () => {
    scene = await openScene(server);
    const gate = holdReplies(scene.receiver);
    const id = await scene.emit({ identifier: 'x' });
    await scene.receiver.nth(1);
    expect((await post(`/jobs/${id}/cancel`)).status).toBe(200);
    gate.open();
    expect(await settled(id, 'cancelled', 1)).toMatchObject({ attempts: [{ status_code: 200 }] });
    await settled(await scene.emit({ identifier: 'x' }), 'done');
  });

  test('a job that waits for its next attempt is retried now', async () => {
    scene = await openScene(server);
    await retryHourly();
    scene.receiver.answer = () => (scene.receiver.requests.length === 1 ? 500 : 200);
    const id = await scene.emit();
    await waiting(id, 'scheduled');
    expect((await post(`/jobs/${id}/retry`)).status).toBe(202);
    await settled(id, 'done', 2);
  });
});

test('uninstalling withdraws queued jobs and still tells the plugin', async () => {
  scene = await openScene(server);
  const { id, plugin } = scene.install;
  await retryHourly();
  await server.db.query(sql`
    with e as (
      insert into endpoints (plugin_id, event_name, url)
      values (${plugin.id}, 'plugin_uninstalled', ${`${scene.receiver.url}/hook`}) returning id)
    insert into release_endpoints (plugin_id, release, event_name, endpoint_id)
    select ${plugin.id}, 1, 'plugin_uninstalled', id from e`);
  scene.receiver.answer = ({ body }) => (body.meta.event === 'plugin_uninstalled' ? 200 : 500);
  const ids = [await scene.emit({ identifier: 'x' }), await scene.emit({ identifier: 'x' })];
  await waiting(ids[0] as string, 'scheduled');
  expect((await server.api('DELETE', `/platform/v1/installs/${id}`)).status).toBeLessThan(300);
  for (const job of ids) {
    expect(await settled(job, 'cancelled')).toMatchObject({
      settled_by: 'platform',
      delivery: null,
    });
  }
  const { meta, payload } = (await scene.receiver.nth(2)).body;
  expect(meta).toMatchObject({ event: 'plugin_uninstalled', install_id: String(id) });
  expect(payload).toMatchObject({ generation: 1 });
  await settled(meta.job.id, 'done');
  expect(scene.receiver.requests).toHaveLength(2);
});

test('while a secret is rotated both sign, and the single signature moves once the plugin used the new one', async () => {
  scene = await openScene(server);
  const { plugin } = scene.install;
  const rotated = await post(`/plugins/${plugin.id}/secrets`);
  const renewed = { ...plugin, clientSecret: rotated.body.client_secret as string };

  async function signedBy() {
    const id = await scene.emit();
    await settled(id, 'done');
    const { text, headers } = scene.receiver.requests.at(-1) as Scene['receiver']['requests'][0];
    for (const { clientSecret } of [plugin, renewed]) {
      const webhook = new Webhook(`whsec_${Buffer.from(clientSecret).toString('base64')}`);
      expect(() => webhook.verify(text, headers)).not.toThrow();
    }
    const single = headers['x-envoy-signature'];
    return [plugin, renewed].map((one) => envoySignature(one.clientSecret, text) === single);
  }
  expect(await signedBy()).toEqual([true, false]);
  await login(server, plugin);
  expect(await signedBy()).toEqual([true, false]);
  await login(server, renewed);
  await waitFor(async () => (await signedBy())[1], { describe: 'the single signature to move' });
});
