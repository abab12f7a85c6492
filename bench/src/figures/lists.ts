import type pg from 'pg';
import { Client } from 'undici';
import type { Bench } from '../harness/bench.ts';
import { inStretch, type Stretch } from '../harness/meter.ts';
import { pairedRounds, quantile } from '../harness/rounds.ts';
import type { Site } from '../harness/site.ts';
import { fillQueue } from './backlog.ts';
import { createDeliveryWorld, type DeliveryWorld } from './delivery-world.ts';
import { type Figures, ratioOf } from './results.ts';

const FEW = 1000;
const MANY = 1_000_000;
const WARM_UP = 200;
const MEASURED = 1000;
// As many as there are of each kind where there are few: else pages would differ by what is on them.
const ROWS = 10;

interface Answers extends Stretch {
  /** Milliseconds until a page was there. */
  p95: number;
}

/** A page of jobs by each filter, as an admin of one space and the host ask for it: whether a million jobs are slower to look through than a thousand. */
export async function measureLists(bench: Bench): Promise<Figures> {
  const few = await openHistory(bench, 'few', FEW);
  const many = await openHistory(bench, 'many', bench.effort.count(MANY));
  const count = bench.effort.count(MEASURED);
  for (const one of [few, many]) await readPages(one, bench.effort.count(WARM_UP));
  const rounds = await pairedRounds<'few' | 'many', Answers>(bench.effort, {
    few: () => inStretch(() => readPages(few, count)),
    many: () => inStretch(() => readPages(many, count)),
  });
  for (const { site, client } of [few, many]) {
    await client.close();
    await site.close();
  }
  const pair = { ours: 'many', theirs: 'few' } as const;
  const p95 = {
    of: (answers: Answers) => answers.p95,
    written: (value: number) => `${value.toFixed(2)} ms`,
  };
  return { costs: [], results: [ratioOf('lists', rounds, pair, p95)] };
}

interface History {
  site: Site;
  client: Client;
  /** What is asked for, in turn, and by whom. */
  pages: { path: string; authorization: string }[];
}

/** An installation whose jobs are over: one in a hundred failed. */
async function openHistory(bench: Bench, name: string, jobs: number): Promise<History> {
  const site = await bench.site(`lists_${name}`);
  const world = await createDeliveryWorld(bench, site.platform, `bench.lists_${name}`);
  await fillQueue(site.platform, { ...world, jobs, noteBytes: 40 });
  await settleAll(site.db);
  const client = new Client(site.api.url);
  return { site, client, pages: await pagesOf(site, world) };
}

async function settleAll(db: pg.Pool): Promise<void> {
  await db.query(`
    update jobs set settled_by = 'plugin', settled_at = now(),
      status = case when substr(identifier, 8)::bigint % 100 = 7 then 'failed' else 'done' end`);
  await db.query('truncate job_queue');
  await db.query('vacuum (analyze) jobs, events, job_queue');
}

async function pagesOf({ platform, api }: Site, world: DeliveryWorld): Promise<History['pages']> {
  const [space] = world.spaces;
  const [plugin] = world.plugins;
  const admin = await adminOf(platform, space as number);
  const of = (authorization: string) => (query: string) => ({
    path: `/platform/v1/jobs?limit=${ROWS}&${query}`,
    authorization: `Bearer ${authorization}`,
  });
  const asAdmin = ['', 'status=failed', 'name=bench.nothing', `space_id=${space}`];
  const asHost = [
    'status=failed',
    'identifier=record:7',
    `plugin_id=${plugin?.id}`,
    'status=queued',
  ];
  return [
    ...asAdmin.map(of(admin)),
    ...asHost.map(of(api.hostKey)),
    {
      path: `/platform/v1/events?limit=${ROWS}&space_id=${space}`,
      authorization: `Bearer ${admin}`,
    },
  ];
}

async function adminOf({ call }: Site['platform'], space: number): Promise<string> {
  const person = { email: 'admin@bench.test', friendly_name: 'Admin' };
  const { id } = await call<{ id: number }>('POST', '/users', person);
  await call('PUT', `/spaces/${space}/members/${id}`, { role: 'admin' });
  const token = { user_id: id, name: 'bench' };
  return (await call<{ token: string }>('POST', '/personal_access_tokens', token)).token;
}

async function readPages({ client, pages }: History, count: number): Promise<{ p95: number }> {
  const took: number[] = [];
  for (let n = 0; n < count; n++) {
    const { path, authorization } = pages[n % pages.length] as History['pages'][number];
    const startedAt = performance.now();
    const { statusCode, body } = await client.request({
      method: 'GET',
      path,
      headers: { authorization },
    });
    await body.text();
    took.push(performance.now() - startedAt);
    if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}`);
  }
  return { p95: quantile(took, 0.95) };
}
