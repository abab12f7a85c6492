import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { latencyClass, latencyQuantile } from '../../src/delivery/latency.ts';
import { createPerson, signIn } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { jobIn, jobWaits, openScene, type Scene } from './scene.ts';

let server: TestServer;
const path = ({ install }: Scene) => `/platform/v1/plugins/${install.plugin.id}`;

beforeAll(async () => {
  server = await startTestServer({ delivery: true });
});
afterAll(() => server.close());

test('a developer sees how requests to their plugin went, and how long they took, soon after', async () => {
  const scene = await openScene(server);
  const verdicts = { done: 200, ignored: 400, ongoing: 202, failed: 412 };
  for (const [status, code] of Object.entries(verdicts)) {
    scene.receiver.answer = () => code;
    await jobIn(server, await scene.emit(), status, 1);
  }
  scene.receiver.answer = () => 502;
  await jobWaits(server, await scene.emit(), 'scheduled');

  const stats = await waitFor(
    async () => {
      const { body } = await server.api('GET', `${path(scene)}/stats`);
      return body.attempts === 5 ? body : undefined;
    },
    { describe: 'five attempts to be counted' },
  );
  expect(stats).toMatchObject({ done: 1, ignored: 1, failed: 1, ongoing: 1, retried: 1 });
  expect(stats.latency_ms.p50).toBeGreaterThanOrEqual(0);
  expect(stats.latency_ms.p99).toBeGreaterThanOrEqual(stats.latency_ms.p50);
  const { series } = stats;
  expect(series).toHaveLength(24);
  expect(series.reduce((sum: number, step: { attempts: number }) => sum + step.attempts, 0)).toBe(
    5,
  );

  const ofAnother = await server.api('GET', `${path(scene)}/stats?event=never_happened`);
  expect(ofAnother.body).toMatchObject({ attempts: 0, latency_ms: { p50: null } });
  const ofIts = await server.api('GET', `${path(scene)}/stats?event=${scene.event}`);
  expect(ofIts.body.attempts).toBe(5);
});

test('a time that is too long, or has too many steps, is refused by name', async () => {
  const scene = await openScene(server);
  const refused = async (query: string) => {
    const answer = await server.api('GET', `${path(scene)}/stats?${query}`);
    expect(answer.status, answer.text).toBe(422);
    return answer.body.errors[0].pointer;
  };
  expect(await refused('since=2001-01-01T00:00:00Z')).toBe('/since');
  expect(await refused('since=2099-01-01T00:00:00Z')).toBe('/since');
  expect(await refused('step=60')).toBe('/step');
  expect(await refused('step=61')).toBe('/step');
});

test('deliveries say how far their attempts have come, and how the last one went', async () => {
  const scene = await openScene(server);
  scene.receiver.answer = () => 502;
  const waiting = await scene.emit({ identifier: 'visitor 1' });
  await jobWaits(server, waiting, 'scheduled');
  scene.receiver.answer = () => 200;
  const done = await scene.emit({ identifier: 'visitor 2' });
  await jobIn(server, done, 'done', 1);

  const list = await server.api('GET', `${path(scene)}/deliveries`);
  expect(list.body.data).toMatchObject([
    {
      id: done,
      status: 'done',
      space_name: 'Space',
      attempts_total: 1,
      max_attempts: null,
      last_attempt: { stage: 'answered', status_code: 200 },
    },
    {
      id: waiting,
      status: 'queued',
      identifier: 'visitor 1',
      attempts_total: 1,
      max_attempts: 10,
      last_attempt: { stage: 'answered', status_code: 502 },
    },
  ]);
  const idsOf = async (query: string) =>
    (await server.api('GET', `${path(scene)}/deliveries?${query}`)).body.data.map(
      ({ id }: { id: string }) => id,
    );
  expect(await idsOf('status=queued')).toEqual([waiting]);
  expect(await idsOf(`event=${scene.event}&identifier=visitor%202`)).toEqual([done]);
  expect(await idsOf('event=never_happened')).toEqual([]);
  expect(await idsOf(`install_id=${scene.install.id}&limit=1`)).toEqual([done]);
  expect(await idsOf('since=2099-01-01T00:00:00Z')).toEqual([]);

  await jobIn(server, waiting, 'queued', 1);
  await server.api('POST', `/platform/v1/jobs/${waiting}/retry`);
  await jobIn(server, waiting, 'done', 2);
  const [, again] = (await server.api('GET', `${path(scene)}/deliveries`)).body.data;
  expect(again).toMatchObject({ attempts_total: 2, last_attempt: { status_code: 200 } });
});

test('neither deliveries nor figures of a plugin are for who does not develop it', async () => {
  const scene = await openScene(server);
  const stranger = await signIn(server, (await createPerson(server)).id);
  for (const of of ['deliveries', 'stats']) {
    const answer = await stranger.call('GET', `/plugins/${scene.install.plugin.id}/${of}`);
    expect(answer.status, answer.text).toBe(404);
  }
});

test('a quantile of durations is never more than a fifth off', () => {
  const durations = fc.array(fc.double({ min: 1, max: 30_000, noNaN: true }), { minLength: 1 });
  fc.assert(
    fc.property(durations, (all) => {
      const sorted = all.toSorted((a, b) => a - b);
      const counts = all.map((one) => ({ latency: latencyClass(one), attempts: 1 }));
      for (const share of [0.5, 0.95, 0.99]) {
        const exact = sorted[Math.ceil(sorted.length * share) - 1] as number;
        const found = latencyQuantile(counts, share) as number;
        expect(found).toBeGreaterThanOrEqual(exact / Math.SQRT2 - 1);
        expect(found).toBeLessThanOrEqual(exact * Math.SQRT2 + 1);
      }
    }),
  );
});
