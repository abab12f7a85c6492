import type { ClaimedJob, EndpointRoom } from '../jobs/claim.ts';
import { createPace, type Pace } from './pace.ts';

/** A job leased to this process. */
export interface HeldJob {
  job: ClaimedJob;
  /** When its lease is over, by `performance.now()`. */
  leaseEnds: number;
}

/** The claimed jobs of one endpoint: those under way, and those that wait here for a free slot. */
export interface EndpointQueue {
  readonly pace: Pace;
  /** Keeps room for a job that may come; false when there is none, or others wait for it in the queue. */
  reserve(): boolean;
  /** One that was kept room for does not come, or is about to be added. */
  free(): void;
  add(held: HeldJob): void;
  /** The next job that may start now; it then counts as under way. */
  start(): HeldJob | undefined;
  /** One that was started is over. */
  finished(): void;
  /** What the next claim may bring, in the terms of `claimJobs`. */
  room(): EndpointRoom;
  /** Whether the queue has more for it than was claimed, as far as that is known. */
  knowMore(isMore: boolean): void;
  /** The queue has more for it, and so few jobs are left here that a claim is worth its while. */
  hungry(): boolean;
  /** Nothing under way or waiting. */
  idle(): boolean;
  /** Takes out what was not started. */
  drain(): HeldJob[];
}

/**
 * Jobs claimed ahead for each slot. A fast endpoint answers in about 1 ms and a claim takes about 5, so without them its slots would
 * stand empty between claims.
 */
const AHEAD = 8;

/**
 * An empty queue.
 *
 * @param mostAtOnce requests under way at a time, while the endpoint keeps pace.
 */
export function createEndpointQueue(endpointId: number, mostAtOnce: number): EndpointQueue {
  const pace = createPace(mostAtOnce);
  let waiting: HeldJob[] = [];
  let next = 0;
  let underWay = 0;
  let reserved = 0;
  let isMore = false;
  let lastInstall = 0;

  // One that struggles gets nothing ahead: what waits here for it could not be delivered elsewhere.
  const wanted = () => (pace.limit() < mostAtOnce ? pace.limit() : pace.limit() * AHEAD);
  const held = () => underWay + reserved + waiting.length - next;

  return {
    pace,
    reserve() {
      // Nobody gets before those who wait; whoever does not fit is one of them.
      isMore ||= held() >= wanted();
      if (isMore) return false;
      reserved++;
      return true;
    },
    free() {
      reserved--;
    },
    add(added) {
      lastInstall = added.job.install_id;
      waiting.push(added);
    },
    start() {
      if (underWay >= pace.limit()) return undefined;
      const started = waiting[next];
      if (started === undefined) return undefined;
      next++;
      if (next === waiting.length) {
        waiting = [];
        next = 0;
      }
      underWay++;
      return started;
    },
    finished() {
      underWay--;
    },
    room: () => ({
      endpoint_id: endpointId,
      room: Math.max(0, wanted() - held()),
      after_install: lastInstall,
    }),
    knowMore(value) {
      isMore = value;
    },
    hungry: () => isMore && held() <= wanted() / 2,
    idle: () => held() === 0,
    drain() {
      const left = waiting.slice(next);
      waiting = [];
      next = 0;
      return left;
    },
  };
}
