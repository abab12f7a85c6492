import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimJobs } from '../../src/jobs/claim.ts';
import { cancelJob } from '../../src/jobs/control.ts';
import { enqueueJobs } from '../../src/jobs/enqueue.ts';
import { type Settlement, settleAndUnblock } from '../../src/jobs/settle.ts';
import { type Database, openDatabase, sql } from '../../src/lib/db.ts';
import { newId } from '../../src/lib/ids.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let testDatabase: TestDatabase;
let db: Database;
let endpointId: number;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  db = openDatabase({ url: testDatabase.url });
  endpointId = await createEndpoint();
});
afterAll(async () => {
  await db.close();
  await testDatabase.drop();
});

const INSTALLS = [1, 2];
const LANES = ['a', 'b', null];

async function createEndpoint(): Promise<number> {
  await db.query(sql`insert into spaces (id, name) values (1, 'Space')`);
  await db.query(sql`
    with p as (insert into plugins (id, slug, client_id, origin, current_release)
      values (1, 'p1', 'c1', 'host', 1), (2, 'p2', 'c2', 'host', 1) returning id)
    insert into releases (plugin_id, number, state, published_at, manifest)
    select id, 1, 'published', now(), '{}' from p`);
  await db.query(
    sql`insert into installs (id, space_id, plugin_id, status) values (1, 1, 1, 'active'), (2, 1, 2, 'active')`,
  );
  const [row] = await db.query<{ id: number }>(sql`
    insert into endpoints (plugin_id, event_name, url) values (1, 'visit', 'http://x.test/') returning id`);
  return row?.id as number;
}

interface QueuedJob {
  id: string;
  install: number;
  lane: string | null;
}

async function enqueue(jobs: QueuedJob[]): Promise<void> {
  const eventId = newId();
  await db.transaction(async (tx) => {
    await tx.query(sql`insert into events (id, space_id, name, payload, occurred_at)
      values (${eventId}, 1, 'visit', '{}', now())`);
    for (const { id, install, lane } of jobs) {
      await tx.query(sql`insert into jobs (install_id, id, install_generation, plugin_id, event_id, name,
        identifier, status) values (${install}, ${id}, 1, 1, ${eventId}, 'visit', ${lane}, 'queued')`);
    }
    await enqueueJobs(
      tx,
      jobs.map(({ id, install, lane }) => ({
        install_id: install,
        job_id: id,
        event_id: eventId,
        endpoint_id: endpointId,
        identifier: lane,
        in_lane: lane !== null,
      })),
    );
  });
}

const claimAll = () =>
  claimJobs(db, { rooms: [], defaultRoom: 1000, most: 1000, leaseSeconds: 60 });

interface Flying {
  id: string;
  install: number;
  claim: number;
  step: number;
}

const settlement = (job: Flying, next: Settlement['next'], step: number): Settlement => ({
  job: { install_id: job.install, job_id: job.id, claim: job.claim },
  next,
  wait_seconds: next === 'gone' ? undefined : 0,
  step,
  status: next === 'gone' ? 'done' : 'queued',
  settled_by: next === 'gone' ? 'plugin' : null,
});

/** What lanes promise, in plain memory: the head of each lane is the first job that still holds it. */
class Model {
  /** Jobs in order of creation. */
  jobs: (QueuedJob & { step: number; state: 'waiting' | 'flying'; inLane: boolean })[] = [];

  claimable(): string[] {
    return this.jobs
      .filter((job) => job.state === 'waiting' && (!job.inLane || this.isHead(job)))
      .map((job) => job.id);
  }

  private isHead(job: Model['jobs'][number]): boolean {
    return this.jobs.find((other) => other.inLane && sameLane(other, job)) === job;
  }

  remove(id: string): void {
    this.jobs = this.jobs.filter((job) => job.id !== id);
  }
}

const sameLane = (a: QueuedJob, b: QueuedJob): boolean =>
  a.install === b.install && a.lane === b.lane;

type Action =
  | { kind: 'enqueue'; jobs: { install: number; lane: string | null }[] }
  | { kind: 'claim' }
  | { kind: 'finish' | 'retry' | 'release'; pick: number }
  | { kind: 'cancel'; pick: number };

const actions: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    kind: fc.constant('enqueue' as const),
    jobs: fc.array(
      fc.record({ install: fc.constantFrom(...INSTALLS), lane: fc.constantFrom(...LANES) }),
      { minLength: 1, maxLength: 4 },
    ),
  }),
  fc.record({ kind: fc.constant('claim' as const) }),
  fc.record({ kind: fc.constantFrom('finish', 'retry', 'release'), pick: fc.nat() }),
  fc.record({ kind: fc.constant('cancel' as const), pick: fc.nat() }),
);

