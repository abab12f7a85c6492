import { parseUrl } from '../parse-url.ts';
/** What Sites needs to know before it can run: where it listens, and the one client that may ask for people's sites. */
export interface SitesConfig {
  /** Port to listen on; 0 picks a free one. */
  port: number;
  host: string;
  clientId: string;
  /** Authenticates the client, and is what tokens are signed with. */
  clientSecret: string;
  /** The only address that browsers are sent back to. */
  redirectUri: string;
}

type Environment = Record<string, string | undefined>;

/**
 * Reads the configuration from environment variables.
 *
 * @throws Error that names the variable and says what would be right.
 */
export function readSitesConfig(env: Environment): SitesConfig {
  const { CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, REDIRECT_URI: redirectUri } = env;
  if (!clientId || !clientSecret || !redirectUri) {
    throw new Error('set CLIENT_ID, CLIENT_SECRET and REDIRECT_URI in the environment');
  }
  if (parseUrl(redirectUri) === undefined) {
    throw new Error(
      'REDIRECT_URI must be a URL, such as http://localhost:4400/set-up/callback/7 (`callback_url` of a set-up)',
    );
  }
  const port = Number(env.PORT ?? '0');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`PORT is "${env.PORT}" but must be a whole number from 0 to 65535`);
  }
  return { port, host: env.HOST || '127.0.0.1', clientId, clientSecret, redirectUri };
}
