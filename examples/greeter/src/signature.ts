import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** How far `webhook-timestamp` may be from our clock, in seconds, either way. */
const TOLERANCE = 300;

/**
 * Checks both signatures of a delivery: `X-Envoy-Signature` over the raw body, and the Standard Webhooks
 * headers, which cover the id and the time as well and so bound how long a captured request can be replayed.
 *
 * @param body the bytes as they arrived; parsing and printing again would change them
 * @param clientSecret the key of both signatures is its UTF-8 bytes
 * @param now milliseconds since 1970
 * @returns what is wrong, fit to be shown to the sender, or `undefined` when all is well
 */
export function findSignatureProblem(
  headers: IncomingHttpHeaders,
  body: Buffer,
  clientSecret: string,
  now: number,
): string | undefined {
  const id = header(headers, 'webhook-id');
  const timestamp = header(headers, 'webhook-timestamp');
  if (!id) return 'webhook-id is missing';
  if (!/^\d{1,12}$/.test(timestamp)) return 'webhook-timestamp is missing or not in seconds';
  if (Math.abs(Math.floor(now / 1000) - Number(timestamp)) > TOLERANCE) {
    return `webhook-timestamp is more than ${TOLERANCE} seconds away from now`;
  }

  const expected = hmac(clientSecret, `${id}.${timestamp}.`, body);
  // While a secret is being rotated there is one signature for each secret that is still valid.
  const given = header(headers, 'webhook-signature').split(' ');
  if (!given.some((signature) => isEqual(signature, `v1,${expected}`))) {
    return 'webhook-signature is missing or does not match';
  }
  if (!isEqual(header(headers, 'x-envoy-signature'), hmac(clientSecret, body))) {
    return 'x-envoy-signature is missing or does not match';
  }
  return undefined;
}

function header(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

function hmac(key: string, ...parts: (string | Buffer)[]): string {
  const digest = createHmac('sha256', key);
  for (const part of parts) digest.update(part);
  return digest.digest('base64');
}

/** Compares the texts, not what they decode to: base64 has several spellings of the same bytes. */
function isEqual(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  // The length is no secret; `timingSafeEqual` throws when it differs.
  return a.length === b.length && timingSafeEqual(a, b);
}
