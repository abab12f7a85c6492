import type { Vault } from '../lib/crypto.ts';
import type { Db } from '../lib/db.ts';
import { type SealedCounts, selectKeyIds } from './queries.ts';

/** Whether the keys of this process are still right: others may have brought or dropped some since it started. One small read. */
export async function whyKeysDoNotFit(db: Db, vault: Vault): Promise<string | undefined> {
  const known = await selectKeyIds(db);
  const [newest] = known;
  if (newest !== undefined && !vault.keyIds.includes(newest)) return lacksNewest(newest, vault);
  const [sealing] = vault.keyIds as [string];
  if (known.includes(sealing)) return undefined;
  return `The secret key ${sealing}, under which this process seals, is in use no more: start it with the keys of the others`;
}

/** Says that the keys are not those of the database. */
export function lacksNewest(newest: string, { keyIds }: Vault): string {
  return (
    `The database is sealed under the secret key ${newest}, and this process has ${keyIds.join(', ')}: ` +
    'give it the key of the others. To change the key, put the new one before the old: PLUGBOARD_SECRET_KEY=new,old'
  );
}

/** Whether a key can be dropped. */
export const isNothing = (counts: SealedCounts): boolean =>
  Object.values(counts).every((count) => count === 0);

/** What is sealed, for people. */
export function describeCounts(counts: SealedCounts): string {
  const { client_secrets, releases, resource_types, windows, configs, revisions, answers } = counts;
  const parts = [
    [client_secrets, 'client secrets of plugins'],
    [releases, 'releases with secrets of set-up steps'],
    [resource_types, 'secrets of resource types'],
    [windows, 'windows of set-up steps, kept for ten minutes'],
    [configs, 'configs with passwords'],
    [revisions, 'revisions of configs with passwords'],
    [answers, 'answers to requests with an Idempotency-Key, kept for a day'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${what} (${count})`)
    .join(', ');
}
