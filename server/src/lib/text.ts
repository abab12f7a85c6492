/**
 * Text of other people that we cut or keep: what comes out can be stored and sent on, whatever came in.
 *
 * PostgreSQL's text has no NUL, and refuses half a surrogate pair, which is what a cut through the middle of a character leaves.
 */

const REPLACEMENT = '\uFFFD';

/** The text with what cannot be stored (NUL, half a surrogate pair) replaced by U+FFFD, each by one: it is as long as before. */
export function storable(text: string): string {
  const wellFormed = text.toWellFormed();
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', REPLACEMENT) : wellFormed;
}

/** The beginning of a text, {@link storable}: at most `limit` UTF-16 code units, and cut between characters. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return storable(text);
  const startsPair = isHighSurrogate(text.charCodeAt(limit - 1));
  return storable(text.slice(0, startsPair ? limit - 1 : limit));
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;

/** The beginning of what bytes say as UTF-8, {@link storable}: of at most `limit` bytes, without a character that is cut there. */
export function shortenBytes(bytes: Buffer, limit: number): string {
  const end = bytes.length <= limit ? bytes.length : lastBoundary(bytes, limit);
  return storable(bytes.toString('utf8', 0, end));
}

// Before the byte that begins a character: at most three follow it (RFC 3629). What has more is no UTF-8, and is cut anywhere.
function lastBoundary(bytes: Buffer, limit: number): number {
  for (let at = limit; at > limit - 4 && at >= 0; at--) {
    const byte = bytes[at] as number;
    if ((byte & 0xc0) !== 0x80) return at;
  }
  return limit;
}

/** What an error says, for those who may know: shortened, and never empty. */
export function messageOf(error: unknown, limit = 500): string {
  const message = error instanceof Error ? error.message : String(error);
  return shorten(message === '' ? 'Unknown error' : message, limit);
}

/**
 * Email addresses that differ in nothing but this are one mailbox in practice. Of other letters nobody knows: to the database `İ` is an `i`
 * in capitals, and the sign for kelvin a `k`; to a mail server they are other letters, and may be another person's.
 */
export const lowerAscii = (text: string): string =>
  text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

/** `timeZone` and `time_zone` as `time-zone`. */
export function dashCase(key: string): string {
  return key
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/[_\s]+/g, '-')
    .toLowerCase();
}
