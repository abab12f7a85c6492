import { REFRESH_SCOPE } from '../../auth/schema.ts';
import type { TokenClaims } from '../../auth/tokens.ts';
import { selectGrantableInstall } from '../../installs/queries.ts';
import { parseId } from '../../lib/ids.ts';
import { OAuthError } from '../errors.ts';
import { requireSubset } from '../scope.ts';
import { type Grant, issue, pluginClaims } from './issue.ts';

/** A token that acts for the user who installed the plugin, on that install. */
export const grantToInstall: Grant<'install_id'> = async (deps, client, parameters) => {
  const installId = parseId(parameters.install_id);
  if (installId === undefined)
    throw new OAuthError('invalid_request', 'install_id must be the id of an install');
  const [install] = await selectGrantableInstall(deps.db, client.pluginId, installId);
  if (install === undefined || install.installed_by === null) {
    throw new OAuthError(
      'invalid_grant',
      'There is no such install of this plugin with an installer',
    );
  }
  const scopes = parameters.scope ?? install.scopes;
  requireSubset(scopes, [...install.scopes, REFRESH_SCOPE]);
  const claims: TokenClaims = {
    ...pluginClaims(client, scopes),
    grant_type: 'plugin_install',
    install_id: installId,
    install_generation: install.generation,
    user_id: install.installed_by,
  };
  const { installTokenSeconds, installRefreshTokenSeconds } = deps.config;
  // Envoy's clients cannot send a scope here, and wait for a refresh token all the same.
  const refreshes = parameters.scope === undefined || scopes.includes(REFRESH_SCOPE);
  return issue(deps, claims, installTokenSeconds, refreshes && installRefreshTokenSeconds);
};
