import { ApiError } from './errors.ts';
import type { Send } from './http.ts';
import { clientIdOf, type PluginOptions, secretsOf } from './options.ts';
import { askForToken, type TokenAnswer } from './token-endpoint.ts';

/** A token, and the calls that are made with it. */
export interface Session {
  /** The token, fetched or renewed if need be. However many ask, one request is made. */
  token(): Promise<string>;
  /** Forgets a token that was refused. */
  forget(token: string): void;
}

interface Held {
  token: string;
  /** When to get another, by `performance.now()`. */
  until: number;
  refresh: string | undefined;
}

/** Another token is fetched this long before one ends, so that none ends on its way. */
export const EARLY_MS = 60_000;

/**
 * Keeps a token for a grant of the token endpoint: fetched when it is first needed, then renewed by its refresh token where there is one.
 *
 * @param grant what to ask for, beside the credentials
 */
export function createSession(
  options: PluginOptions,
  send: Send,
  grant: Record<string, string>,
): Session {
  let held: Held | undefined;
  let pending: Promise<Held> | undefined;
  const ask = (parameters: Record<string, string>) =>
    askForToken(send, {
      secrets: secretsOf(options),
      clientId: clientIdOf(options),
      parameters,
      isRepeatable: true,
    });

  async function renew(): Promise<Held> {
    const refresh = held?.refresh;
    if (refresh !== undefined) {
      const renewed = await ask({
        grant_type: 'refresh_token',
        refresh_token: refresh,
      }).catch(ifRefused);
      if (renewed !== undefined) return hold(renewed, refresh);
    }
    return hold(await ask(grant));
  }
  return {
    async token() {
      if (held !== undefined && performance.now() < held.until) return held.token;
      pending ??= renew().finally(() => {
        pending = undefined;
      });
      held = await pending;
      return held.token;
    },
    forget(token) {
      // Not expired but refused, and its refresh token may be with it: begin anew.
      if (held?.token === token) held = undefined;
    },
  };
}

function hold(answer: TokenAnswer, refresh?: string): Held {
  const lifeMs = answer.expires_in * 1000;
  return {
    token: answer.access_token,
    until: performance.now() + Math.max(lifeMs - EARLY_MS, lifeMs / 2),
    refresh: answer.refresh_token ?? refresh,
  };
}

/** A refresh token that is refused leads to a new log-in. */
function ifRefused(error: unknown): undefined {
  if (error instanceof ApiError && error.status < 500 && error.status !== 429) return undefined;
  throw error;
}
