import { readAttachments } from '../jobs/attachments.ts';
import type { Verdict } from '../jobs/schema.ts';
import { Failure, invalid } from '../lib/failures.ts';
import { readJsonBody } from '../lib/http/body.ts';
import { RawJson, rawParts, toPointer } from '../lib/json.ts';
import { shorten } from '../lib/text.ts';
import { isPlainReply } from '../plugin-requests/reply-encoding.ts';

/** What a reply's status says about the job. */
export type ReplyVerdict =
  | { kind: 'settled'; status: Verdict; gone: boolean }
  | { kind: 'ongoing' }
  | { kind: 'failed_attempt'; retryAfter: number | undefined; busy: boolean };

/**
 * The verdict of a reply, by its status code alone.
 *
 * @param now milliseconds since 1970, for a `Retry-After` that is a date.
 */
export function verdictOf(
  status: number,
  retryAfter: string | undefined,
  now: number,
): ReplyVerdict {
  if (status === 202) return { kind: 'ongoing' };
  if (status >= 200 && status < 300) return { kind: 'settled', status: 'done', gone: false };
  if (status === 400) return { kind: 'settled', status: 'ignored', gone: false };
  if (status === 412) return { kind: 'settled', status: 'failed', gone: false };
  if (status === 410) return { kind: 'settled', status: 'failed', gone: true };
  const busy = status === 429 || status === 503;
  return {
    kind: 'failed_attempt',
    retryAfter: busy ? parseRetryAfter(retryAfter, now) : undefined,
    busy,
  };
}

/** Seconds of a `Retry-After` header, a number or an HTTP date (RFC 9110 §10.2.3); `undefined` for anything else. */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^[0-9]{1,15}$/.test(text)) return Number(text);
  if (!/^[A-Za-z]{3}, /.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : Math.max(0, (time - now) / 1000);
}

/** What a reply's body asks for; all of it commits together with the verdict. */
export interface ReplyContent {
  message: string | null;
  /** JSON text. */
  debugInfo: string | null;
  /** Each as JSON text. */
  attachments: string[];
  /** Storage commands and a config patch; null when there are none. */
  effects: { storage: unknown; config: RawJson | undefined } | null;
}

/** What a reply asks for that says nothing. */
export const NOTHING: ReplyContent = {
  message: null,
  debugInfo: null,
  attachments: [],
  effects: null,
};
const RAW_PARTS = rawParts(
  ['debugInfo', 'effects/storage/*/value', 'effects/config'],
  ['attachments/*'],
);
const MAX_MESSAGE_CHARS = 10_000;

/** A reply's body, and what must be known to read it. */
export interface ReplyBody {
  body: Buffer;
  /** There was more than was read. */
  truncated: boolean;
  /** Its `Content-Encoding`; we ask for none. */
  encoding: string | undefined;
}

/**
 * Reads a reply's body. One that is no JSON object asks for nothing.
 *
 * @throws Failure when it begins like an object and cannot be read, or asks for something that cannot be done: attachments or effects of
 * a wrong shape. What it says must not be lost in silence.
 */
export function readReply(given: ReplyBody, maxDepth: number): ReplyContent {
  const reply = parseBody(given, maxDepth);
  if (reply === undefined) return NOTHING;
  const { message, debugInfo, attachments, effects } = reply;
  return {
    message: typeof message === 'string' ? shorten(message, MAX_MESSAGE_CHARS) : null,
    debugInfo: debugInfo instanceof RawJson ? debugInfo.text : null,
    attachments: readAttachments(attachments, '/attachments'),
    effects: readEffects(effects),
  };
}

function parseBody(
  { body, truncated, encoding }: ReplyBody,
  maxDepth: number,
): Record<string, unknown> | undefined {
  if (body.length === 0) return undefined;
  if (!isPlainReply(encoding)) {
    throw new Failure(
      'unsupported_media_type',
      `The reply is encoded (${shorten(String(encoding), 40)}), which the request did not ask for`,
    );
  }
  // Cheap and common: `ok`, a page of HTML.
  if (!beginsLikeObject(body)) return undefined;
  if (truncated)
    throw new Failure('body_too_large', `The reply is longer than ${body.length} bytes`);
  return readJsonBody(body, maxDepth, RAW_PARTS) as Record<string, unknown>;
}

const BRACE = 0x7b;
// What white space and byte order marks are made of in UTF-8, UTF-16 and UTF-32.
const BEFORE_BRACE = new Set([
  0x00, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20, 0xa0, 0xc2, 0xef, 0xbb, 0xbf, 0xfe, 0xff,
]);

function beginsLikeObject(body: Buffer): boolean {
  const first = body.findIndex((byte) => !BEFORE_BRACE.has(byte));
  return body[first] === BRACE;
}

function readEffects(effects: unknown): ReplyContent['effects'] {
  if (effects === undefined || effects === null) return null;
  if (typeof effects !== 'object' || Array.isArray(effects)) {
    throw invalid('/effects', 'must be an object with "storage" or "config"');
  }
  const { storage, config, ...others } = effects as { storage?: unknown; config?: unknown };
  const [other] = Object.keys(others);
  if (other !== undefined) {
    throw invalid(toPointer(['effects', other]), 'is neither "storage" nor "config"');
  }
  if (storage === undefined && config === undefined) return null;
  return { storage, config: config instanceof RawJson ? config : undefined };
}
