import type { FastifyReply } from 'fastify';
import { mediaType } from './errors.ts';

/** Answers `{"data": …}` with JSON text spliced in byte for byte: serialising it again could change what a plugin stored. */
export function sendSpliced(reply: FastifyReply, data: string): FastifyReply {
  return reply.type(mediaType(reply)).serializer(asIs).send(`{"data":${data}}`);
}

const asIs = (payload: unknown): string => payload as string;
