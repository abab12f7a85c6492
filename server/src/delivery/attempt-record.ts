import type { ClaimedJob } from '../jobs/claim.ts';
import type { AttemptStage } from '../jobs/schema.ts';
import type { AttemptRecord } from '../jobs/settle.ts';
import type { OutboundReply } from '../lib/outbound/client.ts';

const KEPT_REPLY_BYTES = 16 * 1024;

/** One request as it is recorded, with what came back or what went wrong. */
export function recordOf(
  job: ClaimedJob,
  startedAt: Date,
  stage: AttemptStage,
  { reply, error }: { reply?: OutboundReply; error?: string },
): AttemptRecord {
  return {
    stage,
    status_code: reply?.status ?? null,
    error: error ?? null,
    url: job.url,
    reply_headers: reply === undefined ? null : JSON.stringify(keptHeaders(reply.headers)),
    reply_body: reply === undefined || reply.body.length === 0 ? null : keptText(reply.body),
    debug_info: null,
    started_at: startedAt.toISOString(),
    duration_ms: Date.now() - startedAt.getTime(),
  };
}

// PostgreSQL's text has no NUL, and a reply is whatever the receiver sent.
const keptText = (body: Buffer): string =>
  body.toString('utf8', 0, KEPT_REPLY_BYTES).replaceAll('\0', '\uFFFD');

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
    if (value !== undefined) kept[name] = String(value).slice(0, 500);
  }
  return kept;
}
