import type { AuthenticatedClient } from '../../auth/clients.ts';
import { GRANT_TYPES, type GrantType } from '../../auth/schema.ts';
import { OAuthError } from '../errors.ts';
import { grantForCode } from './authorization-code.ts';
import { grantToPlugin } from './client-credentials.ts';
import type { Given, Grant, GrantParameters } from './issue.ts';
import { grantToInstall } from './plugin-install.ts';
import { grantAgain } from './refresh.ts';

interface Rule {
  grant: Grant;
  /** Whether a public client may use it, which proves nothing by itself. */
  isForPublic: boolean;
}

const rules = {
  authorization_code: { grant: requiring('code', grantForCode), isForPublic: true },
  client_credentials: { grant: grantToPlugin, isForPublic: false },
  refresh_token: { grant: requiring('refresh_token', grantAgain), isForPublic: true },
  plugin_install: { grant: requiring('install_id', grantToInstall), isForPublic: false },
} as const satisfies Record<GrantType, Rule>;

/**
 * What a grant type does.
 *
 * @throws OAuthError `unsupported_grant_type`; `unauthorized_client` where the client may not use it.
 */
export function grantOfType(grantType: string, client: AuthenticatedClient): Grant {
  if (!isGrantType(grantType)) {
    throw new OAuthError('unsupported_grant_type', `Use one of ${GRANT_TYPES.join(', ')}`);
  }
  const { grant, isForPublic } = rules[grantType];
  if (client.secretGeneration === null && !isForPublic) {
    const usable = GRANT_TYPES.filter((type) => rules[type].isForPublic).join(' and ');
    throw new OAuthError('unauthorized_client', `A public client gets tokens by ${usable} only`);
  }
  return grant;
}

const isGrantType = (name: string): name is GrantType => Object.hasOwn(rules, name);

/** Refuses a request without `name`, as `invalid_request`. */
function requiring<Name extends keyof GrantParameters>(name: Name, grant: Grant<Name>): Grant {
  return async (deps, client, parameters) => {
    if (!isGiven(parameters, name)) {
      throw new OAuthError('invalid_request', `${name} is required`);
    }
    return grant(deps, client, parameters);
  };
}

const isGiven = <Name extends keyof GrantParameters>(
  parameters: GrantParameters,
  name: Name,
): parameters is Given<Name> => parameters[name] !== undefined;
