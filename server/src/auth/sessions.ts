import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import { createCache } from '../lib/cache.ts';
import { announce, type Changes } from '../lib/changes.ts';
import { sha256 } from '../lib/crypto.ts';
import type { Database, Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { newSecret } from '../lib/ids.ts';
import type { Theme } from '../lib/themes.ts';
import { ownCookie } from './cookies.ts';
import {
  deleteSession,
  holdSession,
  insertSession,
  type SessionRow,
  selectSession,
} from './session-queries.ts';

/** Somebody who is signed in with this browser. */
export interface Session {
  /** SHA-256 of what its cookie holds: the same for this browser alone. */
  hash: Buffer;
  userId: number;
  email: string;
  friendlyName: string;
  isOperator: boolean;
  /** BCP 47. */
  lang: string | null;
  theme: Theme;
  /** What every form of this session carries, so that no other site can submit one. */
  csrfToken: string;
}

/** Who is signed in with a browser, by its session cookie. A session ends after its time, used or not. */
export interface Sessions {
  /** The session of a request's cookie, if it is alive. */
  read(request: FastifyRequest): Promise<Session | undefined>;
  /** Signs a user in: always a new session, never the one that the browser came with (session fixation). */
  start(tx: Db, request: FastifyRequest, reply: FastifyReply, userId: number): Promise<void>;
  /**
   * Keeps the session of a request alive until the transaction ends: for whatever makes a credential by it.
   *
   * @throws Failure `unauthorized` when it has ended, which this process may not have heard yet.
   */
  hold(tx: Db, request: FastifyRequest): Promise<void>;
  /** Signs out: at once here, and on the other nodes as soon as they hear of it. */
  end(tx: Db, request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

const MAX_CACHED = 10_000;

/** Knows sessions for as long as it hears of what ends or changes them. The cookie holds 256 random bits, of which the database has the SHA-256. */
export function createSessions(
  db: Database,
  changes: Changes,
  config: Pick<Config, 'publicUrl' | 'sessionSeconds'>,
): Sessions {
  const cookie = ownCookie(config.publicUrl, 'session');
  const cache = createCache<SessionRow>({
    maxSize: MAX_CACHED,
    changes,
    topics: { people: 'all' },
    endsAt: ({ expires_at }) => expires_at,
    load: (hash) => selectSession(db, Buffer.from(hash, 'base64')),
  });

  async function forget(tx: Db, value: string | undefined): Promise<void> {
    if (value === undefined) return;
    await deleteSession(tx, sha256(value));
    await announce(tx, 'people');
  }

  return {
    async read(request) {
      const value = request.cookies[cookie.name];
      if (value === undefined) return undefined;
      const row = await cache.get(sha256(value).toString('base64'));
      return row === undefined ? undefined : toSession(row, value);
    },
    async start(tx, request, reply, userId) {
      await forget(tx, request.cookies[cookie.name]);
      const value = newSecret('session');
      await insertSession(tx, sha256(value), userId, config.sessionSeconds);
      reply.setCookie(cookie.name, value, { ...cookie.options, maxAge: config.sessionSeconds });
    },
    async hold(tx, request) {
      const value = request.cookies[cookie.name];
      if (value !== undefined && (await holdSession(tx, sha256(value)))) return;
      throw new Failure('unauthorized', 'The session has ended: sign in again');
    },
    async end(tx, request, reply) {
      await forget(tx, request.cookies[cookie.name]);
      reply.clearCookie(cookie.name, cookie.options);
    },
  };
}

/** What the forms of a session carry whose cookie has this value. */
export const formTokenOf = (value: string): string => sha256(`csrf:${value}`).toString('base64url');

function toSession(row: SessionRow, value: string): Session {
  return {
    hash: row.hash,
    userId: row.user_id,
    email: row.email,
    friendlyName: row.friendly_name,
    isOperator: row.is_operator,
    lang: row.lang,
    theme: row.theme,
    csrfToken: formTokenOf(value),
  };
}
