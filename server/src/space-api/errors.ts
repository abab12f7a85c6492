import type { FastifyReply } from 'fastify';
import { Failure, type Violation } from '../lib/failures.ts';
import { setFailureHeaders } from '../lib/http/failure-headers.ts';

/** All that anybody is told of what is not there, or not theirs. */
const MISSING = ['This record could not be found'];

/** For whatever a caller may not know of: it is answered like what does not exist. */
export const noRecord = (): Failure => new Failure('not_found', 'There is no such record');

/**
 * Writes a failure as Storyblok's clients know it: 404 as an array of messages, 422 as messages by field, the rest as `{"error"}`.
 */
export function sendSpaceApiError(reply: FastifyReply, failure: Failure): FastifyReply {
  setFailureHeaders(reply, failure);
  const status = statusOf(failure);
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(bodyOf(status, failure)));
}

// What conflicts with what is there is invalid on this surface.
const INVALID = [409, 412];

function statusOf({ code, status }: Failure): number {
  return INVALID.includes(status) || code === 'value_too_large' ? 422 : status;
}

function bodyOf(status: number, failure: Failure): unknown {
  if (status === 404) return MISSING;
  if (status === 422) return messagesByField(failure);
  return { error: failure.message };
}

function messagesByField({ violations, message }: Failure): Record<string, string[]> {
  if (violations.length === 0) return { base: [message] };
  const fields = new Map<string, string[]>();
  for (const violation of violations) {
    const [field, text] = fieldOf(violation);
    fields.set(field, [...(fields.get(field) ?? []), text]);
  }
  return Object.fromEntries(fields);
}

const ENVELOPES = ['app', 'app_provision', 'app_setting'];

// The envelope is no field; what is within a field is said in the message.
function fieldOf({ pointer, message }: Violation): [field: string, message: string] {
  const parts = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const [first = 'base', ...rest] =
    parts.length > 1 && ENVELOPES.includes(parts[0] ?? '') ? parts.slice(1) : parts;
  return [first, rest.length === 0 ? message : `${rest.join('.')} ${message}`];
}
