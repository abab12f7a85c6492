import { startProgram } from './program.ts';

/** When a number of requests had come, by the monotonic clock that all processes share, in milliseconds. */
export interface Progress {
  firstAt: number;
  lastAt: number;
}

/** The plugins' side, in a process of its own. */
export interface ReceiverProcess {
  /** Worker URLs are `url` + `/hook/<name>`. */
  url: string;
  /** Which secret signs what comes to a path; a sample of the requests is verified. */
  expect(secrets: Record<string, string>): Promise<void>;
  /** Counts anew from here. */
  reset(): Promise<void>;
  /** Resolves when so many requests have come since the reset. */
  reached(count: number): Promise<Progress>;
  count(): Promise<number>;
  /** From now on requests to paths that begin so get no reply (or, with null, all get one, also those that wait for it). */
  hang(prefix: string | null): Promise<void>;
  /** Whether to note, by path, how long after `payload.sent_at` each request came. */
  measure(on: boolean): Promise<void>;
  /** What was noted, in milliseconds; forgets it. */
  delays(): Promise<Record<string, number[]>>;
  /** By path, how many of them were noted. */
  measured(): Promise<Record<string, number>>;
  /** Whether to note each `payload.n` that comes; forgets them. */
  collect(on: boolean): Promise<void>;
  /** How many of these have not come yet. */
  missing(numbers: number[]): Promise<number>;
  /** Of the latest request that was looked at. */
  bodyBytes(): Promise<number>;
  /** Requests whose signature was checked since the start, and how many of those were wrong. */
  verified(): Promise<{ checked: number; wrong: number }>;
  stop(): Promise<void>;
}

/** Milliseconds of the clock that the receiver's figures are in. */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;

/** Resolves when it listens. */
export async function startReceiver(): Promise<ReceiverProcess> {
  const program = startProgram('receiver/main.js');
  const { call } = program;
  return {
    url: await call<string>('listen'),
    expect: (secrets) => call('expect', secrets),
    reset: () => call('reset'),
    reached: (count) => call('reached', count),
    count: () => call('count'),
    hang: (prefix) => call('hang', prefix),
    measure: (on) => call('measure', on),
    delays: () => call('delays'),
    measured: () => call('measured'),
    collect: (on) => call('collect', on),
    missing: (numbers) => call('missing', numbers),
    bodyBytes: () => call('bodyBytes'),
    verified: () => call('verified'),
    stop: () => program.stop(),
  };
}
