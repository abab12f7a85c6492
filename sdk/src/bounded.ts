import { DeadlineError } from './errors.ts';

/** The longest that a timer can be; beyond it one fires at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** Milliseconds as a timer takes them: of a variable that is not set they are no number, and the default is meant. */
export const timerMs = (ms: number | undefined, byDefault: number): number =>
  ms === undefined || Number.isNaN(ms) ? byDefault : Math.min(ms, LONGEST_MS);

/** Waits for something until somebody has gone; that itself goes on. @throws the reason of the signal */
export async function untilAborted<Result>(
  pending: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (signal === undefined) return pending;
  let end: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    end = () => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
  try {
    // Also of what nobody waits for any more a failure is heard: else it would end the process.
    return await Promise.race([pending, aborted]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

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
    return await untilAborted(run(inner.signal), inner.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
}
