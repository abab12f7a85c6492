import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { outcomeWithoutSending } from '../../src/delivery/outcome.ts';
import { type ClaimedJob, claimJobs } from '../../src/jobs/claim.ts';
import { resumeSome } from '../../src/jobs/resume.ts';
import { type Settlement, settleAndUnblock } from '../../src/jobs/settle.ts';
import { sql } from '../../src/lib/db.ts';
import { clearUp } from '../../src/replays/backfill-work.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { openPast, type Past, stepOf } from './scene.ts';

// Whatever comes in between, in whatever order: no lane is left behind, nothing is told twice, and what is older comes first.

const LANES = ['a', 'b'];
const LEASE = { worker_id: 1, seconds: 600 };

/** Of two events, each with an endpoint of its own. */
type Which = 0 | 1;

type Action =
  | { kind: 'tell'; lane: string | undefined; which: Which }
  | { kind: 'begin' | 'step' | 'clear' | 'cancel' | 'claim' }
  | { kind: 'disable' | 'enable' | 'suspend' | 'resume' | 'revoke' | 'grant' }
  | { kind: 'finish' | 'give back'; pick: number };

const actions: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('tell' as const),
      lane: fc.constantFrom(...LANES, undefined),
      which: fc.constantFrom<Which>(0, 1),
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
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        ...(['disable', 'enable', 'suspend', 'resume', 'revoke', 'grant'] as const),
      ),
    }),
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
  name: string;
  lane: string | null;
  backfill: number | null;
}

class Run {
  held: ClaimedJob[] = [];
  told: Told[] = [];
  /** How often each was done. */
  readonly was: Record<string, number> = {};
  private readonly server: TestServer;
  private readonly past: Past;
  private readonly installId: number;

  constructor(server: TestServer, past: Past, installId: number) {
    this.server = server;
    this.past = past;
    this.installId = installId;
  }

  async do(action: Action): Promise<void> {
    const { kind } = action;
    this.was[kind] = (this.was[kind] ?? 0) + 1;
    const path = `/platform/v1/installs/${this.installId}`;
    const [first, second] = this.past.events;
    if (kind === 'tell')
      await this.past.tell({ identifier: action.lane, name: this.past.events[action.which] });
    if (kind === 'begin') await this.server.api('POST', `${path}/backfills`, { days: 1 });
    if (kind === 'step') await this.step();
    if (kind === 'clear') await clearUp(this.server.db);
    if (kind === 'claim') await this.claim();
    if (kind === 'finish') await this.settle(action.pick, 'gone');
    if (kind === 'give back') await this.settle(action.pick, 'released');
    if (kind === 'suspend' || kind === 'resume') await this.server.api('POST', `${path}/${kind}`);
    if (kind === 'disable' || kind === 'enable') {
      const of = `/platform/v1/plugins/${this.past.plugin.id}/endpoints/${second}`;
      await this.server.api('POST', `${of}/${kind}`);
    }
    if (kind === 'revoke' || kind === 'grant') {
      const events = kind === 'grant' ? [first, second] : [first];
      await this.server.api('PUT', `${path}/grant`, { scopes: [], events });
    }
    if (kind === 'cancel') {
      const [running] = await this.running();
      if (running !== undefined)
        await this.server.api('DELETE', `/platform/v1/backfills/${running.id}`);
    }
  }

  private running(): Promise<{ id: number }[]> {
    return this.server.db.query(sql`
      select id from replays where state = 'running' and install_id = ${this.installId}`);
  }

  private async step(): Promise<void> {
    for (const { id } of await this.running()) await stepOf(this.server, id, 2);
  }

  private async claim(): Promise<void> {
    const limits = { rooms: [], defaultRoom: 1000, most: 1000, lease: LEASE };
    const { jobs } = await claimJobs(this.server.db, limits);
    for (const job of jobs) {
      const unsent = outcomeWithoutSending(job);
      if (unsent === undefined) this.held.push(job);
      else await this.write(unsent);
    }
  }

  private async write(settlement: Settlement): Promise<void> {
    const { settled } = await this.server.pool.transaction((tx) =>
      settleAndUnblock(tx, [settlement]),
    );
    expect(settled).toHaveLength(1);
  }

