import type { ClaimedJob } from '../jobs/claim.ts';
import { type Outbound, OutboundError } from '../lib/outbound/client.ts';
import type { InstallerTokens } from './installer-tokens.ts';
import { type Exchange, judge, type OutcomeRules } from './judge.ts';
import { type Outcome, parked } from './outcome.ts';
import { requestBody, requestHeaders } from './request.ts';
import type { Signer } from './signer.ts';
import type { Suspensions } from './suspensions.ts';

/** What {@link attemptJob} needs: the way out, which plugins may not be called, the keys that sign, the tokens that ride along, the
 * rules to judge by. */
export interface AttemptDeps {
  outbound: Outbound;
  suspensions: Suspensions;
  signer: Signer;
  installerTokens: InstallerTokens;
  rules: OutcomeRules;
  /** One whole attempt, the reply included. */
  attemptTimeoutMs: number;
}

const MAX_REPLY_BYTES = 64 * 1024;

/**
 * Makes one request for a job and judges how it went. A job can have waited here for long: a plugin that was suspended since is not called.
 * One that was suspended while the request was under way has said nothing, whatever it said: the job is sent again when it is resumed.
 */
export async function attemptJob(deps: AttemptDeps, job: ClaimedJob): Promise<Outcome> {
  const { suspensions } = deps;
  if (await suspensions.isSuspended(job.plugin_id)) return parked(job, 'plugin_suspended');
  const outcome = await request(deps, job);
  if (!(await suspensions.isSuspended(job.plugin_id))) return outcome;
  return parked(job, 'plugin_suspended', outcome.record);
}

async function request(deps: AttemptDeps, job: ClaimedJob): Promise<Outcome> {
  const keys = await deps.signer.keysOf(job.plugin_id);
  const auth = await deps.installerTokens.metaAuth(job, keys.newestGeneration);
  const body = requestBody(job, auth);
  const startedAt = new Date();
  const headers = requestHeaders(job, keys, Math.floor(startedAt.getTime() / 1000), body);
  const exchange = await send(deps, job.url, headers, body);
  return judge(job, exchange, startedAt, deps.rules);
}

async function send(
  deps: AttemptDeps,
  url: string,
  headers: Record<string, string>,
  body: string,
): Promise<Exchange> {
  try {
    const reply = await deps.outbound.send({
      url,
      method: 'POST',
      headers,
      body,
      timeoutMs: deps.attemptTimeoutMs,
      maxResponseBytes: MAX_REPLY_BYTES,
    });
    return { reply };
  } catch (error) {
    if (error instanceof OutboundError) return { error };
    throw error;
  }
}
