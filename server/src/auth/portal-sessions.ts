import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import { createCache } from '../lib/cache.ts';
import { announce, type Changes } from '../lib/changes.ts';
import { sha256 } from '../lib/crypto.ts';
import type { Database, Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { newSecret } from '../lib/ids.ts';
import { ownCookie } from './cookies.ts';
import { type PortalPlace, usePortalLink } from './portal-link-queries.ts';
import {
  deletePortalSession,
  holdPortalSession,
  type PortalSessionRow,
  selectPortalSession,
} from './portal-session-queries.ts';
import { formTokenOf, type Session } from './sessions.ts';

/** Somebody whom the host let into the console of one space, with this browser. */
export interface PortalSession extends Session {
  /** The space. */
  onlySpace: number;
}

/** Who came by the link to a portal, by a cookie beside that of who is signed in. */
export interface PortalSessions {
  /** The session of a request's cookie, if it is alive. */
  read(request: FastifyRequest): Promise<PortalSession | undefined>;
  /** Whether the browser came by a link at some time, also where that session has ended. */
  isKnown(request: FastifyRequest): boolean;
  /** Uses a link up, of which the SHA-256 is given: a new session in place of the one that the browser came with. Undefined for a link that does not work. */
  start(
    tx: Db,
    request: FastifyRequest,
    reply: FastifyReply,
    linkHash: Buffer,
  ): Promise<PortalPlace | undefined>;
  /**
   * Keeps the session of a request alive until the transaction ends: for whatever makes a credential by it.
   *
   * @throws Failure `unauthorized` when it has ended, which this process may not have heard yet.
   */
  hold(tx: Db, request: FastifyRequest): Promise<void>;
  /** Ends it: at once here, and on the other nodes as soon as they hear of it. */
  end(tx: Db, request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

const MAX_CACHED = 10_000;
/** A day of work. */
const LIFE_SECONDS = 8 * 3600;
/** Longer than the session lives: whoever comes back is told that it has ended, and not asked for a password that they have none of. */
const COOKIE_SECONDS = 30 * 86_400;

/** Knows sessions of portals for as long as it hears of what ends or changes them. The cookie holds 256 random bits, of which the database has the SHA-256. */
export function createPortalSessions(
  db: Database,
  changes: Changes,
  config: Pick<Config, 'publicUrl'>,
): PortalSessions {
  const cookie = ownCookie(config.publicUrl, 'portal');
  const cache = createCache<PortalSessionRow>({
    maxSize: MAX_CACHED,
    changes,
    topics: { people: 'all' },
    endsAt: ({ expires_at }) => expires_at,
    load: (hash) => selectPortalSession(db, Buffer.from(hash, 'base64')),
  });

  async function forget(tx: Db, value: string | undefined): Promise<void> {
    if (value === undefined) return;
    await deletePortalSession(tx, sha256(value));
    await announce(tx, 'people');
  }

  return {
    async read(request) {
      const value = request.cookies[cookie.name];
      if (value === undefined) return undefined;
      const row = await cache.get(sha256(value).toString('base64'));
      return row === undefined ? undefined : toSession(row, value);
    },
    isKnown: (request) => request.cookies[cookie.name] !== undefined,
    async start(tx, request, reply, linkHash) {
      const value = newSecret('portal_session');
      const used = await usePortalLink(tx, linkHash, sha256(value), LIFE_SECONDS);
      if (used === undefined) return undefined;
      await forget(tx, request.cookies[cookie.name]);
      reply.setCookie(cookie.name, value, { ...cookie.options, maxAge: COOKIE_SECONDS });
      return { userId: used.user_id, spaceId: used.space_id };
    },
    async hold(tx, request) {
      const value = request.cookies[cookie.name];
      if (value !== undefined && (await holdPortalSession(tx, sha256(value)))) return;
      throw new Failure('unauthorized', 'The portal has ended: open it again');
    },
    async end(tx, request, reply) {
      await forget(tx, request.cookies[cookie.name]);
      reply.clearCookie(cookie.name, cookie.options);
    },
  };
}

const toSession = (row: PortalSessionRow, value: string): PortalSession => ({
  hash: row.hash,
  userId: row.user_id,
  email: row.email,
  friendlyName: row.friendly_name,
  isOperator: false,
  lang: row.lang,
  theme: row.theme,
  csrfToken: formTokenOf(value),
  onlySpace: row.space_id,
});
