import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '../refusal.ts';

/** How far `webhook-timestamp` may be from our clock, in seconds, either way. */
const TOLERANCE = 300;

/**
 * Makes sure that a call comes from Plugboard, by its Standard Webhooks headers: they cover the id and the time as well as the body,
 * so that `X-Envoy-Signature` need not be looked at, too. While the secret is being rotated there are several signatures.
 *
 * @param body the bytes as they arrived
 * @param now milliseconds since 1970
 * @throws Refusal 401
 */
export function refuseUnsigned(
  headers: IncomingHttpHeaders,
  body: Buffer,
  clientSecret: string,
  now: number = Date.now(),
): void {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) =>
    String(headers[`webhook-${name}`] ?? ''),
  ) as [string, string, string];
  const age = Math.abs(Math.floor(now / 1000) - Number(timestamp));
  if (id === '' || !/^\d{1,12}$/.test(timestamp) || age > TOLERANCE) {
    throw new Refusal(401, 'webhook-id or webhook-timestamp is missing, or too old');
  }
  const mac = createHmac('sha256', clientSecret).update(`${id}.${timestamp}.`).update(body);
  const expected = Buffer.from(`v1,${mac.digest('base64')}`);
  const isGood = signatures.split(' ').some((text) => {
    const given = Buffer.from(text);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  if (!isGood) throw new Refusal(401, 'webhook-signature is missing or does not match');
}
