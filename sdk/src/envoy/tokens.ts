import { withCredentials } from '../token-endpoint.ts';
import { envBaseUrl, envClientId, envClientSecret } from './env.ts';
import { createAxiosClient } from './http-client.ts';
import type { EnvoyMetaAuth } from './meta.ts';

/** Whose token it is to be: what is left out is read from the environment. */
export interface Asking {
  clientId?: string | undefined;
  clientSecret?: string | undefined;
}

/** Asks the token endpoint for a token. @throws EnvoyRequestError, SetupError */
export async function askForToken(
  grant: Record<string, string>,
  { clientId = envClientId(), clientSecret = envClientSecret() }: Asking,
): Promise<EnvoyMetaAuth> {
  // A code is good once, and one that comes twice is taken for stolen (RFC 6749 §4.1.2).
  const isRepeatable = grant.grant_type !== 'authorization_code';
  const asked = { clientId, parameters: grant, isRepeatable };
  const { path, body, ...call } = withCredentials(asked, clientSecret);
  const client = createAxiosClient({ baseURL: envBaseUrl() });
  const { data } = await client<EnvoyMetaAuth>({ ...call, url: path, data: body });
  return data;
}
