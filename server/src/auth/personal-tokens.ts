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

/** Knows tokens for as long as it hears of what ends them. */
export function createPersonalTokens(db: Database, changes: Changes): PersonalTokens {
  const cache = createCache<PersonalTokenOwner>({
    maxSize: MAX_CACHED,
    changes,
    topics: { people: 'all' },
    endsAt: ({ expires_at }) => expires_at,
    load: (hash) => selectPersonalTokenOwner(db, Buffer.from(hash, 'base64')),
  });
  return { find: (token) => cache.get(sha256(token).toString('base64')) };
}
