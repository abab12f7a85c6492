import { ApiError, ConnectionError, OAuthError } from '../errors.ts';
import { createSend, type Send } from '../http.ts';
import { askForToken, sendAsClient, type TokenAnswer } from '../token-endpoint.ts';
import type { OAuthSettings } from './options.ts';

/** A role in a space: one of Plugboard's by its name, one of the host's own by its number, too. */
export interface OAuthRole {
  name: string;
  id?: number;
}

/** Who let the plugin in, and where. */
export interface OAuthPerson {
  user: { id: number; friendlyName: string; email: string };
  space: { id: number; name: string };
  roles: OAuthRole[];
}

/** What a person granted, as it is kept: sealed. */
export interface KeptGrant extends OAuthPerson {
  scopes: string[];
  access: string;
  /** When to get another access token, in ms since 1970. */
  until: number;
  refresh: string | undefined;
}

/** What is asked of Plugboard's authorization server. */
export interface AuthorizationServer {
  send: Send;
  /** @throws OAuthError, ConnectionError, DeadlineError */
  exchange(code: string, verifier: string): Promise<KeptGrant>;
  /** Undefined where the grant is gone: withdrawn, the plugin uninstalled, the person no member any more. */
  refresh(kept: KeptGrant): Promise<KeptGrant | undefined>;
  /** Ends what came of a grant. */
  revoke(kept: KeptGrant): Promise<void>;
}

/** A token is renewed this long before it ends, so that none ends on its way. */
const EARLY_MS = 30_000;

/** @param settings read when they are first needed */
export function connectServer(settings: () => OAuthSettings): AuthorizationServer {
  let made: Send | undefined;
  const send: Send = (call) => {
    made ??= createSend(settings().calls);
    return made(call);
  };
  const ask = (parameters: Record<string, string>, isRepeatable: boolean) => {
    const { clientId, secrets } = settings();
    return askForToken(send, { clientId, secrets, parameters, isRepeatable });
  };
  return {
    send,
    async exchange(code, verifier) {
      const parameters = {
        grant_type: 'authorization_code',
        code,
        code_verifier: verifier,
        redirect_uri: settings().redirectUri,
      };
      // Sent once: a second use of a code ends what the first gave.
      const answer = await ask(parameters, false).catch(toOAuthError);
      return toKept(answer, await personOf(send, answer.access_token).catch(toOAuthError));
    },
    async refresh(kept) {
      const parameters = { grant_type: 'refresh_token', refresh_token: kept.refresh ?? '' };
      try {
        const answer = await ask(parameters, true);
        const person = await personOf(send, answer.access_token).catch((error: unknown) => {
          if (isGone(error)) throw error;
          // The refresh token of a public client has been used up by now: the new one must not be lost for a name.
          return kept;
        });
        return toKept(answer, person, kept.refresh);
      } catch (error) {
        if (isGone(error)) return undefined;
        throw error;
      }
    },
    async revoke({ refresh, access }) {
      const { clientId, secrets } = settings();
      await sendAsClient(send, {
        clientId,
        secrets,
        path: '/oauth/revoke',
        parameters: { token: refresh ?? access },
        isRepeatable: true,
      });
    },
  };
}

/** Whether an answer says that a grant, or a token of it, opens nothing any more. */
const isGone = (error: unknown): boolean =>
  error instanceof ApiError && (error.code === 'invalid_grant' || error.status === 401)
    ? // The plugin's own mistake says nothing of the grant.
      error.code !== 'invalid_client'
    : false;

function toOAuthError(error: unknown): never {
  if (!(error instanceof ApiError)) throw error;
  const isOurs = error.status < 500 && error.status !== 429;
  if (!isOurs) throw error;
  throw new OAuthError(
    error.code,
    'Plugboard did not confirm this. Go back, and begin again.',
    // Says what was wrong, and is for the plugin's developer.
    { cause: error },
  );
}

interface UserInfo {
  user: { id: number; friendly_name: string; email: string };
  space: { id: number; name: string };
  roles: ({ name: string } | { id: number; role: string })[];
}

async function personOf(send: Send, token: string): Promise<OAuthPerson> {
  const { body } = await send({
    method: 'GET',
    path: '/oauth/user_info',
    headers: { authorization: `Bearer ${token}` },
    isRepeatable: true,
  });
  const { user, space, roles = [] } = (body ?? {}) as Partial<UserInfo>;
  if (!Number.isSafeInteger(user?.id) || !Number.isSafeInteger(space?.id)) {
    throw new ConnectionError('unreadable_answer', 'Plugboard did not say whose token this is');
  }
  const { id, friendly_name: friendlyName, email } = user as UserInfo['user'];
  return {
    user: { id, friendlyName, email },
    space: space as UserInfo['space'],
    roles: roles.map((role) => ('role' in role ? { name: role.role, id: role.id } : role)),
  };
}

/** Plugboard leaves the refresh token of a client with a secret as it is, and may leave it out. */
function toKept(answer: TokenAnswer, person: OAuthPerson, refresh?: string): KeptGrant {
  return {
    ...person,
    scopes: (answer.scope ?? '').split(' ').filter((scope) => scope !== ''),
    access: answer.access_token,
    until: Date.now() + answer.expires_in * 1000 - EARLY_MS,
    refresh: answer.refresh_token ?? refresh,
  };
}
