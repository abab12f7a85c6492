import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerCalls } from '../harness/calls.ts';
import { monotonicMs, type Progress } from '../harness/receiver.ts';
import { isSigned } from './signature.ts';

// One in so many requests is verified: all would make the receiver the slowest part.
const VERIFY_ONE_IN = 64;

let secrets = new Map<string, string>();
let total = 0;
let checked = 0;
let wrong = 0;
let bodyBytes = 0;
let count = 0;
let firstAt = 0;
let hanging: string | null = null;
let held: ServerResponse[] = [];
let measuring = false;
let delays: Record<string, number[]> = {};
let collected: Set<number> | undefined;
let awaited: { count: number; resolve(progress: Progress): void } | undefined;

const server = createServer((request, response) => {
  const arrivedAt = monotonicMs();
  if (count++ === 0) firstAt = arrivedAt;
  const path = request.url ?? '';
  const sampled = measuring || collected !== undefined || total++ % VERIFY_ONE_IN === 0;
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => {
    if (sampled) chunks.push(chunk);
  });
  request.on('end', () => {
    if (sampled) inspect(path, request, Buffer.concat(chunks), arrivedAt);
    if (hanging !== null && path.startsWith(hanging)) held.push(response);
    else reply(response);
    if (awaited !== undefined && count >= awaited.count) {
      awaited.resolve({ firstAt, lastAt: monotonicMs() });
      awaited = undefined;
    }
  });
});

function reply(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': 2 });
  response.end('ok');
}

function inspect(path: string, request: IncomingMessage, body: Buffer, arrivedAt: number): void {
  bodyBytes = body.length;
  const secret = secrets.get(path);
  if (secret !== undefined) {
    checked++;
    if (!isSigned(request.headers, body, secret)) wrong++;
  }
  if (measuring || collected !== undefined) note(path, payloadOf(body), arrivedAt);
}

/** A peer sends the payload alone, we send it with `meta` around it. */
function payloadOf(body: Buffer): Noted {
  const parsed = JSON.parse(body.toString()) as Noted & { payload?: Noted };
  return parsed.payload ?? parsed;
}

interface Noted {
  sent_at?: number;
  n?: number;
}

function note(path: string, { sent_at, n }: Noted, arrivedAt: number): void {
  if (n !== undefined) collected?.add(n);
  if (!measuring || sent_at === undefined) return;
  delays[path] ??= [];
  delays[path].push(arrivedAt - sent_at);
}

answerCalls({
  listen: () =>
    new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      });
    }),
  expect(given: Record<string, string>) {
    secrets = new Map([...secrets, ...Object.entries(given)]);
  },
  reset() {
    count = 0;
  },
  count: () => count,
  reached: (wanted: number) =>
    new Promise((resolve) => {
      if (count >= wanted) resolve({ firstAt, lastAt: monotonicMs() });
      else awaited = { count: wanted, resolve };
    }),
  hang(prefix: string | null) {
    hanging = prefix;
    if (prefix !== null) return;
    for (const response of held) if (!response.destroyed) reply(response);
    held = [];
  },
  measure(on: boolean) {
    measuring = on;
    delays = {};
  },
  delays() {
    const noted = delays;
    delays = {};
    return noted;
  },
  measured: () =>
    Object.fromEntries(Object.entries(delays).map(([path, { length }]) => [path, length])),
  collect(on: boolean) {
    collected = on ? new Set() : undefined;
  },
  missing: (numbers: number[]) => numbers.filter((n) => !collected?.has(n)).length,
  bodyBytes: () => bodyBytes,
  verified: () => ({ checked, wrong }),
});
