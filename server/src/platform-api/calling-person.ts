import type { FastifyRequest } from 'fastify';
import { Failure } from '../lib/failures.ts';

/** The id of whoever calls a route that takes people alone (`ONESELF`). */
export function callingPerson({ caller }: Pick<FastifyRequest, 'caller'>): number {
  if (caller.kind === 'user') return caller.userId;
  throw new Failure('forbidden', 'This is about whoever is signed in');
}
