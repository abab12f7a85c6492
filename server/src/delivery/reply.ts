import { readAttachments } from '../jobs/attachments.ts';
import type { Verdict } from '../jobs/schema.ts';
import { Failure } from '../lib/failures.ts';
import { readJsonBody } from '../lib/http/body.ts';
import { RawJson, rawParts } from '../lib/json.ts';
import { shorten } from '../lib/text.ts';

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

const NOTHING: ReplyContent = { message: null, debugInfo: null, attachments: [], effects: null };
const RAW_PARTS = rawParts([
  'debugInfo',
  'attachments/*/value',
  'effects/storage/*/value',
  'effects/config',
]);
const MAX_MESSAGE_CHARS = 10_000;

/**
 * Reads a reply's body. One that is no JSON object asks for nothing.
 *
 * @throws Failure when it asks for something that cannot be done: attachments or effects of a wrong shape.
 */
export function readReply(body: Buffer, maxDepth: number): ReplyContent {
  const reply = parseBody(body, maxDepth);
  if (reply === undefined) return NOTHING;
  const { message, debugInfo, attachments, effects } = reply;
  return {
    message: typeof message === 'string' ? shorten(message, MAX_MESSAGE_CHARS) : null,
    debugInfo: debugInfo instanceof RawJson ? debugInfo.text : null,
    attachments: readAttachments(attachments, '/attachments'),
    effects: readEffects(effects),
  };
}

function parseBody(body: Buffer, maxDepth: number): Record<string, unknown> | undefined {
  // Cheap and common: `ok`, an empty body, a page of HTML.
  if (body[0] !== 0x7b && !looksLikeObject(body)) return undefined;
  try {
    return readJsonBody(body, maxDepth, RAW_PARTS) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

const looksLikeObject = (body: Buffer): boolean =>
  body.toString('latin1', 0, 64).trimStart().startsWith('{');

function readEffects(effects: unknown): ReplyContent['effects'] {
  if (effects === undefined || effects === null) return null;
  if (typeof effects !== 'object' || Array.isArray(effects)) {
    throw new Failure('invalid', 'effects must be an object with "storage" or "config"');
  }
  const { storage, config } = effects as { storage?: unknown; config?: unknown };
  if (storage === undefined && config === undefined) return null;
  return { storage, config: config instanceof RawJson ? config : undefined };
}
