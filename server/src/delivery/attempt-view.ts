import type { Static } from 'typebox';
import { selectRevision } from '../installs/config-queries.ts';
import { type StoredConfig, sealedMembers, wholeConfig } from '../installs/sealed-config.ts';
import { passwordKeys } from '../installs/setup-fields.ts';
import { type RequestRecord, unpackRequest } from '../jobs/request-record.ts';
import type { AttemptInFull } from '../jobs/schema.ts';
import { CannotOpenSecret, sha256, type Vault } from '../lib/crypto.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { objectMembers, objectText, RawJson, rawOrNull } from '../lib/json.ts';
import { selectReleases } from '../manifest/queries.ts';
import type { MetaAuth } from '../plugin-requests/meta.ts';
import type { Reader } from '../reach.ts';
import { type SentAttempt, selectSentAttempt } from './attempt-view-queries.ts';
import { MASK, requestBody, requestHeaders } from './request.ts';
import { checkSignatures } from './signature-check.ts';

/** Where attempts are, and what opens the configs that were sent. */
export interface ViewDeps {
  db: Db;
  vault: Vault;
}

/**
 * One attempt at a job that there is (`enterJob`) with its request, which is built again of what it was made of: nothing is kept but that. Where that is another by
 * now (the space was renamed), or was erased, it says so. What is secret is masked. For `spliceJson`.
 *
 * @throws Failure `attempt_not_found`.
 */
export async function readAttempt(
  deps: ViewDeps,
  reader: Reader,
  jobId: string,
  number: number,
): Promise<Static<typeof AttemptInFull>> {
  const attempt = await selectSentAttempt(deps.db, reader, jobId, number);
  if (attempt === undefined)
    throw new Failure('attempt_not_found', `Job ${jobId} has no attempt ${number}`);
  return {
    number: attempt.number,
    stage: attempt.stage,
    status_code: attempt.status_code,
    error: attempt.error,
    url: attempt.url,
    reply_headers: rawOrNull(attempt.reply_headers),
    reply_body: attempt.reply_body,
    debug_info: rawOrNull(attempt.debug_info),
    started_at: attempt.started_at.toISOString(),
    duration_ms: attempt.duration_ms,
    request: attempt.request === null ? null : await rebuild(deps, attempt, attempt.request),
  };
}

type RequestView = NonNullable<Static<typeof AttemptInFull>['request']>;

async function rebuild(deps: ViewDeps, attempt: SentAttempt, packed: Buffer): Promise<RequestView> {
  const record = unpackRequest(packed);
  const { job_id, event_id, backfill_id, number } = attempt;
  const { bytes, ...body } = await rebuildBody(deps, attempt, record);
  return {
    method: 'POST',
    url: attempt.url,
    headers: shownHeaders(
      attempt,
      requestHeaders({ job_id, event_id, attempt: number, backfill_id }, record),
    ),
    ...body,
    release: record.release || null,
    config_revision: record.configRevision,
    secret_generation: record.secretGeneration,
    body_sha256: attempt.may_see_signatures ? record.bodyHash.toString('hex') : null,
    signature_check: attempt.may_see_signatures
      ? await checkSignatures(deps, attempt, record, { bytes, isExact: body.exact })
      : null,
  };
}

const SIGNATURES = ['x-envoy-signature', 'webhook-signature'];

// Whoever has a signature and the body can send it to the plugin as if it came from here, and whoever has the hash of a body can try what
// is masked in it.
const shownHeaders = (
  { may_see_signatures }: SentAttempt,
  headers: Record<string, string>,
): Record<string, string> =>
  may_see_signatures
    ? headers
    : Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
          name,
          SIGNATURES.includes(name) ? MASK : value,
        ]),
      );

/** As it is shown, and as it was built, with what is masked where it is shown: undefined where what it was made of is gone. */
type Rebuilt = Pick<RequestView, 'body' | 'exact'> & { bytes: Buffer | undefined };

async function rebuildBody(
  { db, vault }: ViewDeps,
  attempt: SentAttempt,
  record: RequestRecord,
): Promise<Rebuilt> {
  const { payload, install_id: installId } = attempt;
  const stored = await configAt(db, attempt, record.configRevision);
  const opened = stored && openOrLeave({ vault, installId }, stored);
  if (opened === undefined || payload === null)
    return { body: null, exact: false, bytes: undefined };
  const parts = { ...attempt, payload };
  const auth = maskedAuth(record);
  const body = requestBody(parts, opened.config, auth);
  const exact = sha256(body).equals(record.token?.maskedHash ?? record.bodyHash);
  const secret = [...opened.secret, ...(await passwordsOf(db, attempt, record.release))];
  const shownParts = attempt.is_hidden ? { ...parts, payload: namesOnly(payload) } : parts;
  const shown = requestBody(shownParts, masked(opened.config, secret), auth);
  return { body: new RawJson(shown.toString()), exact, bytes: body };
}

async function configAt(
  db: Db,
  { install_id, config, sealed_config, config_revision }: SentAttempt,
  revision: number,
): Promise<StoredConfig | undefined> {
  if (revision === config_revision) return { config, sealed_config };
  // Of the time before the first change no revision tells: nothing was set.
  if (revision === 0) return { config: '{}', sealed_config: null };
  return selectRevision(db, install_id, revision);
}

/** Undefined where the key is missing: that is no reason to show nothing of the attempt. */
function openOrLeave(
  key: { vault: Vault; installId: number },
  stored: StoredConfig,
): { config: string; secret: string[] } | undefined {
  try {
    return { config: wholeConfig(key, stored), secret: [...sealedMembers(key, stored).keys()] };
  } catch (error) {
    if (error instanceof CannotOpenSecret) return undefined;
    throw error;
  }
}

// Of the token no more is known than how long it was to live.
const maskedAuth = ({ token }: RequestRecord): MetaAuth | null =>
  token && {
    token_type: 'Bearer',
    access_token: MASK,
    expires_in: token.expiresIn,
    refresh_token: null,
    refresh_token_expires_in: null,
  };

// By what the plugin says now, too: what was no password then may have become one.
async function passwordsOf(
  db: Db,
  { plugin_id, running_release }: SentAttempt,
  release: number,
): Promise<string[]> {
  const wanted = [release, running_release].map((number) => ({ plugin_id, release: number }));
  const releases = await selectReleases(db, wanted);
  return releases.flatMap(({ manifest }) => passwordKeys(manifest));
}

// As it was written where there is nothing to mask.
function masked(config: string, secret: readonly string[]): string {
  const members = objectMembers(config);
  const hidden = secret.filter((key) => (members.get(key) ?? 'null') !== 'null');
  if (hidden.length === 0) return config;
  for (const key of hidden) members.set(key, JSON.stringify(MASK));
  return objectText(members);
}

// As the names of its members say of it, each with the mask for a value.
function namesOnly(payload: string): string {
  if (!payload.trimStart().startsWith('{')) return JSON.stringify(MASK);
  const names = [...objectMembers(payload).keys()];
  return objectText(new Map(names.map((name) => [name, JSON.stringify(MASK)])));
}
