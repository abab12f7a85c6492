import { REFRESH_SCOPE } from '../../auth/schema.ts';
import { PLUGIN_SCOPE, PROTOCOL_SCOPES } from '../../vocabulary/schema.ts';
import { requireSubset } from '../scope.ts';
import { type Grant, issue, pluginClaims } from './issue.ts';

/** A token for the plugin itself (RFC 6749 §4.4). */
export const grantToPlugin: Grant = async (deps, client, parameters) => {
  const scopes = parameters.scope ?? [PLUGIN_SCOPE];
  requireSubset(scopes, PROTOCOL_SCOPES);
  const { accessTokenSeconds, refreshTokenSeconds } = deps.config;
  const refreshes = scopes.includes(REFRESH_SCOPE);
  return issue(
    deps,
    pluginClaims(client, scopes),
    accessTokenSeconds,
    refreshes && refreshTokenSeconds,
  );
};
