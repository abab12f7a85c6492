/** What the greeter needs to know before it can run. */
export interface Config {
  /** Port to listen on; 0 picks a free one. */
  port: number;
  host: string;
  /** Where Plugboard and the people's browsers reach the greeter; unset, `http://localhost:<port>`. */
  publicUrl: string | undefined;
  /** Where Plugboard listens, without a trailing slash. */
  plugboardUrl: string;
  clientId: string;
  /** Logs the greeter in at Plugboard, and is the key of the signatures on what Plugboard sends. */
  clientSecret: string;
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
  return {
    port: readPort(env.PORT ?? '0'),
    host: env.HOST || '127.0.0.1',
    publicUrl: env.PUBLIC_URL ? readUrl('PUBLIC_URL', env.PUBLIC_URL) : undefined,
    plugboardUrl: readUrl('PLUGBOARD_URL', env.PLUGBOARD_URL ?? ''),
    clientId: env.CLIENT_ID ?? '',
    clientSecret: env.CLIENT_SECRET ?? '',
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
  if (!/^https?:\/\/[^\s]+$/.test(text)) {
    throw new Error(`${name} must be an http or https URL, such as http://localhost:4400`);
  }
  return text.replace(/\/+$/, '');
}
