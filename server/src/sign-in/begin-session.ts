import type { FastifyReply, FastifyRequest } from 'fastify';
import { deleteEmbedVisitsOf } from '../app-bridge/visit-queries.ts';
import { doingOfUser } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import type { PortalSession } from '../auth/portal-sessions.ts';
import type { Session } from '../auth/sessions.ts';
import type { VisitorDeps } from '../auth/visitors.ts';
import type { Db } from '../lib/db.ts';

/** A browser's request, and what answers it. */
interface Exchange {
  request: FastifyRequest;
  reply: FastifyReply;
}

/**
 * Signs somebody in, which stands in the audit log. A portal that the browser is in as somebody else ends: once this session is over it would
 * come forth again.
 */
export async function beginSession(
  tx: Db,
  deps: VisitorDeps,
  { request, reply }: Exchange,
  userId: number,
): Promise<void> {
  await deps.sessions.start(tx, request, reply, userId);
  await record(tx, doingOfUser(request, userId), { action: 'session.started', target: userId });
  const portal = await deps.portalSessions.read(request);
  if (portal === undefined || portal.userId === userId) return;
  await deps.portalSessions.end(tx, request, reply);
  await recordPortalEnd(tx, request, portal);
  await deleteEmbedVisitsOf(tx, portal.userId);
}

/** Signs somebody out, which stands in the audit log. */
export async function endSession(
  tx: Db,
  { sessions }: VisitorDeps,
  { request, reply }: Exchange,
  { userId: target }: Session,
): Promise<void> {
  await sessions.end(tx, request, reply);
  await record(tx, doingOfUser(request, target), { action: 'session.ended', target });
}

/** Has it stand in the audit log that somebody's session in a portal has ended. */
export async function recordPortalEnd(
  tx: Db,
  request: FastifyRequest,
  { userId: target, onlySpace: spaceId }: PortalSession,
): Promise<void> {
  const ended = { action: 'portal_session.ended', target, spaceId } as const;
  await record(tx, doingOfUser(request, target), ended);
}
