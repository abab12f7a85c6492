import { answerCalls } from '../harness/calls.ts';
import { createDelivery, type DeliveryJob, type JobData, portions } from './delivery.ts';
import { importPeer } from './import-peer.ts';

// On a Redis of its own with `appendfsync everysec`, which loses a second of jobs in a crash: it is given that advantage.
const CONCURRENT_JOBS = 100;

interface BullMq {
  Queue: new (
    name: string,
    options: object,
  ) => {
    obliterate(options: { force: boolean }): Promise<void>;
    addBulk(jobs: { name: string; data: JobData }[]): Promise<unknown>;
    close(): Promise<void>;
  };
  Worker: new (
    name: string,
    process: (job: { data: JobData }) => Promise<{ status: number }>,
    options: object,
  ) => { on(event: 'completed', listener: () => void): void; close(): Promise<void> };
}

async function run(job: DeliveryJob): Promise<number> {
  const { Queue, Worker } = await importPeer<BullMq>('bullmq');
  const connection = { host: '127.0.0.1', port: job.redisPort, maxRetriesPerRequest: null };
  const queue = new Queue('deliver', { connection });
  for (const portion of portions(job.count, job.bodyBytes, 500)) {
    await queue.addBulk(portion.map((data) => ({ name: 'deliver', data })));
  }
  const { deliver, close } = createDelivery(job);
  const startedAt = performance.now();
  let completed = 0;
  const worker = new Worker('deliver', async ({ data }) => ({ status: await deliver(data) }), {
    connection,
    concurrency: CONCURRENT_JOBS,
  });
  await new Promise<void>((resolve) => {
    worker.on('completed', () => {
      if (++completed === job.count) resolve();
    });
  });
  const rate = job.count / ((performance.now() - startedAt) / 1000);
  await worker.close();
  await queue.obliterate({ force: true });
  await queue.close();
  await close();
  return rate;
}

answerCalls({ run });
