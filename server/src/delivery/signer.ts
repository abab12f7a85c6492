import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { type SigningSecret, selectSigningSecrets } from '../auth/client-secret-queries.ts';
import { secretContext } from '../auth/clients.ts';
import { createCache } from '../lib/cache.ts';
import type { Changes } from '../lib/changes.ts';
import type { Vault } from '../lib/crypto.ts';
import type { Database } from '../lib/db.ts';

/** The keys that sign for a plugin. */
export interface SigningKeys {
  /** Newest generation first. */
  all: KeyObject[];
  /** The one of `X-Envoy-Signature`, whose verifier knows a single secret. */
  envoy: KeyObject;
  /** Generation of the newest secret. */
  newest: number;
}

export interface Signer {
  keysOf(pluginId: number): Promise<SigningKeys>;
}

const MAX_AGE_MS = 900;
const MAX_CACHED = 10_000;

export function createSigner(db: Database, vault: Vault, changes: Changes): Signer {
  const cache = createCache<SigningKeys>({
    maxAgeMs: MAX_AGE_MS,
    maxSize: MAX_CACHED,
    load: async (pluginId) => toKeys(await selectSigningSecrets(db, Number(pluginId)), vault),
  });
  changes.on('clients', cache.clear);
  return {
    async keysOf(pluginId) {
      const keys = await cache.get(String(pluginId));
      if (keys === undefined) throw new Error(`Plugin ${pluginId} has no live secret`);
      return keys;
    },
  };
}

function toKeys(secrets: SigningSecret[], vault: Vault): SigningKeys | undefined {
  const [newest] = secrets;
  if (newest === undefined) return undefined;
  // Made once: deriving a KeyObject for every signature costs as much as the signature.
  const keys = secrets.map(({ plugin_id, generation, sealed_secret }) =>
    createSecretKey(Buffer.from(vault.open(sealed_secret, secretContext(plugin_id, generation)))),
  );
  return { all: keys, envoy: keys[envoyIndex(secrets)] as KeyObject, newest: newest.generation };
}

/**
 * During a rotation the single signature stays with the old secret until the plugin has logged in with the new one: switching sooner
 * would have every request refused by a plugin that was not restarted yet.
 */
export function envoyIndex(newestFirst: readonly { proved: boolean }[]): number {
  const proved = newestFirst.findIndex((secret) => secret.proved);
  return proved >= 0 ? proved : newestFirst.length - 1;
}

/** The headers that prove a body is ours: `X-Envoy-Signature`, and Standard Webhooks with a signature for every live secret. */
export function signatureHeaders(
  keys: SigningKeys,
  webhookId: string,
  timestamp: number,
  body: string,
): Record<string, string> {
  const content = `${webhookId}.${timestamp}.${body}`;
  const signatures = keys.all.map((key) => `v1,${hmac(key, content)}`);
  return {
    'x-envoy-signature': hmac(keys.envoy, body),
    'webhook-id': webhookId,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}

const hmac = (key: KeyObject, content: string): string =>
  createHmac('sha256', key).update(content).digest('base64');
