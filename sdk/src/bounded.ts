import { DeadlineError } from './errors.ts';

/** What bounds something that takes time. */
export interface Bounds {
  /** What takes the time, for the error: `POST /…`. */
  what: string;
  /** Milliseconds. */
  ms: number;
  /** Of whoever waits: when it fires, its reason is thrown. */
  signal?: AbortSignal | undefined;
}

/**
 * Runs something that can be stopped, and stops it when its time is over or whoever waits has gone. One timer and one listener that are taken
 * away again: `AbortSignal.any` keeps both until the outer signal is collected.
 *
 * @throws DeadlineError, or the reason of the signal
 */
export async function bounded<Result>(
  { what, ms, signal }: Bounds,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const inner = new AbortController();
  signal?.throwIfAborted();
  const end = () => inner.abort(signal?.reason);
  signal?.addEventListener('abort', end, { once: true });
  const timer = setTimeout(() => inner.abort(new DeadlineError(what, ms)), ms);
  try {
    return await Promise.race([run(inner.signal), whenAborted(inner.signal)]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
