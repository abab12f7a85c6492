import { isUtf8 } from 'node:buffer';
import type { FastifyRequest } from 'fastify';
import { Failure, failureAt } from '../failures.ts';
import { JsonError, parseJson, type RawParts } from '../json.ts';
import type { App } from './app.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Parts of the JSON body that the handler gets as text, byte for byte. */
    rawBody?: RawParts;
  }
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Replaces Fastify's parsers, which also take `text/plain`, by the strict one, for `application/json` and `application/vnd.api+json`. */
export function useStrictJson(app: App, maxDepth: number): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    ['application/json', 'application/vnd.api+json'],
    { parseAs: 'buffer' },
    (request: FastifyRequest, body: Buffer, done) => {
      try {
        done(null, readJsonBody(body, maxDepth, request.routeOptions.config.rawBody));
      } catch (error) {
        done(error as Error);
      }
    },
  );
}

/**
 * Reads a JSON body; an empty one is `undefined`.
 *
 * @throws Failure `body_not_json` (400), or `invalid` (422) when a limit of the content is exceeded.
 */
export function readJsonBody(body: Buffer, maxDepth: number, raw?: RawParts): unknown {
  if (body.length === 0) return undefined;
  if (BYTE_ORDER_MARK.every((byte, index) => body[index] === byte)) {
    throw new Failure('body_not_json', 'The body begins with a byte order mark; send plain UTF-8');
  }
  if (!isUtf8(body)) throw new Failure('body_not_json', 'The body is not valid UTF-8');
  try {
    return parseJson(body.toString('utf8'), { maxDepth, raw });
  } catch (error) {
    throw error instanceof JsonError ? toFailure(error) : error;
  }
}

function toFailure({ problem, message, pointer }: JsonError): Failure {
  const code = problem === 'syntax' || problem === 'duplicate_key' ? 'body_not_json' : 'invalid';
  return failureAt(code, pointer, message);
}
