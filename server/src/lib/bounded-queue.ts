import { Failure } from './failures.ts';

/** Work of which only so much runs at once, and only so much waits. */
export interface BoundedQueue {
  /** Runs `work` in its turn. @throws Failure `unavailable` when too many wait. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * First come, first served.
 *
 * @param atOnce most that run.
 * @param maxWaiting most that wait for their turn; whoever comes then is refused at once, and told to come again in a second.
 */
export function createBoundedQueue(atOnce: number, maxWaiting: number): BoundedQueue {
  let running = 0;
  const waiting: (() => void)[] = [];

  function turn(): Promise<void> | undefined {
    if (running < atOnce) {
      running++;
      return undefined;
    }
    if (waiting.length >= maxWaiting) {
      throw new Failure('unavailable', 'Too many ask for this at the moment; try again soon', {
        retryAfter: 1,
      });
    }
    return new Promise((resolve) => waiting.push(resolve));
  }

  // Whoever is next takes the place over, so that nobody who comes in between can have it.
  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  }

  return {
    async run(work) {
      await turn();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
