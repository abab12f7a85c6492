import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { type SigningSecret, selectSigningSecrets } from '../auth/client-secret-queries.ts';
import { firstEnd, openClientSecret, signingKey, signingSecret } from '../auth/client-secrets.ts';
import type { Signatures } from '../jobs/request-record.ts';
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
  newestGeneration: number;
  /** When the first of them expires; null for never. */
  endsAt: Date | null;
}

/** Tells which keys sign for a plugin. */
export interface Signer {
  /** At once, where they are known. @throws Error when the plugin has no live secret. */
  keysOf(pluginId: number): SigningKeys | Promise<SigningKeys>;
}

const MAX_CACHED = 10_000;

/** Keeps keys until one of them expires, or it hears of a change. */
export function createSigner(db: Database, vault: Vault, changes: Changes): Signer {
  const cache = createCache<SigningKeys>({
    maxSize: MAX_CACHED,
    changes,
    topics: { clients: 'key' },
    endsAt: ({ endsAt }) => endsAt,
    load: async (pluginId) => toKeys(await selectSigningSecrets(db, Number(pluginId)), vault),
  });
  async function read(pluginId: number): Promise<SigningKeys> {
    const keys = await cache.get(String(pluginId));
    if (keys === undefined) throw new Error(`Plugin ${pluginId} has no live secret`);
    return keys;
  }
  return {
    keysOf: (pluginId) => cache.peek(String(pluginId)) ?? read(pluginId),
  };
}

function toKeys(secrets: SigningSecret[], vault: Vault): SigningKeys | undefined {
  const [newest] = secrets;
  if (newest === undefined) return undefined;
  // Made once: deriving a KeyObject for every signature costs as much as the signature.
  const keys = new Map(
    secrets.map((secret) => [secret, createSecretKey(signingKey(openClientSecret(vault, secret)))]),
  );
  return {
    endsAt: firstEnd(secrets),
    all: [...keys.values()],
    envoy: keys.get(signingSecret(secrets) ?? newest) as KeyObject,
    newestGeneration: newest.generation,
  };
}

/**
 * What proves a body is ours: the HMAC-SHA256 of Envoy's Plugin API, and Standard Webhooks' for every live secret.
 *
 * @param webhookId the job's id, the same for every attempt.
 * @param timestamp seconds since 1970.
 */
export function signBody(
  keys: Pick<SigningKeys, 'all' | 'envoy'>,
  webhookId: string,
  timestamp: number,
  body: Buffer,
): Signatures {
  const prefix = `${webhookId}.${timestamp}.`;
  return {
    envoy: hmac(keys.envoy, body),
    webhook: keys.all.map((key) => hmac(key, prefix, body)),
  };
}

/** The headers that say so: `X-Envoy-Signature`, and those of Standard Webhooks. */
export const signatureHeaders = (
  webhookId: string,
  timestamp: number,
  { envoy, webhook }: Signatures,
): Record<string, string> => ({
  'x-envoy-signature': envoy,
  'webhook-id': webhookId,
  'webhook-timestamp': String(timestamp),
  'webhook-signature': webhook.map((signature) => `v1,${signature}`).join(' '),
});

/** The headers of Standard Webhooks alone, as {@link signatureHeaders}, by a key that is nobody's client secret. */
export const webhookHeaders = (
  key: Buffer,
  webhookId: string,
  timestamp: number,
  body: Buffer,
): Record<string, string> => ({
  'webhook-id': webhookId,
  'webhook-timestamp': String(timestamp),
  'webhook-signature': `v1,${hmac(createSecretKey(key), `${webhookId}.${timestamp}.`, body)}`,
});

function hmac(key: KeyObject, ...parts: (string | Buffer)[]): string {
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(part);
  return mac.digest('base64');
}
