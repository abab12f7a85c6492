import { setTimeout as delay } from 'node:timers/promises';

/** Counts that are kept in memory and written now and then. */
export interface Counts<Count> {
  /** Only remembers: whoever counts something waits for nothing. */
  add(count: Count): void;
  /** Writes what was counted, and nothing after that; waits no longer for that than two seconds. */
  stop(): Promise<void>;
}

/** What counts are, and where they go. */
export interface CountsOptions<Count> {
  /** Those of one key are added up. */
  keyOf(count: Count): string;
  /** Adds to what is known of the same key. */
  merge(known: Count, count: Count): void;
  write(counts: Count[]): Promise<void>;
  /** Hears of what could not be written; it is kept, and written the next time. */
  failed(err: unknown): void;
  everyMs: number;
}

const MOST_STOPPING_MS = 2000;
/** Some 200 bytes each. While the database is away, what is counted for the first time beyond them is not kept. */
const MOST_COUNTED = 100_000;

/** Writes at each interval what was counted since. A process that is killed loses what it had not written. */
export function createCounts<Count>(options: CountsOptions<Count>): Counts<Count> {
  const { keyOf, merge, everyMs } = options;
  let counted = new Map<string, Count>();
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    if (counted.size === 0) return;
    const counts = counted;
    counted = new Map();
    try {
      await options.write([...counts.values()]);
    } catch (err) {
      options.failed(err);
      for (const count of counts.values()) add(count);
    }
  }

  function add(count: Count): void {
    const key = keyOf(count);
    const known = counted.get(key);
    if (known !== undefined) merge(known, count);
    else if (counted.size < MOST_COUNTED) counted.set(key, count);
  }

  const timer = setInterval(() => {
    writing ??= write().finally(() => {
      writing = undefined;
    });
  }, everyMs).unref();
  return {
    add,
    async stop() {
      clearInterval(timer);
      const written = Promise.resolve(writing).then(write);
      // A database that is silent keeps nobody from ending.
      await Promise.race([written, delay(MOST_STOPPING_MS, undefined, { ref: false })]);
    },
  };
}
