import type { Manifest } from '../manifest/schema.ts';

/**
 * The origins that the pages of these plugins come from: all that the host page may embed (CSP `frame-src`).
 *
 * @param development whether their developers' own addresses count too.
 */
export function frameOrigins(manifests: readonly Manifest[], development: boolean): string[] {
  const urls = manifests.flatMap((manifest) => [
    manifest.embedded_app_url,
    development ? manifest.dev_embedded_app_url : null,
  ]);
  const origins = urls.flatMap((url) => (url === null ? [] : [new URL(url).origin]));
  return [...new Set(origins)];
}
