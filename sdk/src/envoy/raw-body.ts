import { readBody } from '../adapters/node-body.ts';
import { SetupError } from '../errors.ts';
import { bodyWasRead, MOST_BODY_BYTES } from '../fetch.ts';
import type { MiddlewareRequest } from './http-types.ts';

/** As some hosts of functions leave the bytes of a body that they parsed. */
type WithRawBody = MiddlewareRequest & { rawBody?: unknown; _body?: boolean };

const FIX = 'app.use(envoyMiddleware()) belongs before app.use(express.json())';

/**
 * The bytes of a JSON body: those that are still to be read, or that somebody kept. Undefined where there is none, or it is another's to read.
 *
 * @throws SetupError `body_was_read`, `body_too_large`
 */
export async function rawBody(request: WithRawBody): Promise<Uint8Array | undefined> {
  const { body, rawBody: kept } = request;
  if (!isJson(request)) return undefined;
  const found = [kept, body].find((bytes) => bytes instanceof Uint8Array);
  if (found !== undefined) return taken(request, found as Uint8Array);
  if (body !== undefined || request.readableDidRead) {
    // A parser leaves an empty object where there was no body.
    if (hasBody(request)) throw bodyWasRead(FIX);
    return undefined;
  }
  const read = await readBody(request);
  if (read === undefined) {
    throw new SetupError('body_too_large', `The body has more than ${MOST_BODY_BYTES} bytes`);
  }
  return taken(request, read);
}

function taken(request: WithRawBody, bytes: Uint8Array): Uint8Array | undefined {
  // Tells parsers that come later that there is nothing left to read.
  request._body = true;
  return bytes.length > 0 ? bytes : undefined;
}

const isJson = ({ headers }: MiddlewareRequest): boolean =>
  /^application\/(?:[\w.-]+\+)?json\b/i.test(String(headers['content-type'] ?? ''));

const hasBody = ({ headers }: MiddlewareRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > 0;
