import { OAuthError } from '../errors.ts';
import { type BeginOptions, type Begun, createFlow, FLOW_SECONDS, goOn } from './flow.ts';
import { type OAuthOptions, readOptions, sealingSecrets } from './options.ts';
import { createRenewals } from './renewals.ts';
import { createSeal } from './seal.ts';
import { connectServer, type KeptGrant } from './server.ts';
import { createOAuthSession, type OAuthSession } from './session.ts';
import { memoryStore } from './store.ts';

/** Somebody in a space: a `Viewer` is one. */
export interface Person {
  spaceId: number;
  userId: number;
}

/** What people let a plugin do for them, kept by its backend for each person in each space. */
export interface Consents {
  /**
   * Where a consent is given: for `bridge.beginOAuth()`, or a redirect.
   *
   * @param person who is to consent, as the App Bridge token proves it; whoever else follows the address is refused. Without one it is for
   *   whoever follows it.
   */
  begin(person?: Person, options?: Omit<BeginOptions, 'spaceId'>): Promise<URL>;
  /**
   * Answers at the redirect URI: keeps the consent, or that it was declined, and goes to `returnTo`, or into the host's page.
   */
  callback(request: Request): Promise<Response>;
  /**
   * Acts for somebody; null without their consent, and while the plugin is suspended in the space.
   *
   * @throws ConnectionError, DeadlineError where tokens are due, and Plugboard does not answer; ApiError where it refuses the plugin itself (a wrong
   *   secret, or the platform has suspended it)
   */
  of(person: Person): Promise<OAuthSession | null>;
  /** Whether their last answer was no: they are not to be asked again until they want to. */
  hasDeclined(person: Person): Promise<boolean>;
  /** Forgets what is kept of somebody; the consent stands at Plugboard. */
  forget(person: Person): Promise<void>;
}

const DAY_SECONDS = 24 * 3600;
/** As long as refresh tokens live. */
const GRANT_SECONDS = 365 * DAY_SECONDS;
const DECLINED_SECONDS = 90 * DAY_SECONDS;

const grantKey = ({ spaceId, userId }: Person): string => `grant:${spaceId}:${userId}`;
const declinedKey = ({ spaceId, userId }: Person): string => `declined:${spaceId}:${userId}`;
const STATE = 'consent state';

/**
 * The OAuth client of a plugin whose page proves by the App Bridge token who looks, and whose backend keeps what they allowed: no cookie is needed in
 * the frame, and the plugin may act while nobody looks.
 *
 * @param options their `store` is the memory of this process by default
 *
 * @example
 * import { createConsents, storageStore } from '@plugboard/sdk/oauth';
 *
 * const store = storageStore(plugin.storage);
 * const consents = createConsents({ baseUrl, clientId, secret, redirectUri, store });
 *
 * async function fetch(request: Request): Promise<Response> {
 *   const { pathname } = new URL(request.url);
 *   if (pathname === '/oauth/callback') return consents.callback(request);
 *   const viewer = await plugin.viewer(request);
 *   // What the page's button asks for, to hand it to bridge.beginOAuth():
 *   if (pathname === '/api/connect') return Response.json({ url: await consents.begin(viewer) });
 *   const session = await consents.of(viewer);
 *   return Response.json(await session?.request('/oauth/space_info'));
 * }
 */
export function createConsents(options: OAuthOptions): Consents {
  const store = options.store ?? memoryStore();
  const settings = () => readOptions(options);
  const seal = createSeal(() => sealingSecrets(options));
  const server = connectServer(settings);
  const renewals = createRenewals(server);
  const flow = createFlow(options, settings, server);

  async function save(person: Person, kept: KeptGrant): Promise<void> {
    const key = grantKey(person);
    await store.set(key, await seal.seal(key, kept, GRANT_SECONDS), GRANT_SECONDS);
  }

  /** Unless it was forgotten, or another consent given, while tokens were renewed: they are of what was there before. */
  async function saveRenewed(person: Person, kept: KeptGrant): Promise<void> {
    const stored = await find(person);
    if (stored !== undefined && renewals.cameOf(kept, stored)) await save(person, kept);
  }

  /**
   * What Plugboard refuses may be good again later, when the plugin was suspended in the space, and so is kept. Of a public client Plugboard takes
   * refused tokens for guesses, of which there may not be many.
   */
  async function drop(person: Person, gone: KeptGrant): Promise<void> {
    if (settings().secrets.length > 0) return;
    // Unless they have consented again meanwhile.
    if ((await find(person))?.refresh === gone.refresh) await store.delete(grantKey(person));
  }

  async function find(person: Person): Promise<KeptGrant | undefined> {
    const key = grantKey(person);
    return seal.open<KeptGrant>(key, (await store.get(key)) ?? undefined);
  }

  async function keep(kept: KeptGrant): Promise<void> {
    const person = { spaceId: kept.space.id, userId: kept.user.id };
    await save(person, kept);
    await store.delete(declinedKey(person));
  }

  return {
    async begin(person, { returnTo, scopes } = {}) {
      const { spaceId, userId } = person ?? {};
      const begun = flow.begin({ spaceId, userId, returnTo });
      // Not kept here: anybody may begin.
      return flow.address(begun, await seal.seal(STATE, begun, FLOW_SECONDS), scopes);
    },
    async callback(request) {
      const url = new URL(request.url);
      const begun = await seal.open<Begun>(STATE, url.searchParams.get('state') ?? undefined);
      const { spaceId, userId, returnTo } = begun ?? {};
      try {
        const kept = await flow.finish(url, begun);
        await keep(kept);
        return goOn(returnTo, flow.home(kept.space.id));
      } catch (error) {
        if (error instanceof OAuthError && error.code === 'access_denied') {
          if (spaceId !== undefined && userId !== undefined) {
            await store.set(declinedKey({ spaceId, userId }), '1', DECLINED_SECONDS);
          }
          return goOn(returnTo, flow.home(spaceId));
        }
        const to = returnTo === undefined ? undefined : new URL(returnTo);
        return flow.fail(error, { request, spaceId, returnTo: to });
      }
    },
    async of(person) {
      const found = await find(person);
      if (found === undefined) return null;
      const kept = await renewals.current(found);
      if (kept === undefined) {
        await drop(person, found);
        return null;
      }
      if (kept.access !== found.access) await saveRenewed(person, kept);
      return createOAuthSession(kept, {
        server,
        renewals,
        save: (changed, before) => (changed ? saveRenewed(person, changed) : drop(person, before)),
      });
    },
    hasDeclined: async (person) => Boolean(await store.get(declinedKey(person))),
    async forget(person) {
      await store.delete(grantKey(person));
      await store.delete(declinedKey(person));
    },
  };
}
