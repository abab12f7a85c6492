import { selectHostKey } from '../host-keys/queries.ts';
import { createCache } from '../lib/cache.ts';
import type { Changes } from '../lib/changes.ts';
import { equalSecrets, sha256 } from '../lib/crypto.ts';
import type { Database } from '../lib/db.ts';
import type { HostPrincipal } from './principals.ts';

/** Tells which host key a caller shows: the configured one, or one of the database. */
export interface HostKeys {
  /** Undefined for one that is unknown or revoked. */
  find(key: string): Promise<HostPrincipal | undefined>;
}

const MAX_CACHED = 10_000;

/** `configured` is the value of PLUGBOARD_HOST_KEY, always valid. */
export function createHostKeys(db: Database, changes: Changes, configured?: string): HostKeys {
  const cache = createCache<HostPrincipal>({
    maxSize: MAX_CACHED,
    changes,
    topics: { host_keys: 'all' },
    async load(hash) {
      const [row] = await selectHostKey(db, Buffer.from(hash, 'base64'));
      return row === undefined ? undefined : { hostKeyId: row.id };
    },
  });
  return {
    async find(key) {
      if (configured !== undefined && equalSecrets(key, configured)) return { hostKeyId: null };
      return cache.get(sha256(key).toString('base64'));
    },
  };
}
