import type { SealedSecret } from './client-secrets.ts';

/** A token as it is stored. */
export interface TokenRow {
  hash: Buffer;
  kind: 'access' | 'refresh';
  grant_type: string;
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
  /** Where the install is. */
  space_id: number | null;
  /** Seconds left to live. */
  expires_in: number;
}

/** A client secret as it is stored. */
export interface SecretRow extends SealedSecret {
  client_id: string;
  is_public: boolean;
  proved: boolean;
  /** False once the overlap after a rotation is over. */
  live: boolean;
}
