import type { FastifyRequest } from 'fastify';
import { Failure } from '../failures.ts';
import type { App } from './app.ts';
import { unsupportedBody } from './media-types.ts';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses requests with a header that changes what they mean and that would otherwise be ignored: the caller thinks that something else
 * was done. Not among them are those that a server may ignore as it likes, such as `Range` and `Prefer`. `Expect`, and a length that is
 * told twice, Node refuses.
 */
export function refuseIgnoredHeaders(app: App): void {
  app.addHook('onRequest', (request, _reply, done) => {
    done(wrongHeader(request));
  });
}

function wrongHeader(request: FastifyRequest): Failure | undefined {
  return repeatedHeader(request) ?? wrongContent(request) ?? unknownCondition(request);
}

// Node keeps the first of these and drops the others, where a proxy before us may have looked at the last.
const SINGLE = ['authorization', 'content-type'];
const LENGTHS = SINGLE.map(({ length }) => length);

// Every request pays for this: names are told apart by their length, and nothing is made of those that cannot be meant.
function repeatedHeader({ raw: { rawHeaders } }: FastifyRequest): Failure | undefined {
  const seen = [false, false];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string;
    const index = LENGTHS.indexOf(name.length);
    if (index < 0 || name.toLowerCase() !== SINGLE[index]) continue;
    if (seen[index]) return new Failure('bad_request', `Send ${name} once`);
    seen[index] = true;
  }
  return undefined;
}

function wrongContent(request: FastifyRequest): Failure | undefined {
  const { headers } = request;
  const transfer = headers['transfer-encoding'];
  if (transfer === undefined && (headers['content-length'] ?? '0') === '0') return undefined;
  if (transfer !== undefined && transfer.trim().toLowerCase() !== 'chunked') {
    return new Failure('bad_request', 'Transfer-Encoding can be chunked only; send it plain');
  }
  if (headers['content-range'] !== undefined) {
    return new Failure('bad_request', 'Content-Range is not supported; send the whole body');
  }
  const coding = headers['content-encoding'];
  if (coding !== undefined && !['', 'identity'].includes(coding.trim().toLowerCase())) {
    return unsupportedBody(request, 'Content-Encoding is not supported');
  }
  return hasOtherCharset(headers['content-type'])
    ? unsupportedBody(request, 'The charset of a body must be utf-8')
    : undefined;
}

// Bodies are read as UTF-8, of which ASCII is a part.
const CHARSETS = ['utf-8', 'utf8', 'us-ascii'];

function hasOtherCharset(contentType: string | undefined): boolean {
  if (contentType === undefined || !contentType.includes(';')) return false;
  const parameters = contentType.toLowerCase().split(';').slice(1);
  return parameters.some((parameter) => {
    const [name = '', value = ''] = parameter.split('=', 2);
    return name.trim() === 'charset' && !CHARSETS.includes(value.trim().replaceAll('"', ''));
  });
}

const CONDITIONS = ['if-match', 'if-none-match', 'if-unmodified-since'];

/** A change under a condition (RFC 9110 §13.1) that the route does not check: only `if-match` is, where the route's schema has it. */
function unknownCondition({ method, headers, routeOptions }: FastifyRequest): Failure | undefined {
  for (const name of CONDITIONS) {
    if (headers[name] === undefined || SAFE_METHODS.includes(method)) continue;
    const { properties = {} } = (routeOptions.schema?.headers ?? {}) as { properties?: object };
    if (Object.hasOwn(properties, name)) continue;
    return new Failure('bad_request', `${name} is not supported here, so nothing was done`);
  }
  return undefined;
}
