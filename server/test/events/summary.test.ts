import { beforeAll, expect, test } from 'vitest';
import { selectCounts } from '../../src/events/summary-queries.ts';
import { sql } from '../../src/lib/db.ts';
import { createScene, type Headers, type Scene } from '../space-api/scene.ts';
import { defineEventType, emit, installPlugin, registerPlugin } from '../support/plugins.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await defineEventType(server, 'signed_in');
  return () => server.close();
});

const HEARS = { events: [{ name: 'signed_in', url: 'http://localhost:4999/worker' }] };
const NOTHING = {
  done: 0,
  ongoing: 0,
  waiting: 0,
  retrying: 0,
  failed: 0,
  ignored: 0,
  parked: 0,
  cancelled: 0,
};

const ask = (headers: Headers, query: string): Promise<Answer> =>
  send(`${server.url}/platform/v1/summary?${query}`, 'GET', undefined, headers);

async function settle(eventIds: string[], status: string): Promise<void> {
  await server.db.query(sql`delete from job_queue where event_id = any(${eventIds})`);
  await server.db.query(sql`
    update jobs set status = ${status}, settled_at = now(), settled_by = 'plugin' where event_id = any(${eventIds})`);
}

async function happened({ spaceId }: Scene, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++)
    ids.push((await emit(server, spaceId, 'signed_in', { payload: {} })).event.id);
  return ids;
}

test('a space is summed up by what has become of its jobs, and by hours', async () => {
  const scene = await createScene(server, HEARS);
  await settle(await happened(scene, 3), 'done');
  await settle(await happened(scene, 2), 'failed');
  await settle(await happened(scene, 1), 'ignored');
  const [retried] = await happened(scene, 2);
  await server.db.query(sql`
    update job_queue set state = 'scheduled', attempt = 2 where event_id = ${retried}`);
  const deaf = await installPlugin(server, await registerPlugin(server), scene.spaceId);
  const { status, body, text } = await ask(scene.editor.headers, `space_id=${scene.spaceId}`);
  expect(status, text).toBe(200);
  const jobs = { ...NOTHING, done: 3, failed: 2, ignored: 1, retrying: 1, waiting: 1 };
  // And two installations.
  expect(body).toMatchObject({ step: 3600, events: 10, jobs, complete: true });
  expect(body.series).toHaveLength(24);
  const { events, done, failed, other } = sumOf(body.series);
  expect({ events, done, failed, other }).toEqual({ events: 10, done: 3, failed: 2, other: 3 });
  const at = body.series.map((step: { at: string }) => Date.parse(step.at));
  expect(at[0]).toBe(Date.parse(body.since));
  expect(at.every((time: number, n: number) => time === at[0] + n * 3_600_000)).toBe(true);
  expect(at[0] % 3_600_000).toBe(0);
  expect(Date.parse(body.until)).toBeGreaterThan(at.at(-1));

  const own = await ask(scene.editor.headers, `install_id=${scene.installId}`);
  expect(own.body).toMatchObject({ events: 8, jobs });
  const other_ = await ask(scene.editor.headers, `install_id=${deaf.id}`);
  expect(other_.body).toMatchObject({ events: 0, jobs: NOTHING });
});

const sumOf = (series: Record<string, number>[]) =>
  series.reduce(
    (sum, step) =>
      Object.fromEntries(
        Object.entries(step).map(([name, n]) => [name, ((sum[name] as number) ?? 0) + n]),
      ),
    {} as Record<string, number>,
  );

test('what is older than asked for is not counted, and each thing in its own step', async () => {
  const scene = await createScene(server, HEARS);
  await settle(await happened(scene, 2), 'done');
  const since = new Date(Date.now() - 3 * 3_600_000).toISOString();
  const { body } = await ask(
    scene.editor.headers,
    `space_id=${scene.spaceId}&since=${since}&step=5400`,
  );
  expect(body.since).toBe(since);
  const done = body.series.map((step: { done: number }) => step.done);
  expect(done.slice(0, 2)).toEqual([0, 2]);
  // The third begins this very millisecond, or the next.
  expect(done.slice(2).filter((count: number) => count > 0)).toEqual([]);
  const minute = new Date(Date.now() + 3_600_000).toISOString();
  const future = await ask(scene.editor.headers, `space_id=${scene.spaceId}&since=${minute}`);
  expect([future.status, future.body.errors[0].pointer]).toEqual([422, '/since']);
});

test('a summary is of at most 31 days and 200 steps of whole minutes', async () => {
  const { spaceId, editor } = await createScene(server, HEARS);
  const ago = (days: number) => new Date(Date.now() - days * 24 * 3_600_000).toISOString();
  for (const [query, pointer] of [
    [`since=${ago(32)}&step=86400`, '/since'],
    [`since=${ago(30)}`, '/step'],
    ['step=60', '/step'],
    ['step=90', '/step'],
    ['step=0', '/step'],
    ['since=yesterday', '/since'],
  ] as const) {
    const answer = await ask(editor.headers, `space_id=${spaceId}&${query}`);
    expect([query, answer.status, answer.body.errors[0].pointer]).toEqual([query, 422, pointer]);
  }
  const month = await ask(editor.headers, `space_id=${spaceId}&since=${ago(30.9)}&step=86400`);
  expect([month.status, month.body.series.length]).toEqual([200, 31]);
});

test('it says where it has not counted all', async () => {
  const scene = await createScene(server, HEARS);
  await happened(scene, 3);
  const bounds = ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
  const rows = await selectCounts(server.pool, { spaceId: scene.spaceId }, bounds, {
    events: 2,
    jobs: 1,
  });
  const counted = Object.fromEntries(rows.map(({ counted, count }) => [counted, count]));
  expect(counted).toEqual({ events: 2, jobs: 1, waiting: 1 });
});

test('a summary is for members', async () => {
  const scene = await createScene(server, HEARS);
  const { editor } = await createScene(server, HEARS);
  for (const query of [`space_id=${scene.spaceId}`, `install_id=${scene.installId}`]) {
    expect((await ask(editor.headers, query)).status).toBe(404);
  }
  const nothing = await ask(editor.headers, '');
  expect([nothing.status, nothing.body.errors[0].pointer]).toEqual([422, '/space_id']);
});
