import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** How far `webhook-timestamp` may be from our clock, in seconds, either way. */
const TOLERANCE = 300;

/**
 * Whether Plugboard sent a request: whether both signatures hold, and it is not an old one that somebody sends again.
 *
 * @param body the bytes as they arrived; JSON that was parsed and printed again is not the same bytes
 * @param secrets the client secret, and while it is being rotated the one before as well
 */
export function isFromPlugboard(
  headers: IncomingHttpHeaders,
  body: Buffer,
  secrets: readonly string[],
): boolean {
  const header = (name: string) => String(headers[name] ?? '');
  const timestamp = header('webhook-timestamp');
  if (!/^[0-9]{1,12}$/.test(timestamp)) return false;
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > TOLERANCE) return false;

  const prefix = `${header('webhook-id')}.${timestamp}.`;
  // One signature for each secret that is alive: one that matches is enough.
  const given = header('webhook-signature').split(' ');
  let webhook = false;
  let envoy = false;
  for (const secret of secrets) {
    const expected = `v1,${hmac(secret, prefix, body)}`;
    webhook ||= given.some((signature) => isEqual(signature, expected));
    envoy ||= isEqual(header('x-envoy-signature'), hmac(secret, '', body));
  }
  return webhook && envoy;
}

const hmac = (secret: string, prefix: string, body: Buffer) =>
  createHmac('sha256', secret).update(prefix).update(body).digest('base64');

function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  // The length is no secret; `timingSafeEqual` throws when it differs.
  return a.length === b.length && timingSafeEqual(a, b);
}
