import { createCache } from '../lib/cache.ts';
import type { Changes } from '../lib/changes.ts';
import { sha256 } from '../lib/crypto.ts';
import type { Database } from '../lib/db.ts';
import { type PersonalTokenOwner, selectPersonalTokenOwner } from './personal-token-queries.ts';

export interface PersonalTokens {
  /** Whose live personal token this is. */
  find(token: string): Promise<PersonalTokenOwner | undefined>;
}

const MAX_CACHED = 10_000;

export function createPersonalTokens(db: Database, changes: Changes): PersonalTokens {
  const cache = createCache<PersonalTokenOwner>({
    maxSize: MAX_CACHED,
    load: (hash) => selectPersonalTokenOwner(db, Buffer.from(hash, 'base64')),
  });
  changes.on('people', cache.clear);
  return { find: (token) => cache.get(sha256(token).toString('base64')) };
}
