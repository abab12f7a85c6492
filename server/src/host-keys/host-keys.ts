import { announce } from '../lib/changes.ts';
import { sha256 } from '../lib/crypto.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { newSecret, parseId } from '../lib/ids.ts';
import { insertHostKey, revokeHostKey } from './queries.ts';
import type { HostKey, HostKeyCreated, HostKeyRow } from './schema.ts';

/** Makes a host key; its value is never known again. */
export async function createHostKey(tx: Db, name: string): Promise<HostKeyCreated> {
  const key = newSecret('host_key');
  const hint = `${key.slice(0, 4)}…${key.slice(-4)}`;
  const row = await insertHostKey(tx, name, sha256(key), hint);
  await announce(tx, 'host_keys');
  return { ...hostKeyView(row), key };
}

/**
 * Ends a host key on every node.
 *
 * @throws Failure `host_key_not_found`.
 */
export async function endHostKey(tx: Db, id: string): Promise<void> {
  const parsed = parseId(id);
  if (parsed === undefined || !(await revokeHostKey(tx, parsed))) {
    throw new Failure('host_key_not_found', 'There is no such host key');
  }
  await announce(tx, 'host_keys');
}

/** As it is listed. */
export function hostKeyView({ created_at, ...row }: HostKeyRow): HostKey {
  return { ...row, created_at: created_at.toISOString() };
}
