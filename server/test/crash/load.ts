import { expect } from 'vitest';
import { asPlugin, emit, installListener, login, type TestInstall } from '../support/plugins.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { send, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

const EVENT = 'thing_happened';
const WRITERS = 4;
const EMITTERS = 2;
/** Jobs emitted and not yet sent: more would only make the end of a test longer. */
const MOST_WAITING = 60;
/** Writes done beyond those waited for, so that a kill meets some without the load taking all of the machine meanwhile. */
const MOST_AHEAD = 300;

/** Settings under which a killed worker's jobs are soon taken over. */
export const QUICK_LEASES = {
  // A worker starts no request in the last 2 s + 0.5 s of a lease, so 4 s leave 1.5 s to wait for a slot.
  PLUGBOARD_LEASE_SECONDS: '4',
  PLUGBOARD_ATTEMPT_TIMEOUT_MS: '500',
  PLUGBOARD_POLL_MS: '50',
  PLUGBOARD_RETRY_SCHEDULE: `0${',0.1'.repeat(9)}`,
};

/** Writes and events without end, and what the server acknowledged of them. */
export interface Load {
  receiver: Receiver;
  install: TestInstall;
  /** Waits for that many more acknowledged writes and jobs each. */
  more(count: number): Promise<void>;
  /** Lets no delivery be answered, waits until some are under way, runs `work`, and answers again. */
  whileDelivering(work: () => Promise<void>): Promise<void>;
  /** Answers that were neither a success nor a lost connection. */
  refusals: number[];
  stop(): Promise<void>;
  /** Expects every acknowledged write to be there and every acknowledged job to get done, each under one webhook-id. */
  expectNothingLost(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the load on a server with the role api or all. */
export async function startLoad(server: TestServer): Promise<Load> {
  const receiver = await startReceiver();
  const install = await installListener(server, EVENT, `${receiver.url}/hook`);
  const token = await login(server, install.plugin);
  const stored = new Map<string, string>();
  const jobs: string[] = [];
  const refusals: number[] = [];
  let stopped = false;
  let wantedWrites = 0;

  const storage = (commands: object[]) =>
    asPlugin(server, token, 'POST', '/storage', { install_id: install.id, commands });

  async function write(writer: number, n: number): Promise<void> {
    await waitFor(() => stopped || stored.size < wantedWrites + MOST_AHEAD, {
      describe: 'more writes to be wanted',
      timeoutMs: 60_000,
    });
    const [key, value] = [`writer-${writer}/${n}`, `value ${n}`];
    const { status } = await storage([{ action: 'set', key, value }]);
    if (status === 200) stored.set(key, value);
    else refusals.push(status);
  }

  async function emitOne(emitter: number, n: number): Promise<void> {
    await waitFor(() => stopped || jobs.length - receiver.requests.length < MOST_WAITING, {
      describe: 'jobs to be sent',
      timeoutMs: 30_000,
    });
    // Half of them in lanes, which a crash must not leave blocked.
    const identifier = n % 2 === 0 ? `lane-${emitter}-${n % 10}` : null;
    const { status, body } = await server.api('POST', '/platform/v1/events', {
      space_id: install.spaceId,
      name: EVENT,
      identifier,
      payload: { n },
    });
    if (status === 202) jobs.push(...body.jobs.map((job: { id: string }) => job.id));
    else refusals.push(status);
  }

  async function forever(one: (n: number) => Promise<void>): Promise<void> {
    for (let n = 0; !stopped; n++) {
      try {
        await one(n);
      } catch {
        // Whether a request whose connection was lost had an effect is open. Nothing more until it serves again.
        await waitFor(async () => stopped || (await isReady(server)), {
          describe: 'the server to serve again',
          timeoutMs: 30_000,
        });
      }
    }
  }

  const running = [
    ...Array.from({ length: WRITERS }, (_, writer) => forever((n) => write(writer, n))),
    ...Array.from({ length: EMITTERS }, (_, emitter) => forever((n) => emitOne(emitter, n))),
  ];

  async function stop(): Promise<void> {
    stopped = true;
    await Promise.all(running);
  }

  return {
    receiver,
    install,
    refusals,
    stop,
    async more(count) {
      const [writes, events] = [stored.size + count, jobs.length + count];
      wantedWrites = writes;
      await waitFor(() => stored.size >= writes && jobs.length >= events, {
        describe: `${count} more acknowledgements`,
        timeoutMs: 30_000,
      });
    },
    async whileDelivering(work) {
      const before = receiver.requests.length;
      receiver.answer = () => () => undefined;
      await receiver.nth(before + 3);
      await work();
      receiver.answer = () => 200;
    },
    async expectNothingLost() {
      await expectStored(storage, stored);
      await expectDone(server, jobs);
      expectOneWebhookIdForEachJob(receiver);
    },
    async close() {
      await stop();
      await receiver.close();
    },
  };
}

/** Emits one event and answers its job's id. */
export async function emitJob(server: TestServer, install: TestInstall): Promise<string> {
  const { jobs } = await emit(server, install.spaceId, EVENT);
  return jobs[0]?.id as string;
}

export { EVENT };

async function isReady(server: TestServer): Promise<boolean> {
  return (await send(`${server.url}/readyz`, 'GET')).status === 200;
}

async function expectStored(
  storage: (commands: object[]) => ReturnType<typeof asPlugin>,
  stored: Map<string, string>,
): Promise<void> {
  const entries = [...stored];
  for (let from = 0; from < entries.length; from += 500) {
    const part = entries.slice(from, from + 500);
    const answer = await storage(part.map(([key]) => ({ action: 'get', key })));
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body.data).toEqual(part.map(([key, value]) => ({ key, value })));
  }
}

async function expectDone(server: TestServer, jobs: string[]): Promise<void> {
  const left = jobs.values();
  // Several at once share one iterator.
  const checkers = Array.from({ length: 8 }, async () => {
    for (const id of left) {
      await waitFor(
        async () => (await server.api('GET', `/platform/v1/jobs/${id}`)).body.status === 'done',
        { describe: `job ${id} to be done`, timeoutMs: 30_000 },
      );
    }
  });
  await Promise.all(checkers);
}

function expectOneWebhookIdForEachJob({ requests }: Receiver): void {
  const pairs = new Set(
    requests.map(({ headers, body }) => `${body.meta.job.id} ${headers['webhook-id']}`),
  );
  const ids = new Set(requests.map(({ headers }) => headers['webhook-id']));
  const jobs = new Set(requests.map(({ body }) => body.meta.job.id));
  expect([ids.size, jobs.size]).toEqual([pairs.size, pairs.size]);
  // The kills met requests under way: these jobs were sent again.
  expect(requests.length).toBeGreaterThan(jobs.size);
}
