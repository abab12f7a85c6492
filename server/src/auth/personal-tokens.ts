import { createCache } from '../lib/cache.ts';
import type { Changes } from '../lib/changes.ts';
import { sha256 } from '../lib/crypto.ts';
import type { Database } from '../lib/db.ts';
import { type PersonalTokenOwner, selectPersonalTokenOwner } from './personal-token-queries.ts';

/** Tells who calls with a personal token. Who became an operator, or stopped being one, needs a new one, within a second. */
export interface PersonalTokens {
  /** Whose live personal token this is. */
  find(token: string): Promise<PersonalTokenOwner | undefined>;
}

const MAX_CACHED = 10_000;

/** Knows tokens for 0.9 s at most, and forgets them as soon as it hears that one was made or ended. */
export function createPersonalTokens(db: Database, changes: Changes): PersonalTokens {
  const cache = createCache<PersonalTokenOwner>({
    maxSize: MAX_CACHED,
    load: (hash) => selectPersonalTokenOwner(db, Buffer.from(hash, 'base64')),
  });
  changes.on('people', cache.clear);
  return { find: (token) => cache.get(sha256(token).toString('base64')) };
}
