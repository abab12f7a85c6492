import { ConnectionError, DeadlineError, OAuthError, type PlugboardError } from '../errors.ts';
import { onErrorOf } from '../options.ts';
import { redirect } from './cookies.ts';
import { failurePage } from './failure-page.ts';
import { createOnce } from './once.ts';
import type { FailureContext, OAuthOptions, OAuthSettings } from './options.ts';
import { ownAddress } from './own-origin.ts';
import { challengeOf, randomText } from './random.ts';
import type { AuthorizationServer, KeptGrant } from './server.ts';

/** How long somebody has on the pages of Plugboard, in seconds. */
export const FLOW_SECONDS = 600;

/** Of an address to return to, in full: it is kept in a cookie, or in an address, and anybody can make a link with a long one. */
const MOST_RETURN_BYTES = 1024;

/** What is remembered from the way there for the way back. */
export interface Begun {
  /** Names this one: it ends once. */
  id: string;
  verifier: string;
  spaceId?: number | undefined;
  userId?: number | undefined;
  /** In full, and the plugin's own. */
  returnTo?: string | undefined;
}

/** What may be said at the beginning. */
export interface BeginOptions {
  /** The space that is meant; without it the person chooses. */
  spaceId?: number | undefined;
  /** Where the browser goes afterwards, at the plugin's own origin. Another address is as if it were not given, and so is one of more than 1,024 bytes. */
  returnTo?: string | URL | null | undefined;
  /** Less than the plugin's `scopes`, or some that are optional. */
  scopes?: readonly string[] | undefined;
}

/** The way to Plugboard and back. */
export interface Flow {
  options: OAuthOptions;
  settings(): OAuthSettings;
  begin(given: BeginOptions & { userId?: number | undefined }): Begun;
  /** Where the browser is sent. */
  address(begun: Begun, state: string, scopes: readonly string[] | undefined): Promise<URL>;
  /**
   * What the browser brings back, exchanged.
   *
   * @param begun undefined where this browser began nothing of the kind
   * @throws OAuthError, ConnectionError, DeadlineError
   */
  finish(url: URL, begun: Begun | undefined): Promise<KeptGrant>;
  /** Where people go on in the host's product. */
  home(spaceId: number | undefined): URL;
  /** Says what went wrong. @throws what is no matter of the person's */
  fail(
    error: unknown,
    context: Omit<FailureContext, 'home'>,
    cookies?: string[],
  ): Promise<Response>;
}

/** The way there and back, between the plugin and its authorization server. */
export function createFlow(
  options: OAuthOptions,
  settings: () => OAuthSettings,
  server: AuthorizationServer,
): Flow {
  const once = createOnce(options.store, FLOW_SECONDS);
  const home: Flow['home'] = (spaceId) => {
    if (options.home !== undefined) return new URL(options.home(spaceId));
    const { publicUrl, clientId } = settings();
    const which = options.placement === 'toolbar' ? 'tool' : 'app';
    const url = new URL(`${publicUrl}/oauth/${which}_redirect`);
    url.searchParams.set('client_id', clientId);
    if (spaceId !== undefined) url.searchParams.set('space_id', String(spaceId));
    return url;
  };
  return {
    options,
    settings,
    begin: ({ spaceId, userId, returnTo }) => ({
      id: randomText(),
      verifier: randomText(),
      spaceId,
      userId,
      returnTo: shortOf(ownAddress(returnTo, settings().origin)?.href),
    }),
    async address({ verifier, spaceId }, state, scopes = options.scopes) {
      const { publicUrl, clientId, redirectUri } = settings();
      const url = new URL(`${publicUrl}/oauth/authorize`);
      const parameters: Record<string, string> = {
        client_id: clientId,
        response_type: 'code',
        redirect_uri: redirectUri,
        state,
        code_challenge: await challengeOf(verifier),
        code_challenge_method: 'S256',
        ...(scopes !== undefined && { scope: scopes.join(' ') }),
        ...(spaceId !== undefined && { space_id: String(spaceId) }),
      };
      url.search = String(new URLSearchParams(parameters));
      return url;
    },
    async finish({ searchParams }, begun) {
      if (begun === undefined || !once.isFirst(begun.id)) throw wrongState();
      refuseOtherIssuer(searchParams.get('iss'), options, settings());
      const error = searchParams.get('error');
      if (error !== null) throw refusedBy(error);
      const code = searchParams.get('code');
      if (!code) throw refusedBy('invalid_request');
      if (await once.hasEnded(begun.id)) throw wrongState();
      const kept = await server.exchange(code, begun.verifier);
      await once.end(begun.id);
      if (begun.userId !== undefined && begun.userId !== kept.user.id) throw otherPerson();
      if (begun.spaceId !== undefined && begun.spaceId !== kept.space.id) throw otherPerson();
      return kept;
    },
    home,
    async fail(error, context, cookies = []) {
      if (!isForPeople(error)) throw error;
      if (isOurMatter(error)) onErrorOf(options)(error);
      const all = { ...context, home: home(context.spaceId) };
      const response = (await options.onFailure?.(error, all)) ?? failurePage(error, all.home);
      return withCookies(response, cookies);
    },
  };
}

const shortOf = (address: string | undefined) =>
  address !== undefined && address.length <= MOST_RETURN_BYTES ? address : undefined;

/** The same response, with cookies. */
export function withCookies(response: Response, cookies: readonly string[]): Response {
  if (cookies.length === 0) return response;
  // Those of Response.redirect() cannot be added to.
  const headers = new Headers(response.headers);
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  const { status, statusText, body } = response;
  return new Response(body, { status, statusText, headers });
}

/** Goes where the browser was to go, or home. */
export const goOn = (returnTo: string | undefined, home: URL, cookies: readonly string[] = []) =>
  redirect(returnTo ?? home, cookies);

const isForPeople = (error: unknown): error is PlugboardError =>
  error instanceof OAuthError || error instanceof ConnectionError || error instanceof DeadlineError;

/** What the token endpoint refuses for another reason than a code that was used or is old. */
const isOurMatter = (error: PlugboardError): boolean =>
  !(error instanceof OAuthError) || (error.cause !== undefined && error.code !== 'invalid_grant');

/** RFC 9207: an answer of another server is none, since it would be told the code. */
function refuseOtherIssuer(
  iss: string | null,
  { compatibility }: OAuthOptions,
  { publicUrl }: OAuthSettings,
): void {
  const isRight = iss === null ? compatibility === 'storyblok' : iss === publicUrl;
  if (!isRight) {
    throw new OAuthError('wrong_issuer', 'This did not come from Plugboard. Go back.');
  }
}

const wrongState = () =>
  new OAuthError(
    'wrong_state',
    'This was finished already, took too long, or was begun in another browser. Go back, and begin again.',
  );

const otherPerson = () =>
  new OAuthError(
    'other_person',
    'Somebody else allowed this, or for another space. Go back, and begin again.',
  );

/** Not in the words of the address, which anybody can write. */
function refusedBy(error: string): OAuthError {
  if (error === 'access_denied') {
    return new OAuthError(error, 'You did not allow this, so it was not done.');
  }
  const code = /^[a-z_]{1,40}$/.test(error) ? error : 'invalid_request';
  return new OAuthError(code, 'Plugboard refused this. Go back, and begin again.');
}
