import * as client from 'openid-client';
import type { Config } from './config.ts';
import { SCOPES } from './manifest.ts';
import type { UserInfo } from './plugboard.ts';
import { Refusal } from './refusal.ts';
import { type Viewer, viewerKey } from './viewer.ts';

type Person = Pick<Viewer, 'spaceId' | 'userId'>;

/** What people let the link checker do for them (OAuth 2.0 authorization code with PKCE, RFC 6749 and 7636). */
export interface Grants {
  /**
   * Where to send the browser for a consent.
   *
   * @param person who is to consent; without one it is found out afterwards.
   */
  begin(person?: Person): Promise<URL>;
  /**
   * Ends what {@link Grants.begin} began, when the browser is back.
   *
   * @param url with the query that Plugboard added.
   * @returns the space that the person comes from, if it is known.
   * @throws Refusal 400
   */
  finish(url: URL): Promise<number | undefined>;
  /** A person's access token, renewed when it is about to expire; undefined without a grant. */
  accessToken(person: Person): Promise<string | undefined>;
  /** Whether a person's last answer was no. */
  hasDeclined(person: Person): boolean;
  /** Forgets a grant that Plugboard does not accept any more. */
  forget(person: Person): void;
  /** The plugin's own token (client credentials); `fresh` never gives the same again. */
  ownToken(fresh: boolean): Promise<string>;
}

interface Tokens {
  access: string;
  refresh: string | undefined;
  /** Milliseconds since 1970. */
  renewAt: number;
}

interface Pending {
  person: Person | undefined;
  verifier: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

const PENDING_MS = 10 * 60_000;
// Anyone can begin.
const MAX_PENDING = 1000;
const RENEW_EARLY_MS = 30_000;
const TIMEOUT_SECONDS = 5;

/**
 * Keeps grants in memory, by space and user: after a restart people are asked again, without seeing the consent page twice. A plugin
 * with more than one process, or one that acts while nobody looks, keeps refresh tokens in a database instead, encrypted.
 *
 * @param findUser whom a token is for
 */
export function createGrants(
  config: Config,
  redirectUri: string,
  findUser: (accessToken: string) => Promise<UserInfo>,
): Grants {
  const discovered = createDiscovery(config);
  const pending = new Map<string, Pending>();
  const grants = new Map<string, Tokens>();
  const renewals = new Map<string, Promise<Tokens | undefined>>();
  const declined = new Set<string>();
  let own: Promise<Tokens> | undefined;

  function takePending(state: string): Pending {
    const found = pending.get(state);
    // Once only, however it ends.
    pending.delete(state);
    if (found !== undefined && found.expiresAt > Date.now()) return found;
    throw new Refusal(400, 'This was finished already, or took too long. Go back and begin again.');
  }

  async function exchange(url: URL, state: string, { verifier, person }: Pending) {
    const checks = { expectedState: state, pkceCodeVerifier: verifier };
    const answer = await client.authorizationCodeGrant(await discovered(), url, checks);
    const tokens = toTokens(answer);
    const { user, space } = await findUser(tokens.access);
    const actual = { spaceId: space.id, userId: user.id };
    if (person !== undefined && viewerKey(person) !== viewerKey(actual)) {
      throw new Refusal(
        400,
        'Somebody else consented, or for another space. Go back and begin again.',
      );
    }
    grants.set(viewerKey(actual), tokens);
    declined.delete(viewerKey(actual));
    return actual.spaceId;
  }

  async function renew(key: string, { refresh }: Tokens): Promise<Tokens | undefined> {
    if (refresh === undefined) return undefined;
    try {
      const answer = await client.refreshTokenGrant(await discovered(), refresh);
      // Plugboard leaves the refresh token of a client with a secret as it is, but may send it again.
      return toTokens(answer, refresh);
    } catch (error) {
      if (!(error instanceof client.ResponseBodyError)) throw error;
      // The grant is gone: withdrawn, or the plugin was uninstalled.
      return undefined;
    } finally {
      renewals.delete(key);
    }
  }

  return {
    async begin(person) {
      const server = await discovered();
      const state = client.randomState();
      const verifier = client.randomPKCECodeVerifier();
      for (const oldest of pending.keys()) {
        if (pending.size < MAX_PENDING) break;
        pending.delete(oldest);
      }
      pending.set(state, { person, verifier, expiresAt: Date.now() + PENDING_MS });
      return client.buildAuthorizationUrl(server, {
        redirect_uri: redirectUri,
        scope: SCOPES.join(' '),
        state,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...(person && { space_id: String(person.spaceId) }),
      });
    },
    async finish(url) {
      const state = url.searchParams.get('state') ?? '';
      const begun = takePending(state);
      try {
        return await exchange(url, state, begun);
      } catch (error) {
        if (!(error instanceof client.AuthorizationResponseError)) throw toRefusal(error);
        // What people said no to they are not asked again at once.
        if (begun.person !== undefined) declined.add(viewerKey(begun.person));
        return begun.person?.spaceId;
      }
    },
    async accessToken(person) {
      const key = viewerKey(person);
      const tokens = grants.get(key);
      if (tokens === undefined || Date.now() < tokens.renewAt) return tokens?.access;
      // Requests that come at the same time share one renewal.
      const renewal = renewals.get(key) ?? renew(key, tokens);
      renewals.set(key, renewal);
      const renewed = await renewal;
      if (renewed === undefined) grants.delete(key);
      else grants.set(key, renewed);
      return renewed?.access;
    },
    hasDeclined: (person) => declined.has(viewerKey(person)),
    forget: (person) => void grants.delete(viewerKey(person)),
    async ownToken(fresh) {
      const current = fresh ? undefined : await own;
      if (current !== undefined && Date.now() < current.renewAt) return current.access;
      own = discovered()
        .then((server) => client.clientCredentialsGrant(server, { scope: 'plugin' }))
        .then((answer) => toTokens(answer));
      own.catch(() => {
        own = undefined;
      });
      return (await own).access;
    },
  };
}

/** Asks Plugboard once where its endpoints are (RFC 8414). */
function createDiscovery(config: Config): () => Promise<client.Configuration> {
  const issuer = new URL(config.plugboardUrl);
  const isPlain = issuer.protocol === 'http:';
  let answer: Promise<client.Configuration> | undefined;
  return () => {
    answer ??= client.discovery(
      issuer,
      config.clientId,
      undefined,
      client.ClientSecretBasic(config.clientSecret),
      {
        algorithm: 'oauth2',
        timeout: TIMEOUT_SECONDS,
        // Without TLS on a developer's own machine only.
        execute: isPlain ? [client.allowInsecureRequests] : [],
      },
    );
    answer.catch(() => {
      answer = undefined;
    });
    return answer;
  };
}

function toTokens(answer: client.TokenEndpointResponse, refresh?: string): Tokens {
  const { access_token, expires_in = 0, refresh_token = refresh } = answer;
  const renewAt = Date.now() + expires_in * 1000 - RENEW_EARLY_MS;
  return { access: access_token, refresh: refresh_token, renewAt };
}

function toRefusal(error: unknown): unknown {
  const isRefused =
    error instanceof client.ResponseBodyError || error instanceof client.ClientError;
  return isRefused
    ? new Refusal(400, 'Plugboard did not confirm this. Go back and begin again.')
    : error;
}
