import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { addMember, createPerson, type Person } from '../space-api/scene.ts';
import {
  createSpace,
  defineEventType,
  emit,
  installPlugin,
  registerPlugin,
  type TestInstall,
} from '../support/plugins.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await defineEventType(server, 'signed_in', { description: 'A visitor signed in' });
  await defineEventType(server, 'signed_out');
  return () => server.close();
});

const URL = 'http://localhost:4999/worker';
const hears = (...names: string[]) => ({ events: names.map((name) => ({ name, url: URL })) });

interface Place {
  spaceId: number;
  member: Person;
  greeter: TestInstall;
  badge: TestInstall;
}

/** A space with a plugin that hears all, and one that hears only who comes on the second floor. */
async function newPlace(): Promise<Place> {
  const spaceId = await createSpace(server);
  const member = await createPerson(server);
  await addMember(server, spaceId, member.id);
  const install = async (manifest: object) =>
    installPlugin(server, await registerPlugin(server, { ...manifest }), spaceId);
  const filter = { floor: [2] };
  return {
    spaceId,
    member,
    greeter: await install({
      icon: 'https://plugin.example/icon.png',
      ...hears('signed_in', 'signed_out'),
    }),
    badge: await install({ events: [{ name: 'signed_in', url: URL, filter }] }),
  };
}

const list = ({ member }: Place, query: Record<string, unknown>): Promise<Answer> => {
  const text = new URLSearchParams(query as Record<string, string>);
  return send(`${server.url}/platform/v1/activity?${text}`, 'GET', undefined, member.headers);
};

async function listed(place: Place, query: Record<string, unknown> = {}) {
  const answer = await list(place, { space_id: place.spaceId, ...query });
  expect(answer.status, answer.text).toBe(200);
  // That the plugins were installed is told as well.
  return answer.body.data.filter(({ name }: { name: string }) => name !== 'plugin_installed');
}

const idsOf = async (place: Place, query: Record<string, unknown> = {}): Promise<string[]> =>
  (await listed(place, query)).map(({ id }: { id: string }) => id);

/** Settles or moves the job of an install as delivery does, without the requests. */
async function put(installId: number, eventId: string, columns: Record<string, string>) {
  const { status = 'queued', state, attempt } = columns;
  const [job] = await server.db.query<{ id: string }>(sql`
    select id from jobs where install_id = ${installId} and event_id = ${eventId}`);
  const id = job?.id as string;
  if (state === undefined) {
    await server.db.query(sql`delete from job_queue where job_id = ${id}`);
    await server.db.query(sql`
      update jobs set status = ${status}, status_message = 'Said so', settled_at = now(), settled_by = 'plugin',
        first_stage = 'answered', first_status_code = 200, first_url = ${URL}, first_started_at = now(), first_duration_ms = 1
      where id = ${id}`);
  } else {
    await server.db.query(sql`
      update job_queue set state = ${state}, attempt = ${Number(attempt)}, due_at = now() + interval '1 hour' where job_id = ${id}`);
  }
  return id;
}

test('an event is told with what each plugin made of it, the newest first', async () => {
  const place = await newPlace();
  const { greeter, badge, spaceId } = place;
  const first = await emit(server, spaceId, 'signed_in', {
    payload: { floor: 1 },
    identifier: 'v:1',
  });
  const jobId = await put(greeter.id, first.event.id, { status: 'done' });
  const second = await emit(server, spaceId, 'signed_out', { payload: {} });
  const data = await listed(place);
  expect(data.map(({ id }: { id: string }) => id)).toEqual([second.event.id, first.event.id]);
  const plugin = ({ plugin }: TestInstall, icon: string | null) => ({
    plugin_id: plugin.id,
    plugin_slug: plugin.slug,
    plugin_name: plugin.slug,
    plugin_icon: icon,
  });
  expect(data[1]).toEqual({
    id: first.event.id,
    space_id: spaceId,
    name: 'signed_in',
    title: 'A visitor signed in',
    identifier: 'v:1',
    occurred_at: expect.any(String),
    created_at: expect.any(String),
    user_id: null,
    decisions: [
      {
        install_id: greeter.id,
        ...plugin(greeter, 'https://plugin.example/icon.png'),
        decision: 'delivered',
        job: {
          id: jobId,
          status: 'done',
          status_message: 'Said so',
          failure_reason: null,
          settled_reason: null,
          attempts: 1,
          last_status_code: 200,
          next_attempt_at: null,
          max_attempts: null,
          settled_at: expect.any(String),
        },
      },
      { install_id: badge.id, ...plugin(badge, null), decision: 'filtered', job: null },
    ],
  });
  expect(data[0].decisions).toMatchObject([
    { decision: 'delivered', job: { status: 'queued', attempts: 0, settled_at: null } },
    { decision: 'not_subscribed', job: null },
  ]);
});

