import * as client from 'openid-client';
import type { Config } from '../config.ts';
import { createOutbound, type Outbound } from '../lib/outbound/client.ts';

/** What has to be remembered while somebody is at the provider. */
export interface PendingSignIn {
  state: string;
  nonce: string;
  codeVerifier: string;
}

/** Who somebody is, in the words of the provider (OpenID Connect Core §5.1). */
export interface ProviderUser {
  subject: string;
  email: string | undefined;
  emailVerified: boolean | undefined;
  name: string | undefined;
  locale: string | undefined;
}

/** The host's OpenID Connect provider. */
export interface Provider {
  issuer: string;
  /** @throws Error when it cannot be reached, or is none. */
  check(): Promise<unknown>;
  /** Where to send the browser. @throws Error when the provider cannot be reached. */
  start(): Promise<{ url: string; pending: PendingSignIn }>;
  /** Who came back. @throws Error when the answer is not one to what was asked, or the provider refused. */
  finish(callbackUrl: URL, pending: PendingSignIn): Promise<ProviderUser>;
  close(): Promise<void>;
}

/** Where the provider sends the browser back: the redirect URI to register there, below the server's address. */
export const CALLBACK_PATH = '/sign-in/oidc/callback';

const TIMEOUT_SECONDS = 10;
const MAX_REPLY_BYTES = 1024 * 1024;

/** What people read on the button; undefined where no provider is configured. */
export function providerName({ oidcIssuer, oidcName }: Config): string | undefined {
  return oidcIssuer === undefined ? undefined : (oidcName ?? new URL(oidcIssuer).hostname);
}

/** A provider that is away keeps no server from starting: it is asked again when somebody wants to sign in with it. */
export function createProvider(config: Config): Provider {
  const issuer = config.oidcIssuer as string;
  // The operator chose the address, not a plugin, so it may be inside their network.
  const outbound = createOutbound({ allowPrivateNetwork: true });
  const redirectUri = config.publicUrl + CALLBACK_PATH;
  let discovered: Promise<client.Configuration> | undefined;

  function discover(): Promise<client.Configuration> {
    discovered ??= discoverProvider(config, issuer, outbound).catch((error) => {
      discovered = undefined;
      throw error;
    });
    return discovered;
  }

  return {
    issuer,
    check: discover,
    async start() {
      const provider = await discover();
      const pending = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        codeVerifier: client.randomPKCECodeVerifier(),
      };
      const url = client.buildAuthorizationUrl(provider, {
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(pending.codeVerifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, pending };
    },
    async finish(callbackUrl, { state, nonce, codeVerifier }) {
      const provider = await discover();
      const tokens = await client.authorizationCodeGrant(provider, callbackUrl, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new Error('The provider sent no ID token');
      const more = await moreClaims(provider, tokens.access_token, claims);
      // An address and whether it was verified belong together.
      const { email, email_verified } = claims.email === undefined ? more : claims;
      return toUser({ ...more, ...claims, email, email_verified });
    },
    close: () => outbound.close(),
  };
}

function discoverProvider(
  { oidcClientId, oidcClientSecret }: Config,
  issuer: string,
  outbound: Outbound,
): Promise<client.Configuration> {
  const authentication = oidcClientSecret === undefined ? client.None() : undefined;
  return client.discovery(
    new URL(issuer),
    oidcClientId as string,
    oidcClientSecret,
    authentication,
    {
      [client.customFetch]: fetchThrough(outbound),
      timeout: TIMEOUT_SECONDS,
      execute: issuer.startsWith('http:') ? [client.allowInsecureRequests] : [],
    },
  );
}

/** Many providers put the address only there. */
async function moreClaims(
  provider: client.Configuration,
  accessToken: string,
  claims: Claims & { sub: string },
): Promise<Claims> {
  const isAsked =
    claims.email === undefined && provider.serverMetadata().userinfo_endpoint !== undefined;
  return isAsked ? client.fetchUserInfo(provider, accessToken, claims.sub) : {};
}

type Claims = Record<string, unknown>;

function toUser(claims: Claims): ProviderUser {
  const { email_verified } = claims;
  return {
    subject: subjectOf(claims),
    email: textOf(claims.email),
    emailVerified: typeof email_verified === 'boolean' ? email_verified : undefined,
    name: textOf(claims.name) ?? textOf(claims.preferred_username),
    locale: textOf(claims.locale),
  };
}

// OpenID Connect Core §2: at most 255 characters. Half a surrogate pair is stored as another character, so that two subjects would be
// one; a NUL cannot be stored at all. In ASCII, says the standard; not every provider's are.
const SUBJECT = /^[^\p{Cc}\p{Surrogate}]{1,255}$/u;

function subjectOf({ sub }: Claims): string {
  if (typeof sub === 'string' && SUBJECT.test(sub)) return sub;
  throw new Error('The provider sent a claim "sub" that cannot be one');
}

const textOf = (claim: unknown): string | undefined =>
  typeof claim === 'string' && claim.trim() !== '' ? claim.trim() : undefined;

/** `fetch` on the guarded way out. */
function fetchThrough(outbound: Outbound): client.CustomFetch {
  return async (url, { method, headers, body, signal }) => {
    const reply = await outbound.send({
      url,
      method,
      headers: { ...headers },
      body: body === undefined || body === null ? undefined : String(body),
      signal,
      maxResponseBytes: MAX_REPLY_BYTES,
    });
    if (reply.truncated) throw new Error(`The reply has more than ${MAX_REPLY_BYTES} bytes`);
    const given = Object.entries(reply.headers).flatMap(([name, value]) =>
      [value ?? []].flat().map((one): [string, string] => [name, one]),
    );
    const hasBody = ![204, 205, 304].includes(reply.status);
    return new Response(hasBody ? new Uint8Array(reply.body) : null, {
      status: reply.status,
      headers: given,
    });
  };
}
