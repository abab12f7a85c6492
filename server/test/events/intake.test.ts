import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import {
  createSpace,
  defineEventType,
  emit,
  installListener,
  installPlugin,
  registerPlugin,
} from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const URL_OF_NOBODY = 'http://127.0.0.1:49151/hook';

const post = (body: unknown, headers?: Record<string, string>) =>
  server.api('POST', '/platform/v1/events', body, headers);

const decisionsOf = async (eventId: string) =>
  (await server.api('GET', `/platform/v1/events/${eventId}/decisions`)).body.data;

async function countJobs(eventId: string): Promise<number> {
  const rows = await server.db.query(sql`select 1 from jobs where event_id = ${eventId}`);
  return rows.length;
}

describe('an event', () => {
  test('becomes a job for each subscribed install, and can be read back', async () => {
    const install = await installListener(server, 'visit', URL_OF_NOBODY);
    const { event, jobs } = await emit(server, install.spaceId, 'visit', {
      identifier: 'v:1',
      payload: { name: 'x' },
    });
    expect(jobs).toEqual([
      { id: expect.any(String), install_id: install.id, plugin_id: install.plugin.id },
    ]);
    expect((await server.api('GET', `/platform/v1/events/${event.id}`)).body).toMatchObject({
      id: event.id,
      space_id: install.spaceId,
      name: 'visit',
      identifier: 'v:1',
      payload: { name: 'x' },
    });
    expect((await server.api('GET', `/platform/v1/jobs/${jobs[0]?.id}`)).body).toMatchObject({
      status: 'queued',
      event_id: event.id,
      delivery: { state: 'ready', attempt: 0, due_at: null },
      attempts: [],
    });
  });

  test('is taken once though PostgreSQL ends it twice to resolve a deadlock', async () => {
    const install = await installListener(server, 'contended', URL_OF_NOBODY);
    await server.db.query(sql`create sequence ended`);
    await server.db.query(sql`
      create function end_twice() returns trigger language plpgsql as $$ begin
        if nextval('ended') <= 2 then raise deadlock_detected; end if;
        return null;
      end $$`);
    await server.db.query(sql`
      create trigger end_twice after insert on job_queue for each statement execute function end_twice()`);
    const { event } = await emit(server, install.spaceId, 'contended', { identifier: 'v:1' });
    await server.db.query(sql`drop function end_twice cascade`);
    expect(await countJobs(event.id)).toBe(1);
    const events = await server.db.query(sql`select 1 from events where name = 'contended'`);
    expect(events).toHaveLength(1);
  });

  test('has a decision for every installed plugin that says why it fired or did not', async () => {
    await server.api('PUT', '/platform/v1/scopes/secret.read', { description: 'Read secrets' });
    await defineEventType(server, 'guarded', { required_scope: 'secret.read' });
    await defineEventType(server, 'other');
    const spaceId = await createSpace(server);
    const subscribe = (extra: object = {}) => [{ name: 'guarded', url: URL_OF_NOBODY, ...extra }];
    const scopes = ['secret.read'];
    const add = async (manifest: Record<string, unknown>, fields: object = {}) => {
      const plugin = await registerPlugin(server, manifest);
      return installPlugin(server, plugin, spaceId, fields);
    };
    const delivered = await add({ events: subscribe(), scopes });
    const unsubscribed = await add({ events: [{ name: 'other', url: URL_OF_NOBODY }], scopes });
    const filtered = await add({ events: subscribe({ filter: { kind: ['b'] } }), scopes });
    const matched = await add({ events: subscribe({ filter: { kind: ['a'] } }), scopes });
    const unscoped = await add({ events: subscribe(), scopes }, { scopes: [] });
    const ungranted = await add({ events: subscribe(), scopes });
    const grant = { scopes, events: [] };
    await server.api('PUT', `/platform/v1/installs/${ungranted.id}/grant`, grant);
    const suspended = await add({ events: subscribe(), scopes });
    await server.api('POST', `/platform/v1/installs/${suspended.id}/suspend`);
    const disabled = await add({ events: subscribe(), scopes });
    await server.api(
      'POST',
      `/platform/v1/plugins/${disabled.plugin.id}/endpoints/guarded/disable`,
      {},
    );
    const fields = [{ key: 'greeting', type: 'text', label: 'Greeting', required: true }];
    const incomplete = await add({
      events: subscribe(),
      scopes,
      setup_steps: [{ type: 'form', title: 'Greeting', fields }],
    });

    const { event, jobs } = await emit(server, spaceId, 'guarded', { payload: { kind: 'a' } });
    const decided = Object.fromEntries(
      (await decisionsOf(event.id)).map((row: { install_id: number; decision: string }) => [
        row.install_id,
        row.decision,
      ]),
    );
    expect(decided).toEqual({
      [delivered.id]: 'delivered',
      [unsubscribed.id]: 'not_subscribed',
      [filtered.id]: 'filtered',
      [matched.id]: 'delivered',
      [unscoped.id]: 'missing_scope',
      [ungranted.id]: 'not_granted',
      [suspended.id]: 'suspended',
      [disabled.id]: 'endpoint_disabled',
      [incomplete.id]: 'setup_incomplete',
    });
    expect(jobs.map((job) => job.install_id)).toEqual([delivered.id, matched.id, disabled.id]);
    const parked = await server.api('GET', `/platform/v1/jobs?install_id=${disabled.id}`);
    expect(parked.body.data[0]).toMatchObject({
      status: 'parked',
      parked_reason: 'endpoint_disabled',
      delivery: null,
    });
  });

  test('stays within its space', async () => {
    const a = await installListener(server, 'private_visit', URL_OF_NOBODY);
    const b = await createSpace(server);
    const { event, jobs } = await emit(server, b, 'private_visit');
    expect(jobs).toEqual([]);
    expect(await decisionsOf(event.id)).toEqual([]);
    expect(a.spaceId).not.toBe(b);
  });

  test.each([
    ['an unknown space', { space_id: 999_999 }, '/space_id'],
    ['an unknown type', { name: 'never_defined' }, '/name'],
    ['no payload', { payload: undefined }, '/payload'],
    ['a space that is no number', { space_id: '1' }, '/space_id'],
    ['a time of year 0', { occurred_at: '0000-01-01T00:00:00Z' }, '/occurred_at'],
    ['an unknown field', { colour: 'red' }, '/colour'],
    ['a NUL in the identifier', { identifier: 'a\0b' }, '/identifier'],
    ['half a surrogate pair', { identifier: '\ud800' }, '/identifier'],
    ['an empty identifier', { identifier: '' }, '/identifier'],
  ])('with %s is refused with a pointer', async (_what, fields, pointer) => {
    const space_id = await createSpace(server);
    await defineEventType(server, 'visit');
    const answer = await post({ space_id, name: 'visit', payload: {}, ...fields });
    expect(answer.status, answer.text).toBe(422);
    expect(answer.body).toMatchObject({ code: 'invalid', errors: [{ pointer }] });
  });

  test('must fit the schema of its type', async () => {
    await defineEventType(server, 'typed', {
      payload_schema: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string' } },
      },
    });
    const space_id = await createSpace(server);
    const wrong = await post({ space_id, name: 'typed', payload: { name: 7 } });
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors[0]).toMatchObject({
      pointer: '/payload/name',
      keyword: 'type',
      params: { types: ['string'] },
    });
    expect((await post({ space_id, name: 'typed', payload: { name: 'x' } })).status).toBe(202);
  });

  test('over the size limit is refused', async () => {
    const space_id = await createSpace(server);
    await defineEventType(server, 'visit');
    const answer = await post({ space_id, name: 'visit', payload: 'x'.repeat(256 * 1024) });
    expect(answer.status).toBe(413);
  });
});

