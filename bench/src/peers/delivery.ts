import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { Pool } from 'undici';

/** What each of the delivery peers is asked to do. */
export interface DeliveryJob {
  receiverUrl: string;
  /** One for each of the ten workers: `/hook/bench-delivery-0` and so on. */
  secrets: string[];
  count: number;
  /** Bytes of the request's body, the same for everyone. */
  bodyBytes: number;
  databaseUrl: string;
  /** Of the Redis that BullMQ keeps its jobs in. */
  redisPort?: number;
}

/** What a peer's queue keeps of a job: a number and the body to send. */
export interface JobData {
  id: number;
  body: string;
}

/** Requests at once. Plugboard makes 100, ten to each of ten endpoints; 50 measured best for all peers. */
export const CONCURRENCY = 50;

/** One signed request on a keep-alive pool: the least that any queue has to do for a job. */
export function createDelivery({ receiverUrl, secrets }: DeliveryJob) {
  const pool = new Pool(receiverUrl, { connections: CONCURRENCY, pipelining: 1 });
  const keys = secrets.map((secret) => createSecretKey(Buffer.from(secret)));
  return {
    async deliver({ id, body }: JobData): Promise<number> {
      const worker = id % keys.length;
      const response = await pool.request({
        method: 'POST',
        path: `/hook/bench-delivery-${worker}`,
        headers: {
          'content-type': 'application/json',
          'webhook-id': String(id),
          'x-envoy-signature': sign(keys[worker] as KeyObject, body),
        },
        body,
      });
      await response.body.dump();
      return response.statusCode;
    },
    close: () => pool.close(),
  };
}

const sign = (key: KeyObject, body: string): string =>
  createHmac('sha256', key).update(body).digest('base64');

/** A job whose body has exactly `bodyBytes` bytes. */
export function jobData(id: number, bodyBytes: number): JobData {
  const body = `{"id":${id},"type":"record.updated","note":"`;
  return { id, body: `${body}${'x'.repeat(bodyBytes - body.length - 2)}"}` };
}

/** The jobs' data, in portions. */
export function* portions(count: number, bodyBytes: number, size: number): Generator<JobData[]> {
  for (let from = 0; from < count; from += size) {
    const length = Math.min(size, count - from);
    yield Array.from({ length }, (_, index) => jobData(from + index, bodyBytes));
  }
}

/** Collects results while an earlier lot is being written. */
export function createRecorder(write: (ids: number[], statuses: number[]) => Promise<unknown>) {
  let ids: number[] = [];
  let statuses: number[] = [];
  let writing: Promise<void> | undefined;

  async function flush(): Promise<void> {
    while (ids.length > 0) {
      const lot = [ids, statuses] as const;
      ids = [];
      statuses = [];
      await write(...lot);
    }
    writing = undefined;
  }

  return {
    add(id: number, status: number): void {
      ids.push(id);
      statuses.push(status);
      writing ??= new Promise<void>((resolve) => setImmediate(resolve)).then(flush);
    },
    async settled(): Promise<void> {
      while (writing !== undefined) await writing;
    },
  };
}
