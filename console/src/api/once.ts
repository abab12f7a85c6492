/** A new `Idempotency-Key`: requests that carry the same one are done once, however often they are sent. */
export function newOnceKey(): string {
  // `crypto.randomUUID` is only there where the connection is secure.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
