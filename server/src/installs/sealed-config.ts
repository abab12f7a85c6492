import { CannotOpenSecret, type Vault } from '../lib/crypto.ts';
import { objectMembers, objectText } from '../lib/json.ts';
import type { ConfigMembers } from './config-patch.ts';

/*
 * Answers to fields of the type `password` are secrets: they are stored sealed, apart from the other members of a config, and given in
 * clear to the plugin alone.
 */

/** A config as it is stored. No member is in both parts. */
export interface StoredConfig {
  /** JSON text of an object, as it was written, without what is sealed. */
  config: string;
  /** The JSON text of an object with the secret members, sealed; null where there are none. */
  sealed_config: Buffer | null;
}

/** A config as it is shown to everybody but the plugin. */
export interface ShownConfig {
  /** JSON text of an object, without secret members. */
  config: string;
  /** The keys of the secret members that are set. */
  secrets: string[];
}

/** What it takes to open the configs of one install, and to tell what of them is secret. */
export interface ConfigKey {
  vault: Vault;
  installId: number;
  /** The keys that its manifest declares as passwords; a config may have been written before it did. */
  passwords: readonly string[];
}

// By the install alone, so that the same bytes can stand in its row and in those of its revisions.
const sealContext = (installId: number): string => `install_config:${installId}`;

/**
 * The sealed members.
 *
 * @throws CannotOpenSecret
 */
export function sealedMembers(
  { vault, installId }: Pick<ConfigKey, 'vault' | 'installId'>,
  { sealed_config }: Pick<StoredConfig, 'sealed_config'>,
): ConfigMembers {
  if (sealed_config === null) return NONE;
  return objectMembers(vault.open(sealed_config, sealContext(installId)));
}

const NONE: ConfigMembers = new Map();

/**
 * All members of a config, what is sealed last.
 *
 * @throws CannotOpenSecret
 */
export function openConfig(
  key: Pick<ConfigKey, 'vault' | 'installId'>,
  stored: StoredConfig,
): ConfigMembers {
  return new Map([...objectMembers(stored.config), ...sealedMembers(key, stored)]);
}

/**
 * The same where one install must not stand in the way of others: undefined for a config of which something cannot be opened.
 *
 * @param onDamage hears why it cannot.
 */
export function openUndamaged(
  key: Pick<ConfigKey, 'vault' | 'installId'>,
  stored: StoredConfig,
  onDamage?: (error: CannotOpenSecret) => void,
): ConfigMembers | undefined {
  try {
    return openConfig(key, stored);
  } catch (error) {
    if (!(error instanceof CannotOpenSecret)) throw error;
    onDamage?.(error);
    return undefined;
  }
}

/**
 * The JSON text of a whole config, for its plugin: each value byte for byte, what is sealed last.
 *
 * @throws CannotOpenSecret
 */
export function wholeConfig(
  { vault, installId }: Pick<ConfigKey, 'vault' | 'installId'>,
  { config, sealed_config }: StoredConfig,
): string {
  if (sealed_config === null) return config;
  const sealed = vault.open(sealed_config, sealContext(installId));
  // Spliced, since a config can be long and is sent with every job.
  return EMPTY_OBJECT.test(config) ? sealed : `${config.slice(0, -1)},${sealed.slice(1)}`;
}

const EMPTY_OBJECT = /^\{\s*\}$/;

/**
 * A config as everybody but its plugin sees it. What lies in clear of before the manifest declared it as a password is left out as well.
 *
 * @throws CannotOpenSecret
 */
export function shownConfig(key: ConfigKey, stored: StoredConfig): ShownConfig {
  const secrets = [...exposedKeys(key, stored), ...sealedMembers(key, stored).keys()];
  return { config: shownMembers(key, stored), secrets };
}

/** The JSON text of the members of {@link shownConfig}, for which nothing has to be opened. */
export function shownMembers(
  key: Pick<ConfigKey, 'passwords'>,
  stored: Pick<StoredConfig, 'config'>,
): string {
  const exposed = exposedKeys(key, stored);
  if (exposed.length === 0) return stored.config;
  const members = objectMembers(stored.config);
  for (const name of exposed) members.delete(name);
  return objectText(members);
}

/** The keys of members that lie in clear, and are secret by what the manifest says now. */
export function exposedKeys(
  { passwords }: Pick<ConfigKey, 'passwords'>,
  { config }: Pick<StoredConfig, 'config'>,
): string[] {
  if (passwords.length === 0) return [];
  const members = objectMembers(config);
  return passwords.filter((name) => hidesSomething(members.get(name)));
}

// Nothing is given away by saying that there is no password.
const hidesSomething = (text: string | undefined): boolean => text !== undefined && text !== 'null';

/** A config whose secret members are apart, and not sealed yet. */
export interface PartedConfig {
  /** JSON text of an object, without the secret members. */
  config: string;
  secret: ConfigMembers;
}

/**
 * Parts what is secret from the other members of a config: what the manifest declares as passwords, and what was sealed before and is
 * as it was, whatever the manifest calls it now.
 *
 * @param text the JSON text of the members as they were written, which is kept where nothing is secret.
 */
export function partConfig(
  passwords: readonly string[],
  members: ConfigMembers,
  before: readonly ConfigMembers[] = [],
  text: string = objectText(members),
): PartedConfig {
  const isSecret = ([name, value]: [string, string]) =>
    hidesSomething(value) &&
    (passwords.includes(name) || before.some((sealed) => sealed.get(name) === value));
  const secret = new Map([...members].filter(isSecret));
  if (secret.size === 0) return { config: text, secret };
  const shown = [...members].filter(([name]) => !secret.has(name));
  return { config: objectText(new Map(shown)), secret };
}

/** Seals the secret members of a config for an install. */
export const sealConfig = (
  { vault, installId }: Pick<ConfigKey, 'vault' | 'installId'>,
  { config, secret }: PartedConfig,
): StoredConfig => ({
  config,
  sealed_config: secret.size === 0 ? null : vault.seal(objectText(secret), sealContext(installId)),
});

/**
 * The same members, sealed under the newest key.
 *
 * @throws CannotOpenSecret
 */
export function sealAnew(
  { vault, installId }: Pick<ConfigKey, 'vault' | 'installId'>,
  sealed: Buffer,
): Buffer {
  const context = sealContext(installId);
  return vault.seal(vault.open(sealed, context), context);
}
