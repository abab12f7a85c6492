import { createHmac } from 'node:crypto';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { createPlugin } from '../installs/fixtures.ts';
import type { Person } from '../space-api/scene.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { type Answer, startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { as, type Told, tellIn } from './scene.ts';

let server: TestServer;
let receiver: Receiver;
beforeAll(async () => {
  server = await startTestServer();
  receiver = await startReceiver();
  return async () => {
    await server.close();
    await receiver.close();
  };
});
afterEach(() => {
  receiver.requests.length = 0;
  receiver.answer = () => 200;
});

const action = (label = 'Order paper', path = '/order') => ({
  label,
  callback_url: `${receiver.url}${path}`,
});
const offer = (told: Told, actions: object[] = [action()]) =>
  told.notify({ message: 'Out of paper', actions });
const choose = (person: Person, id: string, index: number | string = 0, body: object = {}) =>
  as(server, person, 'POST', `/${id}/actions/${index}`, body);
const actionsOf = async (person: Person, id: string) =>
  (await as(server, person, 'GET', `/${id}`)).body.actions;

test('an admin’s choice is told to the plugin, signed like every request to it, for whom and where', async () => {
  const plugin = await createPlugin(server, {
    scopes: ['printers.write'],
    setup_steps: [
      {
        type: 'form',
        title: 'Settings',
        fields: [{ key: 'password', type: 'password', label: 'Password' }],
      },
    ],
  });
  const config = { printer: 'North', password: 'of the printer' };
  const told = await tellIn(server, plugin, { config });
  const id = await offer(told, [action('See it', '/see'), action()]);
  receiver.answer = () => ({ status: 200, body: { message: 'The paper is\u202e ordered' } });
  const answer = await choose(told.admin, id, 1);
  expect([answer.status, answer.body]).toEqual([
    200,
    {
      ...action(),
      status: 'called',
      called_at: expect.any(String),
      called_by: told.admin.id,
      message: 'The paper is ordered',
    },
  ]);
  const request = await receiver.nth(1);
  expect(request.path).toBe('/order');
  expect(request.body).toEqual({
    meta: {
      route: 'notification-action',
      plugin_id: String(plugin.id),
      install_id: String(told.installId),
      config,
      params: {},
      location: expect.objectContaining({ id: String(told.spaceId), type: 'locations' }),
      company: expect.objectContaining({ id: String(told.spaceId), type: 'companies' }),
      zone: null,
      auth: expect.objectContaining({ token_type: 'Bearer' }),
      forwarded_bearer_token: null,
    },
    payload: {
      notification_id: id,
      action: { label: 'Order paper', index: 1 },
      user: { id: String(told.admin.id), name: 'User' },
    },
  });
  const sign = (...parts: string[]) =>
    createHmac('sha256', plugin.clientSecret).update(parts.join('.')).digest('base64');
  const { headers, text } = request;
  expect(headers['x-envoy-signature']).toBe(sign(text));
  expect(headers['webhook-signature']).toMatch(/^v1,/);
  expect(headers['content-type']).toBe('application/json');
  const [first, second] = await actionsOf(told.editor, id);
  expect(first).toMatchObject({ status: 'open', called_at: null });
  expect(second).toEqual(answer.body);
});

test('one that was called is not called again, whoever chooses it, and answers what it answered', async () => {
  const told = await tellIn(server);
  const id = await offer(told);
  const first = await choose(told.admin, id);
  expect(first.body).toMatchObject({ status: 'called', message: null });
  const again = await choose(told.admin, id);
  const host = await server.api('POST', `/platform/v1/notifications/${id}/actions/0`, {});
  expect([again.body, host.body]).toEqual([first.body, first.body]);
  expect(receiver.requests).toHaveLength(1);
});

test('the host’s backend chooses for nobody', async () => {
  const told = await tellIn(server);
  const id = await offer(told);
  const { status, body } = await server.api(
    'POST',
    `/platform/v1/notifications/${id}/actions/0`,
    {},
  );
  expect([status, body.called_by]).toEqual([200, null]);
  expect((await receiver.nth(1)).body.payload.user).toBe(null);
});

