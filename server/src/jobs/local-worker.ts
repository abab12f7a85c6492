import { type ClaimedJob, claimedJob, type RequestFacts } from './claim.ts';
import type { Lease, NewQueueEntry } from './enqueue.ts';

/**
 * A job that was queued and leased in one.
 *
 * @param claim the number under which it is leased.
 * @param payload of its event: JSON text, byte for byte as the host wrote it.
 */
export const bornLeased = (
  { install_id, job_id, event_id, endpoint_id, identifier, in_lane }: NewQueueEntry,
  facts: RequestFacts,
  claim: number,
  payload: string,
): ClaimedJob => {
  const entry = {
    install_id,
    job_id,
    event_id,
    endpoint_id,
    identifier,
    in_lane,
    followed: false,
    attempt: 1,
    claim,
    step: 0,
    resend: false,
    replay_id: null,
    backfill_id: null,
    give_backs: 0,
  };
  return claimedJob(entry, facts, payload, false);
};

/** The worker of this process, as those see it who queue jobs: what it can take need not be looked for in the queue. */
export interface LocalWorker {
  /** Undefined when it takes nothing: there is none, it is full, or it stops. */
  offer(): Offer | undefined;
  /** Jobs may have become ready. */
  wake(): void;
}

/** What a worker takes of the jobs that are being queued. */
export interface Offer {
  lease: Lease;
  /** Whether a job of this endpoint is to be leased to it; there is room for it then. */
  accepts(endpointId: number): boolean;
  /** To be called once, with those that were leased: what was accepted beside them is free again. */
  take(jobs: ClaimedJob[]): void;
}

/** The place of a worker among what others are built from: it takes nothing until there is one. */
export interface WorkerPlace extends LocalWorker {
  fill(worker: LocalWorker): void;
}

/** An empty one. */
export function createWorkerPlace(): WorkerPlace {
  let worker: LocalWorker | undefined;
  return {
    fill(started) {
      worker = started;
    },
    offer: () => worker?.offer(),
    wake: () => worker?.wake(),
  };
}