describe('a batch', () => {
  test('takes up to 1,000 events and answers each, in order', async () => {
    const install = await installListener(server, 'bulk', URL_OF_NOBODY);
    const event = (n: number) => ({ space_id: install.spaceId, name: 'bulk', payload: { n } });
    const events = Array.from({ length: 1000 }, (_, n) => event(n));
    const answer = await server.api('POST', '/platform/v1/events/batch', { events });
    expect(answer.status, answer.text).toBe(202);
    expect(answer.body.data).toHaveLength(1000);
    const last = await server.api('GET', `/platform/v1/events/${answer.body.data[999].event.id}`);
    expect(last.body.payload).toEqual({ n: 999 });
    const tooMany = { events: [...events, event(1000)] };
    expect((await server.api('POST', '/platform/v1/events/batch', tooMany)).status).toBe(422);
  });

  test('of one event points into the batch, too', async () => {
    const event = { space_id: await createSpace(server), name: 'plugin_installed', payload: {} };
    const answer = await server.api('POST', '/platform/v1/events/batch', { events: [event] });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual([
      {
        pointer: '/events/0/name',
        message: '"plugin_installed" is a lifecycle event, which is told by itself',
      },
    ]);
  });

  test('is taken as a whole or not at all', async () => {
    const install = await installListener(server, 'whole', URL_OF_NOBODY);
    const good = { space_id: install.spaceId, name: 'whole', payload: {} };
    const answer = await server.api('POST', '/platform/v1/events/batch', {
      events: [good, { ...good, name: 'never_defined' }],
    });
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].pointer).toBe('/events/1/name');
    const listed = await server.api(
      'GET',
      `/platform/v1/events?space_id=${install.spaceId}&name=whole`,
    );
    expect(listed.body.data).toEqual([]);
  });

  test('that is wrong does not fail its neighbours in the same moment', async () => {
    const install = await installListener(server, 'neighbour', URL_OF_NOBODY);
    const good = { space_id: install.spaceId, name: 'neighbour', payload: {} };
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        post(n % 4 === 0 ? { ...good, space_id: 999_999 } : good),
      ),
    );
    const statuses = answers.map((answer) => answer.status);
    expect(statuses).toEqual(Array.from({ length: 40 }, (_, n) => (n % 4 === 0 ? 422 : 202)));
  });
});

