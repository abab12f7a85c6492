import type { FastifyRequest } from 'fastify';
import { Failure } from '../failures.ts';
import type { App } from './app.ts';

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

function repeatedHeader({ raw: { rawHeaders } }: FastifyRequest): Failure | undefined {
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string;
    if (!SINGLE.some(({ length }) => length === name.length)) continue;
    const known = name.toLowerCase();
    if (!SINGLE.includes(known)) continue;
    if (seen.has(known)) return new Failure('bad_request', `Send ${name} once`);
    seen.add(known);
  }
  return undefined;
}

function wrongContent({ headers }: FastifyRequest): Failure | undefined {
  const transfer = headers['transfer-encoding'];
  if (transfer === undefined && (headers['content-length'] ?? '0') === '0') return undefined;
  if (transfer !== undefined && transfer.trim().toLowerCase() !== 'chunked') {
    return new Failure('bad_request', 'Transfer-Encoding can be chunked only; send it plain');
  }
  if (headers['content-range'] !== undefined) {
    return new Failure('bad_request', 'Content-Range is not supported; send the whole body');
  }
  const coding = headers['content-encoding']?.toString().trim().toLowerCase() ?? '';
  if (coding !== '' && coding !== 'identity') {
    const message = 'Content-Encoding is not supported; send the body as it is, without one';
    return new Failure('unsupported_media_type', message);
  }
  return wrongCharset(headers['content-type']);
}

// Bodies are read as UTF-8, of which ASCII is a part.
const CHARSETS = ['utf-8', 'utf8', 'us-ascii'];

function wrongCharset(contentType: string | undefined): Failure | undefined {
  const parameters = contentType?.toLowerCase().split(';').slice(1) ?? [];
  for (const parameter of parameters) {
    const [name = '', value = ''] = parameter.split('=', 2);
    if (name.trim() !== 'charset') continue;
    if (CHARSETS.includes(value.trim().replaceAll('"', ''))) continue;
    const message = 'The charset of a body must be utf-8';
    return new Failure('unsupported_media_type', message);
  }
  return undefined;
}

const CONDITIONS = ['if-match', 'if-none-match', 'if-unmodified-since'];

/** A change under a condition (RFC 9110 §13.1) that the route does not check: only `if-match` is, where the route's schema has it. */
function unknownCondition({ method, headers, routeOptions }: FastifyRequest): Failure | undefined {
  if (SAFE_METHODS.includes(method)) return undefined;
  const given = CONDITIONS.find((name) => headers[name] !== undefined && !isChecked(name));
  if (given === undefined) return undefined;
  return new Failure('bad_request', `${given} is not supported here, so nothing was done`);

  function isChecked(name: string): boolean {
    const { properties } = (routeOptions.schema?.headers ?? {}) as { properties?: object };
    return properties !== undefined && Object.hasOwn(properties, name);
  }
}
