import { createCookieSessions, type FoundSession } from './cookie-sessions.ts';
import {
  bytesOf,
  bytesOfSet,
  clearCookie,
  MOST_STATE_BYTES,
  readCookies,
  redirect,
  setCookie,
  withoutRoom,
} from './cookies.ts';
import {
  type BeginOptions,
  type Begun,
  createFlow,
  FLOW_SECONDS,
  goOn,
  withCookies,
} from './flow.ts';
import { type OAuthOptions, readOptions, sealingSecrets } from './options.ts';
import { isFromOwnPage, isInFrame, ownAddress } from './own-origin.ts';
import { randomText } from './random.ts';
import { createRenewals } from './renewals.ts';
import { createSeal } from './seal.ts';
import { connectServer, type KeptGrant } from './server.ts';
import { createOAuthSession, type OAuthSession, type SessionOwner } from './session.ts';

/** A session that the browser brought along. */
export interface CookieSession extends OAuthSession {
  /** The `Set-Cookie` of what has changed: tokens that were renewed. Without any, no header. */
  headers(): Headers;
  /**
   * The same response with {@link CookieSession.headers}. A public client loses its session without it; one with a secret renews again.
   *
   * @example
   * return session.commit(Response.json({ name: session.user.friendlyName }));
   */
  commit(response: Response): Response;
}

/** How a session is ended. */
export interface SignOutOptions {
  /** The space that is meant; without it all sessions of the browser are. */
  spaceId?: number | undefined;
  /** Where the browser goes afterwards, at the plugin's own origin; without it the answer is 204. */
  returnTo?: string | URL | null | undefined;
}

/** Signs people in at a plugin, with sessions in cookies. Each part is a fetch handler. */
export interface OAuth {
  /**
   * Sends the browser to Plugboard, where the person allows it; who has done so is not asked again. In a frame of the host's page it comes back at
   * once, or the host's page leads its window there.
   */
  authorize(request: Request, options?: BeginOptions): Promise<Response>;
  /**
   * Answers at the redirect URI: begins a session, and goes to `returnTo`; without one, into the host's page (in a frame, to the page that the
   * frame came from).
   */
  callback(request: Request): Promise<Response>;
  /**
   * The session that came with a request, with a good access token; null where there is none, or none any more. Null, too, for what another site's
   * page sent: with a method that changes something (anything but GET, HEAD and OPTIONS), or with an `Origin`, it must come from a page of
   * the plugin's own. A GET is to change nothing.
   *
   * @param owner whose it has to be. A browser has one session for each space: name the space that the page is about, best by its
   *   `Viewer`. Without it, it is the one that was begun last.
   * @throws ConnectionError, DeadlineError where tokens are due, and Plugboard does not answer; ApiError where it refuses the plugin itself (a wrong
   *   secret, or the platform has suspended it)
   */
  session(request: Request, owner?: SessionOwner): Promise<CookieSession | null>;
  /** Ends sessions, and their tokens at Plugboard; the consent stands. Takes a POST from a page of the plugin's own. */
  signOut(request: Request, options?: SignOutOptions): Promise<Response>;
}

/** Options of {@link createOAuth}. */
export interface CookieOAuthOptions extends OAuthOptions {
  /** How long a session lives, in seconds: 30 days. */
  sessionSeconds?: number | undefined;
}

const SESSION_SECONDS = 30 * 24 * 3600;
/** Ways to Plugboard that one browser may have begun at the same time. */
const MOST_FLOWS = 5;
const STATE_PREFIX = '__Host-plugboard_state_';

/**
 * The OAuth client of a plugin with pages: the authorization code grant with PKCE (RFC 6749, 7636, 9207), and sessions in cookies that are
 * sealed, and kept apart by the site around a frame.
 *
 * @example
 * import { createOAuth } from '@plugboard/sdk/oauth';
 *
 * const oauth = createOAuth({
 *   baseUrl: process.env.PLUGBOARD_URL,
 *   clientId: process.env.PLUGBOARD_CLIENT_ID,
 *   secret: process.env.PLUGBOARD_CLIENT_SECRET,
 *   redirectUri: 'https://plugin.example.com/oauth/callback',
 * });
 *
 * async function fetch(request: Request): Promise<Response> {
 *   const { pathname, search, searchParams } = new URL(request.url);
 *   if (pathname === '/oauth/callback') return oauth.callback(request);
 *   // The host's page says in the address which space it shows.
 *   const spaceId = Number(searchParams.get('space_id')) || undefined;
 *   const session = await oauth.session(request, { spaceId });
 *   if (session === null) return oauth.authorize(request, { spaceId, returnTo: pathname + search });
 *   return session.commit(new Response(`Hello, ${session.user.friendlyName}`));
 * }
 */
