import { type HostCall, toCall } from '../calls/installer.ts';
import { sendAs } from '../client.ts';
import { OAuthError } from '../errors.ts';
import type { Renewals } from './renewals.ts';
import type { AuthorizationServer, KeptGrant, OAuthPerson } from './server.ts';

/** Acts for somebody who let the plugin in, in one space. */
export interface OAuthSession extends Readonly<OAuthPerson> {
  /** What was really granted. */
  readonly scopes: readonly string[];
  /**
   * A token that is good now, for clients of the host's own; renewed where it is due.
   *
   * @throws OAuthError `session_ended` where the consent was taken back, or the plugin uninstalled
   */
  accessToken(): Promise<string>;
  /**
   * Calls Plugboard for them: the Space API, the host's own API. Answers the parsed body.
   *
   * @throws OAuthError `session_ended`; ApiError, ConnectionError, DeadlineError
   *
   * @example
   * const provision = await session.request(`/v1/spaces/${session.space.id}/app_provisions/my-plugin`);
   */
  request<Body = unknown>(path: string, call?: HostCall): Promise<Body>;
}

/** What sessions are made of. */
export interface SessionParts {
  server: AuthorizationServer;
  renewals: Renewals;
  /** Keeps what has changed; undefined: what was there before has ended. */
  save(kept: KeptGrant | undefined, before: KeptGrant): Promise<void>;
}

/** @param first good now */
export function createOAuthSession(first: KeptGrant, parts: SessionParts): OAuthSession {
  const { server, renewals, save } = parts;
  let kept = first;
  let refused: string | undefined;

  async function token(): Promise<string> {
    const current = await renewals.current(kept, refused);
    if (current === undefined) {
      await save(undefined, kept);
      throw new OAuthError('session_ended', 'This was ended. Go back, and begin again.');
    }
    if (current.access !== kept.access) {
      const before = kept;
      kept = current;
      await save(current, before);
    }
    return current.access;
  }
  const forget = (value: string) => {
    refused = value;
  };
  return {
    get user() {
      return kept.user;
    },
    get space() {
      return kept.space;
    },
    get roles() {
      return kept.roles;
    },
    get scopes() {
      return kept.scopes;
    },
    accessToken: token,
    request: async <Body>(path: string, call?: HostCall) =>
      (await sendAs(server.send, { token, forget }, toCall(path, call))).body as Body,
  };
}

/** Whose session is meant: what is left out may be anybody's. A `Viewer` says both. */
export interface SessionOwner {
  spaceId?: number | undefined;
  userId?: number | undefined;
}

/** Whether a grant is theirs. */
export const isOf = ({ user, space }: OAuthPerson, { spaceId, userId }: SessionOwner): boolean =>
  (spaceId === undefined || space.id === spaceId) && (userId === undefined || user.id === userId);