async function apply(model: Model, flying: Flying[], action: Action): Promise<void> {
  if (action.kind === 'enqueue') {
    const jobs = action.jobs.map((job) => ({ ...job, id: newId() }));
    await enqueue(jobs);
    for (const job of jobs) {
      model.jobs.push({ ...job, step: 0, state: 'waiting', inLane: job.lane !== null });
    }
    return;
  }
  if (action.kind === 'claim') return claimAndCompare(model, flying);
  if (action.kind === 'cancel') return cancelWaiting(model, action.pick);
  const job = flying.splice(action.pick % Math.max(1, flying.length), 1)[0];
  if (job !== undefined) await settleOne(model, job, action.kind);
}

async function claimAndCompare(model: Model, flying: Flying[]): Promise<void> {
  const expected = model.claimable();
  const claimed = await claimAll();
  expect(claimed.map((job) => job.job_id).toSorted()).toEqual(expected.toSorted());
  for (const { job_id, install_id, claim, step } of claimed) {
    flying.push({ id: job_id, install: install_id, claim, step });
    const job = model.jobs.find(({ id }) => id === job_id);
    if (job !== undefined) job.state = 'flying';
  }
}

async function cancelWaiting(model: Model, pick: number): Promise<void> {
  const waiting = model.jobs.filter((job) => job.state === 'waiting');
  const job = waiting[pick % Math.max(1, waiting.length)];
  if (job === undefined) return;
  await db.transaction((tx) => cancelJob(tx, job.id));
  model.remove(job.id);
}

async function settleOne(
  model: Model,
  job: Flying,
  kind: 'finish' | 'retry' | 'release',
): Promise<void> {
  const step = kind === 'retry' ? job.step + 1 : job.step;
  const next = { finish: 'gone', retry: 'scheduled', release: 'released' } as const;
  await db.transaction((tx) => settleAndUnblock(tx, [settlement(job, next[kind], step)]));
  // The wait is over at once.
  await db.query(sql`update job_queue set state = 'ready' where state = 'scheduled'`);
  if (kind === 'finish') return model.remove(job.id);
  const known = model.jobs.find(({ id }) => id === job.id);
  if (known === undefined) return;
  known.state = 'waiting';
  known.step = step;
  known.inLane &&= step < 3;
}

describe('lanes', () => {
  test('offer what a plain model of them offers, whatever happens in whatever order', async () => {
    await fc.assert(
      fc
        .asyncProperty(fc.array(actions, { minLength: 1, maxLength: 40 }), async (run) => {
          const model = new Model();
          const flying: Flying[] = [];
          for (const action of run) await apply(model, flying, action);
          await claimAndCompare(model, flying);
          for (const job of flying.splice(0)) await settleOne(model, job, 'finish');
          // Draining leaves nothing: no lane is stuck, no row forgotten.
          while (model.jobs.length > 0) {
            await claimAndCompare(model, flying);
            for (const job of flying.splice(0)) await settleOne(model, job, 'finish');
          }
          expect(await db.query(sql`select 1 from job_queue`)).toEqual([]);
        })
        .afterEach(() => db.query(sql`truncate job_queue`).then(() => undefined)),
      { numRuns: 60 },
    );
  });

  test('let no two jobs fly at once when jobs come in and complete concurrently', async () => {
    const total = 200;
    let flyingNow = 0;
    let done = 0;
    const order: string[] = [];
    const ids = Array.from({ length: total }, () => newId());
    const intake = (async () => {
      for (const id of ids) await enqueue([{ id, install: 1, lane: 'busy' }]);
    })();
    while (done < total) {
      for (const job of await claimAll()) {
        flyingNow++;
        expect(flyingNow).toBe(1);
        order.push(job.job_id);
        flyingNow--;
        const flying = { id: job.job_id, install: 1, claim: job.claim, step: 0 };
        await db.transaction((tx) => settleAndUnblock(tx, [settlement(flying, 'gone', 0)]));
        done++;
      }
    }
    await intake;
    expect(order).toEqual(ids);
  });

  test('write nothing for a claim that another one has replaced', async () => {
    await enqueue([{ id: newId(), install: 1, lane: null }]);
    const [first] = await claimAll();
    await db.query(sql`update job_queue set state = 'ready'`);
    const [second] = await claimAll();
    const late = {
      id: first?.job_id as string,
      install: 1,
      claim: first?.claim as number,
      step: 0,
    };
    const { settled } = await db.transaction((tx) =>
      settleAndUnblock(tx, [settlement(late, 'gone', 0)]),
    );
    expect(settled).toEqual([]);
    const current = { ...late, claim: second?.claim as number };
    const { settled: written } = await db.transaction((tx) =>
      settleAndUnblock(tx, [settlement(current, 'gone', 0)]),
    );
    expect(written).toHaveLength(1);
  });
});
