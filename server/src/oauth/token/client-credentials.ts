import { requireSubset } from '../scope.ts';
import { type Grant, issue, pluginClaims, REFRESH_SCOPE, requireConfidential } from './issue.ts';

const PLUGIN_SCOPES = ['plugin', REFRESH_SCOPE];

/** A token for the plugin itself (RFC 6749 §4.4). */
export const grantToPlugin: Grant = async (deps, client, parameters) => {
  requireConfidential(client);
  const scopes = parameters.scope ?? ['plugin'];
  requireSubset(scopes, PLUGIN_SCOPES);
  const { accessTokenSeconds, refreshTokenSeconds } = deps.config;
  return issue(deps, pluginClaims(client, scopes), accessTokenSeconds, refreshTokenSeconds);
};
