import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { type ClaimedJob, claimJobs } from '../../src/jobs/claim.ts';
import { type Settlement, settleAndUnblock } from '../../src/jobs/settle.ts';
import { sql } from '../../src/lib/db.ts';
import { clearUp } from '../../src/replays/backfill-work.ts';
import { workOnReplay } from '../../src/replays/work.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { openPast, type Past } from './scene.ts';

// Whatever comes in between, in whatever order: no lane is left behind, nothing is told twice, and what is older comes first.

const LANES = ['a', 'b'];
const LEASE = { worker_id: 1, seconds: 600 };

type Action =
  | { kind: 'tell'; lane: string | undefined }
  | { kind: 'begin' | 'step' | 'clear' | 'cancel' | 'claim' }
  | { kind: 'finish' | 'give back'; pick: number };

const actions: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('tell' as const),
      lane: fc.constantFrom(...LANES, undefined),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('step' as const, 'claim' as const, 'clear' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('begin' as const, 'cancel' as const) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('finish' as const, 'finish' as const, 'give back' as const),
      pick: fc.nat(),
    }),
  },
);

/** An event that was finished, with the backfill by which it came. */
interface Told {
  event: string;
  lane: string | null;
  backfill: number | null;
}

class Run {
  held: ClaimedJob[] = [];
  told: Told[] = [];
  wasCancelled = false;
  private readonly server: TestServer;
  private readonly past: Past;
  private readonly installId: number;

  constructor(server: TestServer, past: Past, installId: number) {
    this.server = server;
    this.past = past;
    this.installId = installId;
  }

  async do(action: Action): Promise<void> {
    const path = `/platform/v1/installs/${this.installId}/backfills`;
    if (action.kind === 'tell') await this.past.tell({ identifier: action.lane });
    if (action.kind === 'begin') await this.server.api('POST', path, { days: 1 });
    if (action.kind === 'step') await this.step();
    if (action.kind === 'clear') await clearUp(this.server.db);
    if (action.kind === 'claim') await this.claim();
    if (action.kind === 'finish') await this.settle(action.pick, 'gone');
    if (action.kind === 'give back') await this.settle(action.pick, 'released');
    if (action.kind === 'cancel') {
      const [running] = await this.running();
      if (running === undefined) return;
      this.wasCancelled = true;
      await this.server.api('DELETE', `/platform/v1/backfills/${running.id}`);
    }
  }

  private running(): Promise<{ id: number }[]> {
    return this.server.db.query(sql`
      select id from replays where state = 'running' and install_id = ${this.installId}`);
  }

  private async step(): Promise<void> {
    for (const { id } of await this.running()) await workOnReplay(this.server.db, id, 2);
  }

  private async claim(): Promise<void> {
    const limits = { rooms: [], defaultRoom: 1000, most: 1000, lease: LEASE };
    const { jobs } = await claimJobs(this.server.db, limits);
    this.held.push(...jobs);
  }

  private async settle(pick: number, next: 'gone' | 'released'): Promise<void> {
    const job = this.held[pick % Math.max(1, this.held.length)];
    if (job === undefined) return;
    this.held = this.held.filter((one) => one !== job);
    const settlement: Settlement = {
      job,
      next,
      step: 0,
      status: next === 'gone' ? 'done' : 'queued',
      settled_by: next === 'gone' ? 'plugin' : undefined,
    };
    const { settled } = await this.server.pool.transaction((tx) =>
      settleAndUnblock(tx, [settlement]),
    );
    expect(settled).toHaveLength(1);
    const { event_id: event, identifier: lane, backfill_id: backfill } = job;
    if (next === 'gone') this.told.push({ event, lane, backfill });
  }

  /** Lets all be told that there is. */
  async drain(): Promise<void> {
    for (let rounds = 0; rounds < 100; rounds++) {
      await this.step();
      await clearUp(this.server.db);
      await this.claim();
      while (this.held.length > 0) await this.settle(0, 'gone');
      if ((await this.queued()) === 0 && (await this.running()).length === 0) return;
    }
    throw new Error(`${await this.queued()} jobs were left behind`);
  }

  private async queued(): Promise<number> {
    const rows = await this.server.db.query(sql`
      select 1 from job_queue where install_id = ${this.installId}`);
    return rows.length;
  }
}

test('whatever happens while the past is told', async () => {
  const server = await startTestServer();
  onTestFinished(server.close);
  await fc.assert(
    fc.asyncProperty(fc.array(actions, { minLength: 5, maxLength: 40 }), async (given) => {
      const past = await openPast(server);
      const old = await past.tellEach(['a', 'b', 'a', 'a', 'b']);
      const install = await past.install();
      const run = new Run(server, past, install.id);
      await run.do({ kind: 'begin' });
      for (const action of given) await run.do(action);
      await run.drain();
      const { told } = run;
      expect(new Set(told.map(({ event }) => event)).size).toBe(told.length);
      if (!run.wasCancelled)
        expect(old.filter((id) => !told.some(({ event }) => event === id))).toEqual([]);
      for (const lane of LANES) {
        const inLane = told.filter((one) => one.lane === lane);
        const backfills = new Set(inLane.map(({ backfill }) => backfill));
        for (const one of backfills) {
          const ids = inLane.filter(({ backfill }) => backfill === one).map(({ event }) => event);
          expect(ids).toEqual(ids.toSorted());
        }
        const ids = inLane.map(({ event }) => event);
        if (!run.wasCancelled) expect(ids).toEqual(ids.toSorted());
      }
    }),
    { numRuns: 25 },
  );
});
