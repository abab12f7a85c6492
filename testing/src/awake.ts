import { setMaxListeners } from 'node:events';

/** For how long a process waits for what may come from Plugboard, though nothing else keeps it. */
const AWAKE_MS = 10_000;

/** Keeps this process from ending while something is on its way to a plugin in it. */
export interface Awake {
  /** Something is on its way from now on. */
  stay(): void;
  /** Nothing is any more, and nothing more comes: what waits is given up. */
  end(): void;
  /** Fires then. */
  readonly ended: AbortSignal;
}

/**
 * Listeners for plugins keep no process alive, so that a test that forgets to stop does not hang. But a test may wait for a request and for
 * nothing else: then the process would end before it comes.
 */
export function createAwake(): Awake {
  let timer: NodeJS.Timeout | undefined;
  const rest = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const ending = new AbortController();
  // Each request that is on its way listens.
  setMaxListeners(0, ending.signal);
  return {
    ended: ending.signal,
    end() {
      rest();
      ending.abort();
    },
    stay() {
      if (ending.signal.aborted) return;
      if (timer === undefined) timer = setTimeout(rest, AWAKE_MS);
      else timer.refresh();
    },
  };
}
