import type { ClaimedJob } from '../jobs/claim.ts';
import { packRequest, type RequestRecord } from '../jobs/request-record.ts';
import { databaseNow } from '../lib/clock.ts';
import { sha256, type Vault } from '../lib/crypto.ts';
import { type Outbound, OutboundError } from '../lib/outbound/client.ts';
import { takeRandom } from '../lib/random.ts';
import { messageOf } from '../lib/text.ts';
import type { Logger } from '../log.ts';
import type { InstallerTokens } from '../plugin-requests/installer-tokens.ts';
import { type MetaAuth, USER_AGENT } from '../plugin-requests/meta.ts';
import { type Signer, type SigningKeys, signBody } from '../plugin-requests/signer.ts';
import { recordOf } from './attempt-record.ts';
import { configOf } from './job-config.ts';
import { type Exchange, judge, type OutcomeRules, unrecordable } from './judge.ts';
import { givenBack, type Outcome, outcomeWithoutSending, parked } from './outcome.ts';
import { maskedHash, requestBody, requestHeaders } from './request.ts';
import type { Suspensions } from './suspensions.ts';
import { type SettleLimits, tryInTime } from './try-in-time.ts';

/**
 * What {@link attemptJob} needs: the way out, which plugins may not be called, the keys that sign, the tokens that ride along, the rules to
 * judge by.
 */
export interface AttemptDeps {
  outbound: Outbound;
  suspensions: Suspensions;
  signer: Signer;
  installerTokens: InstallerTokens;
  /** Opens the passwords of configs. */
  vault: Vault;
  rules: OutcomeRules;
  /** One whole attempt, the reply included. */
  attemptTimeoutMs: number;
  log: Logger;
}

const MAX_REPLY_BYTES = 64 * 1024;

/**
 * Makes one request for a job and judges how it went. A job can have waited here for long: a plugin that was suspended since is not called.
 * One that was suspended while the request was under way has said nothing, whatever it said: the job is sent again when it is resumed.
 *
 * Never throws: what fails in us before the request gives the job back, uncounted; what fails after it is a failed attempt, since there
 * was one.
 *
 * @param limits for how long it may be asked what is to become of an answer.
 */
export async function attemptJob(
  deps: AttemptDeps,
  job: ClaimedJob,
  limits: SettleLimits,
): Promise<Outcome> {
  const startedAt = new Date(databaseNow());
  let exchange: Exchange;
  try {
    if (await deps.suspensions.isSuspended(job.plugin_id)) return suspendedBefore(job);
    exchange = await send(deps, job, await prepare(deps, job, startedAt));
  } catch (error) {
    return notSent(deps, job, error);
  }
  try {
    const outcome = judge(job, exchange, startedAt, deps.rules);
    // A database that is away for a moment must not make nothing of an answer.
    const isSuspended = await tryInTime(() => deps.suspensions.isSuspended(job.plugin_id), limits);
    if (!isSuspended) return outcome;
    return parked(job, 'plugin_suspended', outcome.record);
  } catch (error) {
    deps.log.error({ err: error, job: job.job_id }, 'a reply could not be judged');
    const record = recordOf(job, startedAt, 'answered', { request: exchange.request });
    return unrecordable(withoutSchedule(job), record, error, deps.rules);
  }
}

const suspendedBefore = (job: ClaimedJob): Outcome =>
  outcomeWithoutSending({ ...job, plugin_suspended: true }) ?? parked(job, 'plugin_suspended');

// Once a job, not every time: what it waits for concerns many, and they show it themselves.
function notSent({ log }: AttemptDeps, job: ClaimedJob, error: unknown): Outcome {
  const { job_id, plugin_id, install_id, give_backs } = job;
  const about = { err: error, job: job_id, plugin: plugin_id, install: install_id };
  if (give_backs === 0) log.error(about, 'a job could not be sent, and waits');
  return givenBack(job, messageOf(error));
}

// It may be what could not be read.
const withoutSchedule = (job: ClaimedJob): ClaimedJob => ({ ...job, retry_schedule: null });

interface PreparedRequest {
  headers: Record<string, string>;
  body: Buffer;
  /** What is kept of it, packed. */
  request: Buffer;
}

async function prepare(
  { signer, installerTokens, vault }: AttemptDeps,
  job: ClaimedJob,
  startedAt: Date,
): Promise<PreparedRequest> {
  const keys = await signer.keysOf(job.plugin_id);
  const auth = await installerTokens.metaAuth(job, keys.newestGeneration);
  const body = requestBody(job, configOf(vault, job), auth);
  startedAt.setTime(databaseNow());
  const record = recordRequest(job, keys, body, {
    auth,
    timestamp: Math.floor(startedAt.getTime() / 1000),
  });
  return { headers: requestHeaders(job, record), body, request: packRequest(record) };
}

const recordRequest = (
  job: ClaimedJob,
  keys: SigningKeys,
  body: Buffer,
  { auth, timestamp }: { auth: MetaAuth | null; timestamp: number },
): RequestRecord => ({
  release: job.release,
  configRevision: job.config_revision,
  secretGeneration: keys.newestGeneration,
  timestamp,
  spanId: takeRandom(8, 'hex'),
  userAgent: USER_AGENT,
  isResend: job.resend,
  bodyHash: sha256(body),
  signatures: signBody(keys, job.job_id, timestamp, body),
  token:
    auth === null
      ? null
      : { expiresIn: auth.expires_in, maskedHash: maskedHash(body, auth.access_token) },
});

async function send(
  { outbound, attemptTimeoutMs }: AttemptDeps,
  { url }: ClaimedJob,
  { headers, body, request }: PreparedRequest,
): Promise<Exchange> {
  try {
    const reply = await outbound.send({
      url,
      method: 'POST',
      headers,
      body,
      timeoutMs: attemptTimeoutMs,
      maxResponseBytes: MAX_REPLY_BYTES,
    });
    return { reply, request };
  } catch (error) {
    if (error instanceof OutboundError) return { error, request };
    throw error;
  }
}
