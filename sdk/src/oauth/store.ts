import type { Storage } from '../calls/storage.ts';

/**
 * Keeps texts for a time, by keys: what a plugin does not keep in cookies. Texts are sealed before they get here, so that whoever reads the store
 * learns nothing of them.
 */
export interface OAuthStore {
  get(key: string): Promise<string | null | undefined>;
  /** @param seconds after which it may be forgotten */
  set(key: string, value: string, seconds: number): Promise<unknown>;
  delete(key: string): Promise<unknown>;
}

/** What keys of ways back that have ended begin with. */
export const USED = 'used:';

/**
 * In the memory of this process: for one process, and until it ends. Afterwards people are asked again, without seeing the consent page twice.
 *
 * @param most how many are kept; of more, those are forgotten that were written first
 *
 * @example
 * import { createOAuth, memoryStore } from '@plugboard/sdk/oauth';
 *
 * const oauth = createOAuth({ baseUrl, clientId, secret, redirectUri, store: memoryStore() });
 */
export function memoryStore({ most = 10_000 }: { most?: number } = {}): OAuthStore {
  type Kept = Map<string, { value: string; until: number }>;
  // With a bound of their own, so that those of one who signs in again and again push out nobody's session.
  const [marks, others]: [Kept, Kept] = [new Map(), new Map()];
  const placeOf = (key: string) => (key.startsWith(USED) ? marks : others);
  return {
    async get(key) {
      const found = placeOf(key).get(key);
      return found !== undefined && Date.now() < found.until ? found.value : undefined;
    },
    async set(key, value, seconds) {
      const kept = placeOf(key);
      kept.delete(key);
      kept.set(key, { value, until: Date.now() + seconds * 1000 });
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    },
    async delete(key) {
      placeOf(key).delete(key);
    },
  };
}

/**
 * In the plugin's own storage on Plugboard: for several processes, and across restarts.
 *
 * @param prefix what its keys begin with: `oauth:`
 *
 * @example
 * import { createOAuth, storageStore } from '@plugboard/sdk/oauth';
 *
 * const credentials = { baseUrl, clientId, secret };
 * const plugin = createPlugin(credentials);
 * const oauth = createOAuth({ ...credentials, redirectUri, store: storageStore(plugin.storage) });
 */
export const storageStore = (
  storage: Pick<Storage, 'get' | 'set' | 'unset'>,
  prefix = 'oauth:',
): OAuthStore => ({
  get: async (key) => (await storage.get<string>(prefix + key))?.value,
  set: async (key, value, seconds) => storage.set(prefix + key, value, { ttl: Math.ceil(seconds) }),
  delete: async (key) => storage.unset(prefix + key),
});
