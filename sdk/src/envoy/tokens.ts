import type { PluginOptions } from '../options.ts';
import { withCredentials } from '../token-endpoint.ts';
import { envClientId, envClientSecret } from './env.ts';
import { createAxiosClient } from './http-client.ts';
import type { EnvoyMetaAuth } from './meta.ts';

/** Where to log in: what is left out is read from the environment. */
export interface EnvoyLogInOptions {
  /** Where Plugboard is. */
  baseUrl?: string | URL | undefined;
  /** The `fetch` that calls are made with; by default the global one. */
  fetch?: PluginOptions['fetch'];
}

/** Whose token it is to be, and where to ask for it. */
interface Asking extends EnvoyLogInOptions {
  clientId: string | undefined;
  clientSecret: string | undefined;
}

/** Asks the token endpoint for a token. @throws EnvoyRequestError, SetupError */
export async function askForToken(
  grant: Record<string, string>,
  { clientId, clientSecret, baseUrl, fetch }: Asking,
): Promise<EnvoyMetaAuth> {
  // A code is good once, and one that comes twice is taken for stolen (RFC 6749 §4.1.2).
  const isRepeatable = grant.grant_type !== 'authorization_code';
  const asked = { clientId: clientId || envClientId(), parameters: grant, isRepeatable };
  const { path, body, ...call } = withCredentials(asked, clientSecret || envClientSecret());
  const client = createAxiosClient({ baseURL: baseUrl?.toString() }, { fetch });
  const { data } = await client<EnvoyMetaAuth>({ ...call, url: path, data: body });
  return data;
}
