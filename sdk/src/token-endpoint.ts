import { ApiError, ConnectionError } from './errors.ts';
import type { Answer, Send } from './http.ts';

/** What the token endpoint answers (RFC 6749 §5.1), with the life of the refresh token beside it. */
export interface TokenAnswer {
  access_token: string;
  /** Seconds. */
  expires_in: number;
  refresh_token?: string;
  refresh_token_expires_in?: number;
  /** What was really granted. */
  scope?: string;
}

/** Who asks an endpoint of the authorization server, and for what. */
export interface ClientCall {
  clientId: string;
  /** The newest first; without one it is a public client that asks. */
  secrets: readonly string[];
  /** By default the token endpoint. */
  path?: string;
  /** Beside the credentials. */
  parameters: Record<string, string>;
  /** Whether it may be asked again when no answer came. */
  isRepeatable: boolean;
}

/** @throws ApiError, whose code is an error of RFC 6749 §5.2; ConnectionError; DeadlineError */
export async function askForToken(send: Send, call: ClientCall): Promise<TokenAnswer> {
  return readToken(await sendAsClient(send, call));
}

/** Sends a form with the newest secret; where that is not known to Plugboard yet, with the others. */
export async function sendAsClient(send: Send, call: ClientCall): Promise<Answer> {
  let refused: unknown;
  for (const secret of call.secrets.length > 0 ? call.secrets : [undefined]) {
    try {
      return await send(withCredentials(call, secret));
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'invalid_client') throw error;
      refused ??= error;
    }
  }
  throw refused;
}

const TOKEN_PATH = '/a/auth/v0/token';

/** A call of an endpoint of the authorization server; without a secret it is a public client that asks. */
export function withCredentials(
  { clientId, parameters, isRepeatable, path = TOKEN_PATH }: Omit<ClientCall, 'secrets'>,
  secret: string | undefined,
) {
  const call = { method: 'POST', path, isRepeatable } as const;
  if (secret === undefined) {
    return { ...call, body: new URLSearchParams({ ...parameters, client_id: clientId }) };
  }
  // Each part is form-encoded before they are joined (RFC 6749 §2.3.1).
  const pair = `${formEncode(clientId)}:${formEncode(secret)}`;
  return {
    ...call,
    headers: { authorization: `Basic ${btoa(pair)}` },
    body: new URLSearchParams(parameters),
  };
}

const formEncode = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);

function readToken({ body }: Answer): TokenAnswer {
  const answer = (body ?? {}) as Partial<TokenAnswer>;
  // One that cannot be a header would be repeated in the error that says so.
  if (!/^[\x21-\x7e]+$/.test(String(answer.access_token ?? ''))) {
    throw new ConnectionError('unreadable_answer', 'The token endpoint answered without a token');
  }
  return { ...answer, expires_in: Number(answer.expires_in) || 0 } as TokenAnswer;
}