export function createOAuth(options: CookieOAuthOptions): OAuth {
  const settings = () => readOptions(options);
  const seal = createSeal(() => sealingSecrets(options));
  const server = connectServer(settings);
  const renewals = createRenewals(server);
  const flow = createFlow(options, settings, server);
  const sessions = createCookieSessions({
    seal,
    store: options.store,
    clientId: () => settings().clientId,
    seconds: options.sessionSeconds ?? SESSION_SECONDS,
  });

  async function find(request: Request, owner: SessionOwner): Promise<CookieSession | null> {
    const found = await sessions.find(request, owner);
    const kept = found && (await renewals.current(found.kept));
    if (found === undefined || kept === undefined) return null;
    const isSame = kept.access === found.kept.access;
    const cookies = isSame ? [] : await sessions.save(request, found, kept);
    return cookieSession({ request, found, kept, cookies });
  }

  function cookieSession(first: {
    request: Request;
    found: FoundSession;
    kept: KeptGrant;
    cookies: string[];
  }) {
    const { request, found, kept } = first;
    let { cookies } = first;
    const save = async (changed: KeptGrant | undefined) => {
      cookies = await (changed ? sessions.save(request, found, changed) : sessions.end(found));
    };
    // With its accessors: what they answer changes when tokens are renewed.
    return Object.assign(createOAuthSession(kept, { server, renewals, save }), {
      headers: () => new Headers(cookies.map((cookie): [string, string] => ['set-cookie', cookie])),
      commit: (response: Response) => withCookies(response, cookies),
    });
  }

  async function signOut(found: FoundSession): Promise<string[]> {
    renewals.forget(found.kept);
    // Signed out they are here, whether Plugboard hears of it or not.
    await server.revoke(found.kept).catch(() => undefined);
    return sessions.end(found);
  }

  return {
    async authorize(request, given = {}) {
      const state = randomText();
      const name = stateName(state);
      const from = isInFrame(request) ? request.headers.get('referer') : undefined;
      const begun = flow.begin({ ...given, returnTo: given.returnTo ?? from });
      const sealed = await seal.seal(name, { ...begun, state }, FLOW_SECONDS);
      const cookie = setCookie(name, sealed, FLOW_SECONDS);
      return redirect(await flow.address(begun, state, given.scopes), [
        cookie,
        ...statesWithoutRoom(request, cookie).map(clearCookie),
      ]);
    },
    async callback(request) {
      if (request.method !== 'GET') return refuse(405, 'Send a GET', { allow: 'GET' });
      const url = new URL(request.url);
      const state = url.searchParams.get('state') ?? '';
      const name = stateName(state);
      const value = readCookies(request).get(name);
      const opened = await seal.open<Begun & { state: string }>(name, value);
      const begun = opened?.state === state ? opened : undefined;
      const used = value === undefined ? [] : [clearCookie(name)];
      try {
        const kept = await flow.finish(url, begun);
        const cookies = [...used, ...(await sessions.begin(request, kept))];
        const { origin } = settings();
        const home = isInFrame(request) ? new URL('/', origin) : flow.home(kept.space.id);
        return goOn(begun?.returnTo, home, cookies);
      } catch (error) {
        const returnTo = begun?.returnTo === undefined ? undefined : new URL(begun.returnTo);
        return flow.fail(error, { request, spaceId: begun?.spaceId, returnTo }, used);
      }
    },
    session: async (request, owner = {}) =>
      isFromOwnPage(request, settings().origin) ? find(request, owner) : null,
    async signOut(request, { spaceId, returnTo } = {}) {
      if (request.method !== 'POST') return refuse(405, 'Send a POST', { allow: 'POST' });
      const { origin } = settings();
      if (!isFromOwnPage(request, origin)) {
        return refuse(403, 'Only a page of this plugin can sign you out');
      }
      const all = await sessions.all(request);
      const meant = all.filter(({ kept }) => spaceId === undefined || kept.space.id === spaceId);
      const cookies = (await Promise.all(meant.map(signOut))).flat();
      const to = ownAddress(returnTo, origin);
      return to === undefined
        ? withCookies(new Response(null, { status: 204 }), cookies)
        : redirect(to, cookies);
    },
  };
}

/** Browsers send those first that are the oldest (RFC 6265 §5.4). */
function statesWithoutRoom(request: Request, cookie: string): string[] {
  const others = [...readCookies(request)]
    .filter(([name]) => name.startsWith(STATE_PREFIX))
    .map(([name, value]) => ({ name, bytes: bytesOf(name, value) }))
    .reverse();
  const bytes = MOST_STATE_BYTES - bytesOfSet(cookie);
  return [...withoutRoom(others, { bytes, count: MOST_FLOWS - 1 })];
}

/** A browser may have begun several times: each has a cookie of its own. */
const stateName = (state: string): string =>
  STATE_PREFIX + state.replaceAll(/[^\w-]/g, '').slice(0, 16);

const refuse = (status: number, message: string, headers: Record<string, string> = {}) =>
  new Response(message, { status, headers });
