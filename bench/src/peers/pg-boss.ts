import pg from 'pg';
import PgBoss from 'pg-boss';
import { answerCalls } from '../harness/calls.ts';
import {
  CONCURRENCY,
  createDelivery,
  type DeliveryJob,
  type JobData,
  portions,
} from './delivery.ts';
import { atRest, until } from './settle.ts';

// Tuned: `work` of this version polls at most twice a second for each worker, so jobs are fetched in lots of 250 by two loops that
// fetch the next lot at once, and a lot is completed (by status, with its result) while the next one is under way.
const LOT = 250;
const LOOPS = 2;
const QUEUE = 'deliver';

async function run(job: DeliveryJob): Promise<number> {
  const pool = new pg.Pool({ connectionString: job.databaseUrl, max: 2 });
  await pool.query('drop schema if exists pgboss cascade');
  const boss = new PgBoss({
    connectionString: job.databaseUrl,
    max: 20,
    supervise: false,
    schedule: false,
  });
  await boss.start();
  await boss.createQueue(QUEUE);
  for (const portion of portions(job.count, job.bodyBytes, 500)) {
    await boss.insert(portion.map((data) => ({ name: QUEUE, data })));
  }
  await atRest(pool);

  const { deliver, close } = createDelivery(job);
  const completions: Promise<void>[] = [];

  async function deliverLot(lot: PgBoss.Job<JobData>[]): Promise<void> {
    const byStatus = new Map<number, string[]>();
    let next = 0;
    const work = async () => {
      while (next < lot.length) {
        const { id, data } = lot[next++] as PgBoss.Job<JobData>;
        const status = await deliver(data);
        const ids = byStatus.get(status) ?? [];
        ids.push(id);
        byStatus.set(status, ids);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY / LOOPS }, work));
    for (const [status, ids] of byStatus) {
      // It takes an array with a result as well; its types know only one job with one.
      completions.push(boss.complete(QUEUE, ids as unknown as string, { status }));
    }
  }

  async function loop(): Promise<void> {
    let fetching = boss.fetch<JobData>(QUEUE, { batchSize: LOT });
    for (;;) {
      const lot = await fetching;
      if (lot.length === 0) return;
      fetching = boss.fetch<JobData>(QUEUE, { batchSize: LOT });
      await deliverLot(lot);
    }
  }

  const startedAt = performance.now();
  await Promise.all(Array.from({ length: LOOPS }, loop));
  await Promise.all(completions);
  const rate = job.count / ((performance.now() - startedAt) / 1000);
  await until(async () => {
    const { rows } = await pool.query(
      "select count(*)::integer as done from pgboss.job where state = 'completed' and output->>'status' = '200'",
    );
    return rows[0].done === job.count;
  });
  await boss.stop({ graceful: false });
  await close();
  await pool.end();
  return rate;
}

answerCalls({ run });
