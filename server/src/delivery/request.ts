import type { ClaimedJob } from '../jobs/claim.ts';
import { takeRandom } from '../lib/random.ts';
import { type MetaAuth, placesOf, USER_AGENT } from '../plugin-requests/meta.ts';
import { type SigningKeys, signatureHeaders } from '../plugin-requests/signer.ts';

/**
 * The body of a worker's request, encoded: what is signed is what is sent. What others wrote is spliced in byte for byte.
 *
 * @param config the whole of it, with passwords: JSON text of an object.
 */
export function requestBody(job: ClaimedJob, config: string, auth: MetaAuth | null): Buffer {
  const name = JSON.stringify(job.event_name);
  const meta = [
    `"event":${name}`,
    `"plugin_id":"${job.plugin_id}"`,
    `"install_id":"${job.install_id}"`,
    `"config":${config}`,
    `"job":{"id":"${job.job_id}","name":${name},"identifier":${JSON.stringify(job.identifier)}}`,
    placesOf(job),
    '"zone":null',
    `"auth":${JSON.stringify(auth)}`,
  ];
  return Buffer.from(`{"meta":{${meta.join(',')}},"payload":${job.payload}}`);
}

/**
 * All headers of a worker's request: who sends, what proves it ({@link signatureHeaders}), which attempt this is, and a trace (W3C Trace
 * Context).
 *
 * @param timestamp seconds since 1970.
 * @param body exactly as it is sent, since it is what is signed.
 */
export function requestHeaders(
  job: ClaimedJob,
  keys: SigningKeys,
  timestamp: number,
  body: Buffer,
): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': USER_AGENT,
    ...signatureHeaders(keys, job.job_id, timestamp, body),
    'plugboard-attempt': String(job.attempt),
    traceparent: traceparent(job.event_id),
  };
}

// All attempts at all jobs of an event are one trace (W3C Trace Context), whose id is the event's.
const traceparent = (eventId: string): string =>
  `00-${eventId.replaceAll('-', '')}-${takeRandom(8, 'hex')}-01`;
