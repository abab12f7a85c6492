import type { FastifyRequest } from 'fastify';
import { ownReaderOf, type UserCaller } from '../auth/principals.ts';
import { Failure } from '../lib/failures.ts';
import type { Reader } from '../reach.ts';

type Calling = Pick<FastifyRequest, 'caller'>;

/** The id of whoever calls a route that takes people alone (`ONESELF`). */
export const callingPerson = (request: Calling): number => personCalling(request).userId;

/** On whose behalf statements read what is theirs, for such a route that portals open. */
export const callingReader = (request: Calling): Exclude<Reader, null> =>
  ownReaderOf(personCalling(request));

/** Whoever calls such a route, with what they came by. */
export function personCalling({ caller }: Calling): UserCaller {
  if (caller.kind === 'user') return caller;
  throw new Failure('forbidden', 'This is about whoever is signed in');
}
