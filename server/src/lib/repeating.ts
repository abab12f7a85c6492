/** Work that is done again and again, never twice at a time. */
export interface Repeating {
  /** Begins it, unless it is under way. */
  now(): void;
  /** Waits for what is under way. */
  stop(): Promise<void>;
}

/** Does something at each interval until it is stopped. It must not fail: whatever goes wrong is for it to tell. */
export function repeat(everyMs: number, work: () => Promise<void>): Repeating {
  let running: Promise<void> | undefined;
  const now = () => {
    running ??= work().finally(() => {
      running = undefined;
    });
  };
  const timer = setInterval(now, everyMs);
  return {
    now,
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
