import { EventEmitter } from 'node:events';
import { onTestFinished } from 'vitest';
import { createTestDatabase } from '../support/database.ts';
import { asPlugin, installListener, login, type TestInstall } from '../support/plugins.ts';
import { type Answer, send, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { type Moment, type PluginWorker, RETRY_EVERY, startPluginWorker } from './plugin-worker.ts';

export const EVENT = 'thing_happened';
const WRITERS = 4;
const EMITTERS = 2;
/** Lanes of each emitter. */
const LANES = 5;
/**
 * Done beyond what is waited for, so that a fault meets some without the load growing on while a process starts: four rounds of all
 * writers, twelve of the emitters.
 */
const AHEAD = { writes: 16, events: 24 };

/** Settings under which a killed worker's jobs are soon taken over. */
export const QUICK_LEASES = {
  // A worker starts no request in the last 2 s + 2 s of a lease, so 6 s leave 2 s to wait for a slot.
  PLUGBOARD_LEASE_SECONDS: '6',
  PLUGBOARD_ATTEMPT_TIMEOUT_MS: '2000',
  PLUGBOARD_POLL_MS: '50',
  // A kill costs the jobs under way an attempt each, and nothing here shall end for want of attempts.
  PLUGBOARD_RETRY_SCHEDULE: `0${',0.1'.repeat(99)}`,
};

/** The settings of processes that share a database of their own, which goes when the test and its processes have ended. */
export async function sharedDatabase(): Promise<Record<string, string>> {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  return { ...QUICK_LEASES, DATABASE_URL: database.url };
}

/** What the load has sent, and what came back. */
export interface Ledger {
  /** The pipelines of each writer by number: those acknowledged, and those of which nobody knows. */
  writers: { acknowledged: number[]; open: number[] }[];
  /** The job of each acknowledged event. */
  jobs: Map<string, string>;
  /** Statuses that were no success. */
  refusals: number[];
  lostConnections: number;
}

/** Writes and events without end, and what the server acknowledged of them. */
export interface Load {
  install: TestInstall;
  worker: PluginWorker;
  ledger: Ledger;
  /** Waits for that many more acknowledged writes and events each. */
  more(count: number): Promise<void>;
  /** Waits for the nth such moment from now and calls `act` within it, before anything else can happen here. */
  atNth(moment: Moment, n: number, act: () => void): Promise<void>;
  /** Lets no delivery be answered, waits until some are under way, runs `work`, and answers again. */
  whileDelivering(work: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the load on a server with the role api or all. */
export async function startLoad(server: TestServer): Promise<Load> {
  const moments = new EventEmitter();
  const worker = await startPluginWorker(moments);
  const install = await installListener(server, EVENT, `${worker.url}/hook`);
  worker.secret = install.plugin.clientSecret;
  const token = await login(server, install.plugin);
  const ledger: Ledger = {
    writers: Array.from({ length: WRITERS }, () => ({ acknowledged: [], open: [] })),
    jobs: new Map(),
    refusals: [],
    lostConnections: 0,
  };
  const done = { writes: 0, events: 0 };
  const wanted = { writes: 0, events: 0 };
  let stopped = false;

  const underWay = () =>
    `${done.writes} writes, ${done.events} events, ${worker.requests()} requests`;

  const may = (kind: 'writes' | 'events') =>
    waitFor(() => stopped || done[kind] < wanted[kind] + AHEAD[kind], {
      describe: `more ${kind} to be wanted`,
      progress: underWay,
    });

  function want(count: number): void {
    wanted.writes = done.writes + count;
    wanted.events = done.events + count;
  }

  /** The answer, if it is the one that acknowledges. Else nobody knows whether it had an effect, and the server is waited for. */
  async function acknowledged(request: Promise<Answer>, status: number) {
    const answer = await request.catch(() => undefined);
    if (answer?.status === status) return answer;
    if (answer === undefined) ledger.lostConnections++;
    else ledger.refusals.push(answer.status);
    await waitFor(async () => stopped || (await isReady(server)), {
      describe: 'the server to serve again',
    });
    return undefined;
  }

  async function write(writer: number, n: number): Promise<void> {
    await may('writes');
    const commands = commandsOf(writer, n);
    const request = asPlugin(server, token, 'POST', '/storage', {
      install_id: install.id,
      commands,
    });
    const list = ledger.writers[writer];
    if ((await acknowledged(request, 200)) === undefined) return void list?.open.push(n);
    list?.acknowledged.push(n);
    done.writes++;
    moments.emit('write acknowledged' satisfies Moment);
  }

  async function emitEvent(emitter: number, n: number): Promise<void> {
    await may('events');
    const event = `emitter-${emitter}/${n}`;
    // Half of them in lanes, which a crash must not leave blocked.
    const identifier = n % 2 === 0 ? `lane-${emitter}-${(n / 2) % LANES}` : null;
    const body = { space_id: install.spaceId, name: EVENT, identifier, payload: { event, n } };
    const emitOnce = () =>
      server.api('POST', '/platform/v1/events', body, { 'idempotency-key': event });
    // Sent until it is acknowledged, under one key, and so taken in once.
    let answer = await acknowledged(emitOnce(), 202);
    while (answer === undefined && !stopped) answer = await acknowledged(emitOnce(), 202);
    if (answer === undefined) return;
    ledger.jobs.set(event, answer.body.jobs[0].id);
    done.events++;
    moments.emit('event acknowledged' satisfies Moment);
  }

  async function forever(one: (n: number) => Promise<void>): Promise<void> {
    for (let n = 1; !stopped; n++) await one(n);
  }

  const running = Promise.all([
    ...Array.from({ length: WRITERS }, (_, writer) => forever((n) => write(writer, n))),
    ...Array.from({ length: EMITTERS }, (_, emitter) => forever((n) => emitEvent(emitter, n))),
  ]);
  // Whoever stops the load hears of it.
  running.catch(() => undefined);

  async function stop(): Promise<void> {
    stopped = true;
    await running;
  }

  return {
    install,
    worker,
    ledger,
    stop,
    async more(count) {
      want(count);
      const { writes, events } = wanted;
      await waitFor(() => done.writes >= writes && done.events >= events, {
        describe: `${count} more acknowledgements`,
        progress: underWay,
      });
    },
    async atNth(moment, n, act) {
      want(moment === 'retry asked for' ? n * RETRY_EVERY : n);
      let seen = 0;
      const count = () => {
        if (++seen === n) act();
      };
      moments.on(moment, count);
      await waitFor(() => seen >= n, {
        describe: `"${moment}" ${n} times`,
        progress: underWay,
      });
      moments.off(moment, count);
    },
    async whileDelivering(work) {
      want(20);
      let held = 0;
      worker.hold(() => held++);
      await waitFor(() => held >= 3, { describe: 'deliveries under way', progress: underWay });
      await work();
      worker.hold();
    },
    async close() {
      await stop().finally(worker.close);
    },
  };
}

/** A pipeline that shows at the end whether it was done, in whole or in part, and how often. */
function commandsOf(writer: number, n: number): object[] {
  const prefix = `writer-${writer}`;
  const set = (key: string) => ({ action: 'set', key: `${prefix}/${key}`, value: n });
  const all = [set(`${n}/a`), set(`${n}/b`), set('latest')];
  // With an increment it takes the way of those that depend on what is stored.
  return n % 2 === 0 ? all : [...all, { action: 'increment', key: `${prefix}/count` }];
}

async function isReady(server: TestServer): Promise<boolean> {
  return (await send(`${server.url}/readyz`, 'GET')).status === 200;
}
