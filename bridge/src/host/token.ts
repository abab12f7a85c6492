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
 * Gets an App Bridge token from the server, as the user whose session cookie the browser has.
 *
 * @throws Error with the reason when the server gives none.
 * @example
 * const token = await fetchAppBridgeToken({ space: 1, appId: 3, base: 'https://plugboard.example' });
 */
export async function fetchAppBridgeToken(wanted: TokenRequest): Promise<string> {
  const ask = wanted.fetch ?? fetch;
  const response = await ask(spaceUrl(wanted.base, wanted.space, 'app_validations'), {
    method: 'POST',
    credentials: 'include',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ app_id: wanted.appId }),
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  if (!response.ok) throw new Error(`No App Bridge token: ${explain(response.status)}`);
  const { token }: { token?: unknown } = await response.json();
  if (typeof token !== 'string') throw new Error('No App Bridge token: the answer has none');
  return token;
}
