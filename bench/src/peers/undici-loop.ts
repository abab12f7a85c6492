import { answerCalls } from '../harness/calls.ts';
import { CONCURRENCY, createDelivery, type DeliveryJob, jobData } from './delivery.ts';

// The limit of delivery: the requests alone, without queue, database or result.
async function run(job: DeliveryJob): Promise<number> {
  const { deliver, close } = createDelivery(job);
  let next = 0;
  const startedAt = performance.now();
  const work = async () => {
    while (next < job.count) {
      const status = await deliver(jobData(next++, job.bodyBytes));
      if (status !== 200) throw new Error(`The receiver answered ${status}`);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  const rate = job.count / ((performance.now() - startedAt) / 1000);
  await close();
  return rate;
}

answerCalls({ run });
