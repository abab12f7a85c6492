import type { FastifyReply } from 'fastify';
import { type Failure, failures } from '../lib/failures.ts';
import { setFailureHeaders } from '../lib/http/failure-headers.ts';

/** Writes a failure as JSON:API errors, one for each thing that is wrong. */
export function sendJsonApiErrors(reply: FastifyReply, failure: Failure): FastifyReply {
  setFailureHeaders(reply, failure);
  const shared = {
    status: String(failure.status),
    code: failure.code,
    title: failures[failure.code].title,
  };
  const errors =
    failure.violations.length === 0
      ? [{ ...shared, detail: failure.message }]
      : failure.violations.map(({ pointer, message }) => ({
          ...shared,
          detail: message,
          source: { pointer },
        }));
  return reply.code(failure.status).type(mediaType(reply)).send({ errors });
}

const JSON_API = 'application/vnd.api+json';

/** The official client asks for `application/vnd.api+json`; everyone else gets plain JSON. */
export function mediaType(reply: FastifyReply): string {
  return reply.request.headers.accept?.includes(JSON_API)
    ? JSON_API
    : 'application/json; charset=utf-8';
}
