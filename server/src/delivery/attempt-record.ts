import type { ClaimedJob } from '../jobs/claim.ts';
import type { AttemptStage } from '../jobs/schema.ts';
import type { AttemptRecord } from '../jobs/settle.ts';
import { databaseNow } from '../lib/clock.ts';
import type { OutboundReply } from '../lib/outbound/client.ts';
import { shorten, shortenBytes } from '../lib/text.ts';
import { maskedReply } from './masked-reply.ts';

const KEPT_REPLY_BYTES = 16 * 1024;
const KEPT_HEADER_CHARACTERS = 500;
const KEPT_ERROR_CHARACTERS = 2000;

/** One request as it is recorded, with what came back or what went wrong. */
export function recordOf(
  job: ClaimedJob,
  startedAt: Date,
  stage: AttemptStage,
  { reply, error, request }: { reply?: OutboundReply; error?: string; request: Buffer },
): AttemptRecord {
  return {
    stage,
    status_code: reply?.status ?? null,
    error: error === undefined ? null : shorten(error, KEPT_ERROR_CHARACTERS),
    url: job.url,
    reply_headers: reply === undefined ? null : JSON.stringify(keptHeaders(reply.headers)),
    reply_body:
      reply === undefined || reply.body.length === 0
        ? null
        : shortenBytes(maskedReply(reply.body), KEPT_REPLY_BYTES),
    debug_info: null,
    started_at: startedAt.toISOString(),
    // It may have been told the time meanwhile.
    duration_ms: Math.max(0, databaseNow() - startedAt.getTime()),
    request,
  };
}

const KEPT_HEADERS = [
  'content-type',
  'content-length',
  'retry-after',
  'location',
  'server',
  'date',
];

function keptHeaders(headers: OutboundReply['headers']): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = headers[name];
    if (value !== undefined) kept[name] = shorten(String(value), KEPT_HEADER_CHARACTERS);
  }
  return kept;
}
