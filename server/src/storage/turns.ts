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
export function createKeyedBatchers<Key, Entry, Result>(
  options: BatchOptions<Entry, Result>,
): (key: Key, entry: Entry) => Promise<Result> {
  const batchers = new Map<Key, { push(entry: Entry): Promise<Result>; pending: number }>();
  return async (key, entry) => {
    let batcher = batchers.get(key);
    if (batcher === undefined) {
      batcher = { push: createBatcher(options), pending: 0 };
      batchers.set(key, batcher);
    }
    batcher.pending++;
    try {
      return await batcher.push(entry);
    } finally {
      if (--batcher.pending === 0) batchers.delete(key);
    }
  };
}
