import type { Vault } from '../lib/crypto.ts';

/** A generation of a plugin's client secret as it is stored. */
export interface SealedSecret {
  plugin_id: number;
  generation: number;
  sealed_secret: Buffer;
}

/** What the row's sealed secret is bound to; see {@link Vault}. */
const context = (pluginId: number, generation: number): string =>
  `plugin_secrets:${pluginId}:${generation}`;

/** Seals a secret for its row: moved to another plugin's row or to another generation's, it does not open. */
export const sealClientSecret = (
  vault: Vault,
  { plugin_id, generation }: Omit<SealedSecret, 'sealed_secret'>,
  secret: string,
): Buffer => vault.seal(secret, context(plugin_id, generation));

/**
 * The secret in the clear.
 *
 * @throws CannotOpenSecret when it was sealed with a key that is missing, or for another row.
 */
export const openClientSecret = (
  vault: Vault,
  { plugin_id, generation, sealed_secret }: SealedSecret,
): string => vault.open(sealed_secret, context(plugin_id, generation));

/**
 * A client secret as libraries for Standard Webhooks take it: behind `whsec_` the Base64 of the very key that signs, which is its UTF-8
 * bytes.
 */
export const webhookSecretOf = (clientSecret: string): string =>
  `whsec_${signingKey(clientSecret).toString('base64')}`;

/** The key that deliveries are signed with. */
export const signingKey = (clientSecret: string): Buffer => Buffer.from(clientSecret, 'utf8');

/**
 * The secret of what can carry a single signature: `X-Envoy-Signature` and the App Bridge token. During a rotation it stays the old one
 * until the plugin has logged in with the new one: switching sooner would have everything refused by a plugin that was not restarted yet.
 */
export function signingSecret<Secret extends { proved: boolean }>(
  newestFirst: readonly Secret[],
): Secret | undefined {
  return newestFirst.find(({ proved }) => proved) ?? newestFirst.at(-1);
}

/** When the first of some secrets expires; null where none does. */
export function firstEnd(secrets: readonly { expires_at: Date | null }[]): Date | null {
  const ends = secrets.flatMap(({ expires_at }) => expires_at?.getTime() ?? []);
  return ends.length === 0 ? null : new Date(Math.min(...ends));
}