test('of many who choose at the same moment one calls, and the others are told of it', async () => {
  const told = await tellIn(server);
  const id = await offer(told);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  receiver.answer =
    () =>
    async (_, response): Promise<void> => {
      await held;
      response.end();
    };
  const refused: string[] = [];
  const calls = Array.from({ length: 8 }, () => choose(told.admin, id));
  const others = calls.map(async (call): Promise<Answer> => {
    const answer = await call;
    if (answer.status === 409) refused.push(answer.body.code);
    return answer;
  });
  await waitFor(() => refused.length === 7, { describe: 'seven refusals' });
  expect((await actionsOf(told.admin, id))[0].status).toBe('calling');
  release();
  const statuses = (await Promise.all(others)).map(({ status }) => status);
  expect(statuses.sort()).toEqual([200, ...Array(7).fill(409)]);
  expect(new Set(refused)).toEqual(new Set(['wrong_state']));
  expect(receiver.requests).toHaveLength(1);
});

test('who was let so far at the same time is held up there, and one of them calls', async () => {
  const told = await tellIn(server);
  const id = await offer(told);
  const calls: Promise<Answer>[] = [];
  await server.db.transaction(async (tx) => {
    await tx.query(sql`select 1 from notifications where id = ${id} for update`);
    for (let n = 0; n < 4; n++) calls.push(choose(told.admin, id));
    const held = async () => {
      const rows = await server.db.query(sql`
        select 1 from pg_catalog.pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`);
      return rows.length === 4;
    };
    await waitFor(held, { describe: 'four who wait' });
  });
  const statuses = (await Promise.all(calls)).map(({ status }) => status);
  expect(statuses).toContain(200);
  expect(receiver.requests).toHaveLength(1);
});

test.each<[string, Receiver['answer'], unknown[]]>([
  [
    'a refusal with a message',
    () => ({ status: 412, body: { message: 'No paper in stock' } }),
    [422, 'plugin_refused', 'No paper in stock'],
  ],
  ['an error page', () => 503, [422, 'plugin_refused', 'It answered 503']],
  [
    'a redirect',
    () => ({ status: 302, headers: { location: '/elsewhere' } }),
    [422, 'plugin_refused', expect.stringContaining('redirects are not followed')],
  ],
  [
    'a connection that ends without an answer',
    () => (_, response) => response.destroy(),
    [502, 'plugin_failed', expect.stringContaining('may have acted all the same')],
  ],
])('%s is told, and can be tried again as the same call', async (_, answer, expected) => {
  const told = await tellIn(server);
  const id = await offer(told);
  receiver.answer = answer;
  const failed = await choose(told.admin, id);
  expect([failed.status, failed.body.code, failed.body.detail]).toEqual(expected);
  const [shown] = await actionsOf(told.admin, id);
  expect(shown).toMatchObject({ status: 'failed', called_by: told.admin.id });
  expect(failed.body.detail).toContain(shown.message);
  receiver.answer = () => 204;
  expect((await choose(told.admin, id)).body).toMatchObject({ status: 'called', message: null });
  const [first, second] = receiver.requests.map(({ headers }) => headers['webhook-id']);
  expect([receiver.requests.length, second]).toEqual([2, first]);
});

test('who does not answer in time is not waited for, and is told to have failed', async () => {
  const hasty = await startTestServer({ env: { PLUGBOARD_ROUTE_TIMEOUT_MS: '300' } });
  try {
    const told = await tellIn(hasty);
    const id = await offer(told);
    receiver.answer = () => () => {};
    const { status, body } = await as(hasty, told.admin, 'POST', `/${id}/actions/0`, {});
    expect([status, body.code]).toEqual([502, 'plugin_failed']);
    expect(body.detail).toContain('may have acted all the same');
    const shown = await as(hasty, told.admin, 'GET', `/${id}`);
    expect(shown.body.actions[0].status).toBe('failed');
  } finally {
    await hasty.close();
  }
});

