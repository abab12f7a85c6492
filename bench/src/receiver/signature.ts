import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Whether `X-Envoy-Signature` (base64 of the body's HMAC-SHA256) is there and right. */
export function isSigned(headers: IncomingHttpHeaders, body: Buffer, secret: string): boolean {
  const given = headers['x-envoy-signature'];
  if (typeof given !== 'string') return false;
  const right = createHmac('sha256', secret).update(body).digest();
  const claimed = Buffer.from(given, 'base64');
  return claimed.length === right.length && timingSafeEqual(claimed, right);
}
