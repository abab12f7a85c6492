import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimJobs } from '../../src/jobs/claim.ts';
import { moveDueJobs } from '../../src/jobs/due.ts';
import { holdsLane, type RetrySchedule } from '../../src/jobs/schedule.ts';
import { settleAndUnblock } from '../../src/jobs/settle.ts';
import { sql } from '../../src/lib/db.ts';
import { emit, installListener, type TestInstall } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const SCHEDULE: RetrySchedule = { steps: [0, 5, 300, 1800, 7200, 18_000], jitterPercent: 20 };
const EVENT = 'lease_was_lost';

let server: TestServer;
let install: TestInstall;

// Nobody delivers here: the test is the worker, and it never comes back.
beforeAll(async () => {
  server = await startTestServer();
  install = await installListener(server, EVENT, 'http://127.0.0.1:8090/hook');
});
afterAll(() => server.close());

async function claim() {
  const lease = { worker_id: 1, seconds: 40 };
  return (await claimJobs(server.db, { rooms: [], defaultRoom: 100, most: 100, lease })).jobs;
}

async function emitJob(identifier: string): Promise<string> {
  const { jobs } = await emit(server, install.spaceId, EVENT, { identifier });
  return jobs[0]?.id as string;
}

interface Place {
  state: string;
  step: number;
  in_lane: boolean;
  seconds: number;
}

/** Where it is in the queue, and in how many seconds it is looked at again; undefined once it has left. */
async function placeOf(id: string): Promise<Place | undefined> {
  const [row] = await server.db.query<Place>(sql`
    select state, step, in_lane, extract(epoch from due_at - now())::double precision as seconds
    from job_queue where job_id = ${id}`);
  return row;
}

/** Its time is over; then the clock is looked at. */
async function passTime(id: string): Promise<void> {
  await server.db.query(sql`update job_queue set due_at = now() where job_id = ${id}`);
  await moveDueJobs(server.db, SCHEDULE);
}

const job = async (id: string) => (await server.api('GET', `/platform/v1/jobs/${id}`)).body;

test('a job that is lost again and again waits longer each time, leaves its lane, and ends like any other', async () => {
  const id = await emitJob('lost');
  const next = await emitJob('lost');
  for (let step = 1; step < SCHEDULE.steps.length; step++) {
    expect((await claim()).map(({ job_id }) => job_id)).toContain(id);
    await passTime(id);
    // The first loss is mostly the worker's fault.
    if (step === 1) {
      expect(await placeOf(id)).toMatchObject({ state: 'ready', step, in_lane: true });
      continue;
    }
    const planned = SCHEDULE.steps[step] as number;
    const place = await placeOf(id);
    expect(place).toMatchObject({ state: 'scheduled', step, in_lane: holdsLane(step) });
    expect(place?.seconds).toBeGreaterThan(planned * 0.8 - 5);
    expect(place?.seconds).toBeLessThanOrEqual(planned * 1.2);
    // From its 4th attempt on it holds nobody up.
    const { delivery } = await job(next);
    expect(delivery.state).toBe(holdsLane(step) ? 'blocked' : step === 3 ? 'ready' : 'leased');
    await passTime(id);
    expect(await placeOf(id)).toMatchObject({ state: 'ready', step });
  }
  await claim();
  await passTime(id);
  const { steps } = SCHEDULE;
  expect(await job(id)).toMatchObject({
    status: 'failed',
    parked_reason: 'attempts_exhausted',
    settled_by: 'platform',
    delivery: null,
    attempts: steps.map((_, index) => ({ number: index + 1, stage: 'lost' })),
  });
});

test("a worker's first loss is made good at once, whatever the plugin's schedule", async () => {
  const path = `/platform/v1/plugins/${install.plugin.id}/retry_schedule`;
  expect((await server.api('PUT', path, { steps: [0, 86_400, 86_400] })).status).toBe(200);
  const id = await emitJob('first');
  await claim();
  await passTime(id);
  expect(await placeOf(id)).toMatchObject({ state: 'ready', step: 1, seconds: null });
  await claim();
  await passTime(id);
  expect((await placeOf(id))?.seconds).toBeGreaterThan(3600);
  expect((await server.api('DELETE', path)).status).toBe(204);
});

