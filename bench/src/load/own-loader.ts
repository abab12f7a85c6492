import { openConnection } from './connection.ts';
import type { Load, LoadResult } from './load.ts';

/** When a load ends: after so many seconds, or so many requests. */
export type End = { seconds: number } | { count: number };

/**
 * Sends requests, one at a time on each keep-alive connection, and counts the answers.
 *
 * Plain sockets, since the load comes from the same two cores as the server: with them a request costs 35 to 56 µs, about a third of
 * what it does with `undici`, and a tenth of global `fetch`; with `wrk` about 6.
 *
 * @throws Error with the answer when one is not 2xx.
 */
export async function runOwnLoad(load: Load, end: End): Promise<LoadResult> {
  const { hostname, port } = new URL(load.url);
  const latencies: number[] = [];
  const startedAt = performance.now();
  const isOver = endOf(end, startedAt);
  let sent = 0;

  async function work(): Promise<void> {
    await openConnection({
      host: hostname,
      port: Number(port),
      next: () =>
        isOver(sent) ? undefined : (load.requests[sent++ % load.requests.length] as Buffer),
      answered: (milliseconds) => latencies.push(milliseconds),
    });
  }

  await Promise.all(Array.from({ length: load.connections }, work));
  const seconds = (performance.now() - startedAt) / 1000;
  const sorted = Float64Array.from(latencies).sort();
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { answers: latencies.length, seconds, p50: at(0.5), p99: at(0.99) };
}

function endOf(end: End, startedAt: number): (sent: number) => boolean {
  if ('count' in end) return (sent) => sent >= end.count;
  const until = startedAt + end.seconds * 1000;
  return () => performance.now() >= until;
}
