import { SetupError } from '../errors.ts';

/** A stored item. */
export interface Item<Value = unknown> {
  key: string;
  value: Value;
}

/** An item with what only those read who ask for it by `meta`. */
export interface MetaItem<Value = unknown> extends Item<Value> {
  /** Of this item, from 1; each write raises it. For `ifVersion`. */
  version: number;
  /** When it ends (RFC 3339); null where it does not. */
  expires_at: string | null;
}

/** Asks for {@link MetaItem}. */
export interface WithMeta {
  meta: true;
}

/** Conditions and life of what is set. */
export interface SetOptions {
  /** Only where the key has no item; else nothing of the pipeline is carried out (`ConditionFailedError`). */
  ifAbsent?: boolean | undefined;
  /** Only where the item has this version; else nothing of the pipeline is carried out (`ConditionFailedError`). */
  ifVersion?: number | undefined;
  /** Seconds to live; left out, it stays. */
  ttl?: number | undefined;
}

/** Which strings `setUnique` may give. */
export interface UniqueOptions {
  /** Characters to draw from; by default the ten digits. */
  chars?: string | undefined;
  /** How many; by default 12. */
  size?: number | undefined;
}

/** Which whole numbers `setUniqueNum` may give. */
export interface UniqueNumOptions {
  /** By default 0. */
  min?: number | undefined;
  /** Itself, too; by default 2⁵³−1. */
  max?: number | undefined;
}

/** Which items a list has. */
export interface ListOptions {
  /** From 1. */
  page?: number | undefined;
  /** Items a page: 100 by default, at most 1,000. */
  limit?: number | undefined;
  /** Only keys that begin with this. */
  prefix?: string | undefined;
  /** Only keys behind this one: cheaper than a high page. */
  after?: string | undefined;
}

/** A command of the storage pipeline, as it is sent. */
export interface StorageCommand {
  action: 'get' | 'set' | 'set_unique' | 'set_unique_num' | 'unset' | 'increment' | 'list';
  key?: string;
  [member: string]: unknown;
}

/**
 * Whether a pipeline that is run twice leaves the same behind, and answers the same: it only reads, or it sets values without a condition before it
 * reads anything. What is read before would be what the first run set, and versions are higher.
 */
export function isRepeatable(commands: readonly StorageCommand[]): boolean {
  let hasRead = false;
  let hasSet = false;
  for (const { action, if_absent, if_version, meta } of commands) {
    const isSet = action === 'set' && if_absent === undefined && if_version === undefined;
    const isRead = action === 'get' || action === 'list';
    if (!isSet && !isRead) return false;
    if (isSet && hasRead) return false;
    hasSet ||= isSet;
    hasRead ||= isRead;
    if (meta && hasSet) return false;
  }
  return true;
}

/** Without what was left out, for which JSON has no text. */
export function command(
  action: StorageCommand['action'],
  members: Record<string, unknown>,
): StorageCommand {
  const given = Object.entries(members).filter(([, value]) => value !== undefined);
  return { action, ...Object.fromEntries(given) };
}

/** A `set` as it is sent. @throws SetupError `undefined_value` */
export function setCommand(
  key: string,
  value: unknown,
  { ifAbsent, ifVersion, ttl, meta }: SetOptions & Partial<WithMeta> = {},
): StorageCommand {
  // JSON would leave it out, and the answer would come only when it is sent.
  if (value === undefined) {
    throw new SetupError(
      'undefined_value',
      `The value for ${JSON.stringify(key)} is undefined, which JSON cannot say: null is what stands for nothing`,
    );
  }
  const conditions = { if_absent: ifAbsent, if_version: ifVersion };
  return command('set', { key, value, ...conditions, ttl, meta });
}
