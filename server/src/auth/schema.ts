/** A token as it is stored. */
export interface TokenRow {
  hash: Buffer;
  kind: 'access' | 'refresh';
  grant_type: string;
  plugin_id: number;
  secret_generation: number;
  install_id: number | null;
  install_generation: number | null;
  user_id: number | null;
  scopes: string[];
  /** Seconds left to live. */
  expires_in: number;
}

/** A client secret as it is stored. */
export interface SecretRow {
  plugin_id: number;
  client_id: string;
  generation: number;
  sealed_secret: Buffer;
  proved: boolean;
  /** False once the overlap after a rotation is over. */
  live: boolean;
}
