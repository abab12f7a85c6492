import type { FastifyRequest } from 'fastify';
import type { Caller } from '../auth/principals.ts';

/** Who did something, in a word: `system` is the server itself, and whoever is at its command line. */
export type ActorKind = 'host' | 'user' | 'plugin' | 'system';

/** Who does something. The id is of a host key (null for the one of the settings), a user or a plugin. */
export interface Actor {
  kind: ActorKind;
  id: number | null;
}

/** What is known of whoever changes something, for the entry that tells of it. */
export interface Doing {
  actor: Actor;
  /** As it is logged; null for what no request asked for. */
  requestId: string | null;
  address: string | null;
  userAgent: string | null;
  /** Only where nothing else says it: who stands at the command line. */
  name?: string;
}

/** What the caller of a route does that says who may call it. */
export const doingOf = (request: FastifyRequest): Doing =>
  doingAs(request, actorOf(request.caller));

/** What somebody does by a page, where a session says who they are. */
export const doingOfUser = (request: FastifyRequest, userId: number): Doing =>
  doingAs(request, { kind: 'user', id: userId });

/** What is done to a request of somebody who has not shown who they are: by the server. */
export const doingOfNobody = (request: FastifyRequest): Doing =>
  doingAs(request, { kind: 'system', id: null });

/** What the server does by itself. */
export const BY_ITSELF: Doing = {
  actor: { kind: 'system', id: null },
  requestId: null,
  address: null,
  userAgent: null,
};

/** What is done by whoever is at the command line of the server. */
export const AT_COMMAND_LINE: Doing = { ...BY_ITSELF, name: 'command line' };

const doingAs = (request: FastifyRequest, actor: Actor): Doing => ({
  actor,
  requestId: request.id,
  // Of a connection that has closed meanwhile there is none.
  address: request.ip ?? null,
  userAgent: request.headers['user-agent'] ?? null,
});

function actorOf(caller: Caller): Actor {
  switch (caller.kind) {
    case 'host':
      return { kind: 'host', id: caller.hostKeyId };
    case 'user':
      return { kind: 'user', id: caller.userId };
    case 'plugin':
      return { kind: 'plugin', id: caller.pluginId };
  }
}
