import { findProgram } from '../harness/find-program.ts';
import type { Load, LoadResult } from './load.ts';
import { runOwnLoad } from './own-loader.ts';
import { runWrk } from './wrk.ts';

// BENCH_LOADER=own: without wrk even where it is installed, to see what the loader does to the figures.
const wrk = process.env.BENCH_LOADER === 'own' ? undefined : findProgram('wrk');

/** What sends the requests, for the table. */
export const LOADER = wrk === undefined ? 'a loader in JavaScript in place of `wrk`' : '`wrk`';

/** Sends requests for so long. */
export const runLoad = (load: Load, seconds: number): Promise<LoadResult> =>
  wrk === undefined ? runOwnLoad(load, { seconds }) : runWrk(wrk, load, seconds);

/** Sends so many requests: what is to be warmed up must not be warmer for being faster. Always by our own loader, since `wrk` counts none. */
export const sendRequests = (load: Load, count: number): Promise<LoadResult> =>
  runOwnLoad(load, { count });
