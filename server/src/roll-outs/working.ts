import type { AppDeps } from '../deps.ts';
import { createOutages } from '../lib/outages.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { findRelease } from '../registry/review.ts';
import { migrateSlice } from './migrate-slice.ts';
import {
  claimRollOut,
  giveBackRollOut,
  type RollOutRow,
  selectWorkableRollOuts,
} from './queries.ts';
import { moveSlice } from './work.ts';
import { moveBackSlice } from './work-back.ts';

/** Goes on with roll-outs until it is stopped. */
export interface RollingOut {
  /** Waits for the installs that are being moved; another process, or the next start, goes on. */
  stop(): Promise<void>;
}

/** Roll-outs that one process has in work: a plugin that is slow to migrate leaves room for others. */
const MOST_AT_ONCE = 8;
/** After so long another process goes on with what one that was killed had in work. */
const CLAIM_SECONDS = 20;
/** A few times within that, as long as a slice may take with a plugin that never answers. */
const RENEW_MS = 5000;
/** Each tells its plugin, in one transaction. */
const MOVED_AT_ONCE = 500;
/** Each of them may have its config written. */
const BACK_AT_ONCE = 100;
/** Each is asked about, for up to ten seconds, four at a time. */
const MIGRATED_AT_ONCE = 20;

/**
 * Moves installs of every roll-out and roll-back that can be gone on with, some at a time; looks for them at each poll, and when releases change. How
 * far each has come stands in the rows of installs, so that any process goes on where another stopped.
 */
export function startRollingOut(deps: AppDeps): RollingOut {
  const { db, config, changes, log, vault } = deps;
  const outages = createOutages(log);
  const stopping = new AbortController();
  const { signal } = stopping;
  const inWork = new Map<number, Promise<void>>();
  /** Whose plugins were asked. */
  const asking = new Set<number>();
  let servedLast = 0;
  /** Some have no place. */
  let isFull = false;
  let looking: Promise<void> | undefined;
  let isWoken = false;

  async function step(rollOut: RollOutRow, after: number): Promise<number | undefined> {
    const { plugin_id, release } = rollOut;
    const slice = (limit: number) => ({ after, limit });
    if (rollOut.state === 'rolling_back') {
      const writing = { vault, limits: config, mail: config };
      return runAgainOnDeadlock(db, (tx) =>
        moveBackSlice(tx, writing, rollOut, slice(BACK_AT_ONCE)),
      );
    }
    const { migration_url } = (await findRelease(db, plugin_id, release)).manifest;
    if (migration_url !== null) {
      asking.add(rollOut.id);
      const migrating = { ...deps, mail: config, signal };
      return migrateSlice(migrating, rollOut, migration_url, slice(MIGRATED_AT_ONCE));
    }
    return runAgainOnDeadlock(db, (tx) => moveSlice(tx, config, rollOut, slice(MOVED_AT_ONCE)));
  }

  async function keeping<T>(id: number, work: () => Promise<T>): Promise<T> {
    let renewed: Promise<unknown> = Promise.resolve();
    const timer = setInterval(() => {
      renewed = claimRollOut(db, id, true, CLAIM_SECONDS).catch((error) =>
        outages.met('keeping a roll-out failed', error, { rollOut: id }),
      );
    }, RENEW_MS);
    try {
      return await work();
    } finally {
      clearInterval(timer);
      await renewed;
    }
  }

  async function workOn(id: number): Promise<void> {
    let after: number | undefined = 0;
    let isOurs = false;
    try {
      while (after !== undefined && !signal.aborted) {
        const rollOut = await claimRollOut(db, id, isOurs, CLAIM_SECONDS);
        if (rollOut === undefined) return;
        isOurs = true;
        after = await keeping(id, () => step(rollOut, after as number));
        // Others have their turn, where a plugin was asked.
        if (isFull && asking.delete(id)) return;
      }
    } finally {
      asking.delete(id);
      if (isOurs) await giveBackRollOut(db, id);
    }
  }

  function begin(id: number): void {
    const work = workOn(id)
      // It may have been turned round meanwhile.
      .then(look)
      .catch((error) => outages.met('a step of a roll-out failed', error, { rollOut: id }))
      .finally(() => inWork.delete(id));
    inWork.set(id, work);
  }

  async function lookForWork(): Promise<void> {
    while (isWoken && !signal.aborted) {
      isWoken = false;
      const waiting = inTurn(await selectWorkableRollOuts(db), servedLast);
      const free = waiting.filter((id) => !inWork.has(id));
      const places = signal.aborted ? 0 : Math.max(0, MOST_AT_ONCE - inWork.size);
      isFull = free.length > places;
      for (const id of free.slice(0, places)) {
        servedLast = id;
        begin(id);
      }
    }
  }

  function look(): void {
    if (signal.aborted) return;
    isWoken = true;
    looking ??= lookForWork()
      .catch((error) => outages.met('looking for roll-outs failed', error))
      .finally(() => {
        looking = undefined;
      });
  }

  const timer = setInterval(look, config.pollMs);
  changes.on('releases', look);
  look();
  return {
    async stop() {
      stopping.abort();
      clearInterval(timer);
      await looking;
      await Promise.all(inWork.values());
    },
  };
}

// The one behind the one that was served last is first: a plugin that is slow to answer, and asks for more and more, keeps no other from its turn.
const inTurn = (ids: number[], servedLast: number): number[] => [
  ...ids.filter((id) => id > servedLast),
  ...ids.filter((id) => id <= servedLast),
];
