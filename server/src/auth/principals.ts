/** Who is asking, once a credential was checked. */

/** A plugin's backend, by an access token. */
export interface PluginPrincipal {
  pluginId: number;
  scopes: readonly string[];
  /** Set for a token that acts for the installer on one install. */
  installId: number | null;
  userId: number | null;
}

/** The host's backend, by a host key. */
export interface HostPrincipal {
  /** Null for the key given by PLUGBOARD_HOST_KEY. */
  hostKeyId: number | null;
}