test('each outcome finds the events with such a job or decision', async () => {
  const place = await newPlace();
  const { greeter, spaceId } = place;
  const ways: Record<string, Record<string, string>> = {
    done: { status: 'done' },
    failed: { status: 'failed' },
    ignored: { status: 'ignored' },
    cancelled: { status: 'cancelled' },
    waiting: { state: 'leased', attempt: '1' },
    retrying: { state: 'scheduled', attempt: '1' },
  };
  const events: Record<string, string> = {};
  for (const [outcome, way] of Object.entries(ways)) {
    const { event } = await emit(server, spaceId, 'signed_out', { payload: {} });
    events[outcome] = event.id;
    await put(greeter.id, event.id, way);
  }
  const moved = await emit(server, spaceId, 'signed_out', { payload: {} });
  await server.db.query(sql`
    update jobs set status = 'ongoing' where event_id = ${moved.event.id}`);
  await server.db.query(sql`
    update job_queue set state = 'ongoing' where event_id = ${moved.event.id}`);
  events.ongoing = moved.event.id;
  const filtered = await emit(server, spaceId, 'signed_in', { payload: { floor: 1 } });
  await put(greeter.id, filtered.event.id, { status: 'cancelled' });
  events.not_delivered = filtered.event.id;
  const path = `/platform/v1/plugins/${greeter.plugin.id}/suspend`;
  await server.api('POST', path, { reason: 'Looked at' });
  const parked = await emit(server, spaceId, 'signed_out', { payload: {} });
  events.parked = parked.event.id;

  for (const outcome of Object.keys(events)) {
    const found = await idsOf(place, { outcome });
    const also = outcome === 'cancelled' ? [filtered.event.id] : [];
    expect([outcome, found]).toEqual([outcome, [...also, events[outcome]]]);
  }
  const [retrying] = await listed(place, { outcome: 'retrying' });
  expect(retrying.decisions[0].job.next_attempt_at).toEqual(expect.any(String));
  const [held] = await listed(place, { outcome: 'parked' });
  expect(held.decisions[0]).toMatchObject({
    decision: 'plugin_suspended',
    job: { status: 'parked' },
  });
  // A job that is sent once more has its verdict.
  await server.db.query(sql`
    insert into job_queue (install_id, job_id, event_id, endpoint_id, in_lane, state, attempt, resend)
    select install_id, id, event_id, 1, false, 'scheduled', 2, true from jobs where event_id = ${events.done}`);
  expect(await idsOf(place, { outcome: 'retrying' })).toEqual([events.retrying]);
  expect((await list(place, { space_id: spaceId, outcome: 'lost' })).status).toBe(422);
});

test('filters leave what they say, and those of a plugin only its decision', async () => {
  const place = await newPlace();
  const { greeter, badge, spaceId } = place;
  const one = await emit(server, spaceId, 'signed_in', {
    payload: { floor: 2 },
    identifier: 'v:1',
  });
  const two = await emit(server, spaceId, 'signed_out', { payload: {}, identifier: 'v:1' });
  const three = await emit(server, spaceId, 'signed_out', { payload: {}, identifier: 'v:2' });
  const late = await installPlugin(
    server,
    await registerPlugin(server, hears('signed_out')),
    spaceId,
  );
  const four = await emit(server, spaceId, 'signed_out', { payload: {} });
  const [a, b, c, d] = [one, two, three, four].map(({ event }) => event.id) as [
    string,
    string,
    string,
    string,
  ];
  for (const [query, expected] of [
    [{ name: 'signed_in' }, [a]],
    [{ identifier: 'v:1' }, [b, a]],
    [{ name: 'signed_out', identifier: 'v:1' }, [b]],
    [{ event_id: b }, [b]],
    [{ event_id: b.toUpperCase() }, [b]],
    [{ install_id: late.id }, [d]],
    // It hears of nobody who leaves.
    [{ install_id: badge.id }, [a]],
    [{ plugin_id: late.plugin.id }, [d]],
    [{ plugin_id: 999_999 }, []],
    [{ outcome: 'waiting', plugin_id: badge.plugin.id }, [a]],
    [{ outcome: 'waiting', identifier: 'v:2' }, [c]],
    [{ outcome: 'not_delivered' }, []],
    [{ since: '2999-01-01T00:00:00Z' }, []],
    [{ since: '2001-01-01T00:00:00Z', until: '2999-01-01T00:00:00Z' }, [d, c, b, a]],
    [{ until: '2001-01-01T00:00:00Z' }, []],
  ] as const) {
    expect([query, await idsOf(place, query)]).toEqual([query, expected]);
  }
  const installs = (await listed(place, { plugin_id: badge.plugin.id })).map(
    ({ decisions }: { decisions: { install_id: number }[] }) =>
      decisions.map(({ install_id }) => install_id),
  );
  expect(installs).toEqual([[badge.id]]);
  expect(greeter.id).not.toBe(badge.id);
});