test('an address that cannot be called is refused when the notification is posted, or else told when the action is chosen', async () => {
  const told = await tellIn(server);
  const id = await offer(told, [{ label: 'Gone', callback_url: 'http://nowhere.invalid/' }]);
  const { status, body } = await choose(told.admin, id);
  expect([status, body.code]).toEqual([502, 'plugin_failed']);
  const strict = await startTestServer({ env: { PLUGBOARD_ALLOW_PRIVATE_NETWORK: 'off' } });
  try {
    const there = await tellIn(strict);
    for (const callback_url of ['http://localhost/', 'http://169.254.169.254/', 'http://[::1]/']) {
      const refused = there.notify({ message: 'm', actions: [{ label: 'x', callback_url }] });
      await expect(refused).rejects.toThrow('/actions/0/callback_url');
    }
    // Posted before the rule was: the way out still holds.
    const old = await there.notify();
    await strict.db.query(sql`
      update notifications set actions = ${JSON.stringify([action()])} where id = ${old}`);
    const answer = await as(strict, there.admin, 'POST', `/${old}/actions/0`, {});
    expect([answer.status, answer.body.detail]).toEqual([
      502,
      expect.stringContaining('address_not_allowed'),
    ]);
    expect(receiver.requests).toEqual([]);
  } finally {
    await strict.close();
  }
});

test('a call whose end nobody knows is not made again in silence', async () => {
  const told = await tellIn(server);
  const id = await offer(told);
  await choose(told.admin, id);
  const [sent] = receiver.requests;
  // As a process leaves it that was killed while it waited for the answer.
  await server.db.query(sql`
    update notification_actions set status = 'calling', settled_at = null, started_at = now() - interval '1 hour'
    where notification_id = ${id}`);
  expect((await actionsOf(told.admin, id))[0].status).toBe('unknown');
  const refused = await choose(told.admin, id);
  expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
    409,
    'wrong_state',
    expect.stringContaining('"again": true'),
  ]);
  expect(receiver.requests).toHaveLength(1);
  const again = await choose(told.admin, id, 0, { again: true });
  expect(again.body.status).toBe('called');
  expect((await receiver.nth(2)).headers['webhook-id']).toBe(sent?.headers['webhook-id']);
});

test('"again" does nothing to an action that was called, or is being called', async () => {
  const told = await tellIn(server);
  const id = await offer(told);
  await choose(told.admin, id);
  expect((await choose(told.admin, id, 0, { again: true })).status).toBe(200);
  await server.db.query(sql`
    update notification_actions set status = 'calling', settled_at = null, started_at = now()
    where notification_id = ${id}`);
  expect((await choose(told.admin, id, 0, { again: true })).status).toBe(409);
  expect(receiver.requests).toHaveLength(1);
});

test('a member who is no admin sees actions and chooses none', async () => {
  const told = await tellIn(server);
  const id = await offer(told);
  const { status, body } = await choose(told.editor, id);
  expect([status, body.code]).toEqual([403, 'forbidden']);
  const elsewhere = await tellIn(server, told.plugin);
  const stranger = await choose(elsewhere.admin, id);
  expect([stranger.status, stranger.body.code]).toEqual([404, 'notification_not_found']);
  expect(receiver.requests).toEqual([]);
});

test.each(['1', '-1', '00', 'x', '0.5', '9007199254740993'])(
  'there is no action %s of one',
  async (index) => {
    const told = await tellIn(server);
    const { status, body } = await choose(told.admin, await offer(told), index);
    expect([status, body.code]).toEqual([404, 'action_not_found']);
  },
);

test('a plugin that is suspended, and an install that is not live, are not called', async () => {
  const told = await tellIn(server);
  const id = await offer(told);
  const refusal = async () => {
    const { status, body } = await choose(told.admin, id);
    return [status, body.code];
  };
  const post = (path: string) => server.api('POST', `/platform/v1${path}`, {});
  await post(`/plugins/${told.plugin.id}/suspend`);
  expect(await refusal()).toEqual([409, 'plugin_suspended']);
  await post(`/plugins/${told.plugin.id}/resume`);
  await post(`/installs/${told.installId}/suspend`);
  expect(await refusal()).toEqual([409, 'wrong_state']);
  await post(`/installs/${told.installId}/resume`);
  await server.api('DELETE', `/platform/v1/installs/${told.installId}`);
  expect(await refusal()).toEqual([409, 'wrong_state']);
  expect(receiver.requests).toEqual([]);
  expect((await actionsOf(told.admin, id))[0].status).toBe('open');
});
