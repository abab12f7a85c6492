import { randomBytes } from 'node:crypto';
import {
  deleteSecret,
  expireNewest,
  insertSecret,
  keepForGood,
  type SecretGenerationRow,
  selectSecretGenerations,
} from '../auth/client-secret-queries.ts';
import { sealClientSecret, webhookSecretOf } from '../auth/client-secrets.ts';
import { announce } from '../lib/changes.ts';
import type { Vault } from '../lib/crypto.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { takeSecretGeneration } from './queries.ts';
import type { Secret, SecretCreated } from './schema.ts';

// Every request to a plugin carries a signature for each.
const MAX_LIVE = 5;

/** 256 random bits. */
export const newClientSecret = (): string => randomBytes(32).toString('base64url');

/** How a secret is shown, once: as OAuth takes it, and as libraries for Standard Webhooks do. */
export const shownSecret = (secret: string) => ({
  client_secret: secret,
  webhook_secret: webhookSecretOf(secret),
});

/** Stores a generation of a plugin's client secret. */
export async function storeSecret(
  tx: Db,
  vault: Vault,
  place: { plugin_id: number; generation: number },
  secret: string,
): Promise<void> {
  const sealed_secret = sealClientSecret(vault, place, secret);
  await insertSecret(tx, { ...place, sealed_secret });
}

/** How the next secret comes about, and how long the one before works on. */
export interface Rotation {
  /** How long the generation before works on. */
  overlapSeconds: number;
  /** A secret to take over; by default a new one is made. */
  secret?: string;
}

/**
 * Makes the next generation of a plugin's client secret. The plugin must be locked.
 *
 * @throws Failure `wrong_state` when too many generations are alive.
 */
export async function rotateSecret(
  tx: Db,
  vault: Vault,
  pluginId: number,
  { overlapSeconds, secret = newClientSecret() }: Rotation,
): Promise<SecretCreated> {
  const generations = await selectSecretGenerations(tx, pluginId);
  if (generations.filter(({ live }) => live).length >= MAX_LIVE) {
    throw new Failure(
      'wrong_state',
      `${MAX_LIVE} generations are alive already; withdraw one, or wait until one expires`,
    );
  }
  const generation = await takeSecretGeneration(tx, pluginId);
  const previousExpiresAt = await expireNewest(tx, pluginId, overlapSeconds);
  await storeSecret(tx, vault, { plugin_id: pluginId, generation }, secret);
  await announce(tx, 'clients', pluginId);
  return {
    generation,
    ...shownSecret(secret),
    previous_expires_at: previousExpiresAt?.toISOString() ?? null,
  };
}

/**
 * Withdraws a generation at once, and with it every token that was minted with it: for a secret that leaked. The plugin must be
 * locked. When it was the newest, the one before becomes that, without an end.
 *
 * @throws Failure `secret_not_found`; `wrong_state` for the only one that is alive.
 */
export async function withdrawSecret(
  tx: Db,
  pluginId: number,
  generation: number | undefined,
): Promise<void> {
  const generations = await selectSecretGenerations(tx, pluginId);
  const withdrawn = generations.find((one) => one.generation === generation);
  if (withdrawn === undefined) {
    throw new Failure('secret_not_found', 'The plugin has no such generation of its secret');
  }
  const [heir] = generations.filter((one) => one.live && one !== withdrawn);
  if (heir === undefined) {
    throw new Failure('wrong_state', 'It is the only live secret; make a new one first');
  }
  await deleteSecret(tx, pluginId, withdrawn.generation);
  await keepForGood(tx, pluginId, heir.generation);
  await announce(tx, 'clients', pluginId);
  await announce(tx, 'tokens');
}

/** A generation as it is shown. */
export function secretView(row: SecretGenerationRow): Secret {
  return {
    generation: row.generation,
    created_at: row.created_at.toISOString(),
    proved_at: row.proved_at?.toISOString() ?? null,
    expires_at: row.expires_at?.toISOString() ?? null,
    live: row.live,
  };
}
