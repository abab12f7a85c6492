import { hash } from 'node:crypto';
import { createBatcher } from '../lib/batch.ts';
import { createCache } from '../lib/cache.ts';
import type { Changes } from '../lib/changes.ts';
import { sha256 } from '../lib/crypto.ts';
import { type Database, whenUnavailable } from '../lib/db.ts';
import { newSecret } from '../lib/ids.ts';
import type { TokenRow } from './schema.ts';
import { insertTokens, type NewToken, selectLiveTokens } from './token-queries.ts';

/** What a new token stands for. */
export type TokenClaims = Omit<NewToken, 'hash' | 'kind'>;

/** Issues tokens and finds them again by their value. */
export interface Tokens {
  /** Stores new tokens and answers their values; resolves once they are durable. */
  issue(
    access: TokenClaims,
    refresh?: TokenClaims,
  ): Promise<{ access: string; refresh: string | null }>;
  /** A live access token as it is known without waiting: `undefined` not known yet, `null` not alive. */
  peekAccess(token: string): TokenRow | null | undefined;
  /** A live access token; undefined for one that is not alive, and for a refresh token. */
  findAccess(token: string): Promise<TokenRow | undefined>;
  /** Read from the database each time: refreshing is rare. */
  findRefresh(token: string): Promise<TokenRow | undefined>;
}

const MAX_CACHED = 100_000;

/**
 * Knows 100,000 access tokens for as long as it hears of what ends them. One whose life hangs on more than that is read anew after 0.9 s:
 * that of a job's, which ends with its job, and of a plugin without a release, whose developer must be alone in the space. Those issued or
 * looked for at the same time share a statement.
 */
export function createTokens(db: Database, changes: Changes): Tokens {
  const insert = createBatcher<NewToken[], undefined>({
    ...whenUnavailable,
    async run(batch) {
      await insertTokens(db, batch.flat());
      return batch.map(() => undefined);
    },
  });
  const find = createBatcher<Buffer, TokenRow | undefined>({
    ...whenUnavailable,
    async run(hashes) {
      const rows = await selectLiveTokens(db, hashes);
      const byHash = new Map(rows.map((row) => [row.hash.toString('base64'), row]));
      return hashes.map((hash) => byHash.get(hash.toString('base64')));
    },
  });
  const cache = createCache<TokenRow>({
    maxSize: MAX_CACHED,
    changes,
    topics: {
      tokens: 'all',
      clients: (pluginId) => ofId('plugin_id', pluginId),
      installs: (installId) => ofId('install_id', installId),
    },
    isTold: ({ job_id, development }) => job_id === null && !development,
    endsAt: ({ expires_at }) => expires_at,
    load: async (key) => {
      const row = await find(Buffer.from(key, 'base64'));
      return row?.kind === 'access' ? row : undefined;
    },
  });

  return {
    async issue(access, refresh) {
      const { values, rows } = mintTokens(access, refresh);
      await insert(rows);
      return values;
    },
    peekAccess: (token) => cache.peek(cacheKey(token)),
    findAccess: (token) => cache.get(cacheKey(token)),
    async findRefresh(token) {
      const row = await find(sha256(token));
      return row?.kind === 'refresh' ? row : undefined;
    },
  };
}

function ofId(column: 'plugin_id' | 'install_id', text: string): (token: TokenRow) => boolean {
  const id = Number(text);
  return (token) => token[column] === id;
}

/** New tokens, not yet stored: for whoever stores them in a transaction of their own. */
export function mintTokens(access: TokenClaims, refresh?: TokenClaims) {
  const values = {
    access: newSecret('access_token'),
    refresh: refresh === undefined ? null : newSecret('refresh_token'),
  };
  const rows: NewToken[] = [{ ...access, kind: 'access', hash: sha256(values.access) }];
  if (refresh !== undefined && values.refresh !== null) {
    rows.push({ ...refresh, kind: 'refresh', hash: sha256(values.refresh) });
  }
  return { values, rows };
}

// The hash and not the token: a look-up's time then tells nothing about tokens that exist.
const cacheKey = (token: string): string => hash('sha256', token, 'base64');
