import { ANSWER_MS, explain, type ServerOptions, spaceUrl } from './embeds.ts';

/**
 * Whose App Bridge token is wanted, and for which plugin.
 *
 * @example
 * const wanted: TokenRequest = { space: 1, appId: 3 };
 */
export interface TokenRequest extends ServerOptions {
  space: number | string;
  /** {@link EmbeddedPlugin.id}. */
  appId: number;
}

/**
 * The answer of `POST /v1/spaces/{space}/app_validations`.
 *
 * @example
 * const validation: AppValidation = { token: 'eyJhbGciOiJIUzI1NiJ9…', ticket: 'pbt_…' };
 */
export interface AppValidation {
  /** The App Bridge token: for the plugin's page. */
  token: string;
  /**
   * Opens the plugin's frame, once, within a minute. Null or absent where the server knows nothing of pages on this origin, which
   * `PLUGBOARD_HOST_ORIGINS` must name.
   */
  ticket?: string | null;
}

/**
 * Gets an App Bridge token and a ticket from the server, as the user whose session cookie the browser has.
 *
 * @throws Error with the reason when the server gives none.
 * @example
 * const { token, ticket } = await fetchAppValidation({ space: 1, appId: 3 });
 */
export async function fetchAppValidation(wanted: TokenRequest): Promise<AppValidation> {
  const ask = wanted.fetch ?? fetch;
  const response = await ask(spaceUrl(wanted.base, wanted.space, 'app_validations'), {
    method: 'POST',
    credentials: 'include',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ app_id: wanted.appId, host_origin: location.origin }),
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  if (!response.ok) throw new Error(`No App Bridge token: ${explain(response.status)}`);
  const { token, ticket }: { token?: unknown; ticket?: unknown } = await response.json();
  if (typeof token !== 'string') throw new Error('No App Bridge token: the answer has none');
  return { token, ticket: typeof ticket === 'string' ? ticket : null };
}

/**
 * Gets an App Bridge token alone; see {@link fetchAppValidation}.
 *
 * @throws Error with the reason when the server gives none.
 * @example
 * const token = await fetchAppBridgeToken({ space: 1, appId: 3, base: 'https://plugboard.example' });
 */
export async function fetchAppBridgeToken(wanted: TokenRequest): Promise<string> {
  return (await fetchAppValidation(wanted)).token;
}
