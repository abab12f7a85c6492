import { type ReplyContent, readReply, verdictOf } from '../delivery/reply.ts';
import { MASK, requestBody, requestHeaders } from '../delivery/request.ts';
import { decide } from '../events/decide.ts';
import type { Rehearsed, RehearsedDecision } from '../installs/rehearsed-queries.ts';
import { wholeConfig } from '../installs/sealed-config.ts';
import { databaseNow } from '../lib/clock.ts';
import { CannotOpenSecret, type Vault } from '../lib/crypto.ts';
import { Failure } from '../lib/failures.ts';
import { spliceJson } from '../lib/http/splice.ts';
import { objectMembers, readExactly } from '../lib/json.ts';
import { type Outbound, OutboundError, type OutboundReply } from '../lib/outbound/client.ts';
import { takeRandom } from '../lib/random.ts';
import { messageOf } from '../lib/text.ts';
import type { Manifest } from '../manifest/schema.ts';
import { USER_AGENT } from '../plugin-requests/meta.ts';
import { type Signer, signBody } from '../plugin-requests/signer.ts';
import type { Migrated } from '../roll-outs/migration.ts';
import type { NextJob } from './work-queries.ts';

/** What {@link tell} needs. */
export interface TellDeps {
  outbound: Outbound;
  signer: Signer;
  vault: Vault;
  attemptTimeoutMs: number;
  maxJsonDepth: number;
}

const MAX_REPLY_BYTES = 64 * 1024;

const NOTHING: Omit<Rehearsed, 'decision'> = {
  status: null,
  message: null,
  status_code: null,
  error: null,
  duration_ms: null,
  attachments: null,
  effects: null,
};

/** What comes of an event that the install may not be told any more. */
export const NOT_TOLD: Rehearsed = { ...NOTHING, decision: 'suspended' };

/**
 * Decides about an event as if the install ran the release, and tells its worker where it is to hear it: with `meta.rehearsal`, without a
 * token, and by an id that is no job's. Whatever is answered is noted, and nothing of it done; how the worker's endpoint is doing does not
 * hang on it either.
 *
 * @param carried the config as the release will have it, or why there will be none; undefined for that of now.
 * @throws Error for what fails in us: then nothing was sent.
 */
export async function tell(
  deps: TellDeps,
  manifest: Manifest,
  job: NextJob,
  rehearsalId: number,
  carried?: Migrated,
): Promise<Rehearsed> {
  const decision = decisionOf(manifest, job);
  if (decision !== 'delivered') return { ...NOTHING, decision };
  if (carried && 'failed' in carried)
    return { ...NOTHING, decision: 'migration_failed', error: carried.failed };
  const url = manifest.events.find(({ name }) => name === job.event_name)?.url as string;
  const prepared = await prepare(deps, job, rehearsalId, carried?.config).catch((error) => {
    if (error instanceof CannotOpenSecret) return error;
    throw error;
  });
  // It will be so the next time, too, and the other installs are not to wait for that.
  if (prepared instanceof CannotOpenSecret)
    return { ...NOTHING, decision, status: 'retried', error: `not_sent: ${prepared.message}` };
  const { headers, body } = prepared;
  const startedAt = performance.now();
  const { outbound, attemptTimeoutMs: timeoutMs } = deps;
  const request = {
    url,
    method: 'POST',
    headers,
    body,
    timeoutMs,
    maxResponseBytes: MAX_REPLY_BYTES,
  };
  const answered = await outbound.send(request).catch((error) => {
    if (error instanceof OutboundError) return error;
    throw error;
  });
  const duration_ms = Math.round(performance.now() - startedAt);
  const said =
    answered instanceof OutboundError
      ? { status: 'retried' as const, error: `${answered.code}: ${answered.message}` }
      : read(answered, deps.maxJsonDepth);
  return { ...NOTHING, decision, duration_ms, ...said };
}

function decisionOf(manifest: Manifest, job: NextJob): RehearsedDecision {
  const { payload } = job;
  if (payload === null) return 'event_gone';
  const about = {
    name: job.event_name,
    requiredScope: job.required_scope,
    payload: () => readExactly(payload),
  };
  const candidate = {
    ...job,
    // The release says by itself which worker is called, and a rehearsal is nothing that could wait.
    release: 0,
    endpoint_id: 0,
    endpoint_disabled: false,
    plugin_suspended: false,
    resuming: false,
  };
  return decide(about, candidate, manifest) as RehearsedDecision;
}

async function prepare(
  { signer, vault }: TellDeps,
  job: NextJob,
  rehearsalId: number,
  carried: string | undefined,
) {
  const keys = await signer.keysOf(job.plugin_id);
  const config = carried ?? wholeConfig({ vault, installId: job.install_id }, job);
  const body = requestBody({ ...job, payload: job.payload as string }, config, null, REHEARSAL);
  const timestamp = Math.floor(databaseNow() / 1000);
  const headers = requestHeaders(
    { ...job, attempt: 1, backfill_id: null },
    {
      userAgent: USER_AGENT,
      timestamp,
      signatures: signBody(keys, job.job_id, timestamp, body),
      spanId: takeRandom(8, 'hex'),
      isResend: false,
    },
  );
  return { body, headers: { ...headers, 'plugboard-rehearsal': String(rehearsalId) } };
}

const REHEARSAL = '"rehearsal":true';

function read(reply: OutboundReply, maxDepth: number): Partial<Rehearsed> {
  const status_code = reply.status;
  const verdict = verdictOf(reply.status, undefined, databaseNow());
  if (verdict.kind === 'failed_attempt') return { status_code, status: 'retried' };
  const status = verdict.kind === 'ongoing' ? 'ongoing' : verdict.status;
  try {
    const encoding = reply.headers['content-encoding'];
    const { body, truncated } = reply;
    const given = { body, truncated, encoding: Array.isArray(encoding) ? encoding[0] : encoding };
    return { status_code, status, ...shown(readReply(given, maxDepth)) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const useless = verdict.kind === 'settled' && verdict.gone ? status : 'retried';
    return { status_code, status: useless, error: messageOf(error) };
  }
}

function shown({ message, attachments, effects }: ReplyContent): Partial<Rehearsed> {
  return {
    message,
    attachments: attachments.length === 0 ? null : `[${attachments.join(',')}]`,
    effects: effects === null ? null : spliceJson(shownEffects(effects)),
  };
}

// Which of its members are passwords is said by the install's release, and not to be guessed.
const shownEffects = ({ storage, config }: NonNullable<ReplyContent['effects']>) => ({
  ...(storage !== undefined && { storage }),
  ...(config !== undefined && {
    config: Object.fromEntries([...objectMembers(config.text).keys()].map((name) => [name, MASK])),
  }),
});