describe('an idempotency key', () => {
  const key = (value: string) => ({ 'idempotency-key': value });

  test('gives the same answer again, and one event', async () => {
    const install = await installListener(server, 'once', URL_OF_NOBODY);
    const body = { space_id: install.spaceId, name: 'once', payload: { n: 1 } };
    const first = await post(body, key('a'));
    const second = await post(body, key('a'));
    expect(second.status).toBe(202);
    expect(second.body).toEqual(first.body);
    expect(await countJobs(first.body.event.id)).toBe(1);
  });

  test('used for another body is refused', async () => {
    const install = await installListener(server, 'once', URL_OF_NOBODY);
    const body = { space_id: install.spaceId, name: 'once', payload: { n: 1 } };
    await post(body, key('b'));
    const other = await post({ ...body, payload: { n: 2 } }, key('b'));
    expect(other.status).toBe(409);
    expect(other.body.code).toBe('idempotency_key_reused');
  });

  test('holds for 100 requests at once', async () => {
    const install = await installListener(server, 'crowd', URL_OF_NOBODY);
    const body = { space_id: install.spaceId, name: 'crowd', payload: {} };
    const answers = await Promise.all(Array.from({ length: 100 }, () => post(body, key('c'))));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([202]));
    expect(new Set(answers.map((answer) => answer.body.event.id)).size).toBe(1);
    const listed = await server.api(
      'GET',
      `/platform/v1/events?space_id=${install.spaceId}&name=crowd`,
    );
    expect(listed.body.data).toHaveLength(1);
  });

  test('of a refused request can be used again', async () => {
    const install = await installListener(server, 'again', URL_OF_NOBODY);
    const wrong = { space_id: 999_999, name: 'again', payload: {} };
    expect((await post(wrong, key('d'))).status).toBe(422);
    const right = { ...wrong, space_id: install.spaceId };
    expect((await post(right, key('d'))).status).toBe(202);
  });

  test('is forgotten after a day', async () => {
    const install = await installListener(server, 'daily', URL_OF_NOBODY);
    const body = { space_id: install.spaceId, name: 'daily', payload: {} };
    const first = await post(body, key('e'));
    await server.db.query(
      sql`update idempotency_keys set created_at = now() - interval '25 hours' where key = 'e'`,
    );
    const second = await post(body, key('e'));
    expect(second.status).toBe(202);
    expect(second.body.event.id).not.toBe(first.body.event.id);
  });
});

describe('lists', () => {
  test('of events page from newest to oldest without gap or repeat', async () => {
    const install = await installListener(server, 'paged', URL_OF_NOBODY);
    const ids: string[] = [];
    for (let n = 0; n < 7; n++) ids.push((await emit(server, install.spaceId, 'paged')).event.id);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query = `space_id=${install.spaceId}&name=paged&limit=3${cursor && `&cursor=${cursor}`}`;
      const page = await server.api('GET', `/platform/v1/events?${query}`);
      seen.push(...page.body.data.map((event: { id: string }) => event.id));
      cursor = page.body.next_cursor;
    }
    expect(seen).toEqual(ids.toReversed());
  });

  test.each(['nonsense', 'bm9uc2Vuc2U', ''])('refuse the cursor %j', async (cursor) => {
    const answer = await server.api('GET', `/platform/v1/jobs?cursor=${cursor}`);
    expect(answer.status).toBe(422);
  });

  test.each(['nonsense', '1', '00000000-0000-0000-0000-000000000000'])(
    'do not know the event %s',
    async (id) => {
      const answer = await server.api('GET', `/platform/v1/events/${id}`);
      expect(answer.status).toBe(404);
      expect(answer.body.code).toBe('event_not_found');
    },
  );
});
