import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parsePgbench } from '../src/figures/pgbench.ts';
import { findProgram } from '../src/harness/find-program.ts';
import { httpRequest } from '../src/load/http-request.ts';
import { runOwnLoad } from '../src/load/own-loader.ts';
import { luaScript, parseSummary, requestFile, runWrk } from '../src/load/wrk.ts';

const received: string[] = [];
let status = 200;
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    received.push(`${request.url} ${body}`);
    response.writeHead(status, { 'content-length': 2 }).end('ok');
  });
});
let url = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const BODIES = ['first', 'two\r\nlines', "['quoted']]\n", 'ünïcode'];
const REQUESTS = BODIES.map((body, n) => httpRequest({ path: `/${n}`, body }));
const SENT = BODIES.map((body, n) => `/${n} ${body}`);

test('a warm-up is so many requests, each as it was made and in turn', async () => {
  received.length = 0;
  const load = { url, requests: REQUESTS, connections: 1 };
  const { answers } = await runOwnLoad(load, { count: 6 });
  expect(answers).toBe(6);
  expect(received).toEqual([...SENT, ...SENT.slice(0, 2)]);
});

test('a file of requests has their bytes behind their lengths', () => {
  expect(requestFile([Buffer.from('a\n'), Buffer.from('ü')]).toString()).toBe('2\na\n2\nü');
});

test('the script of wrk is Lua, also where the path has quotes in it', ({ skip }) => {
  const lua = findProgram('luajit') ?? findProgram('lua5.1') ?? findProgram('lua');
  if (lua === undefined) return skip();
  const { stderr } = spawnSync(lua, ['-'], {
    input: luaScript("/no/such'\\file"),
    encoding: 'utf8',
  });
  expect(stderr).toContain("/no/such'\\file: No such file");
});

const wrk = findProgram('wrk');

test.skipIf(wrk === undefined)('wrk sends each request as it was made and in turn', async () => {
  received.length = 0;
  const load = { url, requests: REQUESTS, connections: 1 };
  const { answers, seconds } = await runWrk(wrk as string, load, 1);
  expect(answers).toBeGreaterThan(4);
  expect(seconds).toBeGreaterThan(0);
  // It asks for some before it sends the first.
  const begun = SENT.indexOf(received[0] as string);
  const turns = received.map((_, n) => SENT[(begun + n) % SENT.length]);
  expect(received).toEqual(turns);
});

test.skipIf(wrk === undefined)('wrk tells of answers that are not 2xx', async () => {
  status = 500;
  const load = { url, requests: REQUESTS, connections: 1 };
  await expect(runWrk(wrk as string, load, 1)).rejects.toThrow('were not 2xx');
  status = 200;
});

test('the summary of wrk is read, and its errors are ours', () => {
  const result = parseSummary('Running 2s test\nsummary 4000 2000000 0 0 1500 9000\n');
  expect(result).toEqual({ answers: 4000, seconds: 2, p50: 1.5, p99: 9 });
  expect(() => parseSummary('summary 4000 2000000 3 0 1500 9000')).toThrow('3 of 4000');
  expect(() => parseSummary('unable to connect')).toThrow('wrk said:\nunable to connect');
});

test('pgbench says how many transactions there were, and how fast', () => {
  const stdout =
    'number of transactions actually processed: 30000\nlatency average = 3 ms\ntps = 15000.5 (without initial connection time)\n';
  const { operations, seconds } = parsePgbench(stdout);
  expect(operations).toBe(30_000);
  expect(seconds).toBeCloseTo(2, 3);
  expect(() => parsePgbench('connection refused')).toThrow('connection refused');
});
