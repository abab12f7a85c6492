import { type BatchOptions, createBatcher } from '../lib/batch.ts';

/** Lets at most `count` pieces of work run at once; the others wait in order of arrival. */
export function createSlots(count: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = count;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // A slot is handed on directly, so that no newcomer can overtake.
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    }
  };
}

/** A batcher for each key, made when it is needed and dropped when nothing waits in it. */
export function createLanes<Key, Entry, Result>(
  options: BatchOptions<Entry, Result>,
): (key: Key, entry: Entry) => Promise<Result> {
  const lanes = new Map<Key, { push(entry: Entry): Promise<Result>; pending: number }>();
  return async (key, entry) => {
    let lane = lanes.get(key);
    if (lane === undefined) {
      lane = { push: createBatcher(options), pending: 0 };
      lanes.set(key, lane);
    }
    lane.pending++;
    try {
      return await lane.push(entry);
    } finally {
      if (--lane.pending === 0) lanes.delete(key);
    }
  };
}