  private async settle(pick: number, next: 'gone' | 'released'): Promise<void> {
    const job = this.held[pick % Math.max(1, this.held.length)];
    if (job === undefined) return;
    this.held = this.held.filter((one) => one !== job);
    await this.write({
      job,
      next,
      step: 0,
      status: next === 'gone' ? 'done' : 'queued',
      settled_by: next === 'gone' ? 'plugin' : undefined,
    });
    const { event_id: event, event_name: name, identifier: lane, backfill_id: backfill } = job;
    if (next === 'gone') this.told.push({ event, name, lane, backfill });
  }

  /** Lets all be told that there is. */
  async drain(): Promise<void> {
    for (const kind of ['enable', 'resume'] as const) await this.do({ kind });
    for (let rounds = 0; rounds < 100; rounds++) {
      while ((await resumeSome(this.server.db)) !== undefined);
      await this.step();
      await clearUp(this.server.db);
      await this.claim();
      while (this.held.length > 0) await this.settle(0, 'gone');
      if ((await this.waiting()) === 0 && (await this.running()).length === 0) return;
    }
    throw new Error(`${await this.waiting()} jobs were left behind`);
  }

  private async waiting(): Promise<number> {
    const rows = await this.server.db.query(sql`
      select 1 from job_queue where install_id = ${this.installId}
      union all
      select 1 from jobs where install_id = ${this.installId} and status = 'parked'`);
    return rows.length;
  }
}

/** Those that came in an order, by what they have in common. */
function grouped(told: Told[], by: (one: Told) => unknown): string[][] {
  const groups = new Map<string, string[]>();
  for (const one of told.filter(({ lane }) => lane !== null)) {
    const key = JSON.stringify(by(one));
    groups.set(key, [...(groups.get(key) ?? []), one.event]);
  }
  return [...groups.values()];
}

const times = ({ was }: Run, ...kinds: Action['kind'][]): number =>
  kinds.reduce((sum, kind) => sum + (was[kind] ?? 0), 0);

/** What may be said of the order: what was set aside comes after what was queued meanwhile, and what was not told may be asked for later. */
function ordersOf(run: Run): string[][] {
  if (times(run, 'suspend', 'disable', 'cancel', 'revoke', 'grant') === 0)
    return grouped(run.told, ({ lane }) => lane);
  const ofThePast = run.told.filter(({ backfill }) => backfill !== null);
  if (times(run, 'disable') === 0)
    return grouped(ofThePast, ({ lane, backfill }) => [lane, backfill]);
  if (times(run, 'suspend') === 0 && times(run, 'disable') === 1)
    return grouped(ofThePast, ({ lane, backfill, name }) => [lane, backfill, name]);
  return [];
}

test('whatever happens while the past is told', async () => {
  const server = await startTestServer();
  onTestFinished(server.close);
  await fc.assert(
    fc.asyncProperty(fc.array(actions, { minLength: 5, maxLength: 40 }), async (given) => {
      const past = await openPast(server, {}, 1);
      const old: string[] = [];
      for (const [at, lane] of ['a', 'b', 'a', 'a', 'b', 'a'].entries())
        old.push(await past.tell({ identifier: lane, name: past.events[at % 2] }));
      const install = await past.install();
      const run = new Run(server, past, install.id);
      await run.do({ kind: 'begin' });
      for (const action of given) await run.do(action);
      await run.drain();
      const { told } = run;
      expect(new Set(told.map(({ event }) => event)).size).toBe(told.length);
      const untold = () => old.filter((id) => !told.some(({ event }) => event === id));
      if (times(run, 'cancel', 'revoke') === 0) expect(untold()).toEqual([]);
      for (const ids of ordersOf(run)) expect(ids).toEqual(ids.toSorted());
      // Whoever ended one can ask for the rest.
      await run.do({ kind: 'begin' });
      await run.drain();
      if (times(run, 'revoke') === 0) expect(untold()).toEqual([]);
      expect(new Set(told.map(({ event }) => event)).size).toBe(told.length);
    }),
    { numRuns: 40 },
  );
});
