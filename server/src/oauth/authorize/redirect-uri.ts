import type { Manifest } from '../../manifest/schema.ts';

/** Where a plugin's manifest allows the browser to be sent back to. */
export function registeredRedirectUris(
  manifest: Pick<Manifest, 'oauth_redirect_uri' | 'dev_oauth_redirect_uri'>,
): string[] {
  const { oauth_redirect_uri, dev_oauth_redirect_uri } = manifest;
  return [oauth_redirect_uri, dev_oauth_redirect_uri].filter((uri) => uri !== null);
}

/** Whether a URI is a registered one, character for character; only a native app's loopback address may vary its port (RFC 8252 §7.3). */
export function isRegistered(uri: string, registered: readonly string[]): boolean {
  const anyPort = withoutLoopbackPort(uri);
  return registered.some(
    (known) => known === uri || (anyPort !== undefined && anyPort === withoutLoopbackPort(known)),
  );
}

const LOOPBACK = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]))(?::([0-9]{1,5}))?((?:[/?].*)?)$/;

function withoutLoopbackPort(uri: string): string | undefined {
  const [, origin, port = '80', rest] = LOOPBACK.exec(uri) ?? [];
  return origin === undefined || Number(port) > 65_535 ? undefined : `${origin} ${rest}`;
}
