/** Where plugins' backends call. */
export const PLUGIN_API = '/api/v2/plugin-services';

/** Where plugins ask for what is the host's, which Envoy's client does at the same address. */
export const HOST_API = ['/api/v3', '/api/v2/users/me', '/a/rms'] as const;

/** Where plugins and people call for a space. */
export const SPACE_API = '/v1';

/** Where the windows of set-up steps come back to. */
export const SETUP_CALLBACK = '/set-up/callback';

/** How a surface writes failures down: the name of that response in the OpenAPI document. */
export type FailureFormat = 'JsonApiErrors' | 'OAuthError' | 'SpaceApiError' | 'Problem';

interface Surface {
  format: FailureFormat;
  /** What its addresses begin with. */
  prefixes: string[];
  /** Single addresses that it has under the prefix of another one, which answers for whatever else is there. */
  addresses?: string[];
}

// An address belongs to the first that it fits.
const surfaces: Surface[] = [
  { format: 'JsonApiErrors', prefixes: [PLUGIN_API, ...HOST_API] },
  {
    format: 'OAuthError',
    prefixes: ['/a/auth/', '/oauth/'],
    addresses: [`${SPACE_API}/oauth/user_info`, '/.well-known/oauth-authorization-server'],
  },
  { format: 'SpaceApiError', prefixes: [`${SPACE_API}/`] },
];

/** How failures are written at an address, which may have a query; that of the Platform API where no other surface is. */
export function failureFormat(address: string): FailureFormat {
  const [path = ''] = address.split('?', 1);
  const surface = surfaces.find(
    ({ prefixes, addresses = [] }) =>
      addresses.includes(path) || prefixes.some((prefix) => path.startsWith(prefix)),
  );
  return surface?.format ?? 'Problem';
}
