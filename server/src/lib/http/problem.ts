import type { FastifyReply } from 'fastify';
import { type Failure, failures } from '../failures.ts';
import { setFailureHeaders } from './failure-headers.ts';

/** Writes a failure as problem details (RFC 9457) with our stable `code`, and `errors` for each thing that is wrong. */
export function sendProblem(reply: FastifyReply, failure: Failure): FastifyReply {
  setFailureHeaders(reply, failure);
  return reply
    .code(failure.status)
    .type('application/problem+json')
    .send({
      type: 'about:blank',
      status: failure.status,
      code: failure.code,
      title: failures[failure.code].title,
      detail: failure.message,
      ...failure.quota,
      ...(failure.violations.length > 0 && { errors: failure.violations }),
    });
}
