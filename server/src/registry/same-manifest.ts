import type { Vault } from '../lib/crypto.ts';
import { canonicalText } from '../manifest/canonical.ts';
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
