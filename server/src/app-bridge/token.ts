import { SignJWT } from 'jose';
import { selectSigningSecrets } from '../auth/client-secret-queries.ts';
import { openClientSecret, signingSecret } from '../auth/client-secrets.ts';
import { databaseNow } from '../lib/clock.ts';
import type { Vault } from '../lib/crypto.ts';
import type { Db } from '../lib/db.ts';
import type { BridgeInstallRow } from './queries.ts';

/** Lives as long as a visit may; the host page asks for a new one when it is over. */
const BRIDGE_TOKEN_SECONDS = 3600;

/** Verifiers refuse a token from the future, and most forgive a clock that is behind ours not a second. */
const BACKDATED_SECONDS = 60;

/** Who looks at a plugin's page, and where. */
export interface BridgeVisit {
  spaceId: number;
  userId: number;
  /** `admin`, `editor`, or a role of the host's own. */
  role: string;
}

/**
 * The App Bridge token: tells the plugin's backend who looks at its page. A JWT (RFC 7519), HS256 with the plugin's client secret; it
 * opens nothing on this server.
 *
 * @returns undefined when the plugin has no live secret: it has just been removed.
 */
export async function signBridgeToken(
  { db, vault }: { db: Db; vault: Vault },
  install: BridgeInstallRow,
  { spaceId, userId, role }: BridgeVisit,
): Promise<string | undefined> {
  const secret = signingSecret(await selectSigningSecrets(db, install.plugin_id));
  if (secret === undefined) return undefined;
  const issuedAt = Math.floor(databaseNow() / 1000) - BACKDATED_SECONDS;
  return new SignJWT({
    app_id: install.plugin_id,
    space_id: spaceId,
    user_id: userId,
    install_id: install.install_id,
    role,
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setAudience(install.client_id)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + BRIDGE_TOKEN_SECONDS)
    .sign(new TextEncoder().encode(openClientSecret(vault, secret)));
}
