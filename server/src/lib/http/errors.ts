import type { Server } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { CannotOpenSecret } from '../crypto.ts';
import { isRetryable, sqlState } from '../db.ts';
import { Failure, type FailureCode, type Violation, type ViolationParams } from '../failures.ts';
import { createOutages, type Outages } from '../outages.ts';
import { READABLE_FORMATS } from '../readable.ts';
import { DatabaseUnavailable } from '../unavailable.ts';
import type { App } from './app.ts';
import { unsupportedBody } from './media-types.ts';
import { missingThing } from './missing.ts';

/** How a surface writes a failure into a reply: status, headers and body. */
export type FailureWriter = (reply: FastifyReply, failure: Failure) => unknown;

/** Answers every error of the routes below `app` with `write`; what is not the caller's fault is logged and answered vaguely. */
export function answerFailures(app: App, write: FailureWriter): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    return write(reply, missingThing(error, request) ?? failureOf(error, request));
  });
}

/** What an error of a request is to its caller; what is our fault is logged. */
export function failureOf(error: FastifyError | Error, request: FastifyRequest): Failure {
  const failure = failureOfBody(error, request) ?? toFailure(error);
  if (failure.status >= 500 && failure.code !== 'plugin_failed') tellOf(failure, error, request);
  return failure;
}

// By server. What is unavailable is so to thousands, for one reason: a line and a stack for each would bury everything else.
const outages = new WeakMap<Server, Outages>();

function tellOf({ code }: Failure, error: Error, { id, log, server }: FastifyRequest): void {
  const about = { reqId: id };
  if (code !== 'unavailable' && code !== 'host_unavailable') {
    log.error({ err: error, ...about }, 'request failed');
    return;
  }
  let those = outages.get(server.server);
  if (those === undefined) {
    those = createOutages(server.log);
    outages.set(server.server, those);
  }
  those.met('requests failed', error, about);
}

// Of what Fastify says of a body, what the request alone tells more of.
function failureOfBody(error: Error, request: FastifyRequest): Failure | undefined {
  if (isCutOff(error, request)) {
    return new Failure('bad_request', 'The request ended before its body did');
  }
  if ((error as FastifyError).code !== 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return undefined;
  const isTyped = request.headers['content-type'] !== undefined;
  const problem = isTyped ? 'This Content-Type is not taken here' : 'The body has no Content-Type';
  return unsupportedBody(request, problem);
}

// By its client, who hears nothing of it any more.
const isCutOff = (error: Error, { raw }: FastifyRequest): boolean =>
  raw.readableAborted && (error as NodeJS.ErrnoException).code === 'ECONNRESET';

// What Fastify itself refuses, before a handler runs.
const FASTIFY_CODES: Record<string, FailureCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'bad_request',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'body_not_json',
  FST_ERR_BAD_URL: 'bad_request',
};

/**
 * Any error as a {@link Failure}: validation errors become `invalid`, a database that cannot do it now or a lost secret key `unavailable`,
 * the rest `internal`.
 */
export function toFailure(error: FastifyError | Error): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof DatabaseUnavailable) return unavailable(error.message, error);
  // It was tried again already, where that is known to help.
  if (isRetryable(error)) return unavailable('Others change the same things', error);
  if (error instanceof CannotOpenSecret) {
    return new Failure('unavailable', 'This server lacks a secret key; try again later', {
      retryAfter: 60,
      cause: error,
    });
  }
  // Class 22 of SQLSTATE: data that no column can hold. Checks before the query should name the field; this is the net below them.
  if (sqlState(error)?.startsWith('22')) {
    return new Failure(
      'invalid',
      'A value is out of range or has characters that cannot be stored',
      {
        cause: error,
      },
    );
  }
  const { code, validation, validationContext, statusCode } = error as FastifyError;
  if (validation !== undefined) return validationFailure(validation, validationContext);
  const known = code === undefined ? undefined : FASTIFY_CODES[code];
  if (known !== undefined) return new Failure(known, error.message);
  if (statusCode !== undefined && statusCode < 500)
    return new Failure('bad_request', error.message);
  return new Failure('internal', 'The request could not be completed', { cause: error });
}

