/** For how long a process waits for what may come from Plugboard, though nothing else keeps it. */
const AWAKE_MS = 10_000;

/** Keeps this process from ending while something is on its way to a plugin in it. */
export interface Awake {
  /** Something is on its way from now on. */
  stay(): void;
  /** Nothing is any more. */
  rest(): void;
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
  return {
    rest,
    stay() {
      if (timer === undefined) timer = setTimeout(rest, AWAKE_MS);
      else timer.refresh();
    },
  };
}
