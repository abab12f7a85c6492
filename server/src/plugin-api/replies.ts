import type { FastifyReply } from 'fastify';

const JSON_API = 'application/vnd.api+json';

/** The official client asks for `application/vnd.api+json`; everyone else gets plain JSON. */
export function mediaType(reply: FastifyReply): string {
  return reply.request.headers.accept?.includes(JSON_API)
    ? JSON_API
    : 'application/json; charset=utf-8';
}

/** Answers `{"data": …}` with JSON text spliced in byte for byte: serialising it again could change what a plugin stored. */
export function sendSpliced(reply: FastifyReply, data: string): FastifyReply {
  return reply.type(mediaType(reply)).serializer(asIs).send(`{"data":${data}}`);
}

const asIs = (payload: unknown): string => payload as string;