const unavailable = (why: string, cause: Error): Failure =>
  new Failure('unavailable', `${why}; try again soon`, { retryAfter: 1, cause });

type Validation = NonNullable<FastifyError['validation']>;

function validationFailure(validation: Validation, context: string | undefined): Failure {
  const violations = validation.map((problem) => violationOf(problem));
  const [first] = violations;
  const part = PARTS.get(context ?? '');
  const where = part === undefined ? first?.pointer : `${first?.pointer} of the ${part}`;
  return new Failure('invalid', `${where || 'The body'} ${first?.message ?? 'is not valid'}`, {
    violations,
  });
}

/** What the parts of a request are called, but for the body. */
const PARTS = new Map([
  ['querystring', 'query'],
  ['params', 'path'],
  ['headers', 'headers'],
]);

/** One Ajv error in words: where, what is wrong, and what would be right. */
export function violationOf(problem: Validation[number]): Violation {
  const { instancePath, keyword, params } = problem;
  const known = paramsOf(keyword, params);
  return {
    pointer: `${instancePath}${memberOf(keyword, params)}`,
    message: messageOf(problem),
    keyword,
    ...(known !== undefined && { params: known }),
  };
}

function memberOf(keyword: string, params: Validation[number]['params']): string {
  if (keyword === 'required') return `/${params.missingProperty}`;
  return keyword === 'additionalProperties' ? `/${params.additionalProperty}` : '';
}

function messageOf({ keyword, params, message = 'is not valid' }: Validation[number]): string {
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'additionalProperties':
      return 'is not a known field';
    case 'enum':
      return `must be one of ${asList(params.allowedValues)}`;
    case 'format':
      return FORMAT_WORDS.get(String(params.format)) ?? message;
    case 'type': {
      // Who reads texts has said it better already.
      const isOfAjv = message === `must be ${params.type}`;
      return isOfAjv ? inWords(params.type as string | string[]) : message;
    }
    case 'minItems':
    case 'maxItems':
    case 'minLength':
    case 'maxLength': {
      const bound = keyword.startsWith('min') ? 'at least' : 'at most';
      const what = keyword.endsWith('Items') ? 'item' : 'character';
      const many = params.limit === 1 ? what : `${what}s`;
      return `must have ${bound} ${params.limit} ${many}`;
    }
    default:
      return message;
  }
}

function paramsOf(
  keyword: string,
  { limit, allowedValues, type, format }: Validation[number]['params'],
): ViolationParams | undefined {
  if (typeof limit === 'number') return { limit };
  if (keyword === 'enum') return { values: allowedValues as unknown[] };
  if (keyword === 'type') return { types: [type as string | string[]].flat() };
  return keyword === 'format' ? { format: format as string } : undefined;
}

const FORMAT_WORDS = new Map([
  ...Object.entries(READABLE_FORMATS).map(([name, { message }]) => [name, message] as const),
  ['email', 'must be an email address'],
  ['uri', 'must be a URL with its scheme, such as https://example.com/'],
  ['date-time', 'must be a date and time with its offset, such as 2026-03-02T09:15:00Z'],
]);

const TYPE_WORDS = new Map([
  ['object', 'an object'],
  ['array', 'an array'],
  ['string', 'a text'],
  ['integer', 'a whole number'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
]);

/** What must be of one of some types of JSON Schema. */
function inWords(types: string | string[]): string {
  const words = [types].flat().map((type) => TYPE_WORDS.get(type) ?? type);
  return `must be ${words.join(' or ')}`;
}

function asList(values: unknown): string {
  return Array.isArray(values)
    ? values.map((value) => JSON.stringify(value)).join(', ')
    : String(values);
}
