import { join } from '../bytes.ts';
import { rememberBySecret } from './keys.ts';

const encoder = new TextEncoder();

const keyOf = rememberBySecret((secret) =>
  crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]),
);

/** HMAC-SHA256 (RFC 2104) in base64 over the parts, one after the other; the key is the UTF-8 bytes of the secret. */
export async function hmacBase64(
  secret: string,
  ...parts: (string | Uint8Array)[]
): Promise<string> {
  const bytes = parts.map((part) => (typeof part === 'string' ? encoder.encode(part) : part));
  const signature = await crypto.subtle.sign(
    'HMAC',
    await keyOf(secret),
    join(bytes) as BufferSource,
  );
  return btoa(String.fromCharCode(...new Uint8Array(signature)));
}

/** Whether two texts are the same, in a time that does not depend on where they differ. */
export function isSameText(given: string, expected: string): boolean {
  let difference = given.length ^ expected.length;
  for (let at = 0; at < expected.length; at++) {
    difference |= given.charCodeAt(at) ^ expected.charCodeAt(at);
  }
  return difference === 0;
}
