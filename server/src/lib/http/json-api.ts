import type { FastifyReply } from 'fastify';
import { type Failure, failures } from '../failures.ts';
import { setFailureHeaders } from './failure-headers.ts';
import { spliceJson } from './splice.ts';

const JSON_API = 'application/vnd.api+json';

/** Envoy's client asks for `application/vnd.api+json`; everyone else gets plain JSON. */
export function mediaType(reply: FastifyReply): string {
  return reply.request.headers.accept?.includes(JSON_API)
    ? JSON_API
    : 'application/json; charset=utf-8';
}

/** Answers a document as it is, with the text of every `RawJson` in it spliced in byte for byte. */
export function sendJsonApi(reply: FastifyReply, document: object): FastifyReply {
  return sendJsonApiText(reply, spliceJson(document));
}

/** The same for a document that is text already: serialising it again could change what a plugin stored. */
export function sendJsonApiText(reply: FastifyReply, text: string): FastifyReply {
  return reply.type(mediaType(reply)).serializer(asIs).send(text);
}

const asIs = (payload: unknown): string => payload as string;

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
