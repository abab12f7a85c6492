import { parseUrl } from './parse-url.ts';
/** What the link checker needs to know before it can run. */
export interface Config {
  /** Port to listen on; 0 picks a free one. */
  port: number;
  host: string;
  /** Where browsers reach the link checker; unset, `http://localhost:<port>`. */
  publicUrl: string | undefined;
  /** Plugboard's public address, which is also the issuer of its tokens, without a trailing slash. */
  plugboardUrl: string;
  clientId: string;
  /** Authenticates the link checker at Plugboard, and is the key of the App Bridge tokens. */
  clientSecret: string;
  /** The page that embeds the link checker, with `{space_id}` and `{slug}`; people return there after their consent. */
  hostPage: string;
  /** Development: links to private addresses are checked, too. */
  allowPrivate: boolean;
  /** Where people keep their web sites, without a trailing slash; unset, nothing is to be set up. */
  sitesUrl: string | undefined;
}

type Environment = Record<string, string | undefined>;

/**
 * Reads the configuration from environment variables.
 *
 * @throws Error that names the variable and says what would be right.
 */
export function readConfig(env: Environment): Config {
  const missing = ['PLUGBOARD_URL', 'CLIENT_ID', 'CLIENT_SECRET'].filter((name) => !env[name]);
  if (missing.length > 0) throw new Error(`set ${missing.join(', ')} in the environment`);
  const plugboardUrl = readUrl('PLUGBOARD_URL', env.PLUGBOARD_URL ?? '');
  return {
    port: readPort(env.PORT ?? '0'),
    host: env.HOST || '127.0.0.1',
    publicUrl: env.PUBLIC_URL ? readUrl('PUBLIC_URL', env.PUBLIC_URL) : undefined,
    plugboardUrl,
    clientId: env.CLIENT_ID ?? '',
    clientSecret: env.CLIENT_SECRET ?? '',
    hostPage: readUrl(
      'HOST_PAGE',
      env.HOST_PAGE || `${plugboardUrl}/spaces/{space_id}/plugins/{slug}`,
    ),
    allowPrivate: readSwitch('LINK_CHECKER_ALLOW_PRIVATE', env.LINK_CHECKER_ALLOW_PRIVATE),
    sitesUrl: env.SITES_URL ? readUrl('SITES_URL', env.SITES_URL) : undefined,
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`PORT is "${text}" but must be a whole number from 0 to 65535`);
  }
  return port;
}

function readUrl(name: string, text: string): string {
  if (!/^https?:$/.test(parseUrl(text)?.protocol ?? '')) {
    throw new Error(`${name} must be an http or https URL, such as http://localhost:4400`);
  }
  return text.replace(/\/+$/, '');
}

function readSwitch(name: string, text = 'off'): boolean {
  if (text === 'on') return true;
  if (text === 'off' || text === '') return false;
  throw new Error(`${name} is "${text}" but must be "on" or "off"`);
}
