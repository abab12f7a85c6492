import { createHmac } from 'node:crypto';
import type { Bench } from '../harness/bench.ts';
import { canStay, stayOn } from '../harness/core.ts';
import type { Program } from '../harness/program.ts';
import { httpRequest } from '../load/http-request.ts';
import { compare, httpContestant } from './contestants.ts';
import type { GoalName } from './goals.ts';
import { type Cost, costOf, type Figures, type Result, serverRatio } from './results.ts';

const TURNS = { seconds: 2, warmUp: 40_000 };
const CONNECTIONS = 32;
const SECRET = 'pbs_of-the-benchmark-and-of-nothing-else';

/**
 * Whoever sends shares the handler's core: on one of its own it sleeps between two answers, and each answer that wakes it costs an interrupt
 * of another core. On a virtual machine those are 20 µs, of the slower handler only: the faster one's sender has no time to fall asleep.
 */
const CORE = 0;
const NOT_ONE = canStay ? '' : '; not on one core, as there is no `taskset`';

const FRAMEWORKS = {
  'node:http': 'sdkNode',
  Express: 'sdkExpress',
  Fastify: 'sdkFastify',
  Hono: 'sdkHono',
} as const satisfies Record<string, GoalName>;

/** A signed job, verified and handled with the SDK, against the least that anybody would write in the same framework. */
export async function measureSdk(bench: Bench): Promise<Figures> {
  const costs: Cost[] = [];
  const results: Result[] = [];
  const requests = [signedJob()];
  for (const [framework, goal] of Object.entries(FRAMEWORKS)) {
    const programs = { sdk: startHandlers(bench), bare: startHandlers(bench) };
    const contestant = async (kind: 'sdk' | 'bare') => {
      stayOn(CORE, programs[kind].pid);
      const url: string = await programs[kind].call('listen', { framework, kind });
      return httpContestant(
        { url, requests, connections: CONNECTIONS, core: CORE },
        { server: [programs[kind].pid] },
      );
    };
    const rounds = await compare(bench, TURNS, {
      sdk: await contestant('sdk'),
      bare: await contestant('bare'),
    });
    for (const { stop } of Object.values(programs)) await stop();
    costs.push(
      costOf(`a job with the SDK, ${framework}`, rounds, 'sdk'),
      costOf(`bare ${framework}`, rounds, 'bare'),
    );
    results.push(serverRatio(goal, rounds, { ours: 'bare', theirs: 'sdk' }, NOT_ONE));
  }
  return { costs, results };
}

const startHandlers = (bench: Bench): Program => bench.program('peers/sdk-handlers.js', { SECRET });

/** As Plugboard sends it, with a payload of a kilobyte. */
function signedJob(): Buffer {
  const id = '019ab1c2-0000-7000-8000-000000000001';
  const place = { id: '4', attributes: { name: 'Example Ltd', 'time-zone': 'UTC' } };
  const body = JSON.stringify({
    meta: {
      event: 'bench.event',
      plugin_id: '7',
      install_id: '31',
      config: { greeting: 'Hello' },
      job: { id, name: 'bench.event', identifier: 'record:19' },
      location: { ...place, type: 'locations' },
      company: { ...place, type: 'companies' },
      zone: null,
      auth: null,
    },
    payload: { attributes: { 'full-name': 'Next Visitor', note: 'x'.repeat(900) } },
  });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const sign = (text: string) => createHmac('sha256', SECRET).update(text).digest('base64');
  return httpRequest({
    path: '/job',
    body,
    headers: {
      'user-agent': 'Plugboard/0.1.0',
      'x-envoy-signature': sign(body),
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${sign(`${id}.${timestamp}.${body}`)}`,
      'plugboard-attempt': '1',
      traceparent: '00-019ab1c2000070008000000000000001-0123456789abcdef-01',
    },
  });
}
