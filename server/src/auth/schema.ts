import type { SealedSecret } from './client-secrets.ts';

/** Asked for at login, it brings a refresh token; consent brings one without being asked. No host grants it. */
export const REFRESH_SCOPE = 'token.refresh';

/** What a client can ask the token endpoint for (RFC 6749 §1.3), `plugin_install` being our own. */
export const GRANT_TYPES = [
  'authorization_code',
  'client_credentials',
  'refresh_token',
  'plugin_install',
] as const;

/** A `grant_type` of the token endpoint. */
export type GrantType = (typeof GRANT_TYPES)[number];

/** How a token first came about: refreshing keeps that. `meta_auth` rode in a job, which nobody asked for. */
export type TokenOrigin = Exclude<GrantType, 'refresh_token'> | 'meta_auth';

/** A token as it is stored. */
export interface TokenRow {
  hash: Buffer;
  kind: 'access' | 'refresh';
  grant_type: TokenOrigin;
  plugin_id: number;
  /** Null for a public client. */
  secret_generation: number | null;
  install_id: number | null;
  install_generation: number | null;
  user_id: number | null;
  scopes: string[];
  /** The consent it rests on; null when it rests on the install alone. */
  grant_id: number | null;
  /** What came of one authorization code. */
  family: string | null;
  /** The job that tells of the uninstall, with which it ends; null for any other token. */
  job_id: string | null;
  /** Where the install is. */
  space_id: number | null;
  /** On a development install: what that runs depends on who develops the plugin. */
  development: boolean;
  expires_at: Date;
  /** Seconds left to live, when it was read. */
  expires_in: number;
}

/** A client secret as it is stored. */
export interface SecretRow extends SealedSecret {
  client_id: string;
  is_public: boolean;
  is_suspended: boolean;
  proved: boolean;
  /** False once the overlap after a rotation is over. */
  live: boolean;
  /** When that is; null for the newest. */
  expires_at: Date | null;
}
