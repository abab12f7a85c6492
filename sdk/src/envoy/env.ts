import { SetupError } from '../errors.ts';

/** Names of variables, the first that is set counts: those that Envoy's SDK reads, then ours. */
const BASE_URL = ['ENVOY_BASE_URL', 'PLUGBOARD_URL'];
const CLIENT_ID = ['ENVOY_CLIENT_ID', 'PLUGBOARD_CLIENT_ID'];
const CLIENT_SECRET = ['ENVOY_CLIENT_SECRET', 'PLUGBOARD_CLIENT_SECRET'];

/** Where Plugboard is. @throws SetupError `missing_base_url` */
export const envBaseUrl = (): string =>
  required('missing_base_url', 'where Plugboard is', BASE_URL);

/** @throws SetupError `missing_client_id` */
export const envClientId = (): string =>
  required('missing_client_id', 'the client id of the plugin', CLIENT_ID);

/** @throws SetupError `missing_secret` */
export const envClientSecret = (): string =>
  required('missing_secret', 'the client secret of the plugin', CLIENT_SECRET);

/** @throws SetupError `missing_jwt_secret` */
export const envJwtSecret = (): string =>
  required('missing_jwt_secret', 'the secret of EnvoyJWT', ['JWT_SECRET']);

// Read when something is needed, and not when this is loaded: by then whoever reads a file of variables has done so.
function required(code: string, what: string, names: string[]): string {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  for (const name of names) {
    const value = process?.env?.[name];
    if (value) return value;
  }
  throw new SetupError(code, `${what} is not known: set ${names.join(' or ')}, or give it in code`);
}
