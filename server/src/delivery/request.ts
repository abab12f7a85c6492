import type { ClaimedJob } from '../jobs/claim.ts';
import type { RequestRecord } from '../jobs/request-record.ts';
import { sha256 } from '../lib/crypto.ts';
import { type MetaAuth, placesOf } from '../plugin-requests/meta.ts';
import { signatureHeaders } from '../plugin-requests/signer.ts';

/** What the body of a request is made of, beside the config. */
export type BodyParts = Pick<
  ClaimedJob,
  | 'job_id'
  | 'install_id'
  | 'plugin_id'
  | 'event_name'
  | 'identifier'
  | 'payload'
  | 'space_id'
  | 'space_name'
  | 'space_attributes'
>;

/**
 * The body of a worker's request, encoded: what is signed is what is sent. What others wrote is spliced in byte for byte.
 *
 * @param config the whole of it, with passwords: JSON text of an object.
 * @param more members of `meta` that this request has beside those of all: JSON text.
 */
export function requestBody(
  job: BodyParts,
  config: string,
  auth: MetaAuth | null,
  more?: string,
): Buffer {
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
  if (more !== undefined) meta.push(more);
  return Buffer.from(`{"meta":{${meta.join(',')}},"payload":${job.payload}}`);
}

/** What stands for what is secret where a request is shown. */
export const MASK = '••••';

/** SHA-256 of a {@link requestBody} as it would be with {@link MASK} in the place of the token. */
export function maskedHash(body: Buffer, token: string): Buffer {
  // With what is around it, as a plugin may have saved its token in its config.
  const at = body.indexOf(`"zone":null,"auth":{"token_type":"Bearer","access_token":"${token}"`);
  const from = body.indexOf(token, at);
  const rest = body.subarray(from + token.length);
  return sha256(Buffer.concat([body.subarray(0, from), MASK_BYTES, rest]));
}

const MASK_BYTES = Buffer.from(MASK);

/**
 * All headers of a worker's request: who sends, what proves it ({@link signatureHeaders}), which attempt this is, a trace (W3C Trace
 * Context), and the backfill that it is for.
 */
export const requestHeaders = (
  {
    job_id,
    event_id,
    attempt,
    backfill_id,
  }: Pick<ClaimedJob, 'job_id' | 'event_id' | 'attempt' | 'backfill_id'>,
  { userAgent, timestamp, signatures, spanId, isResend }: HeaderParts,
): Record<string, string> => ({
  'content-type': 'application/json',
  'user-agent': userAgent,
  ...signatureHeaders(job_id, timestamp, signatures),
  'plugboard-attempt': String(attempt),
  traceparent: traceparent(event_id, spanId),
  ...(isResend && RESEND_HEADER),
  ...(backfill_id !== null && { 'plugboard-backfill': String(backfill_id) }),
});

type HeaderParts = Pick<
  RequestRecord,
  'userAgent' | 'timestamp' | 'signatures' | 'spanId' | 'isResend'
>;

// Its plugin has settled the job already.
const RESEND_HEADER = { 'plugboard-resend': '1' };

// All attempts at all jobs of an event are one trace (W3C Trace Context), whose id is the event's.
const traceparent = (eventId: string, spanId: string): string =>
  `00-${eventId.replaceAll('-', '')}-${spanId}-01`;
