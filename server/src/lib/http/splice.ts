import type { FastifyReply } from 'fastify';
import { invalid } from '../failures.ts';
import { RawJson } from '../json.ts';

/** The JSON text of a value whose {@link RawJson} parts are spliced in as they were written. */
export function spliceJson(value: unknown): string {
  if (value instanceof RawJson) return value.text;
  if (Array.isArray(value)) return `[${value.map(spliceJson).join(',')}]`;
  if (typeof value !== 'object' || value === null || value instanceof Date) {
    return JSON.stringify(value);
  }
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${spliceJson(member)}`).join(',')}}`;
}

/** Sends JSON text as it is. (Fastify serializes whatever is not a string, and a string only without a content type.) */
export function sendJson(reply: FastifyReply, text: string): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(text);
}

/** @throws Failure `invalid` when the part is not an object. */
export function objectTextOf(part: RawJson, pointer: string): string {
  if (!part.text.startsWith('{')) throw invalid(pointer, 'must be an object');
  return part.text;
}
