import type { FastifyError, FastifyRequest } from 'fastify';
import { Failure, type FailureCode, failures } from '../failures.ts';

/**
 * The failure of a request whose path names what cannot exist, such as `/installs/x`: it is missing, like `/installs/999`, and not an
 * invalid request. Undefined for every other error. Of several such parts of a path, the first is missing.
 */
export function missingThing(
  { validation = [], validationContext }: FastifyError,
  request: FastifyRequest,
): Failure | undefined {
  if (validationContext !== 'params') return undefined;
  const wrong = new Set(validation.map(({ instancePath }) => instancePath.slice(1)));
  const parts = (request.routeOptions.url ?? '').split('/');
  const at = parts.findIndex((part) => part.startsWith(':') && wrong.has(part.slice(1)));
  const name = parts[at]?.slice(1);
  if (name === undefined) return undefined;
  const thing = thingNamed(name, parts[at - 1] ?? '', request.method);
  return new Failure(
    codeFor(thing),
    `There is no ${thing.replaceAll('_', ' ')} ${asSent(request, at)}`,
  );
}

// Among the parsed parameters it may be a number by now, and another one above 2^53.
function asSent(request: FastifyRequest, at: number): string {
  return decodeURIComponent(pathOfRequest(request).split('/')[at] ?? '');
}

/** The address of a request without its query. */
export function pathOfRequest({ url }: FastifyRequest): string {
  const [path = ''] = url.split('?', 1);
  return path;
}

// `/installs/:id` names an install. PUT makes what its path ends with, so that there something else is missing: `members/:user_id` a user.
function thingNamed(parameter: string, collection: string, method: string): string {
  if (parameter === 'step') return 'step';
  if (method === 'PUT' && parameter.endsWith('_id')) return parameter.slice(0, -'_id'.length);
  return collection.replace(/s$/, '');
}

function codeFor(thing: string): FailureCode {
  const code = `${thing}_not_found`;
  return Object.hasOwn(failures, code) ? (code as FailureCode) : 'not_found';
}
