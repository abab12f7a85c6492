import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Changes } from '../lib/changes.ts';
import type { Database } from '../lib/db.ts';
import { groupBy } from '../lib/group.ts';
import type { Logger } from '../log.ts';
import { createWatchKeeper, KEEP_EVERY_MS } from './keeper.ts';
import { createOutlet, type Outlet } from './outlet.ts';
import { createStreamPlaces } from './places.ts';
import { createChangeReader, type StreamStep } from './reader.ts';
import { type ChangeType, MANY_WATCHES, type Watch, watchName } from './schema.ts';
import { eventsOf, GREETING, heartbeatAt, resetAt, type StreamText } from './wire.ts';

/** What a lost notification would have told of is found so soon. */
const POLL_MS = 1000;
/** How often rights are looked at while this process hears of what ends them: twice in the second in which it has to be seen. */
const CHECK_MS = 250;
/** Heartbeats come every 300 ms. Once one is late a round is to follow soon after what is remembered is not believed any more, 0.9 s after the last. */
const HEARTBEAT_LATE_MS = 400;
const CHECK_IN_SILENCE_MS = 90;
const HEARTBEAT_MS = 15_000;

/** Who wants to listen, and to what. */
export interface WantedStream {
  watch: Watch;
  types: ReadonlySet<ChangeType>;
  /** The `Last-Event-ID`. */
  after: string | undefined;
  /** A person, of whom the streams are counted; null for the host. */
  person: number | null;
  /** To which the body will be piped. */
  response: ServerResponse;
  /** Asked again and again: whoever may not listen any more, or of whom it is unknown, is cut off. */
  mayListen(): Promise<boolean>;
}

/** The streams of one process. */
export interface Streams {
  /**
   * Opens one; its body goes on until either side ends it.
   *
   * @throws Failure `too_many_requests`.
   */
  open(wanted: WantedStream): Readable;
  /** Ends all of them, and each that is opened later. */
  close(): void;
}

/** `most`: streams at a time. */
interface StreamsDeps {
  db: Database;
  changes: Changes;
  log: Logger;
  most: number;
}

interface Listener extends WantedStream {
  outlet: Outlet;
  audience: WatchAudience;
  /** Equal for those who hear of the same types. */
  typeNames: string;
}

/** All who listen here to the same. */
interface WatchAudience {
  watch: Watch;
  all: Set<Listener>;
  /** Those who hear of every change. */
  joined: Set<Listener>;
}

/**
 * Reads what changed once for all who listen here, and hands it on. One round at a time, and who is new joins between two: so all that have
 * joined are at one place. Nothing runs while nobody listens.
 */