test('a claim that was given back, or lost, writes nothing any more; and a job that is queued anew is no claim of before', async () => {
  const id = await emitJob('fenced');
  const claimed = async () => (await claim()).find(({ job_id }) => job_id === id);
  const settle = (of: Awaited<ReturnType<typeof claimed>>, next: 'gone' | 'released') =>
    server.db.transaction(async (tx) => {
      if (of === undefined) throw new Error('It was not claimed');
      const { settled } = await settleAndUnblock(tx, [
        {
          job: of,
          next,
          step: 0,
          status: next === 'gone' ? 'failed' : 'queued',
          settled_by: next === 'gone' ? 'platform' : null,
        },
      ]);
      return settled.length;
    });
  const first = await claimed();
  expect(await settle(first, 'released')).toBe(1);
  const second = await claimed();
  expect([first?.attempt, second?.attempt]).toEqual([1, 1]);
  expect(await settle(first, 'gone')).toBe(0);
  expect(await settle(second, 'gone')).toBe(1);
  expect((await server.api('POST', `/platform/v1/jobs/${id}/retry`)).status).toBe(202);
  const third = await claimed();
  for (const late of [first, second]) expect(await settle(late, 'gone')).toBe(0);
  expect(await settle(third, 'gone')).toBe(1);
});

/** Its worker is lost, and so is that of another plugin's job; both are due at once. */
async function loseWithNeighbour(): Promise<{ id: string; neighbour: string }> {
  const other = await installListener(server, 'neighbour_lost', 'http://127.0.0.1:8090/hook');
  const { jobs } = await emit(server, other.spaceId, 'neighbour_lost');
  const neighbour = jobs[0]?.id as string;
  const id = await emitJob('poisoned');
  await claim();
  await server.db.query(sql`update job_queue set due_at = now() where state = 'leased'`);
  return { id, neighbour };
}

test.each(['no JSON', '{}', '[]', '[1,"2"]', '[1,null]', '[1e400]', `[0,${'9'.repeat(400)}]`])(
  'a retry schedule that cannot be read (%s) counts as none',
  async (schedule) => {
    const { id, neighbour } = await loseWithNeighbour();
    const set = (to: string | null) =>
      server.db.query(sql`
        update plugins set retry_schedule = ${to} where id = ${install.plugin.id}`);
    await set(schedule);
    await moveDueJobs(server.db, SCHEDULE);
    for (const one of [id, neighbour])
      expect(await placeOf(one)).toMatchObject({ state: 'ready', step: 1 });
    await set(null);
    await server.db.query(sql`truncate job_queue`);
  },
);

test('a job that cannot be moved, whatever the reason, is put off, and holds up no other', async () => {
  const { id, neighbour } = await loseWithNeighbour();
  await server.db.query(sql`
    create function refuse_poisoned() returns trigger language plpgsql as $$ begin
      if new.identifier = 'poisoned' and new.state <> old.state then perform 'no number'::integer; end if;
      return new;
    end $$`);
  await server.db.query(sql`
    create trigger refuse_poisoned before update on job_queue for each row execute function refuse_poisoned()`);
  const unmovable: string[] = [];
  const look = () => moveDueJobs(server.db, SCHEDULE, ({ job_id }) => unmovable.push(job_id));
  await look();
  expect(await placeOf(neighbour)).toMatchObject({ state: 'ready', step: 1 });
  expect(await placeOf(id)).toMatchObject({ state: 'leased' });
  expect((await placeOf(id))?.seconds).toBeGreaterThan(0);
  await look();
  expect(unmovable).toEqual([id]);
  await server.db.query(sql`drop trigger refuse_poisoned on job_queue`);
  await passTime(id);
  expect(await placeOf(id)).toMatchObject({ state: 'ready', step: 1 });
});
