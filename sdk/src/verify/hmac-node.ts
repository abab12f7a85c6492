import { Buffer } from 'node:buffer';
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { rememberBySecret } from './keys.ts';

// WebCrypto takes 46 µs for what this does in 7.
const keyOf = rememberBySecret((secret) => createSecretKey(bytesOf(secret)));

/** HMAC-SHA256 (RFC 2104) in base64 over the parts, one after the other; the key is the UTF-8 bytes of the secret. */
export function hmacBase64(secret: string, ...parts: (string | Uint8Array)[]): string {
  const hmac = createHmac('sha256', keyOf(secret));
  for (const part of parts) hmac.update(part);
  return hmac.digest('base64');
}

/** Whether two texts are the same, in a time that does not depend on where they differ. */
export function isSameText(given: string, expected: string): boolean {
  const [one, other] = [bytesOf(given), bytesOf(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

// TextEncoder takes 1.2 µs for a signature, and this 0.2.
const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'utf8');
