import type { Vault } from '../lib/crypto.ts';
import { canonicalNumber, ExactNumber } from '../lib/exact-number.ts';
import { RawJson, readExactly } from '../lib/json.ts';
import type { Manifest } from '../manifest/schema.ts';
import { sameSecrets, withoutSecrets } from '../manifest/step-secrets.ts';

/** Whether two manifests of a plugin say the same, their secrets included. */
export const isSameManifest = (
  vault: Vault,
  pluginId: number,
  one: Manifest,
  other: Manifest,
): boolean => changedFields(one, other).length === 0 && sameSecrets(vault, pluginId, one, other);

/** The fields in which a manifest differs from another, whatever the secrets in them; all that are set where there is no other. */
export function changedFields(one: Manifest, other: Manifest | undefined): (keyof Manifest)[] {
  const a = withoutSecrets(one);
  const b = other && withoutSecrets(other);
  const names = Object.keys(a) as (keyof Manifest)[];
  return names.filter((name) => canonicalText(a[name]) !== canonicalText(b?.[name]));
}

/**
 * A JSON text in which the order of object members says nothing, nor how a number is written: equal for equal values. Numbers are
 * equal that are the same decimal.
 */
function canonicalText(value: unknown): string {
  if (value instanceof RawJson) return canonicalText(readExactly(value.text));
  if (typeof value === 'number' || value instanceof ExactNumber) return canonicalNumber(value);
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalText(member)}`).join(',')}}`;
}
