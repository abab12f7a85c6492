import { isUtf8 } from 'node:buffer';
import type { FastifyRequest } from 'fastify';
import { Failure, type FailureCode, failureAt } from '../failures.ts';
import { JsonError, parseJson, type RawParts } from '../json.ts';
import type { App } from './app.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Parts of the JSON body that the handler gets as text, byte for byte. */
    rawBody?: RawParts;
  }
}

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
  const text = textOf(body, 'body_not_json');
  try {
    return parseJson(text, { maxDepth, raw });
  } catch (error) {
    throw error instanceof JsonError ? toFailure(error) : error;
  }
}

// What bodies begin with that are no plain text. A Content-Encoding that is named is refused by `refuseIgnoredHeaders`.
const BEGINNINGS: [bytes: number[], what: string][] = [
  [[0xef, 0xbb, 0xbf], 'begins with a byte order mark'],
  [[0xff, 0xfe], 'looks like UTF-16'],
  [[0xfe, 0xff], 'looks like UTF-16'],
  [[0x1f, 0x8b], 'looks compressed (gzip)'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'looks compressed (zstd)'],
];

/**
 * The text of a body.
 *
 * @param code of the failure.
 * @throws Failure for a body that is no plain UTF-8, with what it looks like.
 */
export function textOf(body: Buffer, code: FailureCode): string {
  const beginning = BEGINNINGS.find(([bytes]) => bytes.every((byte, at) => body[at] === byte));
  if (beginning !== undefined) {
    throw new Failure(code, `The body ${beginning[1]}; send plain UTF-8`);
  }
  if (!isUtf8(body)) throw new Failure(code, 'The body is not valid UTF-8');
  return body.toString('utf8');
}

function toFailure({ problem, message, pointer }: JsonError): Failure {
  const code = problem === 'syntax' || problem === 'duplicate_key' ? 'body_not_json' : 'invalid';
  return failureAt(code, pointer, message);
}
