import type { Vault } from '../lib/crypto.ts';
import type { ReleaseChange } from '../manifest/change-schema.ts';
import { difference } from '../manifest/difference.ts';
import type { Manifest } from '../manifest/schema.ts';
import { openSecret } from '../manifest/step-secrets.ts';

/**
 * What a stored manifest changes, of the secrets in it only that they did.
 *
 * @param from undefined for nothing, to which a first release is compared.
 */
export function changesBetween(
  vault: Vault,
  pluginId: number,
  from: Manifest | undefined,
  to: Manifest,
): ReleaseChange[] {
  const secretOf = (manifest: Manifest | undefined, place: number) =>
    openSecret(vault, pluginId, manifest?.setup_steps[place]);
  // Sealed values differ each time they are made.
  return difference(from, to, (before, after) => secretOf(from, before) === secretOf(to, after));
}
