import type { FastifyReply } from 'fastify';
import { type Failure, failures } from '../lib/failures.ts';
import { setFailureHeaders } from '../lib/http/failure-headers.ts';
import { mediaType } from './replies.ts';

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
