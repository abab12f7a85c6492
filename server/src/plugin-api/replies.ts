import type { FastifyReply } from 'fastify';
import { sendJsonApiText } from '../lib/http/json-api.ts';

/** Answers `{"data": …}` with JSON text spliced in byte for byte. */
export const sendSpliced = (reply: FastifyReply, data: string): FastifyReply =>
  sendJsonApiText(reply, `{"data":${data}}`);
