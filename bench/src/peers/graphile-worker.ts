import { Logger, makeWorkerUtils, run as startRunner } from 'graphile-worker';
import pg from 'pg';
import { answerCalls } from '../harness/calls.ts';
import {
  createDelivery,
  createRecorder,
  type DeliveryJob,
  type JobData,
  portions,
} from './delivery.ts';
import { atRest, until } from './settle.ts';

// Tuned: 200 slots over a local queue of 500, completions batched, and a handler that does not hold its slot while the result is recorded.
const SLOTS = 200;
const LOCAL_QUEUE = 500;
const BATCH_MS = 20;

async function run(job: DeliveryJob): Promise<number> {
  const pool = new pg.Pool({ connectionString: job.databaseUrl, max: 60 });
  // It wants to be told of connections that break: none does here.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const logger = new Logger(() => () => {});
  const utils = await makeWorkerUtils({ pgPool: pool, logger });
  await pool.query('drop schema if exists graphile_worker cascade');
  await utils.migrate();
  await pool.query(
    'drop table if exists results; create table results (id integer, status integer)',
  );
  for (const portion of portions(job.count, job.bodyBytes, 500)) {
    await utils.addJobs(portion.map((data) => ({ identifier: 'deliver', payload: data })));
  }
  await atRest(pool);

  const { deliver, close } = createDelivery(job);
  const recorder = createRecorder((ids, statuses) =>
    pool.query({
      name: 'record',
      text: 'insert into results select * from unnest($1::integer[], $2::integer[])',
      values: [ids, statuses],
    }),
  );
  const startedAt = performance.now();
  const runner = await startRunner({
    pgPool: pool,
    logger,
    noHandleSignals: true,
    pollInterval: 1000,
    preset: {
      worker: {
        concurrentJobs: SLOTS,
        localQueue: { size: LOCAL_QUEUE },
        completeJobBatchDelay: BATCH_MS,
        failJobBatchDelay: BATCH_MS,
      },
    },
    taskList: {
      deliver: async (payload) => {
        const data = payload as JobData;
        recorder.add(data.id, await deliver(data));
      },
    },
  });
  await until(async () => {
    const { rows } = await pool.query('select from graphile_worker._private_jobs limit 1');
    return rows.length === 0;
  });
  await recorder.settled();
  const rate = job.count / ((performance.now() - startedAt) / 1000);
  const { rows } = await pool.query(
    'select count(*)::integer as done from results where status = 200',
  );
  if (rows[0].done !== job.count) throw new Error(`${rows[0].done} of ${job.count} were delivered`);
  await runner.stop();
  await utils.release();
  await close();
  await pool.end();
  return rate;
}

answerCalls({ run });
