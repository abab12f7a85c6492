import { createCache } from '../lib/cache.ts';
import type { Changes } from '../lib/changes.ts';
import { sha256 } from '../lib/crypto.ts';
import type { Database } from '../lib/db.ts';
import { type PortalTokenRow, selectPortalToken } from './portal-token-queries.ts';

/** Tells who looks at a portal, and at what of it. */
export interface PortalTokens {
  /** What this live portal token stands for. */
  find(token: string): Promise<PortalTokenRow | undefined>;
}

const MAX_CACHED = 10_000;

/** Knows tokens for as long as it hears of what ends them. */
export function createPortalTokens(db: Database, changes: Changes): PortalTokens {
  const cache = createCache<PortalTokenRow>({
    maxSize: MAX_CACHED,
    changes,
    topics: { people: 'all' },
    endsAt: ({ expires_at }) => expires_at,
    load: (hash) => selectPortalToken(db, Buffer.from(hash, 'base64')),
  });
  return { find: (token) => cache.get(sha256(token).toString('base64')) };
}
