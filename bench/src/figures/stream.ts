import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from '../harness/bench.ts';
import { inStretch, type Sample, startMeter } from '../harness/meter.ts';
import { many, type Platform } from '../harness/platform.ts';
import { medianOf, pairedRounds, quantile } from '../harness/rounds.ts';
import type { Site } from '../harness/site.ts';
import { costOf, type Figures, ratioOf } from './results.ts';

const MANY = 1000;
const EVENTS = 200;
const EVENT = 'bench.stream';
// A process tells others at once, and then not for 100 ms: each event is to come to one that is at rest. They are not in step with the
// rounds in which it looks at rights.
const PAUSE_MS = 110;
const PAUSE_MORE_MS = 60;

interface Heard extends Sample {
  /** Milliseconds from sending the event, over all events and listeners. */
  p50: number;
  p95: number;
}

/** How much later the thousand who listen to a space hear of an event than the one who listens alone. */
export async function measureStream(bench: Bench): Promise<Figures> {
  const site = await bench.site('stream');
  const space = await createHeardSpace(site.platform);
  const events = bench.effort.count(EVENTS);
  const heardBy = (count: number) => () => measureHearing(bench, site, { space, count, events });
  await heardBy(1)();
  const rounds = await pairedRounds<'one' | 'many', Heard>(bench.effort, {
    one: heardBy(1),
    many: heardBy(MANY),
  });
  await site.close();
  const p50 = (name: 'one' | 'many') => medianOf(rounds.of[name], (heard) => heard.p50).toFixed(1);
  const pair = { ours: 'many', theirs: 'one' } as const;
  const p95 = {
    of: (heard: Heard) => heard.p95,
    written: (value: number) => `${value.toFixed(1)} ms`,
    note: `; p50 ${p50('many')} and ${p50('one')} ms`,
  };
  return {
    costs: [costOf('an event, to each of 1,000 who listen', rounds, 'many')],
    results: [ratioOf('stream', rounds, pair, p95)],
  };
}

async function createHeardSpace(platform: Platform): Promise<number> {
  await platform.defineEvent(EVENT);
  const space = await platform.createSpace('Heard');
  // Nothing is delivered.
  const events = [{ name: EVENT, url: 'http://127.0.0.1:49151/hook' }];
  const plugin = await platform.register('heard', events);
  await platform.install(space, plugin.id);
  return space;
}

interface Hearing {
  space: number;
  /** Of listeners. */
  count: number;
  events: number;
}

async function measureHearing(
  bench: Bench,
  { api, platform }: Site,
  { space, count, events }: Hearing,
): Promise<Heard> {
  const audience = createAudience(count);
  const begun = audience.next();
  const sockets = await many(count, () => openListener(api, space, audience));
  await begun;
  const heard = await inStretch(async () => {
    const delays: number[] = [];
    const end = startMeter(bench.measured(api));
    for (let n = 0; n < events; n++) {
      await delay(PAUSE_MS + Math.random() * PAUSE_MORE_MS);
      const all = audience.next();
      const sentAt = performance.now();
      await platform.call('POST', '/events', { space_id: space, name: EVENT, payload: {} });
      for (const at of await all) delays.push(at - sentAt);
    }
    return {
      ...end(events * count),
      p50: quantile(delays, 0.5),
      p95: quantile(delays, 0.95),
    };
  });
  for (const socket of sockets) socket.destroy();
  return heard;
}

/** All who listen; each hears of one thing at a time. */
interface Audience {
  /** When each of them heard of what comes next. */
  next(): Promise<number[]>;
  hear(): void;
  fail(error: Error): void;
}

function createAudience(count: number): Audience {
  let heardAt: number[] = [];
  let resolve: (heardAt: number[]) => void;
  let reject: (error: Error) => void;
  return {
    next() {
      heardAt = [];
      return new Promise((...both) => {
        [resolve, reject] = both;
      });
    },
    hear() {
      heardAt.push(performance.now());
      if (heardAt.length === count) resolve(heardAt);
    },
    fail: (error) => reject(error),
  };
}

// They share the machine with the server: nothing is parsed, and all are read into the same bytes.
const bytes = Buffer.alloc(64 * 1024);

function openListener({ url, hostKey }: Site['api'], space: number, audience: Audience) {
  const { hostname, port, host } = new URL(url);
  const callback = (length: number): boolean => {
    const text = bytes.subarray(0, length);
    if (text.includes('event: reset') || text.includes('job.updated')) audience.hear();
    return true;
  };
  const options = { host: hostname, port: Number(port), onread: { buffer: bytes, callback } };
  return new Promise<Socket>((resolve) => {
    const socket = connect(options, () => resolve(socket));
    socket.once('error', audience.fail);
    socket.once('end', () => audience.fail(new Error('A stream ended')));
    socket.write(
      `GET /platform/v1/stream?space_id=${space}&types=job.updated HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${hostKey}\r\n\r\n`,
    );
  });
}
