import { announce } from '../lib/changes.ts';
import { databaseNow } from '../lib/clock.ts';
import { sha256 } from '../lib/crypto.ts';
import type { Db } from '../lib/db.ts';
import { Failure, invalid } from '../lib/failures.ts';
import { newSecret } from '../lib/ids.ts';
import { holdQuota, refuseBeyond } from '../lib/quotas.ts';
import {
  countPersonalTokens,
  insertPersonalToken,
  type PersonalTokenRow,
  revokePersonalToken,
  type TokensOf,
} from './personal-token-queries.ts';
import type { PersonalToken, PersonalTokenCreated } from './personal-token-schema.ts';

/**
 * Makes a personal token; its value is never known again. Without `expires_at` it works until it is revoked.
 *
 * @param whose `limit` is how many of them may work at a time.
 * @throws Failure `invalid` for an end that is past; `quota_exceeded`.
 */
export async function createPersonalToken(
  tx: Db,
  { userId, limit }: { userId: number; limit: number },
  { name, expires_at }: { name: string; expires_at?: string | null },
): Promise<PersonalTokenCreated> {
  const expires = expires_at == null ? null : new Date(expires_at);
  if (expires !== null && !(expires.getTime() > databaseNow())) {
    throw invalid('/expires_at', 'must be in the future');
  }
  await holdQuota(tx, 'personal tokens', userId);
  refuseBeyond('personal tokens', { limit, used: await countPersonalTokens(tx, userId) });
  const token = newSecret('personal_token');
  const hint = `${token.slice(0, 4)}…${token.slice(-4)}`;
  const row = await insertPersonalToken(tx, { userId, name, hash: sha256(token), hint, expires });
  await announce(tx, 'people');
  return { ...personalTokenView(row), token };
}

/**
 * Ends a personal token on every node.
 *
 * @param whose it must be.
 * @throws Failure `personal_token_not_found`.
 */
export async function endPersonalToken(tx: Db, id: number, whose: TokensOf): Promise<void> {
  if (!(await revokePersonalToken(tx, id, whose))) {
    throw new Failure('personal_token_not_found', `There is no personal token ${id}`);
  }
  await announce(tx, 'people');
}

/** As it is listed. */
export function personalTokenView(row: PersonalTokenRow): PersonalToken {
  return {
    ...row,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at?.toISOString() ?? null,
  };
}
