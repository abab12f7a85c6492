import { type PlugboardError, SetupError } from '../errors.ts';
import { baseUrlOf, type PluginOptions, refuseWrongNumbers, secretsOf } from '../options.ts';
import { parseUrl } from '../parse-url.ts';
import type { OAuthStore } from './store.ts';

/** What went wrong on the way back, for {@link OAuthOptions.onFailure}. */
export interface FailureContext {
  request: Request;
  /** The space that a consent was asked for, where that is known. */
  spaceId: number | undefined;
  /** Where the browser was to go. */
  returnTo: URL | undefined;
  /** Where the host's product is. */
  home: URL;
}

/**
 * What {@link createOAuth} and {@link createConsents} are made of. Those of the environment may be undefined here: what is missing is said when
 * it is first needed.
 */
export interface OAuthOptions {
  /** Where Plugboard is, such as `https://plugboard.example.com`. */
  baseUrl: string | URL | undefined;
  clientId: string | undefined;
  /** The client secret; while it is rotated several, the newest first. A public client has none here. */
  secret?: string | readonly (string | undefined)[] | undefined;
  /** Where browsers come back to: the `oauth_redirect_uri` of the manifest. Its origin is the plugin's own. */
  redirectUri: string | URL | undefined;
  /** What to ask for; by default all of the manifest. */
  scopes?: readonly string[] | undefined;
  /**
   * What cookies and stored tokens are sealed with, of at least 32 characters; while it is replaced several, the newest first. By default the
   * client secret: a public client needs one.
   */
  sessionSecret?: string | readonly (string | undefined)[] | undefined;
  /** Where tokens are kept. */
  store?: OAuthStore | undefined;
  /** Plugboard's public address, where `baseUrl` is another one for backends. */
  publicUrl?: string | URL | undefined;
  /** As the plugin is registered: one of the profile `storyblok` gets no `iss`. */
  compatibility?: 'storyblok' | undefined;
  /** Where the host's page shows the plugin, if it shows it in both: `sidebar`. */
  placement?: 'sidebar' | 'toolbar' | undefined;
  /**
   * Where people go on in the host's product, by the space that they come from, if it is known. By default Plugboard leads them to the page that
   * shows the plugin (`/oauth/app_redirect`).
   */
  home?: ((spaceId: number | undefined) => string | URL) | undefined;
  /**
   * What is shown to somebody who was not let in: an OAuthError, or a ConnectionError where Plugboard gave no answer. By default a page with
   * its message.
   */
  onFailure?:
    | ((error: PlugboardError, context: FailureContext) => Response | Promise<Response>)
    | undefined;
  /** Told of what went wrong on the way back and is no matter of the person's: Plugboard does not answer, or refuses the plugin. By default the console is. */
  onError?: ((error: unknown) => void) | undefined;
  /** The `fetch` that calls are made with; by default the global one. */
  fetch?: typeof fetch | undefined;
  /** How long a call may take with all its repetitions, in ms: 10,000. */
  callMs?: number | undefined;
}

/** The options, once they were looked at. */
export interface OAuthSettings {
  /** For {@link createSend}. */
  calls: PluginOptions;
  clientId: string;
  /** None for a public client. */
  secrets: readonly string[];
  redirectUri: string;
  /** Of the redirect URI: the plugin's own. */
  origin: string;
  /** Where browsers find Plugboard, without a slash at its end. */
  publicUrl: string;
}

/** @throws SetupError that names the option */
export function readOptions(options: OAuthOptions): OAuthSettings {
  const { baseUrl, clientId, secret, redirectUri, publicUrl, fetch, callMs } = options;
  if (!clientId) throw missing('clientId', 'client_id', 'the client id of the plugin');
  if (!baseUrl) throw missing('baseUrl', 'base_url', 'where Plugboard is');
  if (!redirectUri) {
    throw missing('redirectUri', 'redirect_uri', 'where browsers come back to');
  }
  if (parseUrl(String(redirectUri)) === undefined) {
    throw new SetupError(
      'wrong_redirect_uri',
      `redirectUri is ${JSON.stringify(String(redirectUri))}, and must be an address in full`,
    );
  }
  refuseWrongNumbers({ callMs });
  return {
    calls: { baseUrl, fetch, callMs },
    clientId,
    secrets: given(secret),
    redirectUri: String(redirectUri),
    origin: new URL(String(redirectUri)).origin,
    publicUrl: baseUrlOf({ baseUrl: publicUrl ?? baseUrl }),
  };
}

/** Guessable ones would let others make sessions. */
const LEAST_CHARACTERS = 32;

/** What is sealed with, the newest first. @throws SetupError `missing_session_secret` or `weak_session_secret` */
export function sealingSecrets({ secret, sessionSecret }: OAuthOptions): [string, ...string[]] {
  const own = given(sessionSecret);
  if (own.some(({ length }) => length < LEAST_CHARACTERS)) {
    throw new SetupError(
      'weak_session_secret',
      `A sessionSecret has at least ${LEAST_CHARACTERS} random characters`,
    );
  }
  if (own.length > 0) return secretsOf({ secret: own });
  if (given(secret).length > 0) return secretsOf({ secret });
  throw missing('sessionSecret', 'session_secret', 'what sessions are sealed with');
}

const given = (secret: OAuthOptions['secret']): string[] =>
  [secret].flat().filter((one): one is string => typeof one === 'string' && one !== '');

const missing = (option: string, code: string, what: string) =>
  new SetupError(
    `missing_${code}`,
    `The OAuth helper was given no ${option} (${what}); is the environment variable set?`,
  );
