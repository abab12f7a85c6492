import { join } from './bytes.ts';
import { SetupError } from './errors.ts';
import type { PluginRequest } from './handle.ts';
import { messageReply, type Reply } from './reply.ts';

/** As much of a request as is read: anybody can send one, and what it is signed with is known only once it was read. */
export const MOST_BODY_BYTES = 8 * 1024 * 1024;

/** What is answered to a larger one. */
export const tooLarge = (): Reply =>
  messageReply(413, `The body has more than ${MOST_BODY_BYTES} bytes`);

/**
 * What is answered to one that is cut off, though nobody reads it: a server would log that we threw. Never 400, which Plugboard takes for a
 * verdict.
 */
export const cutOff = (): Reply => messageReply(408, 'The body of the request was cut off');

/** What is said where somebody read the body before: the signature is over its bytes, which are gone then. */
export const bodyWasRead = (fix: string): SetupError =>
  new SetupError(
    'body_was_read',
    `The body of the request was read before the plugin came to it, and what is signed are its bytes: ${fix}`,
  );

/** What is answered then: it is for the developer, and is tried again. */
export const bodyWasReadReply = (error: SetupError): Reply => messageReply(500, error.message);

/** A fetch handler of what answers requests. */
export function fetchWith(
  answer: (request: PluginRequest) => Promise<Reply>,
  onError: (error: unknown) => void,
): (request: Request) => Promise<Response> {
  return async (request) => toResponse(await answerTo(request));

  async function answerTo(request: Request): Promise<Reply> {
    if (request.bodyUsed) {
      const error = bodyWasRead('hand the request to the plugin before anything reads it');
      onError(error);
      return bodyWasReadReply(error);
    }
    const body = await readBody(request).catch(() => null);
    if (body === null) return cutOff();
    if (body === undefined) return tooLarge();
    const { method, headers } = request;
    const { pathname } = new URL(request.url);
    return answer({ method, path: pathname, headers: (name) => headers.get(name), body });
  }
}

/** A reply as fetch handlers answer it. */
export const toResponse = ({ status, headers, body }: Reply): Response =>
  new Response(body, { status, headers });

async function readBody(request: Request): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get('content-length')) > MOST_BODY_BYTES) return undefined;
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    size += read.value.length;
    if (size > MOST_BODY_BYTES) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(read.value);
  }
  return join(chunks);
}
