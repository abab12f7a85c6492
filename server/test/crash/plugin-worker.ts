import type { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { envoySignature, type ReceivedRequest, startReceiver } from '../support/receiver.ts';

/** What happens under load that a fault can be timed by. */
export type Moment =
  | 'write acknowledged'
  | 'event acknowledged'
  | 'request received'
  | 'request answered'
  | 'retry asked for';

/** The payload of an event of the load: `n` counts up in its lane. */
export interface LoadPayload {
  event: string;
  n: number;
}

/** A plugin's worker that finds out what went wrong by what it is sent, whoever is killed meanwhile. */
export interface PluginWorker {
  url: string;
  /** The plugin's client secret: no signature is right without it. */
  secret: string;
  /** Requests so far. */
  requests(): number;
  /** Jobs that were sent more than once. */
  repeated(): string[];
  /** The job of an event. */
  jobOf(event: string): string | undefined;
  /** Longest time in ms between a request that was not settled and its repetition. */
  slowestRepeat(): number;
  /** Requests that should not have been as they were: one line each. */
  faults: string[];
  /** Leaves the replies to `hold` from now on; without it, they are given at once again. */
  hold(hold?: (job: string, response: ServerResponse) => unknown): void;
  close(): Promise<void>;
}

/** Every eighth event asks for a second attempt. */
export const RETRY_EVERY = 8;

interface SeenJob {
  webhookId: string;
  attempt: number;
  count: number;
  at: number;
  askedForRetry: boolean;
}

export async function startPluginWorker(moments: EventEmitter): Promise<PluginWorker> {
  const receiver = await startReceiver();
  const jobs = new Map<string, SeenJob>();
  const jobByWebhookId = new Map<string, string>();
  const jobByEvent = new Map<string, string>();
  const lastOfLane = new Map<string, number>();
  const faults: string[] = [];
  let requests = 0;
  let slowestRepeat = 0;
  let hold: ((job: string, response: ServerResponse) => unknown) | undefined;

  receiver.answer = (request) => (_, response) => {
    // Thousands of requests come; what is known of them is noted below.
    receiver.requests.length = 0;
    requests++;
    const { job } = request.body.meta;
    const fault = (what: string) => faults.push(`job ${job.id}: ${what}`);
    if (!isSigned(request, worker.secret)) fault('a signature is wrong');
    const seen = jobs.get(job.id);
    if (seen === undefined) noteFirst(request, fault);
    else noteRepeat(request, seen, fault);
    moments.emit('request received' satisfies Moment);
    reply(job.id, response);
  };

  function noteFirst({ headers, body }: ReceivedRequest, fault: (what: string) => void): void {
    const { id, identifier } = body.meta.job;
    const { event, n } = body.payload as LoadPayload;
    const webhookId = headers['webhook-id'] as string;
    if (jobByWebhookId.has(webhookId)) fault('has the webhook-id of another');
    if (jobByEvent.has(event)) fault(`is a second one for event ${event}`);
    if (identifier !== null && n < (lastOfLane.get(identifier) ?? 0)) fault('overtook in its lane');
    if (identifier !== null) lastOfLane.set(identifier, n);
    jobByWebhookId.set(webhookId, id);
    jobByEvent.set(event, id);
    const attempt = Number(headers['plugboard-attempt']);
    const askedForRetry = n % RETRY_EVERY === 0;
    jobs.set(id, { webhookId, attempt, count: 1, at: performance.now(), askedForRetry });
  }

  function noteRepeat(
    { headers }: ReceivedRequest,
    seen: SeenJob,
    fault: (what: string) => void,
  ): void {
    const attempt = Number(headers['plugboard-attempt']);
    if (headers['webhook-id'] !== seen.webhookId) fault('came with another webhook-id');
    if (attempt <= seen.attempt) fault(`came as attempt ${attempt} after ${seen.attempt}`);
    slowestRepeat = Math.max(slowestRepeat, performance.now() - seen.at);
    Object.assign(seen, { attempt, count: seen.count + 1, at: performance.now() });
  }

  function reply(job: string, response: ServerResponse): void {
    if (hold !== undefined) return void hold(job, response);
    const { count, askedForRetry } = jobs.get(job) as SeenJob;
    const again = askedForRetry && count === 1;
    const moment: Moment = again ? 'retry asked for' : 'request answered';
    response.writeHead(again ? 500 : 200).end(() => moments.emit(moment));
  }

  const worker: PluginWorker = {
    url: receiver.url,
    secret: '',
    requests: () => requests,
    repeated: () => [...jobs].flatMap(([id, { count }]) => (count > 1 ? [id] : [])),
    jobOf: (event) => jobByEvent.get(event),
    slowestRepeat: () => slowestRepeat,
    faults,
    hold(next) {
      hold = next;
    },
    close: receiver.close,
  };
  return worker;
}

function isSigned({ headers, text }: ReceivedRequest, secret: string): boolean {
  try {
    new Webhook(`whsec_${Buffer.from(secret).toString('base64')}`).verify(text, headers);
    return headers['x-envoy-signature'] === envoySignature(secret, text);
  } catch {
    return false;
  }
}
