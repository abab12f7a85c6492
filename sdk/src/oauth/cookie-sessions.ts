import {
  bytesOf,
  bytesOfSet,
  clearCookie,
  MOST_SESSION_BYTES,
  readCookies,
  setCookie,
  withoutRoom,
} from './cookies.ts';
import { randomText } from './random.ts';
import type { Seal } from './seal.ts';
import type { KeptGrant } from './server.ts';
import { isOf, type SessionOwner } from './session.ts';
import type { OAuthStore } from './store.ts';

/** Where sessions are kept: one for each space, in a cookie of its own, with the tokens in it or in a store. */
export interface CookieSessions {
  /** The newest that may be theirs. */
  find(request: Request, owner: SessionOwner): Promise<FoundSession | undefined>;
  /** All that the browser has. */
  all(request: Request): Promise<FoundSession[]>;
  /** Begins one, and ends the oldest where there are too many. Answers the cookies. */
  begin(request: Request, kept: KeptGrant): Promise<string[]>;
  /** Keeps changed tokens, and ends the oldest of the others where there is no room any more. Answers the cookies that changed. */
  save(request: Request, found: FoundSession, kept: KeptGrant): Promise<string[]>;
  /** Ends one. Answers the cookies. */
  end(found: FoundSession): Promise<string[]>;
}

/** A session of a browser. */
export interface FoundSession {
  /** Of its cookie. */
  name: string;
  begun: BegunSession;
  kept: KeptGrant;
}

/** What never changes of a session. */
interface BegunSession {
  /** In milliseconds since 1970. */
  at: number;
  /** The place of its tokens in the store, where there is one. */
  id?: string | undefined;
}

/** What the cookie holds. */
type InCookie = BegunSession & { kept?: KeptGrant };

/** Sessions of a browser, if they have room. */
const MOST = 4;

/** What they are made of. */
export interface CookieSessionParts {
  seal: Seal;
  store: OAuthStore | undefined;
  clientId(): string;
  /** How long a session lives. */
  seconds: number;
}

/** @see CookieSessions */
export function createCookieSessions(parts: CookieSessionParts): CookieSessions {
  const { seal, store, clientId, seconds } = parts;
  // Several plugins may live at one origin.
  const prefix = () =>
    `__Host-plugboard_${clientId()
      .replaceAll(/[^\w-]/g, '')
      .slice(0, 8)}_`;
  const nameOf = (spaceId: number) => prefix() + spaceId;
  const keyOf = (id: string) => `session:${id}`;

  async function open(name: string, value: string | undefined): Promise<FoundSession | undefined> {
    const held = await seal.open<InCookie>(name, value);
    if (held === undefined) return undefined;
    const { at, id, kept = id && (await fromStore(id)) } = held;
    return kept ? { name, begun: { at, id }, kept } : undefined;
  }
  const fromStore = async (id: string) =>
    seal.open<KeptGrant>(keyOf(id), (await store?.get(keyOf(id))) ?? undefined);

  async function write(name: string, begun: BegunSession, kept: KeptGrant): Promise<string> {
    const left = (begun.at - Date.now()) / 1000 + seconds;
    const { id } = begun;
    if (id !== undefined) {
      await store?.set(keyOf(id), await seal.seal(keyOf(id), kept, left), left);
    }
    const held: InCookie = id === undefined ? { ...begun, kept } : begun;
    return setCookie(name, await seal.seal(name, held, left), left);
  }

  const ownCookies = (request: Request) =>
    [...readCookies(request)].filter(([name]) => name.startsWith(prefix()));

  async function all(request: Request): Promise<FoundSession[]> {
    const own = ownCookies(request);
    const found = await Promise.all(own.map(([name, value]) => open(name, value)));
    return found.filter((one) => one !== undefined).sort((a, b) => b.begun.at - a.begun.at);
  }

  return {
    all,
    async find(request, owner) {
      const { spaceId } = owner;
      if (spaceId === undefined) return (await all(request)).find(({ kept }) => isOf(kept, owner));
      const name = nameOf(spaceId);
      const found = await open(name, readCookies(request).get(name));
      return found && isOf(found.kept, owner) ? found : undefined;
    },
    async begin(request, kept) {
      const name = nameOf(kept.space.id);
      const begun = { at: Date.now(), id: store === undefined ? undefined : randomText() };
      const cookie = await write(name, begun, kept);
      // Whatever was there under this name is nobody's any more.
      const old = await open(name, readCookies(request).get(name));
      if (old?.begun.id) await store?.delete(keyOf(old.begun.id));
      return [cookie, ...(await endWithoutRoom(request, name, cookie))];
    },
    async save(request, { name, begun }, kept) {
      // It may have ended while tokens were renewed, and is not to come back.
      if (begun.id !== undefined && !(await store?.get(keyOf(begun.id)))) return [];
      const cookie = await write(name, begun, kept);
      if (begun.id !== undefined) return [];
      return [cookie, ...(await endWithoutRoom(request, name, cookie))];
    },
    end,
  };

  /** Ends what has no room beside a cookie: the oldest, and before them what does not open any more. */
  async function endWithoutRoom(request: Request, name: string, cookie: string): Promise<string[]> {
    const found = await all(request);
    const opened = found.map((one) => one.name);
    const own = ownCookies(request);
    const unopened = own.map(([one]) => one).filter((one) => !opened.includes(one));
    const others = [...opened, ...unopened]
      .filter((one) => one !== name)
      .map((one) => ({ name: one, bytes: bytesOf(one, new Map(own).get(one) ?? '') }));
    const bytes = MOST_SESSION_BYTES - bytesOfSet(cookie);
    const left = withoutRoom(others, { bytes, count: MOST - 1 });
    await Promise.all(found.filter((one) => left.has(one.name)).map(end));
    return [...left].map(clearCookie);
  }

  async function end({ name, begun: { id } }: FoundSession): Promise<string[]> {
    if (id !== undefined) await store?.delete(keyOf(id));
    return [clearCookie(name)];
  }
}