test('pages follow each other without a gap, whatever is looked for', async () => {
  const place = await newPlace();
  const { greeter, spaceId } = place;
  for (let n = 0; n < 12; n++) {
    const { event } = await emit(server, spaceId, 'signed_in', {
      payload: { floor: n % 3 },
      identifier: `v:${n % 2}`,
    });
    await put(greeter.id, event.id, { status: n % 4 === 0 ? 'failed' : 'done' });
  }
  for (const query of [
    {},
    { identifier: 'v:1' },
    { outcome: 'failed' },
    { outcome: 'done' },
    { outcome: 'not_delivered' },
    { outcome: 'waiting' },
    { outcome: 'done', identifier: 'v:1' },
    { plugin_id: greeter.plugin.id },
  ]) {
    const all = await idsOf(place, query);
    expect(all.length).toBeGreaterThan(2);
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const more: object = cursor === null ? {} : { cursor };
      const { body } = await list(place, { space_id: spaceId, limit: 2, ...query, ...more });
      expect(body.data.length).toBeLessThanOrEqual(2);
      const told = body.data.filter(({ name }: { name: string }) => name !== 'plugin_installed');
      paged.push(...told.map(({ id }: { id: string }) => id));
      cursor = body.next_cursor;
    } while (cursor !== null);
    expect([query, paged]).toEqual([query, all]);
  }
});

test('what is rare is found behind much else, by a cursor where no index knows it', async () => {
  const place = await newPlace();
  const { greeter, spaceId } = place;
  const rare = await emit(server, spaceId, 'signed_in', {
    payload: { floor: 1 },
    identifier: 'rare',
  });
  await put(greeter.id, rare.event.id, { status: 'failed' });
  // As if 2,500 others had come since, all of which are done.
  await server.db.query(sql`
    with e as (
      insert into events (id, space_id, name, identifier, payload, occurred_at)
      select (left(${rare.event.id}::text, 8) || '-ffff-7000-8000-' || lpad(to_hex(n), 8, '0') || '0000')::uuid,
        ${spaceId}, 'signed_out', 'v:' || n, '{}', now() from generate_series(1, 2500) n returning id)
    insert into jobs (install_id, id, install_generation, plugin_id, event_id, name, status, settled_by, settled_at)
    select ${greeter.id}, (left(id::text, 32) || '0001')::uuid, 1, ${greeter.plugin.id}, id, 'signed_out', 'done', 'plugin', now()
    from e`);
  expect(await idsOf(place, { outcome: 'failed' })).toEqual([rare.event.id]);
  for (const query of [
    { identifier: 'rare' },
    { outcome: 'not_delivered' },
    { outcome: 'failed', identifier: 'rare' },
  ]) {
    const found: string[] = [];
    let pages = 0;
    let cursor: string | null = null;
    do {
      const more: object = cursor === null ? {} : { cursor };
      const { body } = await list(place, { space_id: spaceId, ...query, ...more });
      found.push(...body.data.map(({ id }: { id: string }) => id));
      cursor = body.next_cursor;
      pages += 1;
    } while (cursor !== null);
    expect([query, found]).toEqual([query, [rare.event.id]]);
    // Never all at once where it had to look at each.
    expect(pages).toBe(query.outcome === 'failed' ? 1 : 3);
  }
});

test('an event whose jobs are gone has no decision that nobody knows of, and one that is gone is left out', async () => {
  const place = await newPlace();
  const { spaceId } = place;
  const { event } = await emit(server, spaceId, 'signed_in', { payload: { floor: 1 } });
  const other = await emit(server, spaceId, 'signed_in', { payload: { floor: 2 } });
  await server.db.query(
    sql`delete from job_queue where event_id = any(${[event.id, other.event.id]})`,
  );
  await server.db.query(sql`delete from jobs where event_id = ${event.id}`);
  await server.db.query(sql`update jobs set status = 'failed' where event_id = ${other.event.id}`);
  await server.db.query(sql`delete from events where id = ${other.event.id}`);
  const [shown, ...rest] = await listed(place);
  expect([shown.id, rest]).toEqual([event.id, []]);
  expect(shown.decisions).toMatchObject([{ decision: 'filtered', job: null }]);
  expect(await listed(place, { outcome: 'failed' })).toEqual([]);
});

test('it is of one space, and for its members', async () => {
  const place = await newPlace();
  const other = await newPlace();
  const { spaceId, greeter } = place;
  expect((await list(place, {})).body.errors[0].pointer).toBe('/space_id');
  const mixed = await list(place, { space_id: spaceId, install_id: other.greeter.id });
  expect([mixed.status, mixed.body.code]).toEqual([404, 'install_not_found']);
  const both = await server.api(
    'GET',
    `/platform/v1/activity?space_id=${spaceId}&install_id=${other.greeter.id}`,
  );
  expect([both.status, both.body.errors[0].pointer]).toEqual([422, '/install_id']);
  const { event } = await emit(server, spaceId, 'signed_out', { payload: {} });
  expect(await idsOf(place, { install_id: greeter.id })).toEqual([event.id]);
  for (const query of [{ space_id: spaceId }, { install_id: greeter.id }]) {
    expect((await list(other, query)).status).toBe(404);
  }
  expect(await idsOf(other, { event_id: event.id })).toEqual([]);
  expect(
    (await list(place, { space_id: spaceId, cursor: 'bm90IGFuIGlk' })).body.errors[0].pointer,
  ).toBe('/cursor');
});
