import { ApiError, ConnectionError } from './errors.ts';
import type { Answer, Send } from './http.ts';
import { clientIdOf, type PluginOptions, secretsOf } from './options.ts';

/** A token, and the calls that are made with it. */
export interface Session {
  /** The token, fetched or renewed if need be. However many ask, one request is made. */
  token(): Promise<string>;
  /** Forgets a token that was refused. */
  forget(token: string): void;
}

/** What the token endpoint answers (RFC 6749 §5.1), with the life of the refresh token beside it. */
interface TokenAnswer {
  access_token: string;
  expires_in: number;
  refresh_token?: string;
  refresh_token_expires_in?: number;
}

interface Held {
  token: string;
  /** When to get another, by `performance.now()`. */
  until: number;
  refresh: string | undefined;
}

/** Another token is fetched this long before one ends, so that none ends on its way. */
const EARLY_MS = 60_000;

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

  async function renew(): Promise<Held> {
    const refresh = held?.refresh;
    if (refresh !== undefined) {
      const renewed = await askForToken(options, send, {
        grant_type: 'refresh_token',
        refresh_token: refresh,
      }).catch(ifRefused);
      if (renewed !== undefined) return hold(renewed, refresh);
    }
    return hold(await askForToken(options, send, grant));
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

/** With the newest secret; where that is not known to Plugboard yet, with the others. */
async function askForToken(
  options: PluginOptions,
  send: Send,
  grant: Record<string, string>,
): Promise<TokenAnswer> {
  const [first, ...others] = secretsOf(options);
  const ask = async (secret: string) => readToken(await send(tokenCall(options, secret, grant)));
  let refused: unknown;
  for (const secret of [first, ...others]) {
    try {
      return await ask(secret);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'invalid_client') throw error;
      refused ??= error;
    }
  }
  throw refused;
}

/** A call of the token endpoint, with the plugin's credentials. */
export function tokenCall(options: PluginOptions, secret: string, grant: Record<string, string>) {
  const pair = `${formEncode(clientIdOf(options))}:${formEncode(secret)}`;
  return {
    method: 'POST',
    path: '/a/auth/v0/token',
    headers: { authorization: `Basic ${btoa(pair)}` },
    body: new URLSearchParams(grant),
    isRepeatable: true,
  } as const;
}

/** Each part of the credentials is form-encoded before they are joined (RFC 6749 §2.3.1). */
const formEncode = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);

function readToken({ body }: Answer): TokenAnswer {
  const answer = body as Partial<TokenAnswer> | undefined;
  if (typeof answer?.access_token !== 'string') {
    throw new ConnectionError('unreadable_answer', 'The token endpoint answered without a token');
  }
  return { ...answer, expires_in: Number(answer.expires_in) || 0 } as TokenAnswer;
}
