import type { FastifyRequest } from 'fastify';
import type { Db } from '../lib/db.ts';
import type { PortalSessions } from './portal-sessions.ts';
import type { Session, Sessions } from './sessions.ts';

/** Whose browser shows a page: somebody's who is signed in, or who came by the link to a portal. */
export interface Visitor extends Session {
  /** For whom all other spaces are not there: who came by a link. */
  onlySpace?: number;
}

/** Where they are looked up. */
export interface VisitorDeps {
  sessions: Sessions;
  portalSessions: PortalSessions;
}

/** Whose browser sent a request. Who is signed in is that, also where they came by a link besides. */
export const readVisitor = async (
  { sessions, portalSessions }: VisitorDeps,
  request: FastifyRequest,
): Promise<Visitor | undefined> =>
  (await sessions.read(request)) ?? (await portalSessions.read(request));

/**
 * Keeps what says who they are alive until the transaction ends: for whatever makes a credential by it.
 *
 * @throws Failure `unauthorized` when it has ended.
 */
export const holdVisitor = (
  { sessions, portalSessions }: VisitorDeps,
  tx: Db,
  request: FastifyRequest,
  { onlySpace }: Visitor,
): Promise<void> =>
  onlySpace === undefined ? sessions.hold(tx, request) : portalSessions.hold(tx, request);
