import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stayingOn } from '../harness/core.ts';
import type { Load, LoadResult } from './load.ts';

const run = promisify(execFile);

/**
 * Has `wrk` send the requests in turn, from one thread: a second one would only compete with the server for its core.
 *
 * @throws Error when an answer was not 2xx or a connection broke.
 */
export async function runWrk(wrk: string, load: Load, seconds: number): Promise<LoadResult> {
  const folder = await mkdtemp(join(tmpdir(), 'plugboard-wrk-'));
  try {
    const requests = join(folder, 'requests');
    const script = join(folder, 'load.lua');
    await writeFile(requests, requestFile(load.requests));
    await writeFile(script, luaScript(requests));
    const size = ['-t', '1', '-c', String(load.connections), '-d', `${Math.ceil(seconds)}s`];
    const args = [...size, '--timeout', '10s', '-s', script, load.url];
    const [program, given] =
      load.core === undefined ? [wrk, args] : stayingOn(load.core, wrk, args);
    const { stdout } = await run(program, given);
    return parseSummary(stdout);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Each request with its length before it: there is no byte that could not be in one. */
export const requestFile = (requests: readonly Buffer[]): Buffer =>
  Buffer.concat(requests.flatMap((request) => [Buffer.from(`${request.length}\n`), request]));

/** Sends what {@link requestFile} wrote, as it is, in turn; and sums up in one line. */
export const luaScript = (requests: string): string => `
local file = assert(io.open(${luaString(requests)}, 'rb'))
local requests = {}
for length in file:lines() do
  requests[#requests + 1] = file:read(tonumber(length))
end
file:close()

local sent = 0
function request()
  sent = sent + 1
  return requests[(sent - 1) % #requests + 1]
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format('summary %d %d %d %d %d %d',
    summary.requests, summary.duration, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
`;

const luaString = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** @throws Error when there is no summary, or it tells of answers that are not those that were asked for. */
export function parseSummary(stdout: string): LoadResult {
  const numbers = /^summary ([\d ]+)$/m.exec(stdout)?.[1]?.split(' ').map(Number);
  if (numbers === undefined) throw new Error(`wrk said:\n${stdout}`);
  const [answers = 0, micros = 0, refused = 0, broken = 0, p50 = 0, p99 = 0] = numbers;
  if (refused + broken > 0) {
    throw new Error(
      `${refused} of ${answers} answers were not 2xx, ${broken} connections or reads failed`,
    );
  }
  return { answers, seconds: micros / 1e6, p50: p50 / 1000, p99: p99 / 1000 };
}
