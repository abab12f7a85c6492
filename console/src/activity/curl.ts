import { childrenOf, memberOf } from '../parts/json-text.ts';
import { plainText } from './attachments/read.ts';

/** A request to a plugin as it is kept. */
export interface KeptRequest {
  method: string;
  url: string;
  /** JSON text of an object. */
  headers: string;
  /** As it was sent. */
  body: string;
}

// It counts, and finds the way, by itself.
const OF_CURL = new Set(['content-length', 'host', 'connection', 'accept-encoding']);

/** A command for a POSIX shell that sends a request again: what is masked in it stays so. */
export function curlOf({ method, url, headers, body }: KeptRequest): string {
  const lines = childrenOf(headers)
    .filter(({ key }) => !OF_CURL.has(String(key).toLowerCase()))
    .map(({ key, text }) => `-H ${quoted(`${key}: ${plainText(text)}`)}`);
  return [
    // An address may have brackets and braces, by which curl would make many of it.
    `curl --globoff -X ${method} ${quoted(url)}`,
    ...lines,
    // Unlike --data, it takes a text that begins with @ for the text that it is.
    `--data-raw ${quoted(body)}`,
  ].join(' \\\n  ');
}

/** As a shell takes it for one word, whatever is in it. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * The same of an attempt; undefined where it is not known any more what was sent.
 *
 * @param text the attempt as it was written.
 */
export function curlOfAttempt(
  request: { method: string; url: string } | null,
  text: string,
): string | undefined {
  const sent = memberOf(text, 'request') ?? 'null';
  const body = memberOf(sent, 'body') ?? 'null';
  if (request === null || body === 'null') return undefined;
  return curlOf({ ...request, headers: memberOf(sent, 'headers') ?? '{}', body });
}
