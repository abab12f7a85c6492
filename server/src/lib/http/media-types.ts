import type { FastifyRequest } from 'fastify';
import { Failure } from '../failures.ts';

/** The type of HTML's forms. */
export const FORM = 'application/x-www-form-urlencoded';

const TYPES = ['application/json', 'application/vnd.api+json', FORM, 'multipart/form-data'];

/** The refusal of a body for how it is written (RFC 9110 §15.5.16): what of it is wrong, and what the route takes instead. */
export function unsupportedBody(request: FastifyRequest, problem: string): Failure {
  const types = typesTaken(request);
  const right =
    types.length === 0
      ? 'this address takes no body'
      : `send it plain, as ${types.join(', ').replace(/, ([^,]*)$/, ' or $1')}`;
  return new Failure('unsupported_media_type', `${problem}; ${right}`);
}

function typesTaken({ server, routeOptions }: FastifyRequest): string[] {
  const types = TYPES.filter((type) => server.hasContentTypeParser(type));
  // Who reads forms checks them by hand, without a schema.
  return routeOptions.schema?.body === undefined && !types.includes(FORM) ? [] : types;
}