export function createStreams({ db, changes, log, most }: StreamsDeps): Streams {
  const places = createStreamPlaces(most);
  const keeper = createWatchKeeper(db);
  const reader = createChangeReader(db);
  const listeners = new Set<Listener>();
  /** Those whose changes are written down, and who wait for the next round. */
  const joining = new Set<Listener>();
  const audiences = new Map<string, WatchAudience>();
  let timers: NodeJS.Timeout[] = [];
  let isClosed = false;

  function open(wanted: WantedStream): Readable {
    const giveBack = places.take(wanted.person);
    const audience = audienceOf(wanted.watch);
    const listener = {
      ...wanted,
      audience,
      outlet: createOutlet(wanted.response),
      typeNames: [...wanted.types].join(),
    };
    const { body } = listener.outlet;
    listeners.add(listener);
    audience.all.add(listener);
    if (timers.length === 0) startTimers();
    body.once('close', () => {
      giveBack();
      leave(listener);
    });
    listener.outlet.send(GREETING);
    if (isClosed) listener.outlet.end();
    else begin(listener);
    return body;
  }

  function audienceOf(watch: Watch): WatchAudience {
    const name = watchName(watch);
    const audience = audiences.get(name) ?? { watch, all: new Set(), joined: new Set() };
    audiences.set(name, audience);
    return audience;
  }

  function leave(listener: Listener): void {
    listeners.delete(listener);
    part(listener);
    const { watch, all } = listener.audience;
    all.delete(listener);
    if (all.size === 0) {
      audiences.delete(watchName(watch));
      keeper.forget(watch);
    }
    if (listeners.size === 0) stopTimers();
  }

  function part(listener: Listener): void {
    joining.delete(listener);
    listener.audience.joined.delete(listener);
  }

  // Whoever cannot be told that their changes are written down is not to wait for them.
  async function begin(listener: Listener): Promise<void> {
    try {
      await keeper.begin(listener.watch);
    } catch (err) {
      log.warn({ err }, 'a stream could not begin');
      listener.outlet.end();
      return;
    }
    if (!listeners.has(listener)) return;
    joining.add(listener);
    look();
  }

  let isLooking = false;
  let isMore = false;
  async function look(): Promise<void> {
    isMore = true;
    if (isLooking) return;
    isLooking = true;
    while (isMore && joining.size + watchesHeard().length > 0) {
      isMore = false;
      await round().catch((err) => log.warn({ err }, 'changes could not be read for who listens'));
    }
    isLooking = false;
  }

  async function round(): Promise<void> {
    handOn(await reader.advance(watchesHeard()));
    for (const listener of joining) {
      const { watch, after, types, outlet, audience } = listener;
      const step = await reader.catchUp(watch, after);
      // Whoever left meanwhile has no place.
      if (!joining.delete(listener)) continue;
      outlet.send(textOf(step, types) ?? heartbeatAt(step.to));
      audience.joined.add(listener);
    }
  }

  const watchesHeard = (): Watch[] =>
    [...audiences.values()].filter(({ joined }) => joined.size > 0).map(({ watch }) => watch);

  function handOn(step: StreamStep): void {
    if (step.changes === undefined) {
      const reset = resetAt(step.to);
      for (const { joined } of audiences.values()) sendEach(joined, reset);
      return;
    }
    for (const [name, changes] of groupBy(step.changes, watchName)) {
      const ofTypes = groupBy(audiences.get(name)?.joined ?? [], ({ typeNames }) => typeNames);
      for (const some of ofTypes.values() as Iterable<[Listener, ...Listener[]]>) {
        const text = textOf({ ...step, changes }, some[0].types);
        if (text !== undefined) sendEach(some, text);
      }
    }
  }

  async function goOn(): Promise<void> {
    const watches = [...audiences.values()].map(({ watch }) => watch);
    for (const watch of await keeper.goOn(watches)) {
      for (const listener of audiences.get(watchName(watch))?.all ?? []) {
        // What changed while its watch had ended nobody wrote down.
        part(listener);
        listener.after = undefined;
        begin(listener);
      }
    }
  }

  function tryToGoOn(): void {
    goOn().catch((err) => log.warn({ err }, 'watches could not be kept'));
  }

  let isChecking = false;
  let checkedAt = 0;
  async function check(): Promise<void> {
    const now = performance.now();
    const isSilent = now - changes.heardUntil() > HEARTBEAT_LATE_MS;
    if (isChecking || (!isSilent && now - checkedAt < CHECK_MS)) return;
    isChecking = true;
    checkedAt = now;
    await eachInTurns(listeners, async ({ mayListen, outlet }) => {
      if (!(await mayListen().catch(() => false))) outlet.end();
    });
    isChecking = false;
  }

  function beat(): void {
    const [placed, unplaced] = [heartbeatAt(reader.place()), heartbeatAt(undefined)];
    for (const listener of listeners) {
      listener.outlet.send(listener.audience.joined.has(listener) ? placed : unplaced);
    }
  }

  function startTimers(): void {
    timers = [
      setInterval(look, POLL_MS),
      setInterval(check, CHECK_IN_SILENCE_MS),
      setInterval(beat, HEARTBEAT_MS),
      setInterval(tryToGoOn, KEEP_EVERY_MS),
    ];
  }

  function stopTimers(): void {
    for (const timer of timers) clearInterval(timer);
    timers = [];
    reader.forget();
  }

  const isHeard = (name: string): boolean => (audiences.get(name)?.joined.size ?? 0) > 0;

  changes.on('stream', (names) => {
    // Nothing is named after a gap, in which PostgreSQL may have crashed: then nothing is watched any more.
    if (names === undefined && listeners.size > 0) tryToGoOn();
    if (names?.split(' ').some((name) => name === MANY_WATCHES || isHeard(name))) look();
  });

  return {
    open,
    close() {
      isClosed = true;
      for (const { outlet } of listeners) outlet.end();
    },
  };
}

/** Begins with so many of them in a turn of the event loop, so that nothing else waits for all. */
const IN_A_TURN = 50;

async function eachInTurns<T>(all: Iterable<T>, ask: (one: T) => Promise<void>): Promise<void> {
  const asked: Promise<void>[] = [];
  for (const one of [...all]) {
    asked.push(ask(one));
    if (asked.length % IN_A_TURN === 0) await nextTurn();
  }
  await Promise.all(asked);
}

function sendEach(listeners: Iterable<Listener>, text: StreamText): void {
  for (const { outlet } of listeners) outlet.send(text);
}

/** Undefined where there is nothing of these types. */
const textOf = (step: StreamStep, types: ReadonlySet<ChangeType>): StreamText | undefined =>
  step.changes === undefined ? resetAt(step.to) : eventsOf(step.changes, types, step);
